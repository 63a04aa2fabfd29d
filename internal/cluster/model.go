package cluster

import (
	"cmp"
	"slices"
)

// Model says which cluster a customer is in.
type Model struct {
	Scales  []Scale     // of the features that are used
	Centres [][]float64 // of each cluster, on these scales
	All     []Scale     // of every feature of the sample
	scaling scaling
	least   []float64 // value of every feature
}

// newModel numbers the clusters by their centres, whichever start found them.
func newModel(sample Sample, scaling scaling, centres [][]float64) *Model {
	slices.SortFunc(centres, func(a, b []float64) int {
		for i := range a {
			if order := cmp.Compare(a[i], b[i]); order != 0 {
				return order
			}
		}
		return 0
	})
	model := &Model{Scales: scaling, Centres: centres, scaling: scaling}
	for column := range sample.Features {
		scale, least := newScale(sample, column)
		model.All, model.least = append(model.All, scale), append(model.least, least)
	}
	return model
}

// Of is the cluster of a customer with these values, in the order of the
// sample's features; buffer is for the caller's reuse.
func (m *Model) Of(values []float64, buffer *[]float64) int {
	*buffer = m.scaling.appendTo((*buffer)[:0], values)
	at, _ := nearest(*buffer, m.Centres)
	return at
}
