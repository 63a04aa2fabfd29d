package btyd

import (
	"fmt"
	"math"
)

// DiscountedResidual is the present worth of all purchases to come, counted in
// purchases and discounted continuously at a rate above 0 for one unit of time:
// the discounted expected residual transactions of [RFM], eq. 2,
//
//	PAlive · (r+x)/(α+T) · (β+T) z^{s−1} Ψ(s, s; z),  z = rate·(β+T),
//
// Ψ being Tricomi's confluent hypergeometric function. A yearly discount d is a
// rate of log(1+d) for a year.
func (m ParetoNBD) DiscountedResidual(c Customer, rate float64) (float64, error) {
	if !finite(rate) || rate <= 0 {
		return 0, fmt.Errorf("%w: %v a unit, to the end of time", ErrBadRate, rate)
	}
	return m.discounted(c, math.Inf(1), rate), nil
}

// DiscountedWithin is the worth of the purchases to come in t alone. The rate
// can be 0 then, and it is ExpectedFor.
func (m ParetoNBD) DiscountedWithin(c Customer, t, rate float64) (float64, error) {
	if !finite(t, rate) || rate < 0 {
		return 0, fmt.Errorf("%w: %v units at %v a unit", ErrBadRate, t, rate)
	}
	return m.discounted(c, max(t, 0), rate), nil
}

func (m ParetoNBD) discounted(c Customer, t, rate float64) float64 {
	future := m.given(c)
	worth := discounting{shape: m.S, rate: rate * future.Beta}
	return m.PAlive(c) * future.R / future.Alpha * future.Beta * worth.within(t/future.Beta)
}

// discounting is the integrand of z^{s−1} Ψ(s, s; z) = ∫ e^{−zτ} (1+τ)^{−s} dτ
// in v = log(1+τ): e^{−ψ(v)} with ψ(v) = z(e^v − 1) + (s−1)v.
type discounting struct{ shape, rate float64 }

func (d discounting) at(v float64) float64 {
	return d.rate*math.Expm1(v) + (d.shape-1)*v
}

func (d discounting) slope(v float64) float64 {
	return d.rate*math.Exp(v) + d.shape - 1
}

func (d discounting) lowest() float64 {
	if d.rate == 0 && d.shape < 1 {
		return math.Inf(1)
	}
	if d.slope(0) >= 0 {
		return 0
	}
	return math.Log((1 - d.shape) / d.rate)
}

// within is the integral up to τ.
func (d discounting) within(tau float64) float64 {
	end := math.Log1p(tau)
	if math.IsInf(end, 1) {
		// Far enough for the fall to be out of sight: z(e^v − 1) alone is then
		// beyond 800, and what (1−s)v takes back is below 750.
		end = math.Log1p(1600 / d.rate)
	}
	length, fall := windowOf(d, end, d.at(end))
	var rules legendre
	panels := math.Ceil(length / longestPanel)
	sum := 0.0
	for p := range int(panels) {
		for _, n := range rules.rule(nodesFor(length/panels, fall)) {
			v := length / panels * (float64(p) + n.at)
			sum += n.weight * math.Exp(-d.at(v))
		}
	}
	return sum * length / panels
}
