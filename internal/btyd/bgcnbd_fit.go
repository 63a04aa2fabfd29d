package btyd

import (
	"fmt"
	"math"
)

const (
	// mostRegular is the largest k that is tried. Who buys by the calendar is
	// more regular still, but by then the model hardly changes with k.
	mostRegular = 12
	// regularitySample is the number of groups whose likelihood decides which k
	// can be the one.
	regularitySample = 20_000
	// closeCall is the difference between two k that a sample may get wrong, in
	// log-likelihood for each group that one of the sample stands for: its
	// optimum falls short of that of all by 2 on average.
	closeCall = 10
)

// regularityTrials are the optima for k = 1, 2, … on the way to the best.
type regularityTrials[M any] struct {
	kind    func(k int) recipe[M, Cohort]
	options Options
	optima  []optimum
}

// fitRegular finds the k of greatest likelihood, each from the optimum of the
// one before, and stops when the likelihood falls for the second time in a row.
// Of many customers a sample decides which k can be the one, and the
// parameters are then fitted to all.
func fitRegular[M any](c Cohort, options Options, kind func(k int) recipe[M, Cohort]) (Fit[M], error) {
	one := kind(1)
	if !c.rhythm.known() {
		found, err := one.fit(c, options)
		found.Name = nameOf(one.name, 1)
		if found.Note == "" {
			found.Note = "the times between purchases are not given, so k is 1"
		}
		return found, err
	}
	if err := one.check(c); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	if err := c.checkRhythm(); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	trials := regularityTrials[M]{kind: kind, options: options}
	sample := c
	if c.distinct() > 2*regularitySample {
		sample = c.regularSample(regularitySample)
	}
	if err := trials.onSample(sample); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", one.name, err)
	}
	if sample.distinct() < c.distinct() {
		trials.onAll(c, float64(c.distinct())/regularitySample)
	}
	best, iterations := 0, 0
	for i, o := range trials.optima {
		iterations += o.iterations
		if o.value < trials.optima[best].value {
			best = i
		}
	}
	trials.optima[best].iterations = iterations
	chosen := kind(best + 1)
	found := chosen.foundIn(c, chosen.start(c), trials.optima[best])
	found.Name = nameOf(one.name, best+1)
	return found, nil
}

// nameOf puts the k that was found in the place of "k".
func nameOf(name string, k int) string {
	return fmt.Sprintf("%s%d", name[:len(name)-1], k)
}

// onSample finds the optimum for k = 1, 2, … on the sample.
func (r *regularityTrials[M]) onSample(sample Cohort) error {
	for falls := 0; len(r.optima) < mostRegular && falls < 2; {
		k := len(r.optima) + 1
		found, err := r.next(sample, k)
		switch {
		case err != nil && k == 1:
			return err
		case err != nil:
			return nil // so many phases are out of reach
		case k > 1 && found.value > r.optima[k-2].value:
			falls++
		default:
			falls = 0
		}
		r.optima = append(r.optima, found)
	}
	return nil
}

// next goes from the optimum for k − 1 phases to that for k: as many purchases
// in the same time, and rates as different.
func (r *regularityTrials[M]) next(sample Cohort, k int) (optimum, error) {
	kind := r.kind(k)
	centre := kind.start(sample)
	if k > 1 {
		before := r.optima[k-2]
		found := refineFrom(kind.objective(sample, centre), faster(before.logs, k-1, k), before.curvature())
		if found.settled() {
			return found, nil
		}
	}
	return searchLevels(kind.levels(sample, centre), scatter(centre, r.options))
}

// onAll brings the optima from a sample to all customers: for the k that is
// best there, and for those that come close to it. The others are out.
func (r *regularityTrials[M]) onAll(c Cohort, weight float64) {
	least := math.Inf(1)
	all := make([]objective, len(r.optima))
	for i := range r.optima {
		o := &r.optima[i]
		kind := r.kind(i + 1)
		all[i] = kind.objective(c, kind.start(c))
		o.value = all[i](o.logs, nil)
		least = min(least, o.value)
	}
	for i, o := range r.optima {
		if !(o.value <= least+closeCall*weight) {
			continue
		}
		found := refineFrom(all[i], o.logs, o.curvature())
		if !found.settled() { // what is rare was not in the sample
			starts := scatter(r.kind(i+1).start(c), r.options)
			if other, err := searchLevels([]objective{all[i]}, append(starts, o.logs)); err == nil {
				found = other
			}
		}
		found.iterations += o.iterations
		r.optima[i] = found
	}
}

// regularSample is a sample with the rhythm of the whole. The times between the
// purchases of those who are in it are not known by themselves: there are as
// many as they have purchases, and the mean of their logs is that of all.
func (c Cohort) regularSample(size int) Cohort {
	small := c.thinned(size)
	purchases := 0.0
	for _, g := range small.groups {
		purchases += g.Count * g.X
	}
	return small.WithRhythm(Rhythm{Intervals: purchases, SumLog: c.rhythm.SumLog / c.rhythm.Intervals * purchases})
}
