package customerbase

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// base is a made company of which it is known what its customers differ in.
type base struct {
	name  string
	gap   func(random *rand.Rand) float64              // days between a customer's purchases
	spend func(random *rand.Rand, gap float64) float64 // of one purchase, the customer's level
	noise float64                                      // how much purchases of one customer differ, on the logs
}

// bases are companies whose spend hangs on how often customers buy, this way and
// that way, and one where some spend a thousand times as much as others.
func bases() []base {
	either := func(often, seldom float64) func(*rand.Rand) float64 {
		return func(random *rand.Rand) float64 {
			if random.IntN(5) < 2 {
				return seldom
			}
			return often
		}
	}
	return []base{
		{"the seldom spend much", either(4, 27), func(random *rand.Rand, gap float64) float64 {
			return map[bool]float64{true: 1400, false: 20}[gap > 10] * math.Exp(0.1*random.NormFloat64())
		}, 0.02},
		{"the frequent spend much", either(5, 30), func(random *rand.Rand, gap float64) float64 {
			return 20_000 / gap / gap * math.Exp(0.3*random.NormFloat64())
		}, 0.2},
		{"levels far apart", func(random *rand.Rand) float64 { return 10 + 60*random.ExpFloat64() }, func(random *rand.Rand, _ float64) float64 {
			return 30 * math.Exp(2*random.NormFloat64())
		}, 0.5},
	}
}

// live makes customers of a base who come within the first 90 days and buy at a
// rate of their own; a third of them never come back.
func (b base) live(seed uint64, customers, days int) ledger {
	random := rand.New(rand.NewPCG(seed, 17)) //nolint:gosec // a test
	l := ledger{}
	for i := range customers {
		gap, paid, first := b.gap(random), map[int]float64{}, random.IntN(90)
		level := b.spend(random, gap)
		pay := func(day int) { paid[day] = math.Round(100*level*math.Exp(b.noise*random.NormFloat64())) / 100 }
		pay(first)
		if i%3 > 0 {
			for day := float64(first) + gap; day < float64(days); day += gap * (0.8 + 0.4*random.Float64()) {
				pay(int(day))
			}
		}
		l[fmt.Sprintf("c%05d", i)] = paid
	}
	return l
}

// A total and its interval are of one forecast: whichever candidate is chosen, and
// whether it knows how it fared or not, the mean lies within its own 80 %. A rule
// that needs no model takes its chances from elsewhere, and these have a mean of
// their own.
func TestTotals_TheMeanLiesWithinItsOwnInterval(t *testing.T) {
	for _, base := range bases() {
		for seed := range uint64(sizeOf(t, "seeds", 1, 12)) {
			data := base.live(seed, 80, 720)
			field := fitted(t, data.history(539), weeks(180))
			contest := field.Judge(data.later(539, 180))
			for _, candidate := range field.Candidates {
				if candidate.forecaster == nil {
					continue
				}
				model, known := candidate.Name, []experience{{}}
				if candidate.Naive {
					model, known = "MBG/NBD", []experience{{}, contest.came}
				}
				for _, came := range known {
					totals := field.choice(candidate.Name, model, true).knowing(came).Totals()
					purchases, money := totals.Widened(Misses{})
					for name, total := range map[string]Total{"purchases": purchases, "money": money} {
						if r := total.Range; !(r.Low80 <= total.Mean && total.Mean <= r.High80) {
							t.Errorf("%s, seed %d, %s: %s %.0f, and 80 %% from %.0f to %.0f", base.name, seed, candidate.Name, name, total.Mean, r.Low80, r.High80)
						}
					}
				}
			}
		}
	}
}
