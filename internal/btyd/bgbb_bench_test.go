package btyd

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkFitBGBB_1000000(b *testing.B) {
	random := rand.New(rand.NewPCG(68, 4))
	m := BGBB{Alpha: 0.4, Beta: 5, Gamma: 0.7, Delta: 9}
	customers := make([]Customer, 1_000_000)
	for i := range customers {
		customers[i] = m.simulate(random, float64(52+random.IntN(26)), 0).customer
	}
	for b.Loop() {
		if _, err := FitBGBB(compress(b, customers), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitBGBB_Donations(b *testing.B) {
	cohort := donations(b)
	for b.Loop() {
		if _, err := FitBGBB(cohort, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBGBB_Chances(b *testing.B) {
	m, c := BGBB{Alpha: 0.4, Beta: 5, Gamma: 0.7, Delta: 9}, Customer{X: 4, Recency: 30, Age: 38}
	for b.Loop() {
		m.Chances(c, 26)
	}
}
