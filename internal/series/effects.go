package series

import "math"

// Regressors are what each month of the past and of the future is known to be: working
// days, days of Easter, holidays.
type Regressors struct {
	// Names, one for each column.
	Names []string
	// Rows are the months, past ones first.
	Rows [][]float64
}

// Adjustment is a series without what its calendar did to it.
type Adjustment struct {
	// Values of the past divided by their factors; a gap stays one.
	Values []float64
	// Factors of the past and the future: what the month's calendar multiplies it by,
	// against a usual month of its name. 1 where no effect is worth it.
	Factors []float64
	// Effects are all that can be estimated, in the order of the regressors.
	Effects []Effect
}

// Effect is what one more unit of a regressor does.
type Effect struct {
	Name string
	// Percent by which the month changes, with its range of 95 %.
	Percent, Low, High float64
	// P is the chance of as large an effect where there is none (Student's t).
	P float64
	// Used marks the effects that the factors are made of.
	Used bool
}

// An effect is used where it is sure and where it would have helped: its P is below
// surely, and the squared errors one step ahead in the later part of the history fall by
// at least worth, each estimated on what lay before it. Over 4,800 simulated histories of
// 36 to 120 months, with levels that wander by 0, 2 or 5 % a month and the calendars of
// four countries, 3.6 % got some effect of four that were not there; a trading day worth
// 3 % was found in 63 to 83 % of histories with 3 to 5 % of noise, and the squared error
// of the factors to come was 0.26 to 0.44 of what no factors leave.
const (
	surely = 0.01
	worth  = 0.01
)

// fewestCycles: with less history a month of the year has one or two values, and what the
// calendar did to them cannot be told from what the month is.
const fewestCycles = 3

// Adjust finds what the calendar does to a series and takes it out: the logarithm is
// regressed on the regressors, a trend and the months of the year, with errors of
// exponential smoothing (level and season), so that neither trend nor season passes for an
// effect. y may have gaps (NaN). A series that is not positive throughout, or shorter than
// three cycles, is left as it is.
func Adjust(y []float64, regressors Regressors, season int) Adjustment {
	out := Adjustment{Values: append([]float64(nil), y...), Factors: ones(max(len(y), len(regressors.Rows)))}
	model, ok := newRegression(y, regressors, season)
	if !ok {
		return out
	}
	used := model.choose()
	coefficients := model.effects(used)
	for t := range regressors.Rows {
		sum := 0.0
		for _, k := range used {
			sum += coefficients[k].value * model.effect[k][t]
		}
		out.Factors[t] = math.Exp(sum)
	}
	for t := range y {
		out.Values[t] /= out.Factors[t]
	}
	for k, name := range regressors.Names {
		in := contains(used, k)
		c := coefficients[k]
		if !in {
			c = model.effects(append(append([]int(nil), used...), k))[k]
		}
		if c.known {
			out.Effects = append(out.Effects, c.effect(name, in))
		}
	}
	return out
}

// choose adds, one after the other, the surest effect that helps.
func (m *regression) choose() []int {
	var used []int
	for {
		best, chance := -1, surely
		for k := range m.effect {
			if contains(used, k) {
				continue
			}
			with := append(append([]int(nil), used...), k)
			if c := m.effects(with)[k]; c.known && c.p < chance {
				best, chance = k, c.p
			}
		}
		if best < 0 {
			return used
		}
		with := append(append([]int(nil), used...), best)
		if m.rollingErrors(with) > (1-worth)*m.rollingErrors(used) {
			return used
		}
		used = with
	}
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

func contains(list []int, value int) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return false
}
