package experiment

import "math"

// Design is an experiment to be.
type Design struct {
	// Mean and Deviation are those of the metric of a customer who is not
	// treated. Of a share the deviation follows from the mean.
	Mean, Deviation float64
	Share           bool
	// ShareControl of the customers are held out; one half where it is 0.
	ShareControl float64
	Level        float64 // of the test: 0.95 where it is 0, so that p < 0.05 counts
	Target       float64 // power that Needed and Detectable are for; 0.8 where it is 0
}

// mostCustomers bounds what is looked for.
const mostCustomers = 1 << 40

func (d Design) filled() Design {
	if d.ShareControl == 0 {
		d.ShareControl = 0.5
	}
	if d.Level == 0 {
		d.Level = 0.95
	}
	if d.Target == 0 {
		d.Target = 0.8
	}
	return d
}

// Power is the chance that an experiment with n customers, of both arms
// together, sees an effect: that p is below 1 − level, on the side of the
// effect. It is that of Welch's test of two deviations that are known alike,
// the noncentral t by its normal approximation (Abramowitz and Stegun 26.7.10).
func (d Design) Power(n int, effect float64) float64 {
	d = d.filled()
	control := math.Round(float64(n) * d.ShareControl)
	return d.power(control, float64(n)-control, effect)
}

func (d Design) power(control, treated, effect float64) float64 {
	if !(control >= 2) || !(treated >= 2) || !(d.Level > 0 && d.Level < 1) || math.IsNaN(effect) || effect == 0 {
		return 0
	}
	varianceC, varianceT := d.variances(effect)
	varianceC, varianceT = varianceC/control, varianceT/treated
	standardError := math.Sqrt(varianceC + varianceT)
	if !(standardError > 0) {
		return 0
	}
	free := welchDegrees(varianceC, varianceT, control, treated)
	bound := studentQuantile(d.Level, free)
	above := math.Abs(effect)/standardError - bound*(1-1/(4*free))
	return normal(above / math.Sqrt(1+bound*bound/(2*free)))
}

// variances are those of a customer of each arm.
func (d Design) variances(effect float64) (control, treated float64) {
	if !d.Share {
		return d.Deviation * d.Deviation, d.Deviation * d.Deviation
	}
	p := min(max(d.Mean+effect, 0), 1)
	return d.Mean * (1 - d.Mean), p * (1 - p)
}

// Needed is how many customers, of both arms together, it takes to see an
// effect with the power of the design; false where none are enough.
func (d Design) Needed(effect float64) (n int, ok bool) {
	d = d.filled()
	if d.Power(mostCustomers, effect) < d.Target {
		return 0, false
	}
	from, to := 1, mostCustomers
	for to-from > 1 {
		if middle := from + (to-from)/2; d.Power(middle, effect) >= d.Target {
			to = middle
		} else {
			from = middle
		}
	}
	return to, true
}

// Detectable is the least increase that n customers, of both arms together, see
// with the power of the design; false where they see none (a share cannot
// increase to more than 1).
func (d Design) Detectable(n int) (effect float64, ok bool) {
	d = d.filled()
	to := 1 - d.Mean
	if !d.Share {
		to = d.Deviation * 1e6
	}
	if !(d.Power(n, to) >= d.Target) {
		return 0, false
	}
	return bisect(0, to, func(effect float64) bool { return d.Power(n, effect) < d.Target }), true
}

// Controls is how few of n customers it takes as controls to see an effect with
// the power of the design, at most one half of them; false where even half are
// not enough.
func (d Design) Controls(n int, effect float64) (controls int, ok bool) {
	d = d.filled()
	seen := func(controls int) bool {
		return d.power(float64(controls), float64(n-controls), effect) >= d.Target
	}
	from, to := 1, n/2
	if !seen(to) {
		return 0, false
	}
	for to-from > 1 {
		if middle := from + (to-from)/2; seen(middle) {
			to = middle
		} else {
			from = middle
		}
	}
	return to, true
}
