package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
)

const (
	courseColumns   = "deal i, source t, deal_id t, pipeline t, stage t, outcome t, owner t, amount m, lacks_rate b, probability m, opened_on d, closed_on d, expected_on d, fault t"
	sightingColumns = "source t, deal_id t, seen_on d, seen_in t, stage t, amount m, probability m, expected_on d"
)

// course is a row of deal_courses.
type course struct {
	id, source, pipeline, stage, outcome, owner string
	amount, probability                         any
	lacksRate                                   bool
	opened, closed, expected, fault             any
}

func (c course) row(i int) []any {
	return []any{int64(i + 1), c.source, c.id, c.pipeline, c.stage, c.outcome, c.owner, c.amount, c.lacksRate, c.probability, c.opened, c.closed, c.expected, c.fault}
}

func coursesTable(courses []course) *table.Table {
	out := &table.Table{Columns: columnsOf(courseColumns)}
	for i, c := range courses {
		out.Rows = append(out.Rows, c.row(i))
	}
	return out
}

func euros(amount int) any { return decimal.NewFromInt(int64(amount)) }

// sold makes deals over two years until the end of 2024: two owners of differing
// skill, half of them closed within two months.
func sold(seed uint64, deals int) (courses []course) {
	random := rand.New(rand.NewPCG(seed, 8)) //nolint:gosec // a test
	first, asOf := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC)
	for i := range deals {
		opened := first.AddDate(0, 0, i*730/deals)
		c := course{id: fmt.Sprint("d", i), source: "crm", pipeline: "Sales", stage: []string{"Call", "Offer"}[random.IntN(2)], outcome: "open", owner: []string{"Ann", "Bob"}[random.IntN(2)], amount: euros(100 + random.IntN(900)), opened: opened}
		if closed := opened.AddDate(0, 0, int(random.ExpFloat64()*60)); !closed.After(asOf) {
			c.outcome, c.stage, c.closed = "lost", "End", closed
			if random.Float64() < map[string]float64{"Ann": 0.7, "Bob": 0.3}[c.owner] {
				c.outcome = "won"
			}
		}
		courses = append(courses, c)
	}
	return courses
}

// dealWork has the tables that the step of deals reads, as of the end of 2024
// where nothing else is said.
func dealWork(t testing.TB, courses []course, sightings *table.Table, threads int) *work {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: threads, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	if sightings == nil {
		sightings = &table.Table{Columns: columnsOf(sightingColumns)}
	}
	months := &table.Table{Columns: columnsOf("month d, revenue m")}
	for i := range 24 {
		months.Rows = append(months.Rows, []any{time.Date(2023, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), euros(10_000)})
	}
	forecast := &table.Table{Columns: columnsOf("month d, mean f, lo80 f, hi80 f")}
	for i := range 12 {
		forecast.Rows = append(forecast.Rows, []any{time.Date(2025, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), 12_000.0, 9_000.0, 15_000.0})
	}
	for name, rows := range map[string]*table.Table{"deal_courses": coursesTable(courses), "deal_sightings": sightings, "monthly_series": months, "forecast": forecast} {
		if err := engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	w := &work{config: &Config{}, engine: engine, asOf: time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC), out: newOut()}
	w.config.Forecast.Months = 12
	return w
}

// runDeals gives the answers by name, and what is said beside them.
func runDeals(t testing.TB, w *work) (map[string]*table.Table, []string) {
	t.Helper()
	step := job.Step{Name: "deals", Run: w.deals}
	results, err := job.Job{step}.Run(t.Context(), nil, func() time.Time { return time.Time{} }, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*table.Table{}
	for _, name := range dealAnswers() {
		there, err := w.engine.HasTable(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if !there {
			continue
		}
		if found[name], err = w.engine.ReadTable(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		for _, row := range found[name].Rows {
			for i, value := range row {
				if f, ok := value.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
					t.Errorf("%s: %s is %v", name, found[name].Columns[i].Name, f)
				}
			}
		}
	}
	said := job.Warnings(results)
	if results[0].State == job.Skipped {
		said = append(said, "skipped: "+results[0].Message)
	}
	return found, said
}

func TestDeals_AddUp(t *testing.T) {
	courses := sold(1, 800)
	found, said := runDeals(t, dealWork(t, courses, nil, 2))
	if len(said) > 0 || len(found) != 4 {
		t.Fatalf("%d answers, %v", len(found), said)
	}
	forecast, stages, owners := found["deal_forecast"], found["deal_stages_open"], found["deal_owners"]
	if forecast.Len() != dealMonthsAhead || !forecast.Time(0, "month").Equal(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("months: %v", forecast.Rows)
	}
	for row := range forecast.Len() {
		order := []float64{}
		for _, column := range []string{"lo95", "lo80", "mean", "hi80", "hi95"} {
			order = append(order, forecast.Float(row, column))
		}
		if !slices.IsSorted(order) || order[0] < 0 {
			t.Errorf("month %d: %v", row, order)
		}
		if sum := forecast.Float(row, "from_open") + forecast.Float(row, "from_new"); math.Abs(sum-order[2]) > 0.02 {
			t.Errorf("month %d: the parts are %v of %v", row, sum, order[2])
		}
	}
	open, amount := 0, decimal.Zero
	for _, c := range courses {
		if c.outcome == "open" {
			open++
			amount = amount.Add(c.amount.(decimal.Decimal))
		}
	}
	for _, of := range []*table.Table{stages, owners} {
		deals, money, expected := int64(0), decimal.Zero, decimal.Zero
		for row := range of.Len() {
			if of == stages {
				deals, money = deals+of.Integer(row, "deals"), money.Add(of.Decimal(row, "amount"))
			} else {
				deals, money = deals+of.Integer(row, "open"), money.Add(of.Decimal(row, "open_amount"))
			}
			expected = expected.Add(of.Decimal(row, "expected"))
			if share := of.Decimal(row, "expected").Div(of.Decimal(row, map[bool]string{true: "amount", false: "open_amount"}[of == stages])).InexactFloat64(); share < 0.1 || share > 0.9 {
				t.Errorf("%.2f of the amount is expected: %v", share, of.Rows[row])
			}
		}
		if deals != int64(open) || !money.Equal(amount) || expected.Sign() <= 0 || expected.GreaterThan(amount) {
			t.Errorf("%d deals of %d, %s of %s, expected %s", deals, open, money, amount, expected)
		}
	}
	if share := func(row int) float64 {
		return owners.Decimal(row, "expected").Div(owners.Decimal(row, "open_amount")).InexactFloat64()
	}; share(0) < share(1)+0.15 {
		t.Errorf("who wins more is expected to bring %.2f of it, who wins less %.2f", share(0), share(1))
	}
	if owners.Text(0, "owner") != "Ann" || owners.Float(0, "win_rate") < 0.6 || owners.Float(1, "win_rate") > 0.4 ||
		owners.Float(0, "win_rate") > owners.Float(0, "raw_win_rate") || owners.Float(1, "win_rate") < owners.Float(1, "raw_win_rate") {
		t.Errorf("owners: %v", owners.Rows)
	}
	if found["deal_check"].Len() < 40 || found["deal_check"].Value(0, "written_probability") != nil {
		t.Errorf("%d months were tried again", found["deal_check"].Len())
	}
}

// Deals make a part of the revenue here: the other forecast is held against that
// part of it alone, and both are told.
func TestDeals_AreHeldAgainstTheirShareOfRevenue(t *testing.T) {
	courses := sold(2, 800)
	won := 0.0
	for _, c := range courses {
		if closed, ok := c.closed.(time.Time); ok && c.outcome == "won" && closed.Year() == 2024 {
			won += c.amount.(decimal.Decimal).InexactFloat64()
		}
	}
	found, _ := runDeals(t, dealWork(t, courses, nil, 2))
	f := found["deal_forecast"]
	share := won / 120_000
	if got := f.Float(0, "share"); math.Abs(got-share) > 1e-4 {
		t.Errorf("the share is %v, not %v", got, share)
	}
	if got := f.Float(0, "series_mean"); math.Abs(got-12_000*share) > 0.01 || f.Float(0, "revenue_mean") != 12_000 {
		t.Errorf("the other forecast is %v of %v", got, f.Float(0, "revenue_mean"))
	}
	if got := f.Float(0, "ratio"); math.Abs(got-f.Float(0, "mean")/(12_000*share)) > 1e-3 {
		t.Errorf("the ratio is %v", got)
	}
	if low, high := f.Float(0, "series_lo80"), f.Float(0, "series_hi80"); !(low < 9_000*share && high > 15_000*share) {
		t.Errorf("the range of a share that is not the same each month is %v–%v", low, high)
	}
}

// The share of a company whose deals are its sales is one, and its months are
// the other forecast's own.
func TestDeals_ThatAreTheSalesAreHeldAgainstAllOfThem(t *testing.T) {
	courses := sold(2, 800)
	w := dealWork(t, courses, nil, 2)
	book := newDealBook(coursesTable(courses), &table.Table{Columns: columnsOf(sightingColumns)}, w.asOf)
	months := &table.Table{Columns: columnsOf("month d, revenue f")}
	for i := range 24 {
		month := time.Date(2023, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		months.Rows = append(months.Rows, []any{month, book.wonWithin(dayNumber(month), dayNumber(month.AddDate(0, 1, 0))).amount})
	}
	if share, spread := shareOfDeals(months, book); math.Abs(share-1) > 1e-9 || spread > 1e-9 {
		t.Errorf("the share is %v, its spread %v", share, spread)
	}
}

// In a month that has begun what was won by the day is certain and the rest is
// not: together they are the month.
func TestDeals_AMonthThatHasBegunHasWhatWasWonInIt(t *testing.T) {
	courses := sold(3, 800)
	w := dealWork(t, courses, nil, 2)
	w.asOf = time.Date(2024, 12, 20, 0, 0, 0, 0, time.UTC)
	var known []course
	soFar := 0.0
	for _, c := range courses {
		if c.opened.(time.Time).After(w.asOf) {
			continue
		}
		if closed, ok := c.closed.(time.Time); ok && closed.After(w.asOf) {
			c.outcome, c.closed, c.stage = "open", nil, ""
		} else if ok && c.outcome == "won" && closed.Year() == 2024 && closed.Month() == time.December {
			soFar += c.amount.(decimal.Decimal).InexactFloat64()
		}
		known = append(known, c)
	}
	// When it was opened nobody knows, but it was won.
	known = append(known, course{id: "x", source: "crm", pipeline: "Sales", outcome: "won", amount: euros(777), closed: time.Date(2024, 12, 5, 0, 0, 0, 0, time.UTC), fault: "no day of opening"})
	soFar += 777
	if err := w.engine.Exec(t.Context(), "drop table deal_courses"); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.CreateTable(t.Context(), "deal_courses", coursesTable(known)); err != nil {
		t.Fatal(err)
	}
	found, _ := runDeals(t, w)
	f := found["deal_forecast"]
	rest := f.Float(0, "from_open") + f.Float(0, "from_new")
	if !f.Time(0, "month").Equal(time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)) || math.Abs(f.Float(0, "so_far")-soFar) > 0.01 || soFar == 0 ||
		math.Abs(f.Float(0, "mean")-soFar-rest) > 0.02 || f.Float(0, "lo95") < soFar || rest > f.Float(1, "mean") || f.Float(1, "so_far") != 0 {
		t.Errorf("won so far %v: %v", soFar, f.Rows[:2])
	}
}

func TestDeals_SayWhyTheyTellNothing(t *testing.T) {
	change := func(deals int, with func(*course)) []course {
		courses := sold(4, deals)
		for i := range courses {
			with(&courses[i])
		}
		return courses
	}
	for _, c := range []struct {
		name    string
		courses []course
		want    string
	}{
		{"no deals", nil, "skipped: there are no deals"},
		{"few", sold(4, 25), "too few deals have been closed: "},
		{"none closed", change(200, func(c *course) { c.outcome, c.closed = "open", nil }), "too few deals have been closed: 0, and 30 are needed"},
		{"all lost", change(200, func(c *course) {
			if c.outcome == "won" {
				c.outcome = "lost"
			}
		}), "no deal has been won of "},
		{"no amounts", change(200, func(c *course) { c.amount = nil }), "no won deal has an amount"},
		{"no days of closing", change(200, func(c *course) {
			if c.outcome != "open" {
				c.closed, c.fault = nil, "no day of closing"
			}
		}), "too few deals have been closed: 0, and 30 are needed"},
	} {
		found, said := runDeals(t, dealWork(t, c.courses, nil, 1))
		if text := strings.Join(said, "; "); !strings.Contains(text, c.want) || len(found) > 0 {
			t.Errorf("%s: %d answers, %q", c.name, len(found), text)
		}
	}
}

// What is not as it should be is counted and said, and does not stop the rest.
func TestDeals_FaultsAreCountedAndTheRestIsTold(t *testing.T) {
	courses := sold(5, 600)
	for i := range courses {
		c := &courses[i]
		switch {
		case i%50 == 1 && c.outcome != "open":
			c.closed, c.fault = nil, "no day of closing"
		case i%50 == 2 && c.outcome != "open":
			c.closed, c.fault = c.opened.(time.Time).AddDate(0, 0, -3), "closed before opened"
		case i%50 == 3:
			c.amount, c.lacksRate = nil, true
		case c.outcome == "open" && i%2 == 0:
			c.opened, c.fault, c.amount = nil, "no day of opening", nil
		case c.outcome == "open":
			c.amount = nil
		}
		c.owner = []string{`=HYPERLINK("x")`, "</script>", "", "Анна\u202e"}[i%4]
	}
	found, said := runDeals(t, dealWork(t, courses, nil, 2))
	if text := strings.Join(said, "; "); len(found) != 4 || !strings.Contains(text, "no day of closing") || !strings.Contains(text, "closed before opened") ||
		!strings.Contains(text, "no day of opening") || !strings.Contains(text, "12 of 600 deals are in a currency without a rate") {
		t.Fatalf("%d answers, %q", len(found), text)
	}
	open, aged := 0, 0
	for _, c := range courses {
		if c.outcome == "open" {
			open++
			if c.opened != nil {
				aged++
			}
		}
	}
	counted := 0
	for row := range found["deal_stages_open"].Len() {
		counted += int(found["deal_stages_open"].Integer(row, "deals"))
	}
	if counted != open || aged == open || found["deal_owners"].Len() != 4 {
		t.Errorf("%d of %d open deals, %d owners", counted, open, found["deal_owners"].Len())
	}
	// Without amounts of their own open deals bring what won ones did.
	if found["deal_forecast"].Float(0, "from_open") <= 0 {
		t.Error("open deals without an amount bring nothing")
	}
}

// Open deals whose opening nobody knows stand in a stage of their own: no chance
// of theirs is told, and no age.
func TestDeals_StagesOfUnknownAgeHaveNoChance(t *testing.T) {
	courses := append(sold(6, 400), course{id: "x", source: "crm", pipeline: "Sales", stage: "Idea", outcome: "open", owner: "Ann", fault: "no day of opening", probability: euros(20)})
	found, _ := runDeals(t, dealWork(t, courses, nil, 1))
	stages := found["deal_stages_open"]
	for row := range stages.Len() {
		if idea := stages.Text(row, "stage") == "Idea"; idea != (stages.Value(row, "win_rate") == nil) || idea != (stages.Value(row, "mean_age_days") == nil) || idea != (stages.Value(row, "stated_probability") != nil) {
			t.Errorf("%v", stages.Rows[row])
		}
		if stages.Text(row, "stage") == "Idea" && stages.Float(row, "stated_probability") != 0.2 {
			t.Errorf("stated: %v", stages.Rows[row])
		}
	}
}

// Stalled is who is older than nine of ten won ones were when they were won.
func TestDeals_StalledAreOlderThanNineOfTenWonOnes(t *testing.T) {
	var courses []course
	asOf := time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC)
	for i := range 100 {
		opened := asOf.AddDate(0, 0, -400+i)
		courses = append(courses, course{id: fmt.Sprint(i), source: "crm", outcome: "won", amount: euros(10), opened: opened, closed: opened.AddDate(0, 0, 1+i)})
	}
	for _, age := range []int{89, 90, 91, 500} {
		courses = append(courses, course{id: fmt.Sprint("open", age), source: "crm", stage: "Call", outcome: "open", amount: euros(10), opened: asOf.AddDate(0, 0, -age)})
	}
	found, _ := runDeals(t, dealWork(t, courses, nil, 1))
	if got := found["deal_stages_open"]; got.Integer(0, "stalled") != 2 || got.Integer(0, "deals") != 4 {
		t.Errorf("%v", got.Rows)
	}
}

func TestDeals_AreTheSameWithAnyNumberOfThreads(t *testing.T) {
	one, _ := runDeals(t, dealWork(t, sold(7, 500), nil, 1))
	two, _ := runDeals(t, dealWork(t, sold(7, 500), nil, 2))
	if !reflect.DeepEqual(one, two) {
		t.Error("two threads tell something else than one")
	}
}

// Past exports tell what was written then: the check holds it against what came,
// and slippage is of won deals, from the day expected last.
func TestDeals_PastExportsTellWhatWasWrittenThen(t *testing.T) {
	courses := sold(8, 800)
	sightings := &table.Table{Columns: columnsOf(sightingColumns)}
	for i := range courses {
		c := &courses[i]
		closed, ended := c.closed.(time.Time)
		if ended {
			c.expected = closed.AddDate(0, 0, -4)
		}
		for month := range 24 {
			day := time.Date(2023, time.Month(2+month), 0, 0, 0, 0, 0, time.UTC)
			if !c.opened.(time.Time).After(day) && (!ended || closed.After(day)) {
				sightings.Rows = append(sightings.Rows, []any{"crm", c.id, day, "export", "Call", c.amount, euros(50), day.AddDate(0, 0, 20)})
			}
		}
	}
	found, _ := runDeals(t, dealWork(t, courses, sightings, 2))
	check, written := found["deal_check"], 0
	for row := range check.Len() {
		next := check.Time(row, "month").Sub(check.Time(row, "cut_on")) < 48*time.Hour
		if next != (check.Float(row, "written_probability") > 0) {
			t.Errorf("%v: written %v", check.Rows[row], check.Value(row, "written_probability"))
		}
		if next {
			written++
		}
	}
	if written == 0 {
		t.Error("nothing was written")
	}
	for row := range found["deal_owners"].Len() {
		if got := found["deal_owners"].Float(row, "slippage_days"); got != 4 {
			t.Errorf("slippage %v", got)
		}
	}
}

// What an export says of a deal on or behind the day of its closing tells
// nothing of where it stood.
func TestDealBook_SightingsEndWithTheDeal(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2024, 3, n, 0, 0, 0, 0, time.UTC) }
	courses := coursesTable([]course{
		{id: "1", source: "crm", outcome: "won", amount: euros(10), opened: day(1), closed: day(10)},
		{id: "2", source: "crm", outcome: "open", stage: "Offer", amount: euros(10), opened: day(1)},
		{id: "3", source: "crm", outcome: "open", stage: "Offer", amount: euros(10), opened: day(1)},
	})
	sightings := &table.Table{Columns: columnsOf(sightingColumns), Rows: [][]any{
		{"crm", "1", day(5), "export", "Call", nil, nil, nil}, {"crm", "1", day(10), "export", "Call", nil, nil, nil}, {"crm", "1", day(20), "stage", "Call", nil, nil, nil},
		{"crm", "2", day(5), "export", "Call", nil, nil, nil}, {"crm", "3", day(5), "stage", "Call", nil, nil, nil}, {"other", "3", day(6), "stage", "Lost", nil, nil, nil},
	}}
	book := newDealBook(courses, sightings, time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC))
	if got := book.deals[0].Sightings; len(got) != 1 || got[0].Day != dayNumber(day(5)) || got[0].Until != got[0].Day+sightedDays {
		t.Errorf("won: %+v", got)
	}
	// An old export tells nothing of today; the card that is open today does.
	if got := book.deals[1].Sightings; len(got) != 2 || got[1].Stage != "Offer" || got[1].Day != book.asOf {
		t.Errorf("open: %+v", got)
	}
	if got := book.deals[2].Sightings; len(got) != 1 || got[0].Until != math.MaxInt {
		t.Errorf("open with a list of stages: %+v", got)
	}
}
