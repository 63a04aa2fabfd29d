package customerbase

import (
	"cmp"
	"slices"
)

// Rhythm is how a customer uses to buy.
type Rhythm struct {
	Gaps      int64   // between own purchase days
	UsualDays float64 // the middle one
	WideDays  float64 // that nine of ten stay within
	Weekday   int64   // 1 is Monday; 0 is not known
	Hour      int64   // −1 is not known
}

// Overdue is by how many days a silence is longer than the gap that nine of
// ten stay within, 0 where it is not. Somebody with fewer than fewestGaps gaps
// has no such gap of their own; then that of all customers stands in, where it
// is the wider one.
func (r Rhythm) Overdue(silent int64, ofAll float64) float64 {
	wide := r.WideDays
	if r.Gaps < fewestGaps {
		wide = max(wide, ofAll)
	}
	return max(0, float64(silent)-wide)
}

const fewestGaps = 3

// wideGap is the gap that nine of ten of all customers' gaps stay within.
func (h History) wideGap() float64 {
	var all, so int64
	for _, gap := range h.Gaps {
		all += gap.Count
	}
	for _, gap := range h.Gaps {
		if so += gap.Count; 10*so >= 9*all {
			return float64(gap.Days)
		}
	}
	return 0
}

// Leaver is a customer to call, with the position in the history.
type Leaver struct {
	Position int
	Overdue  float64
}

// Leaving lists whom a call may keep, of whom most is at stake first: customers
// with at least two purchase days (who has one has no rhythm that could be
// broken) who are late by their own rhythm or of high risk. Who is gone is in it
// for as long as the last purchase lies within one horizon: after that they have
// left. Nobody is in it at whom nothing is at stake.
func (v Valuation) Leaving(rhythms []Rhythm) []Leaver {
	var leavers []Leaver
	wide := v.History.wideGap()
	for i, o := range v.Outlooks {
		c := v.History.Customers[i]
		overdue := rhythms[i].Overdue(c.SilentDays(), wide)
		slipping := overdue > 0 || o.Risk >= High
		left := o.Risk == Gone && float64(c.SilentDays()) > v.Question.HorizonDays
		if c.Repeats > 0 && slipping && !left && o.AtStake >= leastStake {
			leavers = append(leavers, Leaver{Position: i, Overdue: overdue})
		}
	}
	slices.SortFunc(leavers, func(a, b Leaver) int {
		return cmp.Or(cmp.Compare(v.Outlooks[b.Position].AtStake, v.Outlooks[a.Position].AtStake), cmp.Compare(a.Position, b.Position))
	})
	return leavers
}

// leastStake is a cent, as it is rounded.
const leastStake = 0.005
