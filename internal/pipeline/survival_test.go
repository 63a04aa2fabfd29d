package pipeline

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"clientele/internal/survival"
	"clientele/internal/table"
)

func waits(rows ...[]any) *table.Table {
	return &table.Table{Columns: []table.Column{
		{Name: "cohort", Kind: table.Date}, {Name: "days", Kind: table.Integer}, {Name: "came_back", Kind: table.Boolean}, {Name: "customers", Kind: table.Integer},
	}, Rows: rows}
}

func lives(rows ...[]any) *table.Table {
	return &table.Table{Columns: []table.Column{
		{Name: "plan", Kind: table.Text}, {Name: "watched_days", Kind: table.Integer}, {Name: "days", Kind: table.Integer},
		{Name: "has_ended", Kind: table.Boolean}, {Name: "contracts", Kind: table.Integer},
	}, Rows: rows}
}

func tablesOf(t *testing.T, all ...lasting) *survivalTables {
	t.Helper()
	made := newSurvivalTables()
	for _, one := range all {
		if err := made.add(one); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

func halfYear(year, half int) time.Time {
	return time.Date(year, time.Month(6*half-5), 1, 0, 0, 0, 0, time.UTC)
}

// Of 40 customers 10 come back after 5 days; of the 30 others 15 were last seen
// after 6 days and 15 come back after 10: S is 3/4 from 5 and 0 from 10 on, and
// the mean wait 5 + 3/4 · 5.
func TestSurvival_SecondPurchasesAreThoseOfTheDefinition(t *testing.T) {
	made := tablesOf(t, secondPurchases(waits(
		[]any{halfYear(2024, 1), int64(5), true, int64(10)}, []any{halfYear(2024, 1), int64(6), false, int64(15)}, []any{halfYear(2024, 1), int64(10), true, int64(15)})))
	if got := made.groups.Rows[0]; made.groups.Value(0, "group") != nil || got[2] != int64(40) || made.groups.Float(0, "median") != 10 ||
		made.groups.Float(0, "restricted_mean") != 8.75 || made.groups.Float(0, "restricted_to") != 10 || made.groups.Integer(0, "censored") != 15 {
		t.Errorf("the groups are %v", made.groups.Rows)
	}
	if made.groups.Len() != 2 || made.groups.Text(1, "group") != "2024 H1" || made.tests.Len() != 0 {
		t.Errorf("the groups are %v, the tests %v", made.groups.Rows, made.tests.Rows)
	}
	// Weeks: the first has 10 ends and 15 last seen, the second 15 ends.
	for row, want := range [][]int64{{40, 0, 0}, {40, 10, 15}, {15, 15, 0}} {
		at := made.curves.Rows[row]
		if at[2] != float64(7*row) || at[3] != want[0] || at[4] != want[1] || at[5] != want[2] {
			t.Errorf("week %d: %v", row, at)
		}
	}
	if s := made.curves.Float(1, "survival"); s != 0.75 {
		t.Errorf("after a week %v have not come back", s)
	}
}

// The last mark is the one at which everything has been seen.
func TestSurvival_CurvesEndWithWhatWasSeen(t *testing.T) {
	for days, rows := range map[int64]int{6: 2, 7: 2, 8: 3} {
		made := tablesOf(t, secondPurchases(waits([]any{halfYear(2024, 1), days, false, int64(5)})))
		if made.curves.Len() != rows || made.curves.Integer(rows-1, "at_risk") != 5 {
			t.Errorf("%d days: %v", days, made.curves.Rows)
		}
	}
}

func TestSurvival_CohortsAreHalvesOfYearsOnlyInAShortHistory(t *testing.T) {
	var rows [][]any
	for half := range 5 {
		rows = append(rows, []any{halfYear(2022+half/2, 1+half%2), int64(3 + half), true, int64(15)}, []any{halfYear(2022+half/2, 1+half%2), int64(30), false, int64(15)})
	}
	short, long := secondPurchases(waits(rows[:8]...)), secondPurchases(waits(rows...))
	if len(short.groups) != 4 || short.groups[1].name != "2022 H2" {
		t.Errorf("four halves are %v", short.groups)
	}
	if len(short.compared) != 3 || short.compared[0].name != "2022 H2" || len(long.compared) != 2 {
		t.Errorf("the half-year and the year in which the data begin are compared: %v, %v", short.compared, long.compared)
	}
	if len(long.groups) != 3 || long.groups[0].name != "2022" || long.groups[0].subjects() != 60 {
		t.Errorf("five halves are %v", long.groups)
	}
}

// Each row of a curve goes on where the one before it ended, whatever comes late.
func TestSurvival_CurvesAddUp(t *testing.T) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test
		var rows [][]any
		for range 1 + random.IntN(60) {
			days := random.Int64N(1200)
			watched := int64(0)
			if days > 0 && random.IntN(3) == 0 {
				watched = random.Int64N(days)
			}
			rows = append(rows, []any{"plan", watched, days, random.IntN(2) == 0, 1 + random.Int64N(9)})
		}
		lasting := contractsOf(lives(rows...))
		made := tablesOf(t, lasting)
		curve, ended, censored, entered := made.curves, int64(0), int64(0), int64(0)
		for i := range curve.Len() {
			ended, censored, entered = ended+curve.Integer(i, "ended"), censored+curve.Integer(i, "censored"), entered+curve.Integer(i, "entered")
			left := curve.Integer(i, "at_risk") + curve.Integer(i, "entered") - curve.Integer(i, "ended") - curve.Integer(i, "censored")
			if i+1 < curve.Len() && left != curve.Integer(i+1, "at_risk") {
				t.Fatalf("seed %d, month %d: %d are left and %d go on", seed, i, left, curve.Integer(i+1, "at_risk"))
			}
			if i > 0 && curve.Float(i, "survival") > curve.Float(i-1, "survival") {
				t.Fatalf("seed %d, month %d: the curve rises", seed, i)
			}
		}
		if ended+censored != lasting.subjects() || curve.Integer(0, "at_risk")+entered != lasting.subjects() {
			t.Fatalf("seed %d: %d ended and %d were last seen of %d", seed, ended, censored, lasting.subjects())
		}
	}
}

// A contract that ends on its anniversary has lasted so many months in every
// calendar, and one month less has ended before it.
func TestMonthEnd_IsBehindTheAnniversaryInEveryCalendar(t *testing.T) {
	for day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 1) {
		if day.Day() > 28 {
			continue // has no anniversary in each month
		}
		for months := 1; months <= 60; months++ {
			days := day.AddDate(0, months, 0).Sub(day).Hours() / 24
			if days > monthEnd(months) || days <= monthEnd(months-1) {
				t.Fatalf("%d months from %s are %v days, month %d ends after %v", months, day.Format(time.DateOnly), days, months, monthEnd(months))
			}
		}
	}
}

// 100 contracts, of which 20 end after 50 days, 40 after 100: of those that have
// lasted 60 days, half end within 90 more.
func TestChancesToEnd_AreOfThoseThatHaveLastedAsLong(t *testing.T) {
	rows := [][]any{
		{"basic", int64(0), int64(50), true, int64(20)}, {"basic", int64(0), int64(60), false, int64(0)}, {"basic", int64(0), int64(100), true, int64(40)},
		{"basic", int64(0), int64(300), false, int64(40)}, {"rare", int64(0), int64(60), false, int64(1)}, {"rare", int64(30), int64(60), false, int64(2)},
	}
	chances, err := chancesToEnd(lives(rows...))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for i := range chances.Len() {
		got[chances.Text(i, "plan")+time.Duration(chances.Integer(i, "age_days")).String()] = chances.Float(i, "chance")
	}
	// The rare plan goes by all contracts: 103, of which 20 of 101 and 40 of 83
	// (those of its own that are seen from their 30th day on come in between).
	if len(got) != 3 || chances.Len() != 3 || math.Abs(got["basic60ns"]-0.5) > 1e-12 || got["basic300ns"] != 0 || math.Abs(got["rare60ns"]-0.5) > 0.02 {
		t.Errorf("the chances are %v", got)
	}
}

// Of 49 contracts of a plan's own all ended early, and one more makes its curve
// count instead of that of all.
func TestChancesToEnd_APlanStandsForItselfFromFiftyContractsOn(t *testing.T) {
	for contracts, own := range map[int64]bool{49: false, 50: true} {
		chances, err := chancesToEnd(lives(
			[]any{"big", int64(0), int64(400), false, int64(1000)},
			[]any{"own", int64(0), int64(10), false, int64(1)}, []any{"own", int64(0), int64(60), true, contracts - 21}, []any{"own", int64(0), int64(300), false, int64(20)}))
		if err != nil || chances.Text(1, "plan") != "own" || (chances.Float(1, "chance") > 0.5) != own {
			t.Errorf("%d contracts: %v, %v", contracts, chances.Rows, err)
		}
	}
}

func TestChancesToEnd_AreNotMadeUp(t *testing.T) {
	few, err := chancesToEnd(lives([]any{"a", int64(0), int64(100), true, int64(9)}, []any{"a", int64(0), int64(200), false, int64(500)}))
	if err != nil || few.Len() != 0 {
		t.Errorf("nine have ended: %v, %v", few.Rows, err)
	}
	// What is older than any life that has ended goes by the oldest of which a
	// whole horizon has been seen.
	curve, err := survival.Estimate([]survival.Span{{Stop: 100, Ended: true, Count: 30}, {Stop: 150, Ended: true, Count: 30}, {Stop: 160, Count: 40}, {Stop: 400, Count: 1}})
	if err != nil {
		t.Fatal(err)
	}
	oldest, ok := chanceToEnd(curve, 400)
	asOf, also := chanceToEnd(curve, 70)
	if !ok || !also || oldest != asOf || math.Abs(oldest-60.0/101) > 1e-12 {
		t.Errorf("of the oldest %v (%v), of those of 70 days %v (%v)", oldest, ok, asOf, also)
	}
	if _, ok := chanceToEnd(survival.Curve{Points: []survival.Point{{Time: 30, AtRisk: 500, Survival: 1}}}, 0); ok {
		t.Error("a chance within 90 days, where 30 have been seen")
	}
}

// Three ran, of which two with a chance of one half and one that had given
// notice; what is not known is not judged. Of ten before one had ended.
func TestJudgeContracts_AddsUpWhatWasTold(t *testing.T) {
	counted := func(rows ...[]any) *table.Table {
		return &table.Table{Columns: []table.Column{{Name: "plan"}, {Name: "age_days", Kind: table.Integer}, {Name: "has_notice", Kind: table.Boolean},
			{Name: "contracts", Kind: table.Integer}, {Name: "ended", Kind: table.Integer}}, Rows: rows}
	}
	chances := &table.Table{Columns: []table.Column{{Name: "plan"}, {Name: "age_days", Kind: table.Integer}, {Name: "chance", Kind: table.Float}}, Rows: [][]any{{"a", int64(5), 0.5}}}
	ran := counted([]any{"a", int64(5), false, int64(2), int64(1)}, []any{"a", int64(7), true, int64(1), int64(0)}, []any{"a", int64(7), false, int64(50), int64(50)})
	made := judgeContracts(chances, ran, counted([]any{"b", int64(1), false, int64(10), int64(1)}), halfYear(2025, 1))
	// The range is 2 ± (1.96 · √½ + ½) of the three; squared errors ½ · ½ · 2 and 1.
	want := []any{halfYear(2025, 1), int64(90), int64(3), 2.0, 1.0, 3.0, int64(1), 0.3, 0.5, (0.81 + 0.01*2) / 3}
	for i, value := range made.Rows[0] {
		got, isFloat := value.(float64)
		if isFloat && math.Abs(got-want[i].(float64)) > 1e-12 || !isFloat && value != want[i] {
			t.Errorf("%s is %v, not %v", made.Columns[i].Name, value, want[i])
		}
	}
	if none := judgeContracts(chances, counted(), counted(), halfYear(2025, 1)); none.Len() != 0 {
		t.Errorf("of none that ran: %v", none.Rows)
	}
	// Eight of one half: 4 ± (1.96 · √2 + ½) is 0.73 to 7.27.
	eight := judgeContracts(chances, counted([]any{"a", int64(5), false, int64(8), int64(1)}), counted(), halfYear(2025, 1))
	if eight.Float(0, "lo95") != 1 || eight.Float(0, "hi95") != 7 {
		t.Errorf("the range of eight is %v", eight.Rows)
	}
	alone := judgeContracts(chances, ran, counted(), halfYear(2025, 1))
	if alone.Value(0, "naive") != nil || alone.Value(0, "brier_naive") != nil {
		t.Errorf("without days before: %v", alone.Rows)
	}
}
