package btyd

import "testing"

func BenchmarkFitMBGCNBD_1000000(b *testing.B)  { benchmarkMany(b, 1_000_000) }
func BenchmarkFitMBGCNBD_10000000(b *testing.B) { benchmarkMany(b, 10_000_000) }

// benchmarkMany is from customers, Compress included.
func benchmarkMany(b *testing.B, n int) {
	all := simulateCohort(MBGCNBD{K: 3, R: 0.4, Alpha: 1.8, A: 0.8, B: 2.4}, 1, n, 78, 0)
	rhythm := cohortOf(b, all).rhythm
	customers := customersOf(all)
	for b.Loop() {
		fit, err := FitMBGCNBD(compress(b, customers).WithRhythm(rhythm), Options{})
		if err != nil || fit.Model.K != 3 {
			b.Fatal(err, fit.Model)
		}
	}
}
