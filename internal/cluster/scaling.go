package cluster

import (
	"math"
	"slices"
)

// Scale brings a feature to a common measure: unit, skew, centre, width.
type Scale struct {
	Feature string
	column  int
	unit    float64 // the middle of what is not nothing, so that no unit counts
	lambda  float64 // of Yeo and Johnson
	centre  float64
	width   float64
}

type scaling []Scale

const (
	// mostAlike: a feature that is the same for more customers than these tells
	// none apart.
	mostAlike = 0.95
	// mostUnknown customers may lack a feature; they stand in the middle.
	mostUnknown = 0.5
	// farthest is where a feature ends: beyond it one value would outweigh all
	// others.
	farthest = 4
)

// newScaling has the scales of the features that tell customers apart.
func newScaling(sample Sample) scaling {
	var out scaling
	for column := range sample.Used {
		values := sample.known(column)
		if float64(len(values)) < (1-mostUnknown)*float64(len(sample.Values)) || commonest(values) > mostAlike*float64(len(values)) {
			continue
		}
		if scale, _ := newScale(sample, column); scale.width > 0 && !math.IsInf(scale.width, 0) {
			out = append(out, scale)
		}
	}
	return out
}

// newScale is the scale of a feature, and its least value.
func newScale(sample Sample, column int) (Scale, float64) {
	scale := Scale{Feature: sample.Features[column], column: column, unit: 1, lambda: 1}
	values := sample.known(column)
	if len(values) == 0 {
		return scale, math.NaN()
	}
	if unit := typical(values); unit > 0 {
		scale.unit = unit
	}
	scale.fit(values)
	return scale, values[0]
}

// known values of a feature, sorted.
func (s Sample) known(column int) []float64 {
	var values []float64
	for _, row := range s.Values {
		if !math.IsNaN(row[column]) && !math.IsInf(row[column], 0) {
			values = append(values, row[column])
		}
	}
	slices.Sort(values)
	return values
}

// commonest is how often the most frequent of sorted values occurs.
func commonest(sorted []float64) float64 {
	most, run := 0, 0
	for i, v := range sorted {
		if i > 0 && v == sorted[i-1] {
			run++
		} else {
			run = 1
		}
		most = max(most, run)
	}
	return float64(most)
}

func typical(sorted []float64) float64 {
	var sizes []float64
	for _, v := range sorted {
		if v != 0 {
			sizes = append(sizes, math.Abs(v))
		}
	}
	slices.Sort(sizes)
	return quantile(sizes, 0.5)
}

// quantile of sorted values, between two of them (R's type 7).
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// fit finds the power that makes sorted values most like normal ones, then
// centre and width. The width is the larger of the deviation and what the
// quartiles say, so that a feature that is nothing for most customers does not
// outweigh all others.
func (s *Scale) fit(sorted []float64) {
	units := make([]float64, len(sorted))
	for i, v := range sorted {
		units[i] = v / s.unit
	}
	s.lambda = likeliestPower(units)
	bent := make([]float64, len(units))
	for i, v := range units {
		bent[i] = yeoJohnson(v, s.lambda)
	}
	s.centre = quantile(bent, 0.5)
	s.width = max((quantile(bent, 0.75)-quantile(bent, 0.25))/quartileWidth, math.Sqrt(variance(bent)))
}

// quartileWidth is the distance of a normal's quartiles in deviations.
const quartileWidth = 1.3489795003921634

func (s Scale) of(value float64) float64 {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0
	}
	if s.width == 0 {
		return 0
	}
	z := (yeoJohnson(value/s.unit, s.lambda) - s.centre) / s.width
	return max(-farthest, min(farthest, z))
}

func (s scaling) points(rows [][]float64) points {
	out := points{values: make([]float64, 0, len(rows)*len(s)), n: len(rows), columns: len(s)}
	for _, row := range rows {
		out.values = s.appendTo(out.values, row)
	}
	return out
}

func (s scaling) appendTo(point, row []float64) []float64 {
	for _, scale := range s {
		point = append(point, scale.of(row[scale.column]))
	}
	return point
}

// yeoJohnson is the power transformation that takes negative values too (Yeo
// and Johnson 2000): λ = 1 leaves all as it is, λ = 0 is log(1 + y) for y ≥ 0.
func yeoJohnson(y, lambda float64) float64 {
	if y >= 0 {
		if lambda == 0 {
			return math.Log1p(y)
		}
		return math.Expm1(lambda*math.Log1p(y)) / lambda
	}
	if lambda == 2 {
		return -math.Log1p(-y)
	}
	return -math.Expm1((2-lambda)*math.Log1p(-y)) / (2 - lambda)
}

const (
	// Powers beyond these would make one heap of what differs.
	leastPower, mostPower = -1.0, 2.0
	powerStep             = 0.1
	// powered is how many values say which power is the likeliest.
	powered = 2000
)

// likeliestPower is the λ of a grid with the greatest profile likelihood: a
// finer one would change with every customer and nothing would be gained.
func likeliestPower(sorted []float64) float64 {
	values := sorted
	if len(values) > powered {
		values = make([]float64, powered)
		for i := range values {
			values[i] = quantile(sorted, (float64(i)+0.5)/powered)
		}
	}
	slope := 0.0
	for _, v := range values {
		slope += math.Copysign(math.Log1p(math.Abs(v)), v)
	}
	best, most := 1.0, math.Inf(-1)
	bent := make([]float64, len(values))
	for step := range int(math.Round((mostPower-leastPower)/powerStep)) + 1 {
		lambda := math.Round(leastPower/powerStep+float64(step)) * powerStep
		for i, v := range values {
			bent[i] = yeoJohnson(v, lambda)
		}
		likelihood := (lambda-1)*slope - float64(len(values))/2*math.Log(variance(bent))
		if likelihood > most {
			best, most = lambda, likelihood
		}
	}
	return best
}

func variance(values []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return sum / float64(len(values))
}
