package series

import "math"

// Options of a forecast.
type Options struct {
	// Season is the number of values to a cycle: 12 for monthly data, 1 for none.
	Season int
	// Horizon is the number of periods to forecast.
	Horizon int
	// NonNegative cuts mean and bands at 0 where no value of the history is negative:
	// revenue, orders, customers. A history with negative values is left alone.
	NonNegative bool
	// Origins is the most rolling origins to judge by; 0 stands for DefaultOrigins.
	Origins int
}

// DefaultOrigins are ten years of months; more tells little and costs time.
const DefaultOrigins = 120

// Forecast of one series, step 1 first.
type Forecast struct {
	// Model is the name of the model that was chosen.
	Model                        string
	Mean, Lo80, Hi80, Lo95, Hi95 []float64
	// Bands says what their width was measured on.
	Bands BandSource
	// Contest is how the models did by rolling origins, in the order they were given;
	// empty where the history is too short to judge.
	Contest []Entry
	// Verdict compares the chosen model with the seasonal naive forecast.
	Verdict Verdict
}

// Entry is one model's line of the contest.
type Entry struct {
	Model       string
	SMAPE, MASE float64
	Chosen      bool
}

// Verdict is what the contest says about the forecast.
type Verdict string

const (
	// Better than last year's month by at least 5 % of its error.
	Better Verdict = "better than last year's month"
	// NoBetter than last year's month: not clearly, or not at all.
	NoBetter Verdict = "no better than last year's month"
	// Unjudged for want of history.
	Unjudged Verdict = "too little history to judge"
)

const (
	// clearly is the share of the naive error below which a model is called better.
	clearly = 0.95
	// hopeless is the multiple of the naive error from which on the best model gives way
	// to the seasonal naive one. Rolling origins overlap, so a short history says little,
	// and what is known of the models from thousands of other series weighs more. With
	// the last 18, 12 and 6 months of M1's training part held back, giving way at 1.5 had
	// the least errors (MASE 1.227, 0.964, 0.808); at 1 it was 1.268, 0.999, 0.849, and
	// demanding 5 % better 1.281, 1.008, 0.861.
	hopeless = 1.5
)

// Choose lets models contend by rolling origins inside y and forecasts with the best.
// Without models the DefaultModels contend. The seasonal naive forecast always takes
// part, as the measure of the others: it is chosen where the best of them erred 1.5
// times as much, and Verdict says where they were not clearly better. With too little
// history to judge the first model is taken.
func Choose(y []float64, models []Model, options Options) (Forecast, error) {
	if err := options.check(); err != nil {
		return Forecast{}, err
	}
	if err := checkFit(y, options.Season); err != nil {
		return Forecast{}, err
	}
	models = withNaive(models)
	y, unit := nearOne(y)
	trials, err := contend(y, models, options)
	if err != nil {
		return Forecast{}, err
	}
	out := Forecast{Verdict: Unjudged}
	chosen := 0
	if trials != nil {
		chosen, out.Verdict = judge(trials)
		for i, trial := range trials {
			out.Contest = append(out.Contest, Entry{trial.Model, trial.SMAPE, trial.MASE, i == chosen})
		}
	}
	fitted, err := models[chosen].Fit(y, options.Season)
	if err != nil {
		return Forecast{}, err
	}
	out.Model = models[chosen].Name()
	var width spread
	if trials != nil {
		width = rollingSpread(trials[chosen], y, options.Season, options.Horizon)
	} else {
		width = modelSpread(fitted, y, options.Horizon)
	}
	out.set(fitted.Forecast(options.Horizon), width, unit)
	if options.NonNegative && !anyNegative(y) {
		out.cut()
	}
	return out, nil
}

func (o Options) check() error {
	if err := checkRange("season", o.Season, 1, longest); err != nil {
		return err
	}
	if err := checkRange("horizon", o.Horizon, 1, longest); err != nil {
		return err
	}
	return checkRange("origins", o.Origins, 0, longest)
}

func (o Options) origins() int {
	if o.Origins == 0 {
		return DefaultOrigins
	}
	return o.Origins
}

// withNaive appends the seasonal naive model where it is missing.
func withNaive(models []Model) []Model {
	if len(models) == 0 {
		return DefaultModels()
	}
	for _, model := range models {
		if isNaive(model.Name()) {
			return models
		}
	}
	return append(append([]Model(nil), models...), SeasonalNaive{})
}

func isNaive(name string) bool { return name == SeasonalNaive{}.Name() }

// contend backtests every model; nil where there are too few origins to judge.
func contend(y []float64, models []Model, options Options) ([]Trial, error) {
	if len(y)-firstOrigin(len(y), options.Season) < enoughOrigins || options.origins() < enoughOrigins {
		return nil, nil
	}
	var trials []Trial
	for _, model := range models {
		trial, err := Backtest(model, y, options.Season, options.Horizon, options.origins())
		if err != nil {
			return nil, err
		}
		trials = append(trials, trial)
	}
	return trials, nil
}

// judge returns the position of the model to take. Errors are compared by the mean of
// the ratios of sMAPE and MASE to the naive ones, as in the M4 competition.
func judge(trials []Trial) (chosen int, verdict Verdict) {
	naive := 0
	for i, trial := range trials {
		if isNaive(trial.Model) {
			naive = i
		}
	}
	best, least := naive, math.Inf(1)
	for i, trial := range trials {
		if i == naive {
			continue
		}
		relative := (ratio(trial.SMAPE, trials[naive].SMAPE) + ratio(trial.MASE, trials[naive].MASE)) / 2
		if relative < least {
			best, least = i, relative
		}
	}
	switch {
	case least < clearly:
		return best, Better
	case least < hopeless:
		return best, NoBetter
	default:
		return naive, NoBetter
	}
}

// ratio of two errors; two right forecasts are equally good.
func ratio(a, b float64) float64 {
	if a == b {
		return 1
	}
	if b == 0 {
		return math.Inf(1)
	}
	return a / b
}

// nearOne divides y by a power of two, so that its greatest value is between 1/2 and 1.
// No digit changes, but squares neither overflow nor become denormal numbers, with which
// a processor is a hundred times slower.
func nearOne(y []float64) (scaled []float64, unit float64) {
	most := 0.0
	for _, v := range y {
		most = math.Max(most, math.Abs(v))
	}
	_, exponent := math.Frexp(most)
	// The unit itself must be a normal number.
	exponent = max(exponent, -1000)
	scaled = make([]float64, len(y))
	for i, v := range y {
		scaled[i] = math.Ldexp(v, -exponent)
	}
	return scaled, math.Ldexp(1, exponent)
}

func (f *Forecast) set(means []float64, width spread, unit float64) {
	f.Bands = width.source
	for i, m := range means {
		m *= unit
		narrow, wide := width.multiple80*width.sd[i]*unit, width.multiple95*width.sd[i]*unit
		f.Mean = append(f.Mean, m)
		f.Lo80, f.Hi80 = append(f.Lo80, m-narrow), append(f.Hi80, m+narrow)
		f.Lo95, f.Hi95 = append(f.Lo95, m-wide), append(f.Hi95, m+wide)
	}
}

func (f *Forecast) cut() {
	for _, values := range [][]float64{f.Mean, f.Lo80, f.Hi80, f.Lo95, f.Hi95} {
		for i, v := range values {
			values[i] = math.Max(0, v)
		}
	}
}

func anyNegative(y []float64) bool {
	for _, v := range y {
		if v < 0 {
			return true
		}
	}
	return false
}
