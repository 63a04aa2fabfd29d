package survival

import (
	"fmt"
	"math"
	"sort"
)

// Curve is the Kaplan-Meier estimate of S: a step function that falls where
// something ended. Nothing is known of it behind its last point, unless it has
// come down to 0.
type Curve struct {
	Points   []Point
	Subjects int64
	Ended    int64
}

// Point is a time at which something ended or was last seen.
type Point struct {
	Time     float64
	AtRisk   int64
	Ended    int64
	Censored int64
	Survival float64
	// Greenwood is infinite where all that were at risk have ended.
	Greenwood float64
}

// Estimate is the Kaplan-Meier curve of all spans together [KM]. It refuses
// with [ErrNothing] where no span has a count, and with [ErrBadSpan] where one
// is impossible. Times are equal where their numbers are: round them before.
//
// With delayed entry the first ages can have few at risk, and a curve that has
// come down to 0 among these stays there: look at AtRisk.
func Estimate(spans []Span) (Curve, error) {
	kept, err := sorted(spans)
	if err != nil {
		return Curve{}, err
	}
	if len(kept) == 0 {
		return Curve{}, fmt.Errorf("%w: %d rows, and no subject in them", ErrNothing, len(spans))
	}
	var curve Curve
	survival, greenwood := 1.0, 0.0
	for _, now := range moments(kept) {
		if now.ended > 0 {
			n, d := float64(now.atRisk), float64(now.ended)
			survival *= (n - d) / n
			greenwood += d / (n * (n - d))
		}
		curve.Points = append(curve.Points, Point{
			Time: now.time, AtRisk: now.atRisk, Ended: now.ended, Censored: now.censored,
			Survival: survival, Greenwood: greenwood,
		})
		curve.Subjects += now.ended + now.censored
		curve.Ended += now.ended
	}
	return curve, nil
}

// Last is the time of the last point.
func (c Curve) Last() float64 {
	if len(c.Points) == 0 {
		return 0
	}
	return c.Points[len(c.Points)-1].Time
}

// At is the curve at a time: the last point that is not after it, and before
// the first point the beginning, at which all survive. It refuses with
// [ErrBeyond] what is not known.
func (c Curve) At(time float64) (Point, error) {
	if !(time >= 0) {
		return Point{}, fmt.Errorf("%w: the curve at %v, which is no time from 0 on", ErrBeyond, time)
	}
	after := sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Time > time })
	if after == 0 {
		return Point{Survival: 1}, nil
	}
	last := c.Points[after-1]
	if after == len(c.Points) && time > last.Time && last.Survival > 0 {
		return Point{}, fmt.Errorf("%w: the curve at %v; it is known to %v", ErrBeyond, time, last.Time)
	}
	return last, nil
}

// StandardError is Greenwood's, of S itself [G]. It is NaN where S has come
// down to 0: the formula says nothing there.
func (p Point) StandardError() float64 {
	return p.Survival * math.Sqrt(p.Greenwood)
}
