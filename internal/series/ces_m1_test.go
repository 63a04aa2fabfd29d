package series_test

import (
	"testing"

	"clientele/internal/series"
)

// statsforecast 2.1.1, AutoCES(season_length=12), on the same series: sMAPE 16.435, MASE
// 1.067.
func TestCES_IsAsGoodAsItsTwinOnM1(t *testing.T) {
	reachOnM1(t, series.CES{}, 14.984, 1.072)
}

func BenchmarkCES_M1(b *testing.B) { benchmarkM1(b, series.CES{}) }
