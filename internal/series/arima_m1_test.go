package series_test

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"clientele/internal/series"
)

// R's forecast 8.20 on the same series, auto.arima(y, approximation = TRUE): sMAPE 16.093,
// MASE 1.126. Of 617 forms 611 are R's; for the others R's optimiser fails on the model
// that is chosen here, or on one on the way to it. The likelihoods that differ by more than
// 0.02 are R's approximation of differences: its own of the differenced MRI11 is −185.984.
func TestARIMA_IsAutoArimaOnM1(t *testing.T) {
	all, forms := readM1(t), readM1Forms(t)
	wanted := arimaOnM1{sMAPE: 16.093, mase: 1.126, forms: 611, likelihoods: 609}
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Log("every fifth series; CLIENTELE_LONG=1 takes all 617")
		all, wanted = everyFifth(all), arimaOnM1{sMAPE: 14.809, mase: 1.0588, forms: 122, likelihoods: 122}
	}
	var smape, mase float64
	same, near := 0, 0
	for _, s := range all {
		fit := mustFitARIMA(t, series.ARIMA{}, s.train, m1Season)
		f := fit.Forecast(m1Horizon)
		smape += series.SMAPE(s.held, f) / float64(len(all))
		mase += series.MASE(s.held, f, s.train, m1Season) / float64(len(all))
		want := forms[s.name]
		if fit.Form() != want.form {
			t.Logf("%s: %s, R %s", s.name, fit.Form(), want.form)
			continue
		}
		same++
		if math.Abs(fit.LogLikelihood-want.logLik) < 0.02 {
			near++
		} else {
			t.Logf("%s: log-likelihood %.3f, R %.3f", s.name, fit.LogLikelihood, want.logLik)
		}
	}
	t.Logf("sMAPE %.4f, MASE %.4f; %d forms and %d likelihoods of %d as R's", smape, mase, same, near, len(all))
	if math.Abs(smape-wanted.sMAPE) > 0.05 || math.Abs(mase-wanted.mase) > 0.002 {
		t.Errorf("sMAPE %.4f MASE %.4f, want %.3f ± 0.05 and %.3f ± 0.002", smape, mase, wanted.sMAPE, wanted.mase)
	}
	if same < wanted.forms || near < wanted.likelihoods {
		t.Errorf("%d forms and %d likelihoods are R's, want %d and %d of %d at least", same, near, wanted.forms, wanted.likelihoods, len(all))
	}
}

// arimaOnM1 is how near R the models come: the errors of their forecasts, and
// how many forms and likelihoods are R's.
type arimaOnM1 struct {
	sMAPE, mase        float64
	forms, likelihoods int
}

// everyFifth are the first series and every fifth behind it.
func everyFifth(all []m1Series) []m1Series {
	var some []m1Series
	for i := 0; i < len(all); i += 5 {
		some = append(some, all[i])
	}
	return some
}

type m1Form struct {
	form   string
	logLik float64
}

// readM1Forms reads testdata/arima_m1.csv, which testdata/arima_m1.R made.
func readM1Forms(t testing.TB) map[string]m1Form {
	t.Helper()
	text, err := os.ReadFile("testdata/arima_m1.csv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]m1Form{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[2:] {
		field := strings.Split(line, ";")
		v, err := strconv.ParseFloat(field[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		out[field[0]] = m1Form{field[1], v}
	}
	return out
}

// 5 ms a series on one core of 2026.
func BenchmarkARIMA_M1(b *testing.B) {
	all := readM1(b)
	for b.Loop() {
		for _, s := range all {
			mustFit(b, series.ARIMA{}, s.train, m1Season).Forecast(m1Horizon)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(all)), "ms/series")
}
