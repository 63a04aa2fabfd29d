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
	// Model is the name of what forecasts: the Combination of the models, or the only one.
	Model                        string
	Mean, Lo80, Hi80, Lo95, Hi95 []float64
	// Bands says what their width was measured on.
	Bands BandSource
	// Contest is how the models did by rolling origins, in the order they were given, and
	// last how their combination did; empty where the history is too short to judge.
	Contest []Entry
	// Verdict compares the forecast with the seasonal naive one.
	Verdict Verdict
	// Residuals are the forecast's errors one step ahead, value minus forecast, for as
	// many of the last values as there are: of rolling origins where the history allows,
	// else inside the series. They are what reconciliation measures correlations on.
	Residuals []float64
}

// Entry is one model's line of the contest.
type Entry struct {
	Model       string
	SMAPE, MASE float64
	// Weight is the model's share of the forecast; 1 for the combination itself.
	Weight float64
	// Chosen marks the line that forecasts.
	Chosen bool
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

// clearly is the share of the naive error below which a forecast is called better.
const clearly = 0.95

// Choose lets models contend by rolling origins inside y and forecasts with their mean,
// each model weighted by the inverse square of its error there. Without models the
// DefaultModels contend; the seasonal naive forecast always takes part. With too little
// history to judge the weights are equal.
//
// Rolling origins overlap, so a short history tells little of which model is best, and
// picking one is a gamble that a mean does not take. Mean MASE on the training parts of
// M1 with their last 18, 12 and 6 months held back (the mean of the three), whole and cut
// to so many months before that:
//
//	                                        whole     24     30     36     40
//	seasonal naive                          1.306  1.225  1.248  1.276  1.277
//	Theta                                   1.045  1.298  1.151  1.111  1.069
//	Theta, the naive one where Theta
//	  erred 1.5 times as much               0.994  1.096  1.053  1.057  1.047
//	equal mean of these two                 1.074  1.125  1.085  1.089  1.072
//	equal mean of Theta, seasonal Theta
//	  and seasonal naive                    1.017  1.155  1.011  1.017  1.006
//	the best of the three and that mean     0.972  1.076  1.069  1.030  1.016
//	that mean, unless one of the three
//	  erred 1.2 times less                  0.970  1.060  1.031  1.011  0.989
//	weights 1/error                         0.978  1.075  0.992  0.989  0.984
//	weights 1/error²                        0.960  1.041  0.993  0.983  0.976
//	weights 1/error³                        0.954  1.036  1.001  0.983  0.975
//
// The square is the one that theory gives, and no other power is better throughout.
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
	mix, err := fitAll(y, models, options.Season)
	if err != nil {
		return Forecast{}, err
	}
	out := Forecast{Model: nameOf(models), Verdict: Unjudged}
	var width spread
	if trials != nil {
		mix.weights = shares(trials)
		whole := combine(nameOf(models), trials, y, options.Season)
		out.Contest, out.Verdict = contest(trials, mix.weights, whole), judge(trials, whole)
		width = rollingSpread(whole, y, options.Season, options.Horizon)
		for _, errors := range whole.Errors {
			out.Residuals = append(out.Residuals, errors[0]*unit)
		}
	} else {
		width = modelSpread(mix, y, options.Horizon)
		for _, e := range mix.Residuals() {
			out.Residuals = append(out.Residuals, e*unit)
		}
	}
	out.set(mix.Forecast(options.Horizon), width, unit)
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

// contest lists the models and their combination; a single model is its own.
func contest(trials []Trial, weights []float64, whole Trial) []Entry {
	var entries []Entry
	for i, trial := range trials {
		entries = append(entries, Entry{trial.Model, trial.SMAPE, trial.MASE, weights[i], trial.Model == whole.Model})
	}
	if len(trials) > 1 {
		entries = append(entries, Entry{whole.Model, whole.SMAPE, whole.MASE, 1, true})
	}
	return entries
}

// judge compares by the mean of the ratios of sMAPE and MASE to the naive ones, as in
// the M4 competition.
func judge(trials []Trial, whole Trial) Verdict {
	for _, trial := range trials {
		if !isNaive(trial.Model) {
			continue
		}
		if (ratio(whole.SMAPE, trial.SMAPE)+ratio(whole.MASE, trial.MASE))/2 < clearly {
			return Better
		}
	}
	return NoBetter
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
