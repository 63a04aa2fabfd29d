package series

import "math"

// armaFilter computes the exact Gaussian likelihood of a stationary ARMA process
//
//	x[t] = Σ phi[j]·x[t−j] + e[t] + Σ theta[j]·e[t−j]
//
// by the Kalman filter of its state space form (Harvey 1989, section 3.3: state i is
// what is known of x[t+i] at t, but for later errors), started from the stationary
// distribution. As that form does not change with t, the covariance of the state moves
// by a matrix of rank one at each step, and two vectors do the work of the matrix:
// Morf, Sidhu & Kailath, "Some new algorithms for recursive estimation in constant,
// linear, discrete-time systems", IEEE Transactions on Automatic Control 19 (1974)
// 315–323; Mélard, "Algorithm AS 197: a fast algorithm for the exact likelihood of
// autoregressive-moving average models", Applied Statistics 33 (1984) 104–114. A step
// costs a multiple of the length of the state instead of its square, and the seasonal
// models of months have states of 13 to 35.
//
// The slices are reused from call to call: one armaFilter serves one goroutine.
type armaFilter struct {
	ar, ma         []lagTerm // few terms of long polynomials
	longAR, longMA int       // their longest lags
	phi            []float64 // the AR polynomial by lag, from 1, filled up with zeros
	state          []float64 // predicted; state[0] is the forecast of the next value
	gain           []float64 // covariance of the next state with the value
	change         []float64 // the direction in which the covariance changes next
	psi            []float64 // responses to an error
	cross          []float64 // autocovariances of the MA part
	gamma          []float64 // autocovariances of the AR part alone, later of the process
	orders         []float64 // the AR polynomials of orders 1, 2, …, one after another
}

// resize makes room for polynomials of these longest lags.
func (f *armaFilter) resize(longAR, longMA int) {
	f.longAR, f.longMA = longAR, longMA
	// One more than the state, always 0, saves a condition.
	size := max(longAR, longMA, 1) + 1
	for _, s := range []*[]float64{&f.phi, &f.state, &f.gain, &f.change} {
		*s = resized(*s, size)
	}
	f.psi = resized(f.psi, longMA+1)
	f.cross = resized(f.cross, longMA+1)
	f.gamma = resized(f.gamma, longAR+longMA+1)
	f.orders = resized(f.orders, longAR*(longAR+1)/2)
}

func resized(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// start puts the filter before the first value. It returns the variance of a value in
// units of that of an error, and false where the process is not stationary.
func (f *armaFilter) start() (variance float64, ok bool) {
	spreadTerms(f.ar, f.phi)
	if !f.pureCovariances() {
		return 0, false
	}
	f.covariances()
	f.impulses()
	clear(f.state)
	clear(f.gain)
	for _, term := range f.ar {
		for i := range term.lag {
			f.gain[i] += term.weight * f.gamma[term.lag-i-1]
		}
	}
	for _, term := range f.ma {
		for i := range term.lag {
			f.gain[i] += term.weight * f.psi[term.lag-i-1]
		}
	}
	copy(f.change, f.gain)
	// Infinite, or below 1 by rounding: too near a unit root to be computed.
	return f.gamma[0], f.gamma[0] >= 1-1e-9 && f.gamma[0] < math.MaxFloat64
}

// pureCovariances fills gamma with the autocovariances of the AR part alone: the
// Durbin-Levinson recursion down gives the polynomials of all orders and with them the
// variance, and on the way up each covariance follows from the earlier ones.
func (f *armaFilter) pureCovariances() bool {
	p := f.longAR
	order := func(j int) []float64 { return f.orders[j*(j-1)/2 : j*(j+1)/2] }
	f.gamma[0] = 1
	if p > 0 {
		copy(order(p), f.phi[:p])
	}
	for j := p; j >= 1; j-- {
		from := order(j)
		a := from[j-1]
		rest := 1 - a*a
		if !(rest > 0) {
			return false
		}
		f.gamma[0] /= rest
		if j > 1 {
			to := order(j - 1)
			for k := range to {
				to[k] = (from[k] + a*from[j-k-2]) / rest
			}
		}
	}
	for k := 1; k < len(f.gamma); k++ {
		sum := 0.0
		if k <= p {
			for j, a := range order(k) {
				sum += a * f.gamma[k-j-1]
			}
		} else {
			for _, term := range f.ar {
				sum += term.weight * f.gamma[k-term.lag]
			}
		}
		f.gamma[k] = sum
	}
	return true
}

// covariances turns gamma into the autocovariances of the whole process, as far as the
// longest lag of the AR part.
func (f *armaFilter) covariances() {
	clear(f.cross)
	f.cross[0] = 1
	for i, one := range f.ma {
		f.cross[0] += one.weight * one.weight
		f.cross[one.lag] += one.weight
		for _, other := range f.ma[:i] {
			apart := one.lag - other.lag
			if apart == 0 { // a lag with two terms
				f.cross[0] += 2 * one.weight * other.weight
				continue
			}
			f.cross[max(apart, -apart)] += one.weight * other.weight
		}
	}
	// Gamma k needs the old ones from k − longMA to k + longMA: in the polynomial's place
	// there is room for the new ones.
	out := resized(f.orders, max(f.longAR, 1))
	for k := range out {
		sum := f.cross[0] * f.gamma[k]
		for apart, weight := range f.cross {
			if apart > 0 && weight != 0 {
				sum += weight * (f.gamma[k+apart] + f.gamma[max(k-apart, apart-k)])
			}
		}
		out[k] = sum
	}
	copy(f.gamma, out)
	f.orders = out
}

// impulses are the responses to an error, as far as the longest lag of the MA part.
func (f *armaFilter) impulses() {
	clear(f.psi)
	f.psi[0] = 1
	for _, term := range f.ma {
		f.psi[term.lag] += term.weight
	}
	for k := range f.psi {
		for _, term := range f.ar {
			if term.lag <= k {
				f.psi[k] += term.weight * f.psi[k-term.lag]
			}
		}
	}
}

// run filters x − centre. It returns the sum of squared errors one step ahead, each
// divided by its variance in units of the last, and the sum of the logarithms of these
// variances. Where errors is not nil, it receives the errors themselves.
func (f *armaFilter) run(x []float64, centre float64, errors []float64) (squares, logs float64, ok bool) {
	variance, ok := f.start()
	if !ok {
		return 0, 0, false
	}
	size := len(f.state) - 1
	phi, state, gain, change := f.phi[:size+1], f.state[:size+1], f.gain[:size+1], f.change[:size+1]
	factor, product := -1/variance, 1.0 // of the change of the covariance; of variances
	for t, v := range x {
		e := v - centre - state[0]
		if errors != nil {
			errors[t] = e
		}
		squares += e * e / variance
		if product *= variance; product > 1e200 {
			logs += math.Log(product)
			product = 1
		}
		along, first := change[0], state[0]
		next := variance + factor*along*along
		step, share, back := e/variance, factor*along, along/next
		for i := range size {
			state[i] = phi[i]*first + state[i+1] + gain[i]*step
			moved := phi[i]*along + change[i+1]
			gain[i] += moved * share
			change[i] = moved - gain[i]*back
		}
		factor *= next / variance
		variance = next
		if !(variance > 0) {
			return 0, 0, false
		}
	}
	return squares, logs + math.Log(product), true
}
