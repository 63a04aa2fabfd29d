package btyd

import (
	"fmt"
	"math"
)

const (
	// mostRegular is the largest k that is tried. Who buys by the calendar is
	// more regular still, but by then the model hardly changes with k.
	mostRegular = 12
	// regularitySample is the number of customers whose likelihood decides on k.
	regularitySample = 20_000
	// closeCall is a difference between two k, in log-likelihood for each
	// customer that one of the sample stands for, that the sample may get wrong:
	// its optimum is off that of all by 2 on average.
	closeCall = 10
)

// fitRegular finds the k of greatest likelihood, each from the optimum of the
// one before, and stops when the likelihood falls for the second time in a row.
// Of many customers a sample decides which k can be the one, and the
// parameters are then fitted to all.
func fitRegular[M any](c Cohort, options Options, kind func(k int) recipe[M, Cohort]) (Fit[M], error) {
	one := kind(1)
	if err := one.check(c); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	if !c.rhythm.known() {
		found, err := one.fit(c, options)
		if err == nil && found.Note == "" {
			found.Note = "the times between purchases are not given, so k is 1"
		}
		found.Name = nameOf(one.name, 1)
		return found, err
	}
	if err := c.checkRhythm(); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	sample := c.sampled(regularitySample)
	tried, iterations, err := tryRegularities(sample, options, kind)
	if err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	best := bestOf(tried)
	if len(sample.groups) < len(c.groups) {
		best, iterations = onAll(c, c.customers/regularitySample, tried, iterations, options, kind)
	}
	tried[best].iterations = iterations
	found := kind(best+1).found(tried[best], c.Customers())
	found.Name = nameOf(one.name, best+1)
	return found, nil
}

// nameOf puts the k that was found in the place of k.
func nameOf(name string, k int) string {
	return fmt.Sprintf("%s%d", name[:len(name)-1], k)
}

// tryRegularities gives the optimum for k = 1, 2, … on the sample.
func tryRegularities[M any](sample Cohort, options Options, kind func(k int) recipe[M, Cohort]) (tried []optimum, iterations int, err error) {
	falls := 0
	for k := 1; k <= mostRegular && falls < 2; k++ {
		r := kind(k)
		centre := r.start(sample)
		full := r.objective(sample, centre)
		var found optimum
		if k > 1 {
			// As many purchases in the same time, and as different rates.
			before := tried[k-2].logs
			found = refine(full, faster(before, k-1, k))
		}
		if !found.settled() {
			coarse := r.objective(sample.thinned(coarseGroups), centre)
			found, err = search(coarse, full, scatter(centre, options))
			if err != nil && k == 1 {
				return nil, 0, err
			} else if err != nil {
				break // so many phases are out of reach
			}
		}
		iterations += found.iterations
		tried = append(tried, found)
		if k > 1 && found.value > tried[k-2].value {
			falls++
		} else {
			falls = 0
		}
	}
	return tried, iterations, nil
}

func bestOf(tried []optimum) int {
	best := 0
	for i, o := range tried {
		if o.value < tried[best].value {
			best = i
		}
	}
	return best
}

// onAll brings the optima of the sample to all customers: that of the best k
// there, and of those that come close. It answers with the best.
func onAll[M any](c Cohort, weight float64, tried []optimum, iterations int, options Options, kind func(k int) recipe[M, Cohort]) (best, all int) {
	least := math.Inf(1)
	values := make([]float64, len(tried))
	objectives := make([]objective, len(tried))
	for i, o := range tried {
		r := kind(i + 1)
		objectives[i] = r.objective(c, r.start(c))
		values[i] = objectives[i](o.logs, make([]float64, len(o.logs)))
		least = min(least, values[i])
	}
	reach := least + closeCall*weight
	least = math.Inf(1)
	for i := range tried {
		if values[i] > reach {
			continue
		}
		found := refine(objectives[i], tried[i].logs)
		if !found.settled() {
			// What is rare was not in the sample.
			starts := append([][]float64{tried[i].logs}, scatter(kind(i+1).start(c), options)...)
			if other, err := search(objectives[i], objectives[i], starts); err == nil {
				found = other
			}
		}
		iterations += found.iterations
		tried[i] = found
		if found.value < least {
			best, least = i, found.value
		}
	}
	return best, iterations
}

// sampled is about so many customers, every one in so many of the order of the
// groups, each with the weight of those it stands for. The order makes it a
// stratified sample: it has the purchases, the times and the ages of the whole.
func (c Cohort) sampled(customers float64) Cohort {
	if c.customers <= customers || float64(len(c.groups)) <= customers {
		return c
	}
	weight := c.customers / customers
	var small Cohort
	seen, next, purchases := 0.0, weight/2, 0.0
	for _, g := range c.groups {
		seen += g.Count
		if next > seen {
			continue
		}
		drawn := math.Floor((seen-next)/weight) + 1
		next += drawn * weight
		g.Count = drawn * weight
		small.groups = append(small.groups, g)
		small.customers += g.Count
		purchases += g.Count * g.X
		if g.X > 0 {
			small.repeaters += g.Count
		}
	}
	// The logs of the times of those who were drawn are not known: as many as
	// they have, of the mean of all.
	small.rhythm = Rhythm{Intervals: purchases, SumLog: c.rhythm.SumLog * purchases / c.rhythm.Intervals}
	return small
}
