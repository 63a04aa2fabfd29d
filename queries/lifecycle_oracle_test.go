package queries_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
)

// lifecycleOracle tells stages a second time, from the definitions, day by day.
type lifecycleOracle struct {
	customers map[string]*lifecycleCustomer
	first     time.Time         // purchase of all
	typical   map[time.Time]gap // of all customers, by end of month
}

// lifecycleCustomer is one customer's days, in order.
type lifecycleCustomer struct {
	known  time.Time // first line of an order
	bought []time.Time
}

type gap struct {
	usual float64
	wide  int // a year where nothing is known
}

func newLifecycleOracle(orders []order) *lifecycleOracle {
	oracle := &lifecycleOracle{customers: map[string]*lifecycleCustomer{}, typical: map[time.Time]gap{}}
	slices.SortFunc(orders, func(a, b order) int { return a.on.Compare(b.on) })
	for _, o := range orders {
		c := oracle.customers[o.customer]
		if c == nil {
			c = &lifecycleCustomer{known: o.on}
			oracle.customers[o.customer] = c
		}
		if o.purchased && (len(c.bought) == 0 || !c.bought[len(c.bought)-1].Equal(o.on)) {
			c.bought = append(c.bought, o.on)
		}
		if o.purchased && oracle.first.IsZero() {
			oracle.first = o.on
		}
	}
	return oracle
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// until are the purchase days up to a day.
func (c *lifecycleCustomer) until(on time.Time) []time.Time {
	for i, bought := range c.bought {
		if bought.After(on) {
			return c.bought[:i]
		}
	}
	return c.bought
}

func gapsOf(days []time.Time) []int {
	var gaps []int
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, daysBetween(days[i-1], days[i]))
	}
	slices.Sort(gaps)
	return gaps
}

// nineOfTen is the least gap that nine of ten do not exceed.
func nineOfTen(gaps []int) int {
	for i, days := range gaps {
		if 10*(i+1) >= 9*len(gaps) {
			return days
		}
	}
	return 0
}

func middle(gaps []int) float64 {
	if len(gaps) == 0 {
		return math.NaN()
	}
	return float64(gaps[(len(gaps)-1)/2]+gaps[len(gaps)/2]) / 2
}

// typicalOn is what the last end of a month up to the day knew of all customers.
func (l *lifecycleOracle) typicalOn(on time.Time) gap {
	end := beginning(on.AddDate(0, 0, 1), "month").AddDate(0, 0, -1)
	if known, ok := l.typical[end]; ok {
		return known
	}
	var gaps []int
	for _, c := range l.customers {
		gaps = append(gaps, gapsOf(c.until(end))...)
	}
	slices.Sort(gaps)
	known := gap{usual: middle(gaps), wide: 365}
	if wide := nineOfTen(gaps); len(gaps) > 0 && max(2*wide, 90) <= daysBetween(l.first, end)+1 {
		known.wide = wide
	}
	l.typical[end] = known
	return known
}

// patience is the longest silence that is nothing unusual on a day.
func (l *lifecycleOracle) patience(c *lifecycleCustomer, on time.Time) int {
	days := c.until(on)
	gaps := gapsOf(days)
	wide := nineOfTen(gaps)
	if len(gaps) < 3 {
		return max(wide, l.typicalOn(on).wide)
	}
	return min(wide, 3*daysBetween(days[0], days[len(days)-1])/len(gaps))
}

func (l *lifecycleOracle) stage(c *lifecycleCustomer, on time.Time) string {
	if c.known.After(on) {
		return ""
	}
	days := c.until(on)
	if len(days) == 0 {
		return "prospect"
	}
	last := days[len(days)-1]
	silent, patience := daysBetween(last, on), l.patience(c, on)
	switch {
	case silent > patience && silent > 2*patience && silent > 30:
		return "lost"
	case silent > patience:
		return "at_risk"
	case len(days) == 1:
		return "new"
	case l.stage(c, last.AddDate(0, 0, -1)) == "lost":
		return "won_back"
	}
	return "active"
}

// since walks back to the day on which the stage began. The rhythm of all
// customers is today's.
func (l *lifecycleOracle) since(c *lifecycleCustomer, on time.Time) string {
	days := c.until(on)
	if len(days) == 0 {
		return ""
	}
	last, patience := days[len(days)-1], l.patience(c, on)
	switch l.stage(c, on) {
	case "at_risk":
		return last.AddDate(0, 0, patience+1).Format(time.DateOnly)
	case "lost":
		return last.AddDate(0, 0, max(2*patience, 30)+1).Format(time.DateOnly)
	case "active":
		for i := len(days) - 1; i > 0; i-- {
			if l.stage(c, days[i].AddDate(0, 0, -1)) != "active" {
				return days[i].Format(time.DateOnly)
			}
		}
	}
	return last.Format(time.DateOnly)
}

func (l *lifecycleOracle) line(id string, on time.Time) string {
	c := l.customers[id]
	if c == nil {
		return id + "|prospect||||false"
	}
	days := c.until(on)
	if len(days) == 0 {
		return id + "|prospect||||false"
	}
	own := len(days) > 3
	usual := l.typicalOn(on).usual
	if own {
		usual = middle(gapsOf(days))
	}
	written := fmt.Sprint(usual)
	if math.IsNaN(usual) {
		written = ""
	}
	return fmt.Sprintf("%s|%s|%s|%d|%s|%v", id, l.stage(c, on), l.since(c, on), daysBetween(days[len(days)-1], on), written, own)
}

func TestLifecycle_IsWhatTheDefinitionSays(t *testing.T) {
	seen := map[string]int{}
	days := []string{"2024-12-31", "2024-11-17", "2023-12-31", "2023-02-14", "2025-03-01", "2022-12-20"}
	for seed, asOf := range days[:sized(t, "histories", 3, len(days))] {
		w := newWorld(t, 1)
		on := day(asOf)
		w.arguments["as_of"] = on
		w.give(t, newHistory(uint64(seed)+900, []int{300, 2500, 1500, 800, 4000, 600}[seed]))
		w.make(t, "lifecycle")
		oracle := newLifecycleOracle(w.orders(t, on))
		var want []string
		listed := w.ask(t, `select customer_id from customers where contacts > 0 or customer_id not in (select customer_id from orders where customer_id is not null)
			or customer_id in (select customer_id from orders where ordered_on <= date '`+asOf+`') order by customer_id`)
		for row := range listed.Len() {
			id := listed.Text(row, "customer_id")
			want = append(want, oracle.line(id, on))
			if c := oracle.customers[id]; c != nil {
				seen[oracle.stage(c, on)]++
			}
		}
		got := w.answer(t, "segments/lifecycle").Select("customer_id", "stage", "since", "silent_days", "usual_gap_days", "own_rhythm")
		if diff := godiff.Diff(want, lines(got)); diff != "" {
			t.Errorf("seed %d, as of %s: wanted -, got +\n%s", seed, asOf, diff)
		}
	}
	for _, stage := range []string{"prospect", "new", "active", "at_risk", "lost", "won_back"} {
		if seen[stage] < 5 {
			t.Errorf("%d customers are %s, which proves little", seen[stage], stage)
		}
	}
}
