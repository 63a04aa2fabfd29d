package experiment

import (
	"fmt"
	"math"
)

// arm is a sample as its mean and what its customers have more than that.
type arm struct {
	n       int
	mean    float64
	apart   []float64 // of the mean; for a ratio linearised, see newArm
	before  [][]float64
	means   []float64 // of before
	isShare bool      // zeros and ones alone
	ones    int
	differ  int // values other than zero
}

// newArm centres a sample. A ratio of sums R = Σv/Σo has, to first order, the
// error of the mean of (v − R·o)/mean(o).
func newArm(s Sample) (arm, error) {
	a := arm{n: len(s.Values), isShare: s.Of == nil, apart: make([]float64, len(s.Values))}
	for _, v := range s.Values {
		switch v {
		case 0:
			continue
		case 1:
			a.ones++
		default:
			a.isShare = false
		}
		a.differ++
	}
	if s.Of == nil {
		a.mean = centre(s.Values, a.apart)
	} else if err := a.linearise(s); err != nil {
		return a, err
	}
	a.flatten()
	for _, before := range s.Before {
		apart := make([]float64, len(before))
		a.means = append(a.means, centre(before, apart))
		a.before = append(a.before, apart)
	}
	return a, nil
}

// flatten takes for 0 what rounding alone makes of customers who are the same.
func (a *arm) flatten() {
	for _, v := range a.apart {
		if math.Abs(v) > 1e-14*math.Abs(a.mean) {
			return
		}
	}
	clear(a.apart)
}

func (a *arm) linearise(s Sample) error {
	below := mean(s.Of)
	if !(below > 0) {
		return fmt.Errorf("%w: what a ratio is divided by must add up to more than 0 in each arm", ErrValues)
	}
	a.mean = mean(s.Values) / below
	for i, v := range s.Values {
		a.apart[i] = (v - a.mean*s.Of[i]) / below
	}
	return nil
}

// centre writes values less their mean.
func centre(values, into []float64) float64 {
	m := mean(values)
	for i, v := range values {
		into[i] = v - m
	}
	return m
}

func mean(values []float64) float64 { return sum(values) / float64(len(values)) }

// sum adds up so that the order hardly matters (Neumaier 1974).
func sum(values []float64) float64 {
	total, lost := 0.0, 0.0
	for _, v := range values {
		next := total + v
		if math.Abs(total) >= math.Abs(v) {
			lost += total - next + v
		} else {
			lost += v - next + total
		}
		total = next
	}
	return total + lost
}

// moments are sums of squares and cubes of what is apart from a mean.
func moments(apart []float64) (squares, cubes float64) {
	for _, v := range apart {
		squares += v * v
		cubes += v * v * v
	}
	return squares, cubes
}
