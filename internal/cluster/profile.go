package cluster

import "math"

// Profile adds up how customers of each cluster lie on every feature.
type Profile struct {
	scales   []Scale
	clusters []profiled
	all      profiled
	least    []float64
}

type profiled struct {
	customers float64
	known     []float64
	plain     []float64 // sums of the values themselves
	scaled    []float64
	squares   []float64
	atLeast   []float64 // members with the least value that there is
}

// NewProfile begins with nobody.
func (m *Model) NewProfile() *Profile {
	p := &Profile{scales: m.All, clusters: make([]profiled, len(m.Centres)), all: newProfiled(len(m.All)), least: m.least}
	for c := range p.clusters {
		p.clusters[c] = newProfiled(len(m.All))
	}
	return p
}

func newProfiled(features int) profiled {
	return profiled{
		known: make([]float64, features), plain: make([]float64, features), scaled: make([]float64, features),
		squares: make([]float64, features), atLeast: make([]float64, features),
	}
}

// Add counts a customer.
func (p *Profile) Add(cluster int, values []float64) {
	for _, to := range []*profiled{&p.clusters[cluster], &p.all} {
		to.customers++
		for f, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				continue
			}
			z := p.scales[f].of(v)
			to.known[f]++
			to.plain[f] += v
			to.scaled[f] += z
			to.squares[f] += z * z
			if v <= p.least[f] {
				to.atLeast[f]++
			}
		}
	}
}

// Customers of a cluster.
func (p *Profile) Customers(cluster int) int64 { return int64(p.clusters[cluster].customers) }

// Mean of a feature within a cluster and over all; NaN where nobody's is known.
func (p *Profile) Mean(cluster, feature int) (mean, overall float64) {
	c := p.clusters[cluster]
	return c.plain[feature] / c.known[feature], p.all.plain[feature] / p.all.known[feature]
}

// mostly is the share of members with the least value from which a cluster is
// called by it.
const mostly = 0.8

// Standing is how far a cluster's members lie from all others on a feature,
// on its scale, in deviations of all; NaN where it cannot be said.
func (p *Profile) Standing(cluster, feature int) Standing {
	c := p.clusters[cluster]
	others := p.all.known[feature] - c.known[feature]
	mean := p.all.scaled[feature] / p.all.known[feature]
	deviation := math.Sqrt(p.all.squares[feature]/p.all.known[feature] - mean*mean)
	z := (c.scaled[feature]/c.known[feature] - (p.all.scaled[feature]-c.scaled[feature])/others) / deviation
	if math.IsInf(z, 0) {
		z = math.NaN()
	}
	return Standing{Z: z, Least: c.atLeast[feature] >= mostly*c.known[feature]}
}
