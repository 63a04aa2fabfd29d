package series

// thetaLines are the parameters of DynamicTheta.
type thetaLines struct {
	alpha   float64
	weight  float64 // 1 − 1/theta
	initial float64 // level before the first value
}

// Bounds of R's forecTheta::dotm: alpha from 0.1 to 0.99, theta from 1 to 1e10.
const (
	leastThetaAlpha  = 0.1
	mostThetaAlpha   = 0.99
	mostThetaWeight  = 1 - 1e-10
	usualThetaWeight = 0.5 // theta = 2, the original method
)

// estimateThetaLines minimises the sum of squared errors of x.
//
// For a given alpha every error is linear in the weight and in the initial level, so the
// best of these two has a closed form and the search has one dimension: no simplex that
// may stop before it is there, and the least sum of squares rather than a near one.
// The initial level is written (1 − weight)·x[0] + excess: without excess the second
// fitted value is the first value, and a constant is repeated.
func estimateThetaLines(x []float64) thetaLines {
	states := make([]thetaState, len(x))
	var state thetaState
	for t, v := range x {
		states[t] = state
		state = state.after(v, thetaLines{})
	}
	alpha := 0.5
	if len(x) >= fewestForAlpha {
		alpha = minimise(func(alpha float64) float64 {
			_, sum := profileThetaLines(x, states, alpha)
			return sum
		}, leastThetaAlpha, mostThetaAlpha)
	}
	lines, _ := profileThetaLines(x, states, alpha)
	return lines
}

// Two errors are needed to tell one alpha from another, four for three parameters.
const (
	fewestForAlpha = 4
	fewestForTheta = 6
)

// profileThetaLines returns the best weight and initial level for alpha, and the sum of
// squared errors. The states hold the line before each value.
func profileThetaLines(x []float64, states []thetaState, alpha float64) (thetaLines, float64) {
	// error[t] = r − excess·p − weight·q, r the error of simple smoothing from x[0].
	var pp, pq, qq, pr, qr, rr float64
	level, p := x[0], 1.0
	for t, v := range x {
		r := v - level
		if t >= 2 {
			state := states[t]
			state.decay = p
			q := state.line(alpha) - p*x[0]
			pp += p * p
			pq += p * q
			qq += q * q
			pr += p * r
			qr += q * r
			rr += r * r
		}
		level += alpha * r
		p *= 1 - alpha
		if p < 1e-150 {
			p = 0
		}
	}
	weight, excess := usualThetaWeight, 0.0
	if len(x) >= fewestForTheta {
		// Where line and initial level cannot be told apart, theta stays 2.
		if det := pp*qq - pq*pq; det > 1e-12*pp*qq {
			weight = min(max((pp*qr-pq*pr)/det, 0), mostThetaWeight)
		}
		excess = (pr - weight*pq) / pp
	}
	sum := rr - 2*excess*pr - 2*weight*qr + excess*excess*pp + 2*excess*weight*pq + weight*weight*qq
	return thetaLines{alpha: alpha, weight: weight, initial: (1-weight)*x[0] + excess}, sum
}
