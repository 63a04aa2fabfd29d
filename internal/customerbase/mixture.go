package customerbase

import "math/rand/v2"

// mixture is the mean of models: each is right with the same chance.
type mixture []forecaster

// alive is not known where one of them cannot tell: without it the mean would
// be of other models than the chance to buy is.
func (m mixture) alive(h Habit) float64 {
	return m.mean(func(member forecaster) float64 { return member.alive(h) })
}

func (m mixture) expected(h Habit, days float64) float64 {
	return m.mean(func(member forecaster) float64 { return member.expected(h, days) })
}

func (m mixture) silence(h Habit) func(days float64) float64 {
	members := make([]func(float64) float64, len(m))
	for i, member := range m {
		members[i] = member.silence(h)
	}
	return func(days float64) float64 {
		total := 0.0
		for _, silent := range members {
			total += silent(days)
		}
		return total / float64(len(members))
	}
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
