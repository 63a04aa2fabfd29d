package difference

import (
	"math"
	"slices"
)

// Encoding turns a customer's features into the numbers of a regression: skew
// taken off by the signed logarithm, centred and scaled; a column for what is
// not known, and one for each frequent level of a text. Models of many groups
// share one, so that each customer is encoded once.
type Encoding struct {
	features []encoded
	columns  int // with the intercept
}

type encoded struct {
	at           int // of the feature
	name         string
	unit         float64
	centre       float64
	width        float64
	unknown      bool // has a column for customers of whom it is not known
	levels       []string
	text         bool
	column, last int
}

// told is the share of customers from which a level, or not being known, gets a
// column of its own.
const told = 0.02

// NewEncoding is measured on the customers at these places.
func NewEncoding(features []Feature, at []int) Encoding {
	e := Encoding{columns: 1}
	for f, feature := range features {
		made := encoded{at: f, name: feature.Name, text: feature.Levels != nil, column: e.columns}
		columns := 0
		if made.text {
			made.levels = frequentLevels(feature.Levels, at)
			columns = len(made.levels)
		} else {
			columns = made.measure(feature.Numbers, at)
		}
		if columns == 0 {
			continue
		}
		e.columns += columns
		made.last = e.columns
		e.features = append(e.features, made)
	}
	return e
}

// NewRow is a row for the numbers of a customer.
func (e Encoding) NewRow() []float64 { return make([]float64, e.columns) }

// without are the columns but those of some features, by name.
func (e Encoding) without(names []string) []int {
	columns := []int{0}
	for _, f := range e.features {
		if slices.Contains(names, f.name) {
			continue
		}
		for column := f.column; column < f.last; column++ {
			columns = append(columns, column)
		}
	}
	return columns
}

func frequentLevels(levels []string, at []int) []string {
	counts := map[string]float64{}
	count(counts, levels, at)
	return slices.DeleteFunc(frequent(counts, nil), func(level string) bool {
		return counts[level] < told*float64(len(at)) || counts[level] > (1-told)*float64(len(at))
	})
}

// measure finds unit, centre and width, and says how many columns it takes.
func (e *encoded) measure(values []float64, at []int) int {
	known := knownNumbers(values, at)
	if len(known) < fewest {
		return 0
	}
	var sizes []float64
	for _, v := range known {
		if v != 0 {
			sizes = append(sizes, math.Abs(v))
		}
	}
	e.unit = 1
	if len(sizes) > 0 {
		slices.Sort(sizes)
		e.unit = sizes[len(sizes)/2]
	}
	for i, v := range known {
		known[i] = signedLog(v / e.unit)
	}
	m := newMoments(known)
	if !(m.variance > 1e-18) {
		return 0
	}
	e.centre, e.width = m.mean, math.Sqrt(m.variance)
	e.unknown = float64(len(at)-len(known)) >= told*float64(len(at))
	if e.unknown {
		return 2
	}
	return 1
}

func signedLog(x float64) float64 { return math.Copysign(math.Log1p(math.Abs(x)), x) }

// farthest is where a number ends, in standard deviations.
const farthest = 5

// Encode fills the row of a customer; number and text give the feature at a place
// of the list that was measured.
func (e Encoding) Encode(into []float64, number func(feature int) float64, text func(feature int) string) {
	clear(into)
	into[0] = 1
	for _, f := range e.features {
		if f.text {
			if i := slices.Index(f.levels, text(f.at)); i >= 0 {
				into[f.column+i] = 1
			}
			continue
		}
		v := number(f.at)
		if math.IsNaN(v) || math.IsInf(v, 0) {
			if f.unknown {
				into[f.column+1] = 1
			}
			continue
		}
		into[f.column] = max(-farthest, min(farthest, (signedLog(v/f.unit)-f.centre)/f.width))
	}
}
