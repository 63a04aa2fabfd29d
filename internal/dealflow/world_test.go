package dealflow

import (
	"math"
	"math/rand/v2"
	"sort"
	"time"
)

// world makes deals of which everything is known: owners of differing skill, a
// rate of closing, a share won, and what the amounts are.
type world struct {
	owners  int
	skill   float64 // spread of the owners' logits
	share   float64 // won of those closed
	days    float64 // mean time to close
	monthly float64 // deals opened
	forget  float64 // share that nobody ever closes
	shock   float64 // variance of months' own rates
	first   int
	until   int // last opening
}

func usual() world {
	return world{owners: 8, skill: 0.5, share: 0.45, days: 50, monthly: 40, forget: 0.05, first: dayOf(time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)), until: dayOf(time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC))}
}

// wins is the owner's share of deals won.
func (w world) wins(owner int) float64 {
	spread := 2*float64(owner)/float64(max(1, w.owners-1)) - 1
	return logistic(logit(w.share) + w.skill*spread)
}

func ownerName(i int) string { return string(rune('A' + i)) }

// deals are all of them, to their ends, however far behind the last opening.
func (w world) deals(seed uint64) []Deal {
	random := rand.New(rand.NewPCG(seed, 9))
	shocks := map[int]float64{}
	var out []Deal
	for at := float64(w.first); ; {
		at += random.ExpFloat64() * monthDays / w.monthly
		if int(at) > w.until {
			break
		}
		owner := random.IntN(w.owners)
		d := Deal{Source: "crm", Owner: ownerName(owner), Opened: int(at), Amount: math.Round(math.Exp(6 + 0.8*random.NormFloat64()))}
		if random.Float64() >= w.forget {
			// Gamma of shape two, its clock running by the months' own speed.
			d.Closed = w.run(seed, shocks, d.Opened, w.days/2*(random.ExpFloat64()+random.ExpFloat64()))
			d.Outcome = Lost
			if random.Float64() < w.wins(owner) {
				d.Outcome = Won
			}
		}
		out = append(out, d)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Opened < out[j].Opened })
	return out
}

func (w world) run(seed uint64, shocks map[int]float64, opened int, needed float64) int {
	if w.shock == 0 {
		return opened + int(needed)
	}
	for day := opened; ; day++ {
		month, _ := monthAt(day)
		speed, known := shocks[month]
		if !known {
			// Of the month alone, whatever deals came before.
			speed = chance{rand.New(rand.NewPCG(uint64(month), seed))}.around(w.shock)
			shocks[month] = speed
		}
		if needed -= speed; needed < 0 {
			return day
		}
	}
}

// months are the starts of the months from the first of a year on.
func (w world) months(year, n int) []int { return monthStarts(year, 1, n) }
