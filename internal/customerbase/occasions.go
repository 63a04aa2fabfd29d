package customerbase

import (
	"math"
	"math/rand/v2"

	"clientele/internal/btyd"
)

const daysAWeek = 7

// occasions is BG/BB over weeks: who buys on several days of a week makes one
// occasion of them, so its purchases are so many to an occasion.
type occasions struct {
	fit   btyd.Fit[btyd.BGBB]
	model btyd.BGBB
	each  float64 // purchases to a week with a purchase, at least 1
}

func occasionsOf(fit btyd.Fit[btyd.BGBB], history History) occasions {
	var purchases, weeks int64
	for _, c := range history.Customers {
		if c.Weeks > 0 {
			purchases += c.Repeats
			weeks += c.WeeksBought
		}
	}
	return occasions{fit: fit, model: fit.Model, each: max(1, float64(purchases)/max(1, float64(weeks)))}
}

func (occasions) customer(h Habit) btyd.Customer {
	return btyd.Customer{X: float64(h.WeeksBought), Recency: float64(h.LastWeek), Age: float64(h.Weeks)}
}

func (m occasions) alive(h Habit) float64 { return m.model.PAlive(m.customer(h)) }

func (m occasions) expected(h Habit, days float64) float64 {
	return m.each * betweenWeeks(days, func(weeks float64) float64 { return m.model.ExpectedFor(m.customer(h), weeks) })
}

func (m occasions) newcomer(days float64) float64 {
	return m.each * betweenWeeks(days, m.model.Expected)
}

func (m occasions) silence(h Habit) func(days float64) float64 {
	silent := silence(m.model, m.customer(h))
	return func(days float64) float64 { return betweenWeeks(days, silent) }
}

// betweenWeeks is what stands for days, between the two whole numbers of weeks
// around them.
func betweenWeeks(days float64, of func(weeks float64) float64) float64 {
	weeks := days / daysAWeek
	low := math.Floor(weeks)
	below := of(low)
	if weeks == low {
		return below
	}
	return below + (weeks-low)*(of(low+1)-below)
}

// chances are those of the occasions, each with 1 to 7 purchases: one for
// certain and six more days of the same chance.
func (m occasions) chances(h Habit, days float64) []float64 {
	counts := m.model.Chances(m.customer(h), math.Round(days/daysAWeek))
	more := (m.each - 1) / (daysAWeek - 1)
	if more == 0 {
		return counts
	}
	chances := make([]float64, (len(counts)-1)*daysAWeek+1)
	for n, chance := range counts {
		trials := n * (daysAWeek - 1)
		// Binomial chances of k more in so many trials, each from the one before.
		left := chance * math.Exp(float64(trials)*math.Log1p(-more))
		for k := range trials + 1 {
			chances[n+k] += left
			left *= float64(trials-k) / float64(k+1) * more / (1 - more)
		}
	}
	return chances
}

func (m occasions) drawn(random *rand.Rand) forecaster {
	m.model = m.fit.Drawn(random)
	return m
}
