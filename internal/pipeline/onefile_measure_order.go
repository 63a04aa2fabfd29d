package pipeline

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
)

// inOrder puts the rows in an order that that of the file has no part in, so
// that sums have the same last digits: by a number made of all that is read of
// a row. Rows with the same number are the same.
func (s *measureSheet) inOrder() {
	type place struct {
		key uint64
		row int
	}
	places := make([]place, len(s.arm))
	for row := range places {
		places[row] = place{key: s.key(row), row: row}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	order := make([]int, len(places))
	for i, p := range places {
		order[i] = p.row
	}
	s.arm, s.segment = reordered(s.arm, order), reordered(s.segment, order)
	for i := range s.numbers {
		s.numbers[i].values = reordered(s.numbers[i].values, order)
	}
	for i := range s.before {
		s.before[i].values, s.before[i].word = reordered(s.before[i].values, order), reordered(s.before[i].word, order)
	}
}

func reordered[T any](values []T, order []int) []T {
	if values == nil {
		return nil
	}
	out := make([]T, len(order))
	for i, from := range order {
		out[i] = values[from]
	}
	return out
}

// key mixes the cells of a row (splitmix64 after each); labels go in by their
// text, as their numbers follow the file's order.
func (s *measureSheet) key(row int) uint64 {
	key := mixed(0, s.arms.keys[s.arm[row]])
	if s.groups != nil {
		key = mixed(key, s.groups.keys[s.segment[row]])
	}
	for i := range s.numbers {
		key = mixed(key, math.Float64bits(s.numbers[i].values[row]))
	}
	for i := range s.before {
		c := &s.before[i]
		key = mixed(key, math.Float64bits(c.values[row]))
		if word := c.word[row]; word >= 0 {
			key = mixed(key, c.words.keys[word])
		}
	}
	return key
}

func mixed(key, with uint64) uint64 {
	key = (key ^ with) + 0x9e3779b97f4a7c15
	key = (key ^ key>>30) * 0xbf58476d1ce4e5b9
	key = (key ^ key>>27) * 0x94d049bb133111eb
	return key ^ key>>31
}

// labelKey is a number for a text.
func labelKey(text string) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(text)) // never fails
	return hash.Sum64()
}
