package btyd

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Member is a customer of a base, as a rule of purchases knows customers, with
// what is known of the spend; Spend.X is 0 where nothing is.
type Member[C comparable] struct {
	Customer C
	Spend    Spend
}

// Rule is what a total needs of a way to foretell purchases within a horizon.
type Rule[C comparable] struct {
	// Compare orders customers, so that the order of the members does not matter.
	Compare  func(a, b C) int
	Expected func(c C) float64
	Chances  func(c C) []float64 // of 0, 1, 2 … purchases
	// Drawn is Expected as another model has it that the data leave likely; nil
	// where the rule has nothing to be uncertain of.
	Drawn func(random *rand.Rand) func(c C) float64
}

// RuleOf is the rule of a fitted model for t after each customer's Age.
func RuleOf[M Model](fit Fit[M], t float64) Rule[Customer] {
	expected := func(m M) func(Customer) float64 {
		return func(c Customer) float64 { return m.ExpectedFor(c, t) }
	}
	return Rule[Customer]{
		Compare:  compareCustomers,
		Expected: expected(fit.Model),
		Chances:  func(c Customer) []float64 { return fit.Model.Chances(c, t) },
		Drawn:    func(random *rand.Rand) func(Customer) float64 { return expected(fit.Drawn(random)) },
	}
}

func compareCustomers(p, q Customer) int {
	return cmp.Or(cmp.Compare(p.X, q.X), cmp.Compare(p.Recency, q.Recency), cmp.Compare(p.Age, q.Age))
}

// Total is a sum over all customers of a base that lies ahead.
type Total struct {
	Expected float64
	possible []float64 // totals that may come, in order
}

// Interval holds the total with the chance level, and leaves half of the rest
// on either side.
func (t Total) Interval(level float64) (lo, hi float64) {
	if len(t.possible) == 0 {
		return t.Expected, t.Expected
	}
	if !(level > 0) {
		level = 0
	}
	tail := (1 - min(level, 1)) / 2
	return t.quantile(tail), t.quantile(1 - tail)
}

// quantile is unbiased in rank: of n totals drawn, the next falls below the
// i-th with chance i/(n+1).
func (t Total) quantile(share float64) float64 {
	n := len(t.possible)
	at := min(max(share*float64(n+1)-1, 0), float64(n-1))
	below := int(at)
	above := min(below+1, n-1)
	return t.possible[below] + (at-float64(below))*(t.possible[above]-t.possible[below])
}

// Totals are what a base will buy, and spend.
type Totals struct{ Purchases, Spend Total }

const (
	// futures is how many totals are drawn: the ends of an interval are then
	// known to a tenth of the standard deviation.
	futures = 1000
	// likelyModels is how many are drawn of the models that the data leave likely.
	likelyModels = 250
	// drawnOne by one are at most so many members, among them surely those who
	// are expected to spend most.
	drawnOne, surely = 4000, 1000
	// reread members stand for all where another model's mean is asked for.
	reread = 1000
)

// ForecastTotals draws the purchases and the spend of a base. There are two
// sources of doubt, about as large as each other at any size of the base:
// chance, for which each customer's future is drawn under the fitted models;
// and what these models are uncertain by, for which models are drawn from the
// fits, and each total is moved by the factor by which they move the mean.
// Where spend is nil each purchase costs the member's own mean.
//
// Draws, not a normal distribution with exact moments: spends have no third
// moment where q < 3, a few large customers can make up the variance, and small
// bases are skewed. Of a base of more than 4,000 the thousand who are expected
// to spend most are drawn, and every k-th of the others, whose deviation from
// their mean is taken √k times.
//
// The result depends neither on the order of the members nor on the number of
// processors.
func ForecastTotals[C comparable](base []Member[C], rule Rule[C], spend *Fit[GammaGamma], seed uint64) Totals {
	if len(base) == 0 {
		return Totals{}
	}
	members := slices.Clone(base)
	slices.SortFunc(members, func(p, q Member[C]) int {
		if order := rule.Compare(p.Customer, q.Customer); order != 0 {
			return order
		}
		return cmp.Or(cmp.Compare(p.Spend.X, q.Spend.X), cmp.Compare(p.Spend.Mean, q.Spend.Mean))
	})
	money := gammaGammaOf(spend, nil)
	expected := means(members, rule.Expected, money)
	totals := Totals{
		Purchases: Total{possible: make([]float64, futures)},
		Spend:     Total{possible: make([]float64, futures)},
	}
	for _, e := range expected {
		totals.Purchases.Expected += e.purchases
		totals.Spend.Expected += e.money
	}
	sample := sampleOf(members, expected)
	shifts := shiftsOf(thinned(sample, reread), rule, spend, seed)
	lots := lotsOf(sample, rule.Chances, money)
	inParallel(futures, func(k int) {
		random := rand.New(rand.NewPCG(seed, uint64(2*k+1)))
		chance, shift := luck(random, sample, lots), shifts[k%likelyModels]
		totals.Purchases.possible[k] = max(0, totals.Purchases.Expected+chance.purchases) * shift.purchases
		totals.Spend.possible[k] = max(0, totals.Spend.Expected+chance.money) * shift.money
	})
	slices.Sort(totals.Purchases.possible)
	slices.Sort(totals.Spend.possible)
	return totals
}

// amounts are purchases and money, of one member or of many.
type amounts struct{ purchases, money float64 }

// shiftsOf are the factors by which models drawn from the fits move the means.
func shiftsOf[C comparable](few []delegate[C], rule Rule[C], spend *Fit[GammaGamma], seed uint64) []amounts {
	members := make([]Member[C], len(few))
	var now amounts
	for i, d := range few {
		members[i] = d.Member
		now.purchases += d.weight * d.expected.purchases
		now.money += d.weight * d.expected.money
	}
	shifts := make([]amounts, likelyModels)
	inParallel(likelyModels, func(k int) {
		random := rand.New(rand.NewPCG(seed, uint64(2*k)))
		expected := rule.Expected
		if rule.Drawn != nil {
			expected = rule.Drawn(random)
		}
		var then amounts
		for i, e := range means(members, expected, gammaGammaOf(spend, random)) {
			then.purchases += few[i].weight * e.purchases
			then.money += few[i].weight * e.money
		}
		shifts[k] = amounts{purchases: factor(now.purchases, then.purchases), money: factor(now.money, then.money)}
	})
	return shifts
}

// factor is 1 where there is nothing to compare.
func factor(now, then float64) float64 {
	if !(now > 0) || !finite(then) {
		return 1
	}
	return then / now
}
