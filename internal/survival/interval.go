package survival

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Scale is where an interval is symmetric.
type Scale uint8

// The scales of intervals.
const (
	// LogLog is symmetric in log(−log S), so that it stays between 0 and 1 and
	// holds its level in small samples too [KP].
	LogLog Scale = iota
	// Plain is symmetric in S itself, cut off at 0 and 1.
	Plain
)

// Interval holds S at this one time with a probability of level. Both ends are
// NaN where Greenwood's formula says nothing: where S is 0, and on the log-log
// scale also where it is 1.
func (p Point) Interval(level float64, scale Scale) (low, high float64) {
	z := distuv.UnitNormal.Quantile(1 - (1-level)/2)
	if scale == Plain {
		reach := z * p.StandardError()
		return math.Max(p.Survival-reach, 0), math.Min(p.Survival+reach, 1)
	}
	if p.Survival == 0 || p.Survival == 1 {
		return math.NaN(), math.NaN()
	}
	logarithm := math.Log(p.Survival)
	reach := math.Exp(z * math.Sqrt(p.Greenwood) / -logarithm)
	return math.Exp(logarithm * reach), math.Exp(logarithm / reach)
}
