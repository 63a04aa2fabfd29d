// Package customerbase says what every customer will buy, how sure that is,
// and who is leaving: it fits all models that package btyd has to the
// histories of customers, lets them and two naive rules foretell a stretch of
// time that they have not seen, and values the customers by the one that did
// best.
//
// Times come in whole days, as they stand in the books, and are brought to the
// unit of a [Question] for the models. Purchases of one day are one.
//
// The steps: [Fit] gives a [Field] of candidates, [Field.Judge] a [Contest]
// against what came later, [Field.Pick] the [Choice] that is used, and
// [Choice.Value] a [Valuation] of the customers. [Choice.Check] says how well
// the same choice did on what came later.
//
// Sources:
//
//   - Gneiting: Making and Evaluating Point Forecasts. Journal of the American
//     Statistical Association 106 (2011), 746-762: a mean is judged by squared
//     errors, a median by absolute ones.
//   - Brier: Verification of Forecasts Expressed in Terms of Probability.
//     Monthly Weather Review 78 (1950), 1-3.
//   - Wilson: Probable Inference, the Law of Succession, and Statistical
//     Inference. Journal of the American Statistical Association 22 (1927),
//     209-212.
package customerbase

import "cmp"

// Habit is how a customer has bought up to the day until which a history goes:
// all that the models of purchases know of one.
type Habit struct {
	Repeats     int64 // days with a purchase, after the first one
	RecencyDays int64 // from the first purchase to the last
	AgeDays     int64 // from the first purchase to the end

	// The same by weeks that are counted back from the end: how many there are
	// since the first purchase, in how many of them the customer bought, and
	// which was the last of those (0 for none).
	Weeks, WeeksBought, LastWeek int64

	// How large the first order was against those of the others: by so many
	// halves of a log unit above the mean.
	FirstOrder int64
}

// Customer is what is known of one customer.
type Customer struct {
	ID string
	Habit
	FirstSpend float64 // sold on the first day
	Spend      float64 // mean of a repeat day, returns off; 0 where nothing is known
	Revenue    float64 // so far, returns off
	Margin     float64 // share of the money that stays, where costs are known; NaN elsewhere
}

// SilentDays is how long ago the last purchase was.
func (h Habit) SilentDays() int64 { return h.AgeDays - h.RecencyDays }

// justBought is the habit as of a day on which one more purchase of theirs
// would be no news: with the same history, and the last purchase today.
func (h Habit) justBought() Habit {
	if h.Repeats == 0 {
		h.AgeDays, h.Weeks = 0, 0
		return h
	}
	h.RecencyDays, h.LastWeek = h.AgeDays, h.Weeks
	h.WeeksBought = min(max(h.WeeksBought, 1), h.Weeks)
	return h
}

// compare orders habits; alike are those that look the same to every model.
func (h Habit) compare(other Habit) int {
	return cmp.Or(cmp.Compare(h.Repeats, other.Repeats), cmp.Compare(h.RecencyDays, other.RecencyDays), cmp.Compare(h.AgeDays, other.AgeDays),
		cmp.Compare(h.Weeks, other.Weeks), cmp.Compare(h.WeeksBought, other.WeeksBought), cmp.Compare(h.LastWeek, other.LastWeek),
		cmp.Compare(h.FirstOrder, other.FirstOrder))
}

// Gap is how often a number of days lay between one purchase and the next.
type Gap struct{ Days, Count int64 }

// History is a customer base up to a day.
type History struct {
	Customers []Customer // everybody who had bought, in the order of the ids
	Gaps      []Gap      // of all customers, in the order of days
}

// NewHistory keeps the slices that it is given, and says of every customer how
// large the first order was against those of the others.
func NewHistory(customers []Customer, gaps []Gap) History {
	sizeFirstOrders(customers)
	return History{Customers: customers, Gaps: gaps}
}

// LongestDays is how long ago the first purchase of all was.
func (h History) LongestDays() int64 {
	var longest int64
	for _, c := range h.Customers {
		longest = max(longest, c.AgeDays)
	}
	return longest
}

// Later is what the customers of a history did behind its end, by the same
// positions.
type Later struct {
	Days      int // behind the end of the history
	Purchases []int64
	Revenue   []float64 // returns off
}

// Question is what is asked of a history.
type Question struct {
	UnitDays     float64 // the models' unit of time, in days
	HorizonDays  float64 // how far is looked ahead
	DiscountRate float64 // a year: 0.1 is 10 %
	Workers      int     // customers are valued by so many at once
	Seed         uint64  // of whatever is drawn
}

func (q Question) units(days float64) float64 { return days / q.UnitDays }

// ahead is the same question about another stretch of time.
func (q Question) ahead(days float64) Question {
	q.HorizonDays = days
	return q
}
