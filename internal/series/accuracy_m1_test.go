package series_test

import (
	"math"
	"testing"

	"clientele/internal/series"
)

// The figures are those of R's forecast 8.20 on the same series.
func TestModels_ReachTheFiguresOfRTwinsOnM1(t *testing.T) {
	all := readM1(t)
	for _, c := range []struct {
		model               series.Model
		smape, mase         float64
		withinSMAPE, within float64
	}{
		{series.SeasonalNaive{}, 17.299, 1.314, 0.001, 0.001},
		{series.Theta{}, 16.527, 1.091, 0.05, 0.005},
	} {
		t.Run(c.model.Name(), func(t *testing.T) {
			var smape, mase float64
			for _, s := range all {
				fit, err := c.model.Fit(s.train, m1Season)
				if err != nil {
					t.Fatal(s.name, err)
				}
				f := fit.Forecast(m1Horizon)
				smape += series.SMAPE(s.held, f) / float64(len(all))
				mase += series.MASE(s.held, f, s.train, m1Season) / float64(len(all))
			}
			t.Logf("sMAPE %.4f, MASE %.4f", smape, mase)
			if math.Abs(smape-c.smape) > c.withinSMAPE || math.Abs(mase-c.mase) > c.within {
				t.Errorf("sMAPE %.4f MASE %.4f, want %v ± %v and %v ± %v", smape, mase, c.smape, c.withinSMAPE, c.mase, c.within)
			}
		})
	}
}

func BenchmarkTheta_M1(b *testing.B) {
	all := readM1(b)
	for b.Loop() {
		for _, s := range all {
			fit, err := series.Theta{}.Fit(s.train, m1Season)
			if err != nil {
				b.Fatal(err)
			}
			fit.Forecast(m1Horizon)
		}
	}
}
