package alerts

import (
	"math"

	"github.com/shopspring/decimal"
)

const (
	// Slack is the share of a bound by which a number has to come back before the
	// rule can hold anew: a number that wavers about its bound is one crossing.
	Slack = 0.02
	// LeastChange is from which on a change of a count is more than a coincidence of a
	// few people.
	LeastChange = 10
	// LeastOrders are how many both periods have together before a change of money
	// is told: with fewer, one large order is a change of half.
	LeastOrders = 20
	// leastSlack: a change that was told is over when it is less than this share of
	// the least one.
	leastSlack = 0.8
)

// Measured is what a rule is judged by.
type Measured struct {
	// Value is the number itself. Low and High are between what it can be where it is
	// not final: a month that has not ended ends between them in eight of ten cases.
	// Of a final one both are the value.
	Value, Low, High float64
	Expected         Expected // of Band
	Target           float64  // of Plan
	Before           float64  // of Change
	Orders           float64  // of Change: those of both periods together
}

// Final is the measure of a number that does not change any more.
func Final(value float64) Measured { return Measured{Value: value, Low: value, High: value} }

// Verdict is whether a rule holds.
type Verdict struct {
	Holds bool
	// Released says that it holds no more by far enough to be told of anew; a rule
	// that does neither is as it was.
	Released bool
	// Bound is what the number was compared with.
	Bound float64
}

// Judge says whether a rule holds of what was measured; ok is false where the
// numbers do not say it (a share of nothing).
func (r Rule) Judge(m Measured) (v Verdict, ok bool) {
	switch r.Form {
	case Band:
		v = r.judgeBand(m)
	case Change:
		v, ok = r.judgeChange(m)
		return v, ok && known(m.Value, v.Bound)
	case Plan:
		if m.Target <= 0 {
			return Verdict{}, false
		}
		v = r.beyond(m, m.Target*(1+r.sign()*number(r.Percent)/100))
	default:
		v = r.beyond(m, number(r.Bound))
	}
	return v, known(m.Value, m.Low, m.High, v.Bound)
}

func (r Rule) sign() float64 {
	if r.Up {
		return 1
	}
	return -1
}

// beyond compares with a bound: the whole of what the number can be lies behind it.
func (r Rule) beyond(m Measured, bound float64) Verdict {
	near, slack := m.High, Slack*math.Abs(bound)
	if r.Up {
		near = m.Low
	}
	past := r.sign() * (near - bound) // above 0 behind the bound
	return Verdict{Holds: past > 0 || r.Equal && past == 0, Released: past < -slack, Bound: bound}
}

// judgeBand: outside of the band of 95 %, and released inside that of 80 %.
func (r Rule) judgeBand(m Measured) Verdict {
	if r.Up {
		return Verdict{Holds: m.Value > m.Expected.Hi95, Released: m.Value <= m.Expected.Hi80 && m.Value <= m.Expected.Hi95, Bound: m.Expected.Hi95}
	}
	return Verdict{Holds: m.Value < m.Expected.Lo95, Released: m.Value >= m.Expected.Lo80 && m.Value >= m.Expected.Lo95, Bound: m.Expected.Lo95}
}

// judgeChange compares with what was before. From nothing to something is growth by
// any share; of what was less than nothing no share can be said.
func (r Rule) judgeChange(m Measured) (Verdict, bool) {
	if r.Percent != "" && m.Before < 0 {
		return Verdict{}, false
	}
	bound := m.Before + r.sign()*number(r.Bound)
	if r.Percent != "" {
		bound = m.Before * (1 + r.sign()*number(r.Percent)/100)
	}
	v := r.beyond(Final(m.Value), bound)
	change, least := math.Abs(m.Value-m.Before), r.least()
	if change < least || change == 0 || !r.IsCount() && r.Least == "" && r.Percent != "" && m.Orders < LeastOrders {
		v.Holds = false
		v.Released = v.Released || change < leastSlack*least || change == 0
	}
	return v, true
}

// least is the difference from which on a change counts. A rule that says the
// change as a number has said it.
func (r Rule) least() float64 {
	switch {
	case r.Least != "":
		return number(r.Least)
	case r.IsCount() && r.Percent != "":
		return LeastChange
	}
	return 0
}

func known(values ...float64) bool {
	for _, value := range values {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return false
		}
	}
	return true
}

// number is one that the parser has read.
func number(text string) float64 {
	if text == "" {
		return 0
	}
	return decimal.RequireFromString(text).InexactFloat64()
}
