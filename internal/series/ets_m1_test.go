package series_test

import (
	"math"
	"os"
	"testing"

	"clientele/internal/series"
)

func etsOnM1(t *testing.T, fit func(y []float64) series.Fitted) (smape, mase float64) {
	t.Helper()
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("617 series take ten seconds: set CLIENTELE_LONG=1")
	}
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
	smape, mase := etsOnM1(t, func(y []float64) series.Fitted { return series.FitETSAsR(y, m1Season) })
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

// Forms that are given up on the way would not have won: every tenth series in the long
// test, all of them when the numbers of race were set.
func TestETS_GivingUpFormsChangesNothing(t *testing.T) {
	every := int(usually(40, 10))
	for i, s := range readM1(t) {
		if i%every != 0 {
			continue
		}
		fit, full := mustFit(t, series.ETS{}, s.train, m1Season), series.FitETSFully(s.train, m1Season)
		if etsForm(t, fit) != etsForm(t, full) {
			t.Errorf("%s: %s, without giving up %s", s.name, etsForm(t, fit), etsForm(t, full))
		}
		near(t, fit.Forecast(m1Horizon), full.Forecast(m1Horizon), 0)
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
