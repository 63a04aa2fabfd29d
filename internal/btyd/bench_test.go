package btyd

import "testing"

func BenchmarkFitBGNBD_CDNOW(b *testing.B) {
	cohort := cdnowCohort(b)
	for b.Loop() {
		if _, err := FitBGNBD(cohort, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitBGNBD_100000(b *testing.B) {
	customers := customersOf(published().simulateCohort(1, 100_000, 78, 0))
	for b.Loop() {
		if _, err := FitBGNBD(compress(b, customers), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitBGNBD_1000000(b *testing.B) {
	customers := customersOf(published().simulateCohort(1, 1_000_000, 78, 0))
	for b.Loop() {
		if _, err := FitBGNBD(compress(b, customers), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExpectedFor(b *testing.B) {
	m, c := published(), Customer{X: 12, Recency: 30, Age: 38}
	for b.Loop() {
		m.ExpectedFor(c, 39)
	}
}

func BenchmarkExpectedFor_2000Purchases(b *testing.B) {
	m, c := published(), Customer{X: 2000, Recency: 990, Age: 1000}
	for b.Loop() {
		m.ExpectedFor(c, 39)
	}
}

func BenchmarkInterval(b *testing.B) {
	m, c := published(), Customer{X: 12, Recency: 30, Age: 38}
	for b.Loop() {
		m.Interval(c, 39, 0.9)
	}
}

func BenchmarkFitGammaGamma_CDNOW(b *testing.B) {
	var spends []Spend
	for _, h := range readCDNOW(b) {
		spends = append(spends, h.spend)
	}
	for b.Loop() {
		if _, err := FitGammaGamma(compressSpends(b, spends), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
