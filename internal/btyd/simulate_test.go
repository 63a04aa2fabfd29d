package btyd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// simulated is one customer who buys and leaves as a model says, seen until age
// and then for the length of the future.
type simulated struct {
	customer Customer
	future   float64 // purchases after age
	alive    bool    // at age
	sumLog   float64 // of the times between the purchases up to age
}

// storied is a model that can act out its story, without its formulas. Every
// model of Families has such a method, in its own test file: the laws need it.
type storied interface {
	Model
	simulate(random *rand.Rand, age, future float64) simulated
}

// simulateCohort lets n customers of a model come in over the first third of a
// time. Ages are rounded to a seventh, as dates are to days in a unit of weeks.
func simulateCohort(m storied, seed uint64, n int, length, future float64) []simulated {
	random := rand.New(rand.NewPCG(seed, 1))
	all := make([]simulated, n)
	for i := range all {
		age := math.Round(length*(1-random.Float64()/3)*7) / 7
		all[i] = m.simulate(random, age, future)
	}
	return all
}

// cohortOf is what a fit gets to see of a simulated cohort, its rhythm included.
func cohortOf(t testing.TB, all []simulated) Cohort {
	t.Helper()
	var rhythm Rhythm
	for _, s := range all {
		rhythm.Intervals += s.customer.X
		rhythm.SumLog += s.sumLog
	}
	return compress(t, customersOf(all)).WithRhythm(rhythm)
}

// simulate draws one customer from the story of the model, not from its
// formulas: exponential times at a gamma rate, a coin after each purchase.
func (m BGNBD) simulate(random *rand.Rand, age, future float64) simulated {
	rate := gammaVariate(random, m.R) / m.Alpha
	leave := betaVariate(random, m.A, m.B)
	s := simulated{customer: Customer{Age: age}, alive: true}
	for now := random.ExpFloat64() / rate; now <= age+future; now += random.ExpFloat64() / rate {
		if now <= age {
			s.customer.X++
			s.sumLog += math.Log(now - s.customer.Recency)
			s.customer.Recency = now
		} else {
			s.future++
		}
		if random.Float64() < leave {
			if now <= age {
				s.alive = false
			}
			return s
		}
	}
	return s
}

// simulateCohort is [simulateCohort] for a model at hand.
func (m BGNBD) simulateCohort(seed uint64, n int, length, future float64) []simulated {
	return simulateCohort(m, seed, n, length, future)
}

func customersOf(all []simulated) []Customer {
	customers := make([]Customer, len(all))
	for i, s := range all {
		customers[i] = s.customer
	}
	return customers
}

// gammaVariate is of rate 1: Marsaglia and Tsang (2000), with their boost for
// shapes below 1.
func gammaVariate(random *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gammaVariate(random, shape+1) * math.Pow(random.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := random.NormFloat64()
		v := (1 + c*x) * (1 + c*x) * (1 + c*x)
		if v > 0 && math.Log(1-random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func betaVariate(random *rand.Rand, a, b float64) float64 {
	x := gammaVariate(random, a)
	return x / (x + gammaVariate(random, b))
}

// randomModels spans parameters that companies have: many one-time buyers to
// weekly shoppers, few who leave to most.
func randomModels(seed uint64, n int) []BGNBD {
	random := rand.New(rand.NewPCG(seed, 2))
	between := func(low, high float64) float64 {
		return low * math.Pow(high/low, random.Float64())
	}
	models := make([]BGNBD, n)
	for i := range models {
		models[i] = BGNBD{R: between(0.1, 8), Alpha: between(0.5, 50), A: between(0.05, 5), B: between(0.2, 20)}
	}
	return models
}

func randomCustomers(seed uint64, n int) []Customer {
	random := rand.New(rand.NewPCG(seed, 3))
	customers := make([]Customer, n)
	for i := range customers {
		c := Customer{X: math.Floor(math.Exp(random.Float64()*5) - 1), Age: 1 + 99*random.Float64()}
		if c.X > 0 {
			c.Recency = c.Age * (0.01 + 0.99*random.Float64())
		}
		customers[i] = c
	}
	return customers
}
