package btyd

import "math"

// bump is the function e^g(v) of a log of time,
//
//	g(v) = up·v − down·log(1 + e^v) − late·log(1 + ratio·e^v),
//
// up above 0, and down + late above up: g is concave with one peak, and
// analytic at a distance below π from the real axis.
type bump struct{ up, down, ratio, late float64 }

func (b bump) log(v float64) float64 {
	return b.up*v - b.down*softplus(v) - b.late*softplus(v+math.Log(b.ratio))
}

// peak is where the slope is 0: the positive root of a quadratic in e^v.
func (b bump) peak() float64 {
	// In e^v the slope is up − down·e/(1+e) − late·ke/(1+ke).
	k := b.ratio
	square := k * (b.down + b.late - b.up)
	linear := b.down + k*b.late - b.up*(1+k)
	root := math.Sqrt(linear*linear + 4*square*b.up)
	if linear > 0 {
		return math.Log(2 * b.up / (linear + root))
	}
	return math.Log((root - linear) / (2 * square))
}

// integral of e^(g(v) + logScale) over all v up to end.
func (b bump) integral(end, logScale float64) float64 {
	top := min(b.peak(), end)
	highest := b.log(top)
	hidden := func(v float64) bool { return b.log(v) < highest-outOfSight }
	from := border(top, -1, hidden)
	to := end
	if hidden(end) {
		to = border(top, 1, hidden)
	}
	var rules legendre
	rule := rules.rule(48)
	panels := math.Ceil((to - from) / 8)
	length := (to - from) / panels
	sum := 0.0
	for p := range int(panels) {
		for _, n := range rule {
			sum += n.weight * math.Exp(b.log(from+length*(float64(p)+n.at))-highest)
		}
	}
	return sum * length * math.Exp(highest+logScale)
}

// border is a place beyond which, from the top of a bump in a direction, all
// is hidden, and not much farther than it has to be.
func border(top, direction float64, hidden func(float64) bool) float64 {
	step := 1.0
	for hidden(top + direction*step) {
		step /= 2
	}
	for !hidden(top + direction*step) {
		step *= 1.25
	}
	return top + direction*step
}
