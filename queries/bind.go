package queries

import (
	"fmt"
	"sort"
)

// Bound is a query with a value for each of its parameters.
type Bound struct {
	Query  Query
	Values []Value // in the header's order
}

// Value is the argument of one parameter.
type Value struct {
	Name  string
	Value any
}

// Bind gives each declared parameter its value. A missing or a superfluous
// argument is an error: the engine reports the first without its name and the
// second not at all.
func (q Query) Bind(arguments map[string]any) (Bound, error) {
	bound := Bound{Query: q}
	for _, parameter := range q.Parameters {
		value, ok := arguments[parameter.Name]
		if !ok {
			return Bound{}, fmt.Errorf("query %s: no value for parameter %s %s", q.Name, parameter.Name, parameter.Type)
		}
		bound.Values = append(bound.Values, Value{parameter.Name, value})
	}
	if len(arguments) > len(q.Parameters) {
		return Bound{}, fmt.Errorf("query %s: no parameter is named %v", q.Name, superfluous(q, arguments))
	}
	return bound, nil
}

func superfluous(q Query, arguments map[string]any) []string {
	var names []string
	for name := range arguments {
		known := false
		for _, parameter := range q.Parameters {
			known = known || parameter.Name == name
		}
		if !known {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// BindSome is Bind with arguments of which the query takes those that it
// declares: for jobs that give the same few values to many queries.
func (q Query) BindSome(arguments map[string]any) (Bound, error) {
	own := make(map[string]any, len(q.Parameters))
	for _, parameter := range q.Parameters {
		if value, ok := arguments[parameter.Name]; ok {
			own[parameter.Name] = value
		}
	}
	return q.Bind(own)
}
