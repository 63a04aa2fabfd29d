package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"clientele/internal/table"
)

// ForecastMiss is a month that came far from what was foretold: a reason to
// look at the data before a report of it goes out.
type ForecastMiss struct {
	Month                   time.Time
	Actual, Mean, Low, High float64 // Low and High hold 95 % of what could have come
}

// farOff is how far outside of the band, in widths of it, a month lies that is
// doubted: half a width from the border is one width from the middle, about four
// standard deviations of an error that is normal, one month in 16,000. Months
// that are only unusual stay in.
const farOff = 0.5

// forecastMiss looks at the latest month that was foretold a month ahead: told
// by a report, else as it would have been told. It is nil where the month lies
// in its band or not far from it, and where there is none.
func forecastMiss(judged *table.Table) *ForecastMiss {
	if judged == nil {
		return nil
	}
	latest := -1
	for r := range judged.Len() {
		if judged.Integer(r, "ahead") != 1 || judged.Value(r, "lo95") == nil || judged.Value(r, "hi95") == nil {
			continue
		}
		if latest < 0 || judged.Time(r, "month").After(judged.Time(latest, "month")) ||
			judged.Time(r, "month").Equal(judged.Time(latest, "month")) && judged.Boolean(r, "published") && !judged.Boolean(latest, "published") {
			latest = r
		}
	}
	if latest < 0 {
		return nil
	}
	miss := ForecastMiss{
		Month: judged.Time(latest, "month"), Actual: judged.Float(latest, "actual"), Mean: judged.Float(latest, "mean"),
		Low: judged.Float(latest, "lo95"), High: judged.Float(latest, "hi95"),
	}
	allowed := farOff * (miss.High - miss.Low)
	if miss.Actual >= miss.Low-allowed && miss.Actual <= miss.High+allowed {
		return nil
	}
	return &miss
}

// ForecastMiss is the latest month that came far from what was foretold, nil
// where it did not.
func (r *Recalled) ForecastMiss(ctx context.Context) (*ForecastMiss, error) {
	judged, err := r.answer(ctx, "forecast_judged")
	if err != nil {
		return nil, err
	}
	return forecastMiss(judged), nil
}

// Empty says that nothing was ever sold, up to the day.
func (r *Recalled) Empty(ctx context.Context) (bool, error) {
	overview, err := r.answer(ctx, "overview")
	if err != nil || overview == nil || overview.Len() == 0 {
		return true, err
	}
	return overview.Integer(0, "orders") == 0, nil
}

// answer is one of the answers, nil where it was not given.
func (r *Recalled) answer(ctx context.Context, name string) (*table.Table, error) {
	path := filepath.Join(r.work.answersDir(), name+".parquet")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return r.work.engine.ReadFile(ctx, path)
}
