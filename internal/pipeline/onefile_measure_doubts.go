package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"clientele/etl"
)

// onlyColumn refuses a header that several columns bear: which of them is meant
// nobody can tell.
func onlyColumn(path, name string, header []string) error {
	name = strings.TrimSpace(name)
	exact := slices.Contains(header, name)
	var places []string
	for i, h := range header {
		if h == name || !exact && strings.EqualFold(strings.TrimSpace(h), name) {
			places = append(places, fmt.Sprint(i+1))
		}
	}
	if len(places) < 2 {
		return nil
	}
	return &UsageError{Text: fmt.Sprintf("%s: %d columns are called %s: the columns %s", path, len(places), name, strings.Join(places, ", ")),
		Hint: "give them different headers, so that it is known which is meant", Cause: etl.ErrInput}
}

// checkMetrics refuses a metric that is asked for twice: p-values are corrected
// for the number of results, so it would weaken them all.
func (s *measureSheet) checkMetrics() error {
	for i, metric := range s.metrics {
		for _, other := range s.metrics[:i] {
			if metric.value == other.value && metric.of == other.of {
				return &UsageError{Text: fmt.Sprintf("the metric %s is asked for twice", metric.name)}
			}
		}
	}
	return nil
}

// isMetric says of a covariate that is a metric, a part of one or equal to one
// in each row what it is; "" of all others.
func (s *measureSheet) isMetric(c measureCovariate) string {
	for _, metric := range s.metrics {
		switch {
		case s.numbers[metric.value].column == c.column && metric.of < 0:
			return "is the metric itself"
		case s.numbers[metric.value].column == c.column, metric.of >= 0 && s.numbers[metric.of].column == c.column:
			return "is a part of the metric " + metric.name
		}
	}
	for _, number := range s.numbers {
		if slices.Equal(number.values, c.values) && !constant(c.values) {
			return "is the same as " + number.header + " in each row"
		}
	}
	return ""
}

func constant(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return v != values[0] })
}

// alike are the pairs of labels that differ by case or blanks only.
func (l *labels) alike() (pairs [][2]string) {
	first := map[string]string{}
	for _, at := range l.sorted() {
		name := l.names[at]
		plain := strings.ToLower(strings.Join(strings.Fields(name), ""))
		if other, there := first[plain]; there {
			pairs = append(pairs, [2]string{other, name})
			continue
		}
		first[plain] = name
	}
	return pairs
}
