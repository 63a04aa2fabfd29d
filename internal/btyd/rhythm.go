package btyd

import (
	"fmt"
	"iter"
	"math"
)

// Rhythm is what is known of the times between a cohort's purchases: from the
// first to the second, from the second to the third, and so on, in the unit of
// the cohort. It tells how regularly people buy, which x, t_x and T do not.
//
// Dates are whole days, and two purchases of a day are one. So no time is 0;
// but who buys nearly every day then looks more regular than they are.
type Rhythm struct {
	Intervals float64 // how many times between purchases there are
	SumLog    float64 // the sum of their logs
}

// WithRhythm is the cohort with the rhythm of its purchases.
func (c Cohort) WithRhythm(r Rhythm) Cohort {
	c.rhythm = r
	return c
}

func (r Rhythm) known() bool { return r != Rhythm{} }

// logConstant is what the times between purchases add to the log-likelihood
// where each is Erlang with k phases: the Δ^(k−1)/Γ(k) of its density, which
// holds no parameter but k. It is 0 for k = 1, and where no times are known.
func (r Rhythm) logConstant(k int) float64 {
	if !r.known() || k <= 1 {
		return 0
	}
	logFactorial, _ := math.Lgamma(float64(k))
	return float64(k-1)*r.SumLog - r.Intervals*logFactorial
}

// checkRhythm refuses times between purchases that cannot be this cohort's.
func (c Cohort) checkRhythm() error {
	var purchases, most float64
	for _, g := range c.groups {
		if g.X > 0 {
			purchases += g.Count * g.X
			// The logs of x times that add up to t_x are greatest where all are
			// equal. Times in another unit (days for weeks) are above that.
			most += g.Count * g.X * math.Log(g.Recency/g.X)
		}
	}
	const slack = 1e-6 // for sums that were rounded on their way
	r := c.rhythm
	switch {
	case !finite(r.Intervals, r.SumLog):
		return fmt.Errorf("%w: %v times between purchases, the sum of their logs is %v", ErrBadStatistics, r.Intervals, r.SumLog)
	case math.Abs(r.Intervals-purchases) > slack*purchases:
		return fmt.Errorf("%w: %v times between purchases, but %v purchases after the first", ErrBadStatistics, r.Intervals, purchases)
	case r.SumLog > most+slack*(purchases+math.Abs(most)):
		return fmt.Errorf("%w: the logs of %v times between purchases add up to %v, but with these first and last purchases to %v at the most: is their unit another one?",
			ErrBadStatistics, r.Intervals, r.SumLog, most)
	}
	return nil
}

// Regularity is an estimate of k in the Erlang-k of the times between
// purchases, without any model of rates or of leaving.
type Regularity struct {
	K             float64 // 1 is pure chance; the larger, the more regular
	StandardError float64
	Customers     float64 // with two times between purchases at least
}

// WheatMorrison estimates how regularly people buy from the last two times
// between purchases of each customer who has so many, [WM]. The first over the
// sum of both is Beta(k, k) whatever the customer's rate, so its mean is 1/2 and
// its variance v = 1/(4(2k+1)), and k = (1−4v)/(8v). It is a check on the k of
// [FitBGCNBD] and [FitMBGCNBD] that shares no formula with them. It refuses
// with [ErrTooFew] fewer than 20 customers, and with [ErrBadStatistics] a time
// that is not above 0.
func WheatMorrison(lastTwo iter.Seq2[float64, float64]) (Regularity, error) {
	var n, sum, sumOfSquares float64
	for before, last := range lastTwo {
		if !(before > 0) || !(last > 0) || math.IsInf(before+last, 0) {
			return Regularity{}, fmt.Errorf("estimating regularity: %w: times between purchases of %v and %v", ErrBadStatistics, before, last)
		}
		off := before/(before+last) - 0.5
		n++
		sum += off * off
		sumOfSquares += off * off * off * off
	}
	if n < minCustomers {
		return Regularity{}, fmt.Errorf("estimating regularity: %w with two times between purchases: %v, at least %d are needed", ErrTooFew, n, minCustomers)
	}
	v := sum / n
	if v == 0 {
		return Regularity{}, fmt.Errorf("estimating regularity: %w: both times between purchases are equal for each of %v", ErrAllSame, n)
	}
	// The delta method on k = 1/(8v) − 1/2.
	spread := math.Sqrt(max(0, sumOfSquares/n-v*v) / n)
	return Regularity{K: 1/(8*v) - 0.5, StandardError: spread / (8 * v * v), Customers: n}, nil
}
