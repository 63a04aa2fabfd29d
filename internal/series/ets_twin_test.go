package series

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// etsTwin is what R's forecast 8.20 says about one series; see testdata/ets.R.
type etsTwin struct {
	name   string
	season int
	texts  map[string]string
	rows   map[string][]float64
}

// readETSFits are those of them with a fit.
func readETSFits(t testing.TB) []*etsTwin {
	t.Helper()
	var fits []*etsTwin
	for _, twin := range readETSTwins(t) {
		if twin.texts["form"] != "" {
			fits = append(fits, twin)
		}
	}
	if len(fits) != 21 {
		t.Fatalf("%d fits in ets.csv, want 21", len(fits))
	}
	return fits
}

func readETSTwins(t testing.TB) []*etsTwin {
	t.Helper()
	text, err := os.ReadFile("testdata/ets.csv")
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comment = '#'
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var twins []*etsTwin
	for _, line := range lines[1:] {
		season, err := strconv.Atoi(line[1])
		if err != nil {
			t.Fatal(err)
		}
		if len(twins) == 0 || twins[len(twins)-1].name != line[0] {
			twins = append(twins, &etsTwin{line[0], season, map[string]string{}, map[string][]float64{}})
		}
		twin, part := twins[len(twins)-1], line[2]
		if part == "form" || part == "cutform" {
			twin.texts[part] = line[4]
			continue
		}
		v, err := strconv.ParseFloat(line[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		twin.rows[part] = append(twin.rows[part], v)
	}
	return twins
}

// fitAt is the model with R's own parameters, which stand in the order of a search.
func (e *etsTwin) fitAt(t testing.TB, form, parameters string, y []float64) *etsFit {
	t.Helper()
	for _, f := range etsForms(true, true) {
		if f.String() != e.texts[form] {
			continue
		}
		s := newETSSearch(f, y, e.season)
		w, rest := s.weights(e.rows[parameters])
		if !w.within(f, e.season) || !s.unpack(rest, &s.start) {
			t.Fatalf("%s: R's parameters of %s are out of bounds: %+v", e.name, f, w)
		}
		state := s.start.clone()
		return newETSFit(etsFit{
			form: f, m: s.m, weights: w, initial: state, scale: etsScale{unit: 1}, criterion: s.start.run(f, w, y, nil),
		}, y)
	}
	t.Fatalf("%s: no form %s", e.name, e.texts[form])
	return nil
}

func apart(t testing.TB, name string, got, want []float64, tolerance float64) {
	t.Helper()
	size := 0.0
	for _, v := range want {
		size = math.Max(size, math.Abs(v))
	}
	for i, v := range want {
		if !(math.Abs(got[i]-v) <= tolerance*size) {
			t.Errorf("%s: %d is %v, R's is %v", name, i+1, got[i], v)
			return
		}
	}
}

// All fifteen forms are among them.
func TestETS_LikelihoodAndForecastAtRParametersAreThoseOfR(t *testing.T) {
	seen := map[string]bool{}
	for _, twin := range readETSFits(t) {
		fit := twin.fitAt(t, "form", "par", twin.rows["given"])
		seen[fit.Form()] = true
		apart(t, twin.name+": likelihood", []float64{-fit.criterion / 2}, twin.rows["loglik"], 1e-11)
		apart(t, twin.name+": AICc", []float64{fit.aicc()}, twin.rows["aicc"], 1e-11)
		apart(t, twin.name+": forecast", fit.Forecast(18), twin.rows["plain"], 1e-10)
		want := twin.rows["want"]
		if fit.Form() == "ETS(M,Ad,M)" {
			// R's forecast adds the whole slope where the model adds phi of it; its own fitted
			// values do not. The difference is seen here and nowhere else.
			apart(t, twin.name+": forecast, nearly", fit.Forecast(18), want, 1e-3)
			continue
		}
		// For a season of factors R adds terms of the size of the variance times
		// alpha times gamma.
		apart(t, twin.name+": mean", fit.Forecast(18), want, 0.01)
	}
	if len(seen) != 15 {
		t.Errorf("%d forms, want 15", len(seen))
	}
}

// A season is compared a whole number of cycles apart: Growth leaves its shape out, and R
// counts gamma a month too early where there is no trend.
func TestETS_GrowthIsThatOfR(t *testing.T) {
	for _, twin := range readETSFits(t) {
		fit := twin.fitAt(t, "form", "par", twin.rows["given"])
		growth, sd := fit.Growth(18), twin.rows["sd"]
		tolerance := 1e-8
		switch {
		case fit.form.relative && fit.form.season == seasonMultiplicative:
			tolerance = 0.02
		case fit.form.relative && fit.form.season == seasonAdditive:
			// The slope moves these months away from, or towards, the season's size.
			tolerance = 0.15
		}
		var got, want []float64
		for h := 0; h < 18; h += fit.m {
			got, want = append(got, growth[h]), append(want, sd[h]/sd[0])
		}
		apart(t, twin.name+" "+fit.Form(), got, want, tolerance)
	}
}

// R: ets(y2, model = fit, use.initial.values = TRUE).
func TestETS_ExtendedIsThatOfR(t *testing.T) {
	for _, twin := range readETSFits(t) {
		y := twin.rows["given"]
		short := y[:len(y)-twin.season-3]
		fit := twin.fitAt(t, "cutform", "cutpar", short)
		apart(t, twin.name, fit.Extend(y).Forecast(18), twin.rows["extended"], 1e-10)
	}
}

// In the units of the series the search takes R's steps, so it ends where R's ends but for
// what rounding makes of two thousand steps.
func TestETS_ChoosesAndForecastsAsRInTheUnitsOfTheSeries(t *testing.T) {
	for _, twin := range readETSFits(t) {
		if twin.rows["chosen"][0] != 1 {
			continue
		}
		y := twin.rows["given"]
		fit := everyETSForm(y, y, twin.season, etsScale{unit: 1})
		if fit.Form() != twin.texts["form"] {
			t.Errorf("%s: %s, R's is %s", twin.name, fit.Form(), twin.texts["form"])
			continue
		}
		apart(t, twin.name+": AICc", []float64{fit.aicc()}, twin.rows["aicc"], 1e-5)
		apart(t, twin.name+": forecast", fit.Forecast(18), twin.rows["want"], 0.01)
		w, r := fit.weights, twin.rows["par"]
		apart(t, twin.name+": alpha", []float64{w.alpha}, r[:1], 1e-2)
	}
}

// On the scale of its own the search ends elsewhere, at the same or a close likelihood.
func TestETS_OnItsOwnScaleIsAsLikely(t *testing.T) {
	total := 0.0
	for _, twin := range readETSFits(t) {
		if twin.rows["chosen"][0] != 1 {
			continue
		}
		fit := fitETS(twin.rows["given"], twin.season, standardised(twin.rows["given"]))
		behind := fit.aicc() - twin.rows["aicc"][0]
		t.Logf("%-16s %-12s AICc %+.3f on R's %s", twin.name, fit.Form(), behind, twin.texts["form"])
		total += behind
		if behind > 2 {
			t.Errorf("%s: %s has an AICc %v above R's %s", twin.name, fit.Form(), behind, twin.texts["form"])
		}
	}
	if total > 0 {
		t.Errorf("%v above R's in all", total)
	}
}

func (f *etsFit) aicc() float64 { return f.form.aicc(f.criterion, len(f.residuals), f.m) }

func TestETS_SearchesBeginWhereThoseOfRBegin(t *testing.T) {
	checked := 0
	for _, twin := range readETSTwins(t) {
		for part, season := range map[string]etsSeason{"startA": seasonAdditive, "startM": seasonMultiplicative} {
			want := twin.rows[part]
			if want == nil {
				continue
			}
			form := etsForm{relative: true, trend: true, damped: true, season: season}
			s := etsSearch{form: form, m: twin.season}
			x := s.pack(etsStartWeights(form, twin.season), etsStartState(twin.rows["given"], form, twin.season))
			apart(t, twin.name+" "+part, x[form.weights():], want, 1e-12)
			apart(t, twin.name+" weights", x[:form.weights()], twin.rows["startW"], 1e-12)
			checked++
		}
	}
	if checked < 40 {
		t.Errorf("%d starts", checked)
	}
}

// The line is below most of the first year, so that their factors add up to more than 12.
func TestETS_StartsLeaveAFactorForTheFirstPeriod(t *testing.T) {
	y := []float64{5, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 20, 20, 20, 20, 20, 20, 20, 20}
	form := etsForm{relative: true, season: seasonMultiplicative}
	s := etsSearch{form: form, m: 12, start: etsState{season: make([]float64, 12)}}
	_, rest := s.weights(s.pack(etsStartWeights(form, 12), etsStartState(y, form, 12)))
	if !s.unpack(rest, &s.start) {
		t.Fatalf("a negative factor: %v", s.start.season)
	}
	constant, slope := lineAndWave(y, 12)
	share := (y[0] / (constant + slope)) / (y[1] / (constant + 2*slope))
	if got := s.start.season[0] / s.start.season[1]; math.Abs(got-share) > 1e-9 {
		t.Errorf("first factor over the second %v, want %v as in the values", got, share)
	}
}

func TestETS_FifteenFormsContend(t *testing.T) {
	names := func(positive, seasonal bool) string {
		var all []string
		for _, f := range etsForms(positive, seasonal) {
			all = append(all, f.String()[4:len(f.String())-1])
		}
		return strings.Join(all, " ")
	}
	for _, c := range []struct{ got, want string }{
		{names(true, true), "A,N,N A,N,A A,Ad,N A,A,N A,Ad,A A,A,A M,N,N M,N,A M,N,M M,Ad,N M,A,N M,Ad,A M,A,A M,Ad,M M,A,M"},
		{names(false, true), "A,N,N A,N,A A,Ad,N A,A,N A,Ad,A A,A,A"},
		{names(true, false), "A,N,N A,Ad,N A,A,N M,N,N M,Ad,N M,A,N"},
		{names(false, false), "A,N,N A,Ad,N A,A,N"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

// A product of many numbers would leave float64 long before the sum of their logarithms.
func TestLogSum_IsTheSumOfLogarithms(t *testing.T) {
	sum, want := newLogSum(), 0.0
	for i := range 200 {
		v := math.Pow(10, float64((i*37)%190-95)) * float64(1-2*(i%2))
		if i > 150 {
			v = 1e-99
		}
		sum.add(v)
		want += math.Log(math.Abs(v))
	}
	if math.Abs(sum.value()-want) > 1e-9*math.Abs(want) {
		t.Errorf("%v, want %v", sum.value(), want)
	}
}

func TestETS_PerfectFitsAndFittedZerosStayFinite(t *testing.T) {
	s := etsState{level: 5}
	if got := s.run(etsForm{}, etsWeights{alpha: 0.5, phi: 1}, []float64{5, 5, 5}, nil); got != -1e10 {
		t.Errorf("criterion of a perfect fit %v, want -1e10, which can be compared", got)
	}
	s = etsState{level: 3, season: []float64{0, 2}}
	s.run(etsForm{relative: true, season: seasonMultiplicative}, etsWeights{alpha: 0.5, gamma: 0.1, phi: 1}, []float64{1, 6}, nil)
	if s.level != 3 || s.season[0] != 0 || s.season[1] != 2 {
		t.Errorf("after a fitted value of 0 the state is %+v, want it as it was", s)
	}
}
