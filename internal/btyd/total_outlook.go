package btyd

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sort"
	"sync"
)

// gammaGammaOf is the fitted model of spend, or one drawn where there is a
// source to draw from.
func gammaGammaOf(fit *Fit[GammaGamma], random *rand.Rand) *GammaGamma {
	switch {
	case fit == nil:
		return nil
	case random == nil:
		return &fit.Model
	}
	m := fit.Drawn(random)
	return &m
}

// means are the expected purchases and money of each member. Members alike are
// next to each other and asked for once.
func means[C comparable](members []Member[C], expected func(C) float64, spend *GammaGamma) []amounts {
	found := make([]amounts, len(members))
	inParts(len(members), func(from, to int) {
		for i := from; i < to; i++ {
			if i > from && members[i].Customer == members[i-1].Customer {
				found[i].purchases = found[i-1].purchases
			} else {
				found[i].purchases = expected(members[i].Customer)
			}
			found[i].money = found[i].purchases * each(members[i].Spend, spend)
		}
	})
	return found
}

// each is the mean spend of a member's purchase. Where that is infinite it is
// the spend at the customer's mean rate.
func each(s Spend, model *GammaGamma) float64 {
	if model == nil {
		return max(s.Mean, 0)
	}
	x, mean := knownSpend(s.X, s.Mean)
	if expected, err := model.ExpectedSpend(x, mean); err == nil {
		return expected
	}
	return model.P * model.Scale(x, mean) / (model.P*x + model.Q)
}

// inParts does the parts of n things on all processors.
func inParts(n int, do func(from, to int)) {
	const part = 256
	inParallel((n+part-1)/part, func(i int) { do(i*part, min((i+1)*part, n)) })
}

// inParallel does n things on all processors.
func inParallel(n int, do func(i int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
}

// delegate is a member who stands for a number of them.
type delegate[C comparable] struct {
	Member[C]
	weight   float64
	expected amounts
}

// sampleOf is every member of a small base. Of a large one it is those with the
// most money ahead, one by one, and every k-th of the others.
func sampleOf[C comparable](members []Member[C], expected []amounts) []delegate[C] {
	var sample []delegate[C]
	take := func(i int, weight float64) {
		sample = append(sample, delegate[C]{Member: members[i], weight: weight, expected: expected[i]})
	}
	if len(members) <= drawnOne {
		for i := range members {
			take(i, 1)
		}
		return sample
	}
	order := make([]int, len(members))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(expected[b].money, expected[a].money), cmp.Compare(a, b))
	})
	sure, others := order[:surely], order[surely:]
	slices.Sort(others)
	for _, i := range sure {
		take(i, 1)
	}
	step := float64(len(others)) / (drawnOne - surely)
	for j := range drawnOne - surely {
		take(others[int((float64(j)+0.5)*step)], step)
	}
	return sample
}

// thinned is every k-th delegate, so that about size are left.
func thinned[C comparable](all []delegate[C], size int) []delegate[C] {
	step := len(all) / size
	if step < 2 {
		return all
	}
	var few []delegate[C]
	for i := step / 2; i < len(all); i += step {
		few = append(few, all[i])
	}
	return few
}

// lot is what one delegate's future is drawn from.
type lot struct {
	atMost []float64 // chances of at most 0, 1, 2 … purchases
	spend  Spending
	mean   amounts // of what is drawn
}

// sameMean is as near as the chances of a model come to its own mean: what lies
// beyond the last of them is left out.
const sameMean = 1e-6

func lotsOf[C comparable](sample []delegate[C], chances func(C) []float64, spend *GammaGamma) []lot {
	lots := make([]lot, len(sample))
	inParts(len(sample), func(from, to int) {
		for i := from; i < to; i++ {
			d := &sample[i]
			if i > from && d.Customer == sample[i-1].Customer {
				lots[i].atMost = lots[i-1].atMost
			} else {
				lots[i].atMost = accumulated(chances(d.Customer))
			}
			lots[i].mean = d.expected
			if mean := meanOf(lots[i].atMost); math.Abs(mean-d.expected.purchases) > sameMean*(1+d.expected.purchases) {
				lots[i].mean = amounts{purchases: mean, money: mean * each(d.Spend, spend)}
			}
			// Without chances: a draw needs none.
			if spend == nil {
				lots[i].spend = EvenSpending(nil, d.Spend.Mean)
			} else {
				lots[i].spend = spend.Spending(nil, d.Spend.X, d.Spend.Mean)
			}
		}
	})
	return lots
}

func accumulated(chances []float64) []float64 {
	sums := slices.Clone(chances)
	for n := 1; n < len(sums); n++ {
		sums[n] += sums[n-1]
	}
	return sums
}

// draw is what n purchases cost. Where a customer's mean spend is infinite it is
// drawn at the mean rate, whose spend is what the total expects ([each]): draws
// from a distribution without a mean are of another forecast.
func (l lot) draw(random *rand.Rand, n float64) float64 {
	if n > 0 && l.spend.p > 0 && l.spend.shape <= 1 {
		return drawGamma(random, l.spend.p*n, 1) / l.spend.shape * l.spend.scale
	}
	return l.spend.Draw(random, n)
}

// meanOf is the mean of a count that is at most 0, 1, 2 … with these chances. What
// the last one leaves open is drawn as the last.
func meanOf(atMost []float64) float64 {
	mean := 0.0
	for _, share := range atMost[:max(0, len(atMost)-1)] {
		mean += 1 - share
	}
	return mean
}

// luck is one future of all, less the mean of what it is drawn from. That is not
// what the rule expects of them where a rule takes its chances from elsewhere: a
// rule that needs no model has none of its own, and how far its customers stray is
// what others tell, not where from.
func luck[C comparable](random *rand.Rand, sample []delegate[C], lots []lot) amounts {
	var sum amounts
	for i := range sample {
		d, from := &sample[i], &lots[i]
		n := min(sort.SearchFloat64s(from.atMost, random.Float64()), len(from.atMost)-1)
		far := math.Sqrt(d.weight)
		sum.purchases += far * (float64(n) - from.mean.purchases)
		sum.money += far * (from.draw(random, float64(n)) - from.mean.money)
	}
	return sum
}
