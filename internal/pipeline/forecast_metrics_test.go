package pipeline

import (
	"testing"

	"clientele/internal/series"
)

func TestForecastMetrics_ABetterForecastIsClearlyBetterOnEnoughMonths(t *testing.T) {
	for _, c := range []struct {
		verdict    series.Verdict
		own, naive float64
		months     int
		want       string
	}{
		{series.Better, 0.7, 1, 12, "better"}, {series.Better, 0.7, 1, 8, "better"}, {series.Better, 0.7, 1, 7, "unjudged"},
		{series.Better, 0.9635, 0.9772, 12, "no_better"}, {series.NoBetter, 0.94, 1, 12, "no_better"}, {series.NoBetter, 1.2, 1, 5, "unjudged"},
		{series.Unjudged, 0.7, 1, 12, "unjudged"},
	} {
		made := series.Forecast{Verdict: c.verdict, Residuals: make([]float64, c.months), Contest: []series.Entry{
			{Model: series.SeasonalNaive{}.Name(), MASE: c.naive}, {Model: "theta", MASE: c.own, Chosen: true},
		}}
		if got := verdictOf(made); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		if got := tableOf(contestTable(made, monthsAYear)).Integer(0, "judged"); got != int64(c.months) {
			t.Errorf("%d months are judged, it says %d", c.months, got)
		}
	}
	// Without a contest the errors are those inside the history.
	if got := judgedMonths(series.Forecast{Residuals: make([]float64, 20)}); got != 0 {
		t.Errorf("%d months are judged", got)
	}
}
