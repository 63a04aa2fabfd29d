package btyd

import (
	"math"
	"os"
	"testing"
)

// The anchors: what the same machine takes for a step that needs no
// explanation. Fits are read as so many of them.

func BenchmarkAnchor_SortMillionRows(b *testing.B) {
	groups := make([]Group, 0, 1_000_000)
	for _, c := range benchCustomers(1_000_000) {
		groups = append(groups, Group{Customer: c, Count: 1})
	}
	work := make([]Group, len(groups))
	for b.Loop() {
		copy(work, groups)
		sortGroups(work)
	}
}

func BenchmarkAnchor_MillionLogarithms(b *testing.B) {
	total := 0.0
	for b.Loop() {
		for i := range 1_000_000 {
			total += math.Log(float64(i + 2))
		}
	}
	if total == 0 {
		b.Fatal(total)
	}
}

func BenchmarkAnchor_OneLikelihood(b *testing.B) {
	cohort := cdnowCohort(b)
	for _, f := range Families() {
		b.Run(f.Name, func(b *testing.B) {
			logs := f.any.start(cohort)
			m, gradient := f.any.at(logs), make([]float64, len(logs))
			for b.Loop() {
				f.any.sum(m, cohort, gradient)
			}
		})
	}
}

// benchCustomers come over half a year and are seen for one and a half, in
// weeks, at days' precision.
func benchCustomers(n int) []Customer {
	customers := customersOf(published().simulateCohort(1, n, 78, 0))
	for i := range customers {
		c := &customers[i]
		c.Recency = min(c.Age, math.Ceil(c.Recency*7)/7)
		if c.Recency == 0 { // came back on the day itself: no purchase of its own
			c.X = 0
		}
	}
	return customers
}

// The sample on which all models together are to take 100 ms.
func BenchmarkCDNOW_AllModels(b *testing.B) {
	cohort, spends := cdnowCohort(b), cdnowSpends(b)
	for b.Loop() {
		for _, f := range Families() {
			fitted(b, f, cohort)
		}
		if _, err := FitGammaGamma(spends, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCDNOW(b *testing.B) {
	cohort, spends := cdnowCohort(b), cdnowSpends(b)
	for _, f := range Families() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				fitted(b, f, cohort)
			}
		})
	}
	b.Run("Gamma-Gamma", func(b *testing.B) {
		for b.Loop() {
			if _, err := FitGammaGamma(spends, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func cdnowSpends(b *testing.B) Spends {
	var spends []Spend
	for _, h := range readCDNOW(b) {
		spends = append(spends, h.spend)
	}
	return compressSpends(b, spends)
}

func BenchmarkCustomers_100000(b *testing.B)  { benchFits(b, 100_000) }
func BenchmarkCustomers_1000000(b *testing.B) { benchFits(b, 1_000_000) }

func BenchmarkCustomers_10000000(b *testing.B) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		b.Skip("takes minutes: set CLIENTELE_LONG=1 to run it")
	}
	benchFits(b, 10_000_000)
}

// benchFits goes from customers to a fit, compressing included.
func benchFits(b *testing.B, n int) {
	customers := benchCustomers(n)
	for _, f := range Families() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				cohort := compress(b, customers).WithRhythm(steadyRhythm(customers))
				fitted(b, f, cohort)
			}
		})
	}
}

// steadyRhythm is that of customers who buy at random, as far as it can be
// told from their statistics: the mean log of x gaps that share a time.
func steadyRhythm(customers []Customer) Rhythm {
	var rhythm Rhythm
	for _, c := range customers {
		if c.X > 0 {
			rhythm.Intervals += c.X
			rhythm.SumLog += c.X * (math.Log(c.Recency/c.X) - 0.5)
		}
	}
	return rhythm
}

func BenchmarkExpectedFor(b *testing.B) { benchExpected(b, Customer{X: 12, Recency: 30, Age: 38}) }
func BenchmarkExpectedFor_2000Purchases(b *testing.B) {
	benchExpected(b, Customer{X: 2000, Recency: 990, Age: 1000})
}

func benchExpected(b *testing.B, c Customer) {
	for _, f := range Families() {
		b.Run(f.Name, func(b *testing.B) {
			m := f.any.at(f.any.start(shop(b, 500)))
			for b.Loop() {
				m.ExpectedFor(c, 39)
			}
		})
	}
}

func BenchmarkInterval(b *testing.B) {
	c := Customer{X: 12, Recency: 30, Age: 38}
	for _, f := range Families() {
		b.Run(f.Name, func(b *testing.B) {
			m := f.any.at(f.any.start(shop(b, 500)))
			for b.Loop() {
				m.Interval(c, 39, 0.9)
			}
		})
	}
}
