package series

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// regression is log y = trend + month of the year + effects + errors, the errors by
// exponential smoothing with a level (alpha) and a season (gamma). Run through the same
// smoothing, started at 0, series and columns alike become errors of one step, and the
// regression of the ones on the others is the generalised least-squares one, its
// starting values among the coefficients.
// Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008), 5.2 and 9.
type regression struct {
	season int
	// base are the columns of every regression: constant, trend, months of the year.
	base [][]float64
	// effect are the regressors of past and future, against the mean of the past months
	// of that name.
	effect [][]float64
	// y is the logarithm; known marks what is no gap and no outlier.
	y     []float64
	known []bool
	// The same after smoothing: rows of the past alone.
	smoothY      []float64
	smoothBase   [][]float64
	smoothEffect [][]float64
}

func newRegression(y []float64, r Regressors, season int) (*regression, bool) {
	m := &regression{season: season, y: make([]float64, len(y)), known: make([]bool, len(y))}
	count := 0
	for t, v := range y {
		if math.IsNaN(v) {
			continue
		}
		if !(v > 0) || v > largest {
			return nil, false
		}
		m.y[t], m.known[t] = math.Log(v), true
		count++
	}
	if season < 2 || count < fewestCycles*season || len(r.Rows) < len(y) {
		return nil, false
	}
	for _, row := range r.Rows {
		if len(row) != len(r.Names) {
			return nil, false
		}
	}
	m.setColumns(r)
	m.smoothBest()
	if m.setOutliersAside() {
		m.smoothBest()
	}
	return m, true
}

func (m *regression) setColumns(r Regressors) {
	n := len(m.y)
	m.base = trendAndMonths(n, m.season)
	for k := range r.Names {
		column := make([]float64, len(r.Rows))
		sums, counts := make([]float64, m.season), make([]float64, m.season)
		for t := range n {
			if m.known[t] {
				sums[t%m.season] += r.Rows[t][k]
				counts[t%m.season]++
			}
		}
		for t, row := range r.Rows {
			column[t] = row[k] - sums[t%m.season]/math.Max(1, counts[t%m.season])
		}
		m.effect = append(m.effect, column)
	}
}

// trendAndMonths are the columns of a level for each period of the cycle and of a line.
func trendAndMonths(n, season int) [][]float64 {
	columns := make([][]float64, season+1)
	for k := range columns {
		columns[k] = make([]float64, n)
	}
	for t := range n {
		columns[t%season][t] = 1
		columns[season][t] = float64(t) / float64(n)
	}
	return columns
}

// smoothBest takes the smoothing under which the errors of one step are least, with all
// effects in. It is the maximum of the likelihood.
func (m *regression) smoothBest() {
	best, alpha, gamma := math.Inf(1), 0.0, 0.0
	for _, a := range []float64{0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9} {
		for _, g := range []float64{0, 0.05, 0.15} {
			if a+g > 0.95 {
				continue
			}
			m.smooth(a, g)
			fit := leastSquares(m.columns(m.all()), m.smoothY, m.known, len(m.y))
			if fit.squares < best*(1-1e-9) {
				best, alpha, gamma = fit.squares, a, g
			}
		}
	}
	m.smooth(alpha, gamma)
}

func (m *regression) all() []int {
	var all []int
	for k := range m.effect {
		all = append(all, k)
	}
	return all
}

func (m *regression) columns(effects []int) [][]float64 {
	columns := slices.Clone(m.smoothBase)
	for _, k := range effects {
		columns = append(columns, m.smoothEffect[k])
	}
	return columns
}

func (m *regression) smooth(alpha, gamma float64) {
	m.smoothY = stepErrors(m.y, m.known, m.season, alpha, gamma)
	m.smoothBase, m.smoothEffect = nil, nil
	for _, column := range m.base {
		m.smoothBase = append(m.smoothBase, stepErrors(column, m.known, m.season, alpha, gamma))
	}
	for _, column := range m.effect {
		m.smoothEffect = append(m.smoothEffect, stepErrors(column, m.known, m.season, alpha, gamma))
	}
}

// stepErrors are those of one step, of level and season started at 0. What is not known
// changes neither.
func stepErrors(x []float64, known []bool, season int, alpha, gamma float64) []float64 {
	out, level, figure := make([]float64, len(known)), 0.0, make([]float64, season)
	for t := range out {
		if !known[t] {
			continue
		}
		e := x[t] - level - figure[t%season]
		level += alpha * e
		figure[t%season] += gamma * e
		out[t] = e
	}
	return out
}

// setOutliersAside treats months whose error is far beyond the others' as unknown: one of
// them on an Easter would be Easter's effect.
func (m *regression) setOutliersAside() bool {
	fit := leastSquares(m.columns(m.all()), m.smoothY, m.known, len(m.y))
	var sizes []float64
	for t, e := range fit.residuals {
		if m.known[t] {
			sizes = append(sizes, math.Abs(e))
		}
	}
	const normal = 1.4826 // makes the median of sizes a standard deviation
	bound, any := 4*normal*medianOf(sizes), false
	for t, e := range fit.residuals {
		if m.known[t] && math.Abs(e) > bound && bound > 0 {
			m.known[t], any = false, true
		}
	}
	return any
}

// coefficient of an effect; known is false where the history has nothing to tell it by.
type coefficient struct {
	value, deviation, freedom, p float64
	known                        bool
}

func (c coefficient) effect(name string, used bool) Effect {
	width := c.deviation * distuv.StudentsT{Sigma: 1, Nu: c.freedom}.Quantile(0.975)
	percent := func(v float64) float64 { return 100 * math.Expm1(v) }
	return Effect{Name: name, Percent: percent(c.value), Low: percent(c.value - width), High: percent(c.value + width), P: c.p, Used: used}
}

// effects estimates those that are asked for, together.
func (m *regression) effects(which []int) []coefficient {
	out := make([]coefficient, len(m.effect))
	fit := leastSquares(m.columns(which), m.smoothY, m.known, len(m.y))
	for i, k := range which {
		j := len(m.smoothBase) + i
		if fit.dropped[j] || fit.freedom < 3 {
			continue
		}
		c := coefficient{value: fit.values[j], freedom: float64(fit.freedom), known: true}
		c.deviation = math.Sqrt(fit.inverse[j] * fit.squares / c.freedom)
		if c.deviation > 0 {
			c.p = 2 * distuv.StudentsT{Sigma: 1, Nu: c.freedom}.Survival(math.Abs(c.value)/c.deviation)
		}
		out[k] = c
	}
	return out
}

// rollingErrors are the squared errors one step ahead of the later part of the history,
// each with coefficients of what lay before.
func (m *regression) rollingErrors(which []int) float64 {
	columns, sum := m.columns(which), 0.0
	for t := max(2*m.season+m.season/2, len(m.y)/2); t < len(m.y); t++ {
		if !m.known[t] {
			continue
		}
		fit, e := leastSquares(columns, m.smoothY, m.known, t), m.smoothY[t]
		for j, column := range columns {
			e -= fit.values[j] * column[t]
		}
		sum += e * e
	}
	return sum
}
