package series

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// MonthDays are the days of a month.
type MonthDays struct {
	// Values by day, of the month that has not ended those so far.
	Values []float64
	// Kinds of all days of the month, from 0: Monday, …, Sunday, holiday.
	Kinds []int
}

func (m MonthDays) total() float64 {
	sum := 0.0
	for _, v := range m.Values {
		sum += v
	}
	return sum
}

// Outlook is what a month may come to: Student's t about Mean, of another width below than
// above; with Freedom +Inf it is normal.
type Outlook struct {
	Mean, Down, Up, Freedom float64
	// Least is what it cannot fall below, −Inf where it can fall anywhere.
	Least float64
}

// NewOutlook is the one of a forecast with its band of 80 %.
func NewOutlook(mean, lo80, hi80 float64) Outlook {
	z := distuv.UnitNormal.Quantile(0.9)
	return Outlook{Mean: mean, Down: (mean - lo80) / z, Up: (hi80 - mean) / z, Freedom: math.Inf(1), Least: math.Inf(-1)}
}

// Quantile is the value below which it stays with a chance of p, strictly between 0 and 1.
func (o Outlook) Quantile(p float64) float64 {
	z, width := o.student(p), o.Up
	if p < 0.5 {
		width = o.Down
	}
	return math.Max(o.Least, o.Mean+z*width)
}

func (o Outlook) student(p float64) float64 {
	if math.IsInf(o.Freedom, 1) {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Sigma: 1, Nu: o.Freedom}.Quantile(p)
}

// Chance is how likely it is to reach a target.
func (o Outlook) Chance(target float64) float64 {
	if target <= o.Least {
		return 1
	}
	width := o.Up
	if target < o.Mean {
		width = o.Down
	}
	if width <= 0 {
		if o.Mean >= target {
			return 1
		}
		return 0
	}
	z := (target - o.Mean) / width
	if math.IsInf(o.Freedom, 1) {
		return distuv.UnitNormal.Survival(z)
	}
	return distuv.StudentsT{Sigma: 1, Nu: o.Freedom}.Survival(z)
}

// What a month was completed by.
const (
	ByForecast = "forecast"
	ByShare    = "share"
	ByBoth     = "share and forecast"
)

// Completion is a month that has not ended, completed.
type Completion struct {
	Outlook
	SoFar float64
	// UsualShare of a month that is done by this day; NaN where no past months tell.
	UsualShare float64
	Method     string
}

const (
	// latestMonths tell the share: habits of a month change over the years.
	latestMonths = 36
	// fewestShares: of less months one cannot say how far shares differ.
	fewestShares = 3
)

// Complete says what the month so far will come to. Time passes by the weight of days: the share
// of a month that a day of its kind brings on average (a shop's Sunday, an office's holiday).
// When so much of the month's weight has passed, past months had done the share p on average; so
// far s stands for s/p, and
//
//	by its share:          s/p, deviation d = q·max(|s/p|, |M|)
//	by its own forecast:   M, deviation f
//	both, by precision:    (s/p·f² + M·d²)/(f² + d²), deviation (1/f² + 1/d²)^(-1/2)
//
// where q is the root mean square of the relative error with which each of n past months would
// have been completed by the others on the same day, times √((n+1)/(n−1)). A forecast that the month so far contradicts
// by more than two deviations counts for less: f grows by what is above two. Where no past month
// fell from there on (by returns), this one does not fall below s either. ok is false
// where there is neither a forecast (nil) nor enough past months.
func Complete(past []MonthDays, soFar MonthDays, ahead *Outlook) (c Completion, ok bool) {
	past = usable(past)
	passed := passedOf(soFar, dayWeights(past))
	shares, rests := sharesAt(past, dayWeights(past), passed)
	c = Completion{SoFar: soFar.total(), UsualShare: math.NaN()}
	if len(shares) > 0 {
		c.UsualShare = mean(shares)
	}
	least := math.Inf(-1)
	if len(rests) >= fewestShares && slices.Min(rests) >= 0 {
		least = c.SoFar
	}
	if len(shares) < fewestShares || !(c.UsualShare > 0) {
		if ahead == nil {
			return c, false
		}
		c.Outlook, c.Method = *ahead, ByForecast
		c.settle(least)
		return c, true
	}
	q, freedom := leaveOneOut(past, passed), float64(len(shares)-1)
	c.Method, c.Mean, c.Least = ByShare, c.SoFar/c.UsualShare, math.Inf(-1)
	deviation := math.Abs(c.Mean) * q
	c.Down, c.Up, c.Freedom = deviation, deviation, freedom
	if ahead != nil {
		c.weigh(*ahead, q, freedom)
	}
	c.settle(least)
	return c, true
}

// weigh combines the share's estimate with the forecast. Student's degrees of freedom are those of
// the share by its part in the variance (Satterthwaite's rule).
func (c *Completion) weigh(ahead Outlook, q, freedom float64) {
	byShare := q * math.Max(math.Abs(ahead.Mean), math.Abs(c.Mean))
	f := (ahead.Down + ahead.Up) / 2
	if byShare == 0 {
		return
	}
	if f == 0 {
		c.Outlook, c.Method = ahead, ByForecast
		return
	}
	grown := math.Max(1, math.Abs(c.Mean-ahead.Mean)/math.Hypot(f, byShare)/2)
	f *= grown
	weight := f * f / (f*f + byShare*byShare)
	narrower := grown * math.Sqrt(1-weight)
	c.Mean = weight*c.Mean + (1-weight)*ahead.Mean
	c.Down, c.Up = ahead.Down*narrower, ahead.Up*narrower
	c.Freedom = freedom / (weight * weight)
	c.Method = ByBoth
}

// settle keeps the mean within what is possible.
func (c *Completion) settle(least float64) {
	c.Least = math.Max(c.Least, least)
	if least > math.Inf(-1) {
		c.Mean = math.Max(c.Mean, least)
	}
}

// usable are the latest months with something sold in them.
func usable(past []MonthDays) []MonthDays {
	var months []MonthDays
	for _, m := range past {
		if len(m.Values) == len(m.Kinds) && m.total() > 0 {
			months = append(months, m)
		}
	}
	return months[max(0, len(months)-latestMonths):]
}

// passedOf is the share of a month's weight that has passed.
func passedOf(soFar MonthDays, weights []float64) float64 {
	whole, done := 0.0, 0.0
	for i, kind := range soFar.Kinds {
		whole += weights[kind]
		if i < len(soFar.Values) {
			done += weights[kind]
		}
	}
	if !(whole > 0) {
		return 0
	}
	return done / whole
}

// sharesAt are the shares of months that were done when so much of their weight had passed, and
// what came behind.
func sharesAt(months []MonthDays, weights []float64, passed float64) (shares, rests []float64) {
	for _, m := range months {
		whole := 0.0
		for _, kind := range m.Kinds {
			whole += weights[kind]
		}
		before, total := until(m, weights, passed*whole), m.total()
		shares, rests = append(shares, before/total), append(rests, total-before)
	}
	return shares, rests
}

// leaveOneOut completes each month by the others, on the first day on which as much of its weight
// had passed, and is the root mean square of the relative errors.
func leaveOneOut(months []MonthDays, passed float64) float64 {
	squares := 0.0
	for j, m := range months {
		others := slices.Delete(slices.Clone(months), j, j+1)
		weights := dayWeights(others)
		day := 1
		for day < len(m.Kinds) && passedOf(MonthDays{Values: m.Values[:day], Kinds: m.Kinds}, weights) < passed-1e-9 {
			day++
		}
		soFar := MonthDays{Values: m.Values[:day], Kinds: m.Kinds}
		shares, _ := sharesAt(others, weights, passedOf(soFar, weights))
		e := 1.0
		if p := mean(shares); p > 0 {
			e = soFar.total()/p/m.total() - 1
		}
		squares += e * e
	}
	// Few months say little of how far they differ, and the weight of the share is by what they say.
	n := float64(len(months))
	return math.Sqrt(squares / n * (n + 1) / (n - 1))
}

// until is what a month had brought when so much weight had passed; within a day it comes evenly.
func until(m MonthDays, weights []float64, passed float64) float64 {
	sum := 0.0
	for i, kind := range m.Kinds {
		if weight := weights[kind]; weight <= passed+1e-9 {
			passed -= weight
			sum += m.Values[i]
		} else {
			return sum + m.Values[i]*math.Max(0, passed)/weight
		}
	}
	return sum
}

// dayKinds are seven weekdays and holidays.
const dayKinds = 8

// dayWeights are the mean shares of a month that a day of each kind brought. A kind that none of
// the months has is a Sunday, as holidays mostly are.
func dayWeights(past []MonthDays) []float64 {
	const sunday = 6
	weights, counts := make([]float64, dayKinds), make([]float64, dayKinds)
	for _, m := range past {
		total := m.total()
		for i, kind := range m.Kinds {
			weights[kind] += m.Values[i] / total
			counts[kind]++
		}
	}
	for kind := range weights {
		if counts[kind] > 0 {
			weights[kind] = math.Max(0, weights[kind]/counts[kind])
		}
	}
	for kind := range weights {
		if counts[kind] == 0 {
			weights[kind] = weights[sunday]
		}
	}
	return weights
}
