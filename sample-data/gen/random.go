package main

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// stream numbers the independent sources of chance, so that a change to one
// part of the company leaves the draws of all the others as they were.
type stream uint64

const (
	streamBusiness stream = iota + 1
	streamRetail
	streamNames
	streamBaskets
	streamTill
	streamContacts
	streamEvents
	streamAccounting
	streamShop
	streamLeads
	streamDeals
	streamSubscribers
	streamCampaigns
)

// random draws from the distributions of the customer-base models.
type random struct{ *rand.Rand }

func newRandom(seed uint64, s stream) random {
	return random{rand.New(rand.NewPCG(seed, uint64(s)))}
}

func (r random) gamma(shape, rate float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: rate, Src: r}.Rand()
}

func (r random) beta(a, b float64) float64 {
	x, y := r.gamma(a, 1), r.gamma(b, 1)
	return x / (x + y)
}

func (r random) chance(p float64) bool { return r.Float64() < p }

// between draws a whole number, both ends included.
func (r random) between(low, high int) int { return low + r.IntN(high-low+1) }

// round keeps the mean of a fraction over many draws: 2.3 is 3 in three of ten.
func (r random) round(x float64) int {
	whole := int(x)
	if r.chance(x - float64(whole)) {
		whole++
	}
	return whole
}

func pick[T any](r random, from []T) T { return from[r.IntN(len(from))] }
