package btyd

import "math"

// BGBB is the BG/BB model of purchases at discrete occasions (a season's fair,
// a yearly appeal, or simply whether a week had a purchase): at each occasion
// a customer buys with a chance p ~ Beta(Alpha, Beta), and before each leaves
// with a chance θ ~ Beta(Gamma, Delta). All four are above 0.
//
// Times are whole numbers of occasions: Customer.X of those after the first
// purchase had one, Customer.Recency is the number of the last that did,
// Customer.Age how many there were. What follows the point is cut off.
type BGBB struct{ Alpha, Beta, Gamma, Delta float64 }

var _ Model = BGBB{}

// LogLikelihood of a cohort, that of [FHS]. It is finite for every
// cohort of occasions and every parameter above 0.
func (m BGBB) LogLikelihood(c Cohort) float64 {
	return m.sum(c, nil)
}

// PAlive is the chance to be there at the occasion that follows, as in
// [FHS]. A customer leaves before an occasion, so one who bought at the last
// is not there for certain.
func (m BGBB) PAlive(c Customer) float64 {
	stays := (m.Delta + math.Floor(c.Age)) / (m.Gamma + m.Delta + math.Floor(c.Age))
	return m.there(c) * stays
}

// there is the chance to have been there at the last occasion observed.
func (m BGBB) there(c Customer) float64 {
	silence := bgbbSilence{at: math.Floor(c.Recency), alive: 1}
	silence.goOn(m, math.Floor(c.X), math.Floor(c.Age))
	return silence.alive / (silence.alive + silence.gone)
}

// given is the model of a customer's future, if there at the last occasion.
func (m BGBB) given(c Customer) BGBB {
	x, n := math.Floor(c.X), math.Floor(c.Age)
	return BGBB{Alpha: m.Alpha + x, Beta: m.Beta + n - x, Gamma: m.Gamma, Delta: m.Delta + n}
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to the logs of the four.
//
// Up to the last purchase nothing is unknown: the customer was there. With
// (a)_k = a(a+1)…(a+k−1), and S for the chance of the silence since,
//
//	log L = log (α)_x + log (β)_{t_x−x} − log (α+β)_{t_x}
//	      + log (δ)_{t_x} − log (γ+δ)_{t_x} + log S
//
// which is the likelihood of [FHS] with the common factor taken out of its sum.
func (m BGBB) sum(c Cohort, gradient []float64) float64 {
	tables := m.tables(c)
	total := overChunks(c, gradient, func(groups []Group, gradient []float64) float64 {
		return m.terms(groups, tables, gradient)
	})
	if gradient != nil {
		gradient[0] *= m.Alpha
		gradient[1] *= m.Beta
		gradient[2] *= m.Gamma
		gradient[3] *= m.Delta
	}
	return total
}

// terms are the sum over some groups, and its derivatives with respect to the
// parameters themselves. Groups that differ in Age alone follow each other, and
// their silences continue one another.
func (m BGBB) terms(groups []Group, t bgbbTables, gradient []float64) float64 {
	var total float64
	var silence bgbbSilence
	slopes := gradient != nil
	for i := range groups {
		g := &groups[i]
		if i == 0 || g.X != groups[i-1].X || g.Recency != groups[i-1].Recency {
			silence = bgbbSilence{at: g.Recency, alive: 1, slopes: slopes}
		}
		silence.goOn(m, g.X, g.Age)
		chance := silence.alive + silence.gone
		x, n := int(g.X), int(g.Recency)
		total += g.Count * (t.alpha[x].log + t.beta[n-x].log - t.both[n].log +
			t.delta[n].log - t.ends[n].log + math.Log(chance))
		if !slopes {
			continue
		}
		s := silence.slopesOf(chance)
		gradient[0] += g.Count * (t.alpha[x].slope - t.both[n].slope + s[0])
		gradient[1] += g.Count * (t.beta[n-x].slope - t.both[n].slope + s[1])
		gradient[2] += g.Count * (s[2] - t.ends[n].slope)
		gradient[3] += g.Count * (t.delta[n].slope - t.ends[n].slope + s[3])
	}
	return total
}

// bgbbSilence is the time since the last purchase, occasion by occasion:
// relative to having been there at that purchase, the chance to be there still
// and not to have bought, and the chance to have left on the way.
type bgbbSilence struct {
	at          float64 // the occasion reached
	alive, gone float64
	slopes      bool
	// Derivatives of log alive, and of gone, by the four parameters.
	ofAlive, ofGone [4]float64
}

func (s *bgbbSilence) goOn(m BGBB, x, age float64) {
	for ; s.at < age; s.at++ {
		buys, ends := 1/(m.Alpha+m.Beta+s.at), 1/(m.Gamma+m.Delta+s.at)
		notBuying, staying := m.Beta+s.at-x, m.Delta+s.at
		left := s.alive * m.Gamma * ends
		s.gone += left
		if s.slopes {
			s.ofGone[0] += left * s.ofAlive[0]
			s.ofGone[1] += left * s.ofAlive[1]
			s.ofGone[2] += left * (s.ofAlive[2] + 1/m.Gamma - ends)
			s.ofGone[3] += left * (s.ofAlive[3] - ends)
			s.ofAlive[0] -= buys
			s.ofAlive[1] += 1/notBuying - buys
			s.ofAlive[2] -= ends
			s.ofAlive[3] += 1/staying - ends
		}
		s.alive *= notBuying * buys * staying * ends
	}
}

// slopesOf are the derivatives of log(alive + gone), which is log chance.
func (s *bgbbSilence) slopesOf(chance float64) (slopes [4]float64) {
	for i := range slopes {
		slopes[i] = (s.alive*s.ofAlive[i] + s.ofGone[i]) / chance
	}
	return slopes
}

// rising is log (a)_k and its derivative by a.
type rising struct{ log, slope float64 }

// bgbbTables hold log (·)_k for k = 0, 1, 2 …
type bgbbTables struct {
	alpha, beta, both, delta, ends []rising // both is α+β, ends γ+δ
}

func (m BGBB) tables(c Cohort) bgbbTables {
	var x, silent, recency float64
	for i := range c.groups {
		g := &c.groups[i]
		x, silent, recency = max(x, g.X), max(silent, g.Recency-g.X), max(recency, g.Recency)
	}
	return bgbbTables{
		alpha: risingTable(m.Alpha, x), beta: risingTable(m.Beta, silent), both: risingTable(m.Alpha+m.Beta, recency),
		delta: risingTable(m.Delta, recency), ends: risingTable(m.Gamma+m.Delta, recency),
	}
}

func risingTable(a, longest float64) []rising {
	table := make([]rising, int(longest)+1)
	for k := 1; k < len(table); k++ {
		factor := a + float64(k-1)
		table[k] = rising{log: table[k-1].log + math.Log(factor), slope: table[k-1].slope + 1/factor}
	}
	return table
}
