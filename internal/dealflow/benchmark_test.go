package dealflow

import "testing"

// A company with 2,000 new deals a month: 96,000 in all.
func large() []Deal {
	w := usual()
	w.monthly, w.owners = 2000, 60
	return w.deals(1)
}

func BenchmarkFit_96000Deals(b *testing.B) {
	deals := large()
	for b.Loop() {
		if _, err := Fit(deals, end(2025, 6)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForecast_96000Deals200Draws(b *testing.B) {
	m, err := Fit(large(), end(2025, 6))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Forecast(monthStarts(2025, 7, 7), Simulation{Draws: 200, Seed: 1})
	}
}
