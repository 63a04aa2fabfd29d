package pipeline

import (
	"fmt"
	"math"
	"slices"
	"time"

	"clientele/internal/dealflow"
	"clientele/internal/table"
)

// dealBook is the deals as they are known on the day, and those of them that the
// model can take: all but those whose days are missing or impossible.
type dealBook struct {
	rows    *table.Table
	deals   []dealflow.Deal
	taken   []int // row of each of these
	watched int   // day of the first closing
	asOf    int
}

// An export tells how a deal stands for so many days.
const sightedDays = 45

func newDealBook(courses, sightings *table.Table, asOf time.Time) *dealBook {
	b := &dealBook{rows: courses, watched: math.MaxInt, asOf: dayNumber(asOf)}
	seen := sightingsOf(sightings)
	for row := range courses.Len() {
		if courses.Value(row, "fault") != nil {
			continue
		}
		source := courses.Text(row, "source")
		d := dealflow.Deal{
			Source: source, Pipeline: source + "\x00" + courses.Text(row, "pipeline"), Owner: courses.Text(row, "owner"),
			Opened: dayNumber(courses.Time(row, "opened_on")), Amount: floatOrNaN(courses, row, "amount"), Outcome: dealOutcome(courses.Text(row, "outcome")),
			Sightings: seen[[2]string{source, courses.Text(row, "deal_id")}],
		}
		if d.Outcome != dealflow.Open {
			d.Closed = dayNumber(courses.Time(row, "closed_on"))
			b.watched = min(b.watched, d.Closed)
		}
		d.Sightings = b.sighted(d, row)
		b.deals, b.taken = append(b.deals, d), append(b.taken, row)
	}
	return b
}

func dealOutcome(text string) dealflow.Outcome {
	switch text {
	case "won":
		return dealflow.Won
	case "lost":
		return dealflow.Lost
	}
	return dealflow.Open
}

func floatOrNaN(rows *table.Table, row int, column string) float64 {
	if rows.Value(row, column) == nil {
		return math.NaN()
	}
	return rows.Float(row, column)
}

// sightingsOf are what was known of each deal, by its source and key.
func sightingsOf(rows *table.Table) map[[2]string][]dealflow.Sighting {
	out := map[[2]string][]dealflow.Sighting{}
	for row := range rows.Len() {
		key := [2]string{rows.Text(row, "source"), rows.Text(row, "deal_id")}
		s := dealflow.Sighting{
			Day: dayNumber(rows.Time(row, "seen_on")), Until: math.MaxInt, Stage: rows.Text(row, "stage"),
			Amount: floatOrNaN(rows, row, "amount"), Probability: floatOrNaN(rows, row, "probability") / 100,
		}
		if rows.Text(row, "seen_in") == "export" {
			s.Until = s.Day + sightedDays
		}
		if rows.Value(row, "expected_on") != nil {
			s.Expected = dayNumber(rows.Time(row, "expected_on"))
		}
		out[key] = append(out[key], s)
	}
	return out
}

// sighted is what was known of a deal while it was open. What is known of an
// open one today is known even if its export is of a later day.
func (b *dealBook) sighted(d dealflow.Deal, row int) []dealflow.Sighting {
	var kept []dealflow.Sighting
	for _, s := range d.Sightings {
		if d.Outcome == dealflow.Open || s.Day < d.Closed {
			kept = append(kept, s)
		}
	}
	stage := b.rows.Text(row, "stage")
	if d.Outcome != dealflow.Open || stage == "" || len(kept) > 0 && kept[len(kept)-1].Until >= b.asOf {
		return kept
	}
	return append(kept, dealflow.Sighting{Day: b.asOf, Until: b.asOf, Stage: stage, Amount: math.NaN(), Probability: math.NaN()})
}

// left says what is not in the forecast, a sentence a reason.
func (b *dealBook) left() (sentences []string) {
	faults, foreign := map[string]int{}, 0
	for row := range b.rows.Len() {
		if b.rows.Value(row, "fault") != nil {
			faults[b.rows.Text(row, "fault")]++
		}
		if b.rows.Boolean(row, "lacks_rate") {
			foreign++
		}
	}
	for _, fault := range []string{"no day of closing", "no day of opening", "closed before opened"} {
		if n := faults[fault]; n > 0 {
			sentences = append(sentences, fmt.Sprintf("%d of %d deals tell nothing of how long deals take: %s", n, b.rows.Len(), fault))
		}
	}
	if foreign > 0 {
		sentences = append(sentences, fmt.Sprintf("%d of %d deals are in a currency without a rate for their day: they count without an amount", foreign, b.rows.Len()))
	}
	return sentences
}

// months are the first days of the months that are over, and of the next one,
// from the first in which a deal was closed.
func (b *dealBook) months(asOf time.Time) (starts []int) {
	if b.watched > b.asOf {
		return nil
	}
	first := dayOfNumber(b.watched)
	for month := first.AddDate(0, 0, 1-first.Day()); !month.After(asOf.AddDate(0, 0, 1)); month = month.AddDate(0, 1, 0) {
		starts = append(starts, dayNumber(month))
	}
	return starts
}

// recentDealDays is half a year, in which as many deals were opened as should be
// in the next one.
const recentDealDays = 183

// draws is how many futures can be drawn of the deals that are open and of those
// to come.
func (b *dealBook) draws(of draws) int {
	runners := 1
	for _, d := range b.deals {
		if d.Outcome == dealflow.Open || d.Opened > b.asOf-recentDealDays {
			runners++
		}
	}
	return max(of.fewest, min(of.most, of.ends/runners))
}

// wonSoFar is what was won within some days.
type wonSoFar struct{ deals, amount float64 }

// soFar is what was won in the month that has begun and not ended.
func (b *dealBook) soFar(asOf time.Time) wonSoFar {
	next := asOf.AddDate(0, 0, 1)
	return b.wonWithin(dayNumber(next.AddDate(0, 0, 1-next.Day())), b.asOf+1)
}

// wonWithin counts what was won from one day until before another, by whatever
// is known of a deal: also one whose opening is not known was won.
func (b *dealBook) wonWithin(from, to int) (won wonSoFar) {
	for row := range b.rows.Len() {
		if b.rows.Text(row, "outcome") != "won" || b.rows.Value(row, "closed_on") == nil {
			continue
		}
		if day := dayNumber(b.rows.Time(row, "closed_on")); day >= from && day < to {
			won.deals++
			won.amount += b.rows.Float(row, "amount")
		}
	}
	return won
}

// oldAges are the ages from which open deals of a pipeline are old.
type oldAges struct {
	own map[string]float64
	all float64
}

// oldAges are those that nine of ten won deals of each pipeline did not reach, or
// of all where a pipeline has few; NaN where none was won. They are found once:
// every open deal asks for one.
func (b *dealBook) oldAges() oldAges {
	ages := map[string][]float64{}
	var all []float64
	for _, d := range b.deals {
		if d.Outcome == dealflow.Won {
			age := float64(d.Closed - d.Opened)
			ages[d.Pipeline], all = append(ages[d.Pipeline], age), append(all, age)
		}
	}
	old := oldAges{own: map[string]float64{}, all: nineTenths(all)}
	for pipeline, of := range ages {
		if len(of) >= dealflow.FewestClosed {
			old.own[pipeline] = nineTenths(of)
		}
	}
	return old
}

func (o oldAges) of(pipeline string) float64 {
	if age, known := o.own[pipeline]; known {
		return age
	}
	return o.all
}

// nineTenths is what nine of ten values do not exceed; NaN of none.
func nineTenths(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	return values[int(math.Ceil(0.9*float64(len(values))))-1]
}
