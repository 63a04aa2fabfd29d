package series

import "math"

// descent finds a minimum by the variable metric method of Broyden, Fletcher, Goldfarb
// and Shanno with numeric derivatives: Nash, Compact Numerical Methods for Computers,
// 2nd ed. (1990), algorithm 21. Steps, tolerances and restarts are those of R's
// optim(method = "BFGS"), so that of several maxima of a likelihood the same one is found.
type descent struct {
	value    func(x []float64) float64
	metric   []float64 // the inverse Hessian as it is known so far, by rows
	gradient []float64
	step     []float64
	before   []float64 // where the step began
	turn     []float64 // the change of the gradient along the step
	probe    []float64
	image    []float64
}

const (
	derivativeWidth   = 1e-3
	descentIterations = 100
	descentTolerance  = 1e-8
)

// minimise moves x to a minimum. It is settled unless the iterations ran out, and ok
// unless a value was not finite where one is needed.
func (d *descent) minimise(x []float64) (least float64, settled, ok bool) {
	d.resize(len(x))
	least = d.value(x)
	if !isFinite(least) || !d.differentiate(x, d.gradient) {
		return least, false, false
	}
	d.reset()
	fresh := true // the metric is
	for round, age := 1, 0; round < descentIterations; {
		was := least
		downhill := d.direct()
		length, accepted := 0.0, false
		if downhill < 0 {
			copy(d.before, x)
			least, length, accepted = d.search(x, least, downhill)
		}
		if !accepted || math.Abs(least-was) <= descentTolerance*(math.Abs(was)+descentTolerance) {
			if fresh {
				return least, true, true
			}
			d.reset()
			fresh, age = true, 0
			continue
		}
		copy(d.turn, d.gradient)
		if !d.differentiate(x, d.gradient) {
			return least, false, false
		}
		round++
		age++
		for i, g := range d.gradient {
			d.turn[i] = g - d.turn[i]
			d.step[i] *= length
		}
		fresh = !d.update() || age > 2*len(x)
		if fresh {
			d.reset()
			age = 0
		}
	}
	return least, false, true
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (d *descent) resize(n int) {
	for _, s := range []*[]float64{&d.gradient, &d.step, &d.before, &d.turn, &d.probe, &d.image} {
		*s = resized(*s, n)
	}
	d.metric = resized(d.metric, n*n)
}

func (d *descent) reset() {
	clear(d.metric)
	for i := range d.gradient {
		d.metric[i*len(d.gradient)+i] = 1
	}
}

// differentiate by central differences.
func (d *descent) differentiate(x, out []float64) bool {
	copy(d.probe, x)
	for i, v := range x {
		d.probe[i] = v + derivativeWidth
		above := d.value(d.probe)
		d.probe[i] = v - derivativeWidth
		below := d.value(d.probe)
		d.probe[i] = v
		out[i] = (above - below) / (2 * derivativeWidth)
		if !isFinite(out[i]) {
			return false
		}
	}
	return true
}

// direct sets the step against the gradient in the metric, and returns its slope.
func (d *descent) direct() float64 {
	n, slope := len(d.step), 0.0
	for i := range d.step {
		sum := 0.0
		for j, g := range d.gradient {
			sum -= d.metric[i*n+j] * g
		}
		d.step[i] = sum
		slope += sum * d.gradient[i]
	}
	return slope
}

// search goes along the step, by a fifth of it at each try, until the value has fallen
// enough, and moves x there. It gives up when x no longer changes.
func (d *descent) search(x []float64, least, slope float64) (value, length float64, accepted bool) {
	const shrink, enough, resolution = 0.2, 1e-4, 10
	for length = 1; ; length *= shrink {
		same := true
		for i, v := range d.before {
			x[i] = v + length*d.step[i]
			same = same && resolution+v == resolution+x[i]
		}
		if same {
			copy(x, d.before)
			return least, 0, false
		}
		value = d.value(x)
		if isFinite(value) && value <= least+slope*length*enough {
			return value, length, true
		}
	}
}

// update the metric by what the last step has shown; false where it has shown no
// curvature.
func (d *descent) update() bool {
	n, along, across := len(d.step), 0.0, 0.0
	for i, s := range d.step {
		along += s * d.turn[i]
	}
	if !(along > 0) {
		return false
	}
	for i := range d.step {
		sum := 0.0
		for j, c := range d.turn {
			sum += d.metric[i*n+j] * c
		}
		d.image[i] = sum
		across += sum * d.turn[i]
	}
	ratio := 1 + across/along
	for i, s := range d.step {
		for j, other := range d.step {
			d.metric[i*n+j] += (ratio*s*other - s*d.image[j] - d.image[i]*other) / along
		}
	}
	return true
}

// curved says whether x is a minimum as far as second differences tell: whether no
// diagonal element of the inverse Hessian, the variance of an estimate, is negative.
func (d *descent) curved(x []float64) bool {
	n := len(x)
	at := append([]float64(nil), x...)
	hessian, above, below := make([]float64, n*n), make([]float64, n), make([]float64, n)
	for i, v := range x {
		at[i] = v + derivativeWidth
		okAbove := d.differentiate(at, above)
		at[i] = v - derivativeWidth
		okBelow := d.differentiate(at, below)
		at[i] = v
		if !okAbove || !okBelow {
			return false
		}
		for j := range above {
			half := (above[j] - below[j]) / (4 * derivativeWidth)
			hessian[i*n+j] += half
			hessian[j*n+i] += half
		}
	}
	inverse, ok := inverted(hessian, n)
	for i := 0; ok && i < n; i++ {
		ok = inverse[i*n+i] >= 0
	}
	return ok
}

// inverted is the inverse of a by Gauss and Jordan with pivots; it spoils a.
func inverted(a []float64, n int) ([]float64, bool) {
	out := make([]float64, n*n)
	for i := range n {
		out[i*n+i] = 1
	}
	for column := range n {
		pivot := column
		for row := column; row < n; row++ {
			if math.Abs(a[row*n+column]) > math.Abs(a[pivot*n+column]) {
				pivot = row
			}
		}
		value := a[pivot*n+column]
		if value == 0 || !isFinite(value) {
			return nil, false
		}
		for k := range n {
			a[pivot*n+k], a[column*n+k] = a[column*n+k], a[pivot*n+k]/value
			out[pivot*n+k], out[column*n+k] = out[column*n+k], out[pivot*n+k]/value
		}
		for row := range n {
			factor := a[row*n+column]
			if row == column || factor == 0 {
				continue
			}
			for k := range n {
				a[row*n+k] -= factor * a[column*n+k]
				out[row*n+k] -= factor * out[column*n+k]
			}
		}
	}
	return out, true
}
