package dealflow

import "math"

// effect is how groups of deals (owners, pipelines, sizes, stages) differ from
// all: in how fast their deals are closed, and in how many of these are won.
type effect struct {
	groups   map[string]int
	closed   []float64
	expected []float64 // closings, had they been like all
	won      []float64
	share    []float64 // of these closings that would have been won, had they been like all
	rate     float64   // strength of the prior of rates
	odds     float64   // strength of the prior of shares
}

// tally is what an effect is learnt from: something that was open, with the
// closings that were expected of it, and if it was closed the share of its like
// that is won.
type tally struct {
	group    string
	expected float64
	closed   bool
	won      bool
	share    float64
	weight   float64
}

// newEffect learns the effect of groups; share is the one of all deals.
func newEffect(tallies []tally, share float64) effect {
	e := effect{groups: map[string]int{}}
	for _, t := range tallies {
		i, known := e.groups[t.group]
		if !known {
			i = len(e.closed)
			e.groups[t.group] = i
			e.closed, e.expected, e.won, e.share = append(e.closed, 0), append(e.expected, 0), append(e.won, 0), append(e.share, 0)
		}
		e.expected[i] += t.weight * t.expected
		if t.closed {
			e.closed[i] += t.weight
			e.share[i] += t.weight * t.share
		}
		if t.won {
			e.won[i] += t.weight
		}
	}
	for i, n := range e.closed {
		if n == 0 {
			e.share[i] = share
		} else {
			e.share[i] = math.Max(1e-6, math.Min(1-1e-6, e.share[i]/n))
		}
	}
	e.rate, e.odds = strongest, strongest
	if len(e.closed) > 1 {
		e.rate, e.odds = rateStrength(e.closed, e.expected), shareStrength(e.won, e.closed, e.share)
	}
	return e
}

// influence is what an effect does to one group: it multiplies the rate of
// closing and is added to the logit of the share won.
type influence struct{ factor, shift float64 }

func neutral() influence { return influence{factor: 1} }

func (i influence) and(other influence) influence {
	return influence{i.factor * other.factor, i.shift + other.shift}
}

// of is the influence on a group that is most to be expected, none on one that
// nothing is known of.
func (e effect) of(group string) influence {
	i, known := e.groups[group]
	if !known {
		return neutral()
	}
	return influence{
		factor: (e.rate + e.closed[i]) / (e.rate + e.expected[i]),
		shift:  logit((e.won[i]+e.odds*e.share[i])/(e.closed[i]+e.odds)) - logit(e.share[i]),
	}
}

// drawn is one draw of the influence on each group, and behind them on one that
// is not known.
func (e effect) drawn(c chance, share float64) []influence {
	out := make([]influence, len(e.closed)+1)
	for i := range e.closed {
		out[i] = influence{
			factor: c.gamma(e.rate+e.closed[i], e.rate+e.expected[i]),
			shift:  logit(c.beta(e.won[i]+e.odds*e.share[i], e.closed[i]-e.won[i]+e.odds*(1-e.share[i]))) - logit(e.share[i]),
		}
	}
	out[len(e.closed)] = influence{factor: c.gamma(e.rate, e.rate), shift: logit(c.beta(e.odds*share, e.odds*(1-share))) - logit(share)}
	return out
}

// place is where drawn has a group.
func (e effect) place(group string) int {
	if i, known := e.groups[group]; known {
		return i
	}
	return len(e.closed)
}
