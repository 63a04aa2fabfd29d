package series_test

import (
	"math"
	"testing"

	"clientele/internal/series"
)

func etsOnM1(t *testing.T, fit func(y []float64) series.Fitted) (smape, mase float64) {
	t.Helper()
	all := readM1(t)
	for _, s := range all {
		f := fit(s.train).Forecast(m1Horizon)
		smape += series.SMAPE(s.held, f) / float64(len(all))
		mase += series.MASE(s.held, f, s.train, m1Season) / float64(len(all))
	}
	t.Logf("sMAPE %.4f, MASE %.4f", smape, mase)
	return smape, mase
}

// R 4.2.2, forecast 8.20: forecast(ets(y), 18)$mean has sMAPE 14.971 and MASE 1.074.
func TestETS_ReachesTheFiguresOfRTwinOnM1(t *testing.T) {
	smape, mase := etsOnM1(t, func(y []float64) series.Fitted { return series.FitETSInItsUnits(y, m1Season) })
	if math.Abs(smape-14.971) > 0.005 || math.Abs(mase-1.0743) > 0.0005 {
		t.Errorf("sMAPE %.4f MASE %.4f, want 14.971 and 1.0743", smape, mase)
	}
}

// On a scale of its own, the same whatever the units are.
func TestETS_IsAsGoodOnItsOwnScaleOnM1(t *testing.T) {
	smape, mase := etsOnM1(t, func(y []float64) series.Fitted { return mustFit(t, series.ETS{}, y, m1Season) })
	if smape > 14.971+0.05 || mase > 1.0743+0.005 {
		t.Errorf("sMAPE %.4f MASE %.4f, R's are 14.971 and 1.0743", smape, mase)
	}
}

func BenchmarkETS_M1(b *testing.B) {
	all := readM1(b)
	for b.Loop() {
		for _, s := range all {
			mustFit(b, series.ETS{}, s.train, m1Season).Forecast(m1Horizon)
		}
	}
}
