package customerbase

import (
	"math"
	"math/rand/v2"
)

// mixture is the mean of models: each is right with the same chance.
type mixture []forecaster

// alive is the mean of those that can tell.
func (m mixture) alive(h Habit) float64 {
	total, n := 0.0, 0
	for _, member := range m {
		if alive := member.alive(h); !math.IsNaN(alive) {
			total += alive
			n++
		}
	}
	return total / float64(n) // NaN where none can tell
}

func (m mixture) expected(h Habit, days float64) float64 {
	return m.mean(func(member forecaster) float64 { return member.expected(h, days) })
}

func (m mixture) silence(h Habit, days float64) float64 {
	return m.mean(func(member forecaster) float64 { return member.silence(h, days) })
}

func (m mixture) newcomer(days float64) float64 {
	return m.mean(func(member forecaster) float64 { return member.newcomer(days) })
}

func (m mixture) mean(of func(forecaster) float64) float64 {
	total := 0.0
	for _, member := range m {
		total += of(member)
	}
	return total / float64(len(m))
}

func (m mixture) drawn(random *rand.Rand) forecaster {
	drawn := make(mixture, len(m))
	for i, member := range m {
		drawn[i] = member.drawn(random)
	}
	return drawn
}

func (m mixture) chances(h Habit, days float64) []float64 {
	var mixed []float64
	share := 1 / float64(len(m))
	for _, member := range m {
		for n, chance := range member.chances(h, days) {
			if n == len(mixed) {
				mixed = append(mixed, 0)
			}
			mixed[n] += share * chance
		}
	}
	return mixed
}
