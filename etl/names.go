package etl

import (
	"slices"

	"clientele/internal/strictyaml"
)

// byName gives purchases of which nothing but a name says who bought the name
// as the customer's key: some reports have no other, and without one all of
// their buyers would be nobody.
func (s Source) byName() Source {
	if s.Entity != "purchases" || slices.ContainsFunc([]string{"customer", "customer_email", "customer_phone", "customer_tax_id"}, s.fills) {
		return s
	}
	if headers, ok := s.Columns.Get("customer_name"); ok {
		s.Columns = append(slices.Clone(s.Columns), strictyaml.Pair[[]string]{Key: "customer", Value: headers})
	}
	if headers, ok := s.Join.Get("customer_name"); ok {
		s.Join = append(slices.Clone(s.Join), strictyaml.Pair[[]string]{Key: "customer", Value: headers})
	}
	return s
}
