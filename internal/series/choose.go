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

// Clearly is the share of the naive error below which a forecast is called better.
const Clearly = 0.95

// Choose lets models contend by rolling origins inside y and forecasts with their mean,
// each model weighted by the inverse square of its error there (see combination). Without
// models the DefaultModels contend, as far as the history carries them, and those for
// rare sales where most months, or many, have none; the seasonal naive forecast always
// takes part. With too little history to judge the weights are equal.
//
// A NaN is a gap, a period without data: it is filled for the models by FillGaps, and
// left out of errors and judgement.
//
// Rolling origins overlap, so a short history tells little of which model is best, and
// picking one is a gamble that a mean does not take. sMAPE and MASE on the training parts
// of three collections with their last months held back (of M1 the last 18, 12 and 6, and
// the last 18 of histories cut to 30 months; of M3 and Tourism the last steps of their
// competition, two thirds and a third of them):
//
//	                                 M1 monthly    cut to 30     Tourism monthly  M3 quarterly  Tourism quarterly  M3 yearly     Tourism yearly
//	seasonal naive                   18.20/1.341   22.33/1.521   26.04/1.757      10.28/1.371   19.84/1.878        14.45/2.664   19.74/2.824
//	Theta                            15.75/1.081   20.99/1.406   22.19/1.626       7.93/1.017   18.02/1.758        13.29/2.324   18.66/2.649
//	dynamic Theta                    14.59/1.068   19.39/1.395   22.39/1.632       7.95/1.017   17.71/1.722        13.00/2.235   18.79/2.618
//	complex smoothing                16.44/1.051   21.18/1.235   22.52/1.497       7.83/0.973   18.57/1.708        12.91/2.217   19.47/2.671
//	ARIMA                            16.11/1.110   23.49/1.473   23.31/1.592       8.04/0.962   19.39/1.749        12.82/2.173   20.97/2.764
//	exponential smoothing (ETS)      15.01/1.058   21.21/1.360   21.59/1.529       7.92/1.005   17.68/1.700        13.76/2.348   21.30/2.826
//	Theta, seasonal Theta and naive,
//	  weights 1/error²               14.04/1.001   17.71/1.229   21.09/1.515       7.91/1.012   17.26/1.684        13.34/2.389   18.83/2.685
//	dynamic Theta, complex, ARIMA, ETS:
//	  median                         14.01/1.004   18.10/1.209   20.83/1.462       7.55/0.944   17.12/1.617        12.25/2.108   19.12/2.629
//	these, seasonal Theta and naive:
//	  median                         13.70/0.990   17.17/1.162   20.53/1.452       7.50/0.946   16.88/1.613        12.52/2.189   18.74/2.620
//	  weights 1/error                13.56/0.984   17.22/1.180   20.62/1.453       7.52/0.942   16.85/1.615        12.38/2.152   18.77/2.599
//	  weights 1/error²               13.50/0.976   17.25/1.180   20.61/1.450       7.52/0.936   16.87/1.618        12.38/2.141   18.75/2.596
//	  weights 1/error³               13.52/0.974   17.33/1.186   20.60/1.448       7.53/0.934   16.90/1.621        12.36/2.132   18.73/2.593
//	  1/error², middle half          13.55/0.971   17.22/1.170   20.49/1.446       7.48/0.931   16.91/1.616        12.41/2.141   18.68/2.606
//	  1/error², middle eight tenths  13.56/0.971   17.23/1.176   20.50/1.445       7.50/0.932   16.87/1.615        12.37/2.137   18.68/2.597
//	  the same without ARIMA         13.48/0.967   17.08/1.178   20.48/1.448       7.55/0.950   16.79/1.620        12.53/2.176   18.59/2.596
//
// The last rules are as good as each other; the square is the power that theory gives,
// and the trimming costs nothing and keeps out what goes astray.
func Choose(y []float64, models []Model, options Options) (Forecast, error) {
	if err := options.check(); err != nil {
		return Forecast{}, err
	}
	past, unit, err := prepare(y, options.Season)
	if err != nil {
		return Forecast{}, err
	}
	floor := math.Inf(-1)
	if options.NonNegative && !anyNegative(past.y) {
		floor = 0
	}
	models = contenders(models, past.y, options.Season)
	trials, err := contend(past, models, options, floor)
	if err != nil {
		return Forecast{}, err
	}
	mix, err := fitAll(past.y, models, options.Season, floor)
	if err != nil {
		return Forecast{}, err
	}
	out := Forecast{Model: nameOf(models), Verdict: Unjudged}
	var width spread
	if trials != nil {
		mix.weights = learnt(trials)
		whole := combine(nameOf(models), trials, past, options.Season)
		out.Contest, out.Verdict = contest(trials, mix.shares(options.Horizon), whole), judge(trials, whole)
		width = rollingSpread(whole, past.y, options.Season, options.Horizon)
		out.remember(firstSteps(whole), unit)
	} else {
		width = modelSpread(mix, past.y, options.Horizon)
		out.remember(mix.Residuals(), unit)
	}
	out.set(mix.Forecast(options.Horizon), width, unit)
	out.cut(floor)
	return out, nil
}

// prepare fills the gaps of y and brings it near one; unit turns it back.
func prepare(y []float64, season int) (past history, unit float64, err error) {
	past.y = y
	for _, v := range y {
		if math.IsNaN(v) {
			past.gaps = map[int]bool{}
		}
	}
	if past.gaps != nil {
		var gaps []int
		if err := checkGaps(y); err != nil {
			return history{}, 0, err
		}
		past.y, gaps = FillGaps(y, season)
		if !anyNegative(y) {
			atLeast(0, past.y) // a season may reach below, what is sold does not
		}
		for _, position := range gaps {
			past.gaps[position] = true
		}
	}
	if err := checkFit(past.y, season); err != nil {
		return history{}, 0, err
	}
	past.y, unit = nearOne(past.y)
	return past, unit, nil
}

// checkGaps refuses what stands beside the gaps and is no number either.
func checkGaps(y []float64) error {
	known := 0
	for i, v := range y {
		if math.IsNaN(v) {
			continue
		}
		if !(math.Abs(v) <= largest) {
			return &MissingError{Position: i + 1, Value: v}
		}
		known++
	}
	if known == 0 {
		return &TooShortError{Have: 0, Need: 1}
	}
	return nil
}

// firstSteps are the errors one step ahead of the origins that have one.
func firstSteps(trial Trial) []float64 {
	var out []float64
	for _, errors := range trial.Errors {
		if !math.IsNaN(errors[0]) {
			out = append(out, errors[0])
		}
	}
	return out
}

func (f *Forecast) remember(residuals []float64, unit float64) {
	for _, e := range residuals {
		f.Residuals = append(f.Residuals, e*unit)
	}
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

// contenders are the models given, with the seasonal naive one where it is missing, or
// the default ones.
func contenders(models []Model, y []float64, season int) []Model {
	if len(models) == 0 {
		return defaults(y, season)
	}
	for _, model := range models {
		if isNaive(model.Name()) {
			return models
		}
	}
	return append(append([]Model(nil), models...), SeasonalNaive{})
}

// cyclesOfARIMA is the least number of cycles that the form of an ARIMA model is chosen
// on: with fewer its seasonal terms are guesses, and the mean is better without them.
const cyclesOfARIMA = 5

func defaults(y []float64, season int) []Model {
	var models []Model
	if isIntermittent(y) {
		models = append(models, Croston{}, SBA{}, TSB{})
	}
	for _, model := range DefaultModels() {
		if _, arima := model.(ARIMA); arima && len(y) < cyclesOfARIMA*season {
			continue
		}
		models = append(models, model)
	}
	return models
}

// isIntermittent says that sales are rare: on average more than 1.32 periods from one to
// the next, none of them negative. Syntetos, Boylan & Croston, "On the categorization of
// demand patterns", Journal of the Operational Research Society 56 (2005) 495–503.
func isIntermittent(y []float64) bool {
	demands := 0
	for _, v := range y {
		if v < 0 {
			return false
		}
		if v > 0 {
			demands++
		}
	}
	return demands > 0 && float64(len(y)) > 1.32*float64(demands)
}

func isNaive(name string) bool { return name == SeasonalNaive{}.Name() }

// contend backtests every model; nil where there are too few origins to judge.
func contend(past history, models []Model, options Options, floor float64) ([]Trial, error) {
	n := len(past.y)
	if n-firstOrigin(n, options.Season) < enoughOrigins || options.origins() < enoughOrigins {
		return nil, nil
	}
	var trials []Trial
	for _, model := range models {
		trial, err := backtest(model, past, options.Season, options.Horizon, options.origins(), floor)
		if err != nil {
			return nil, err
		}
		trials = append(trials, trial)
	}
	if judged(trials[0]) < enoughOrigins {
		return nil, nil // what is left between the gaps says too little
	}
	return trials, nil
}

// judged is the number of origins with an error one step ahead.
func judged(trial Trial) int { return len(firstSteps(trial)) }

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
		if (ratio(whole.SMAPE, trial.SMAPE)+ratio(whole.MASE, trial.MASE))/2 < Clearly {
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
		lo80, hi80 := width.band(m, i, width.multiple80)
		lo95, hi95 := width.band(m, i, width.multiple95)
		f.Mean = append(f.Mean, m*unit)
		f.Lo80, f.Hi80 = append(f.Lo80, lo80*unit), append(f.Hi80, hi80*unit)
		// Where nearly all errors are 0 the quantiles may not be in order.
		f.Lo95, f.Hi95 = append(f.Lo95, math.Min(lo80, lo95)*unit), append(f.Hi95, math.Max(hi80, hi95)*unit)
	}
}

func (f *Forecast) cut(floor float64) {
	for _, values := range [][]float64{f.Mean, f.Lo80, f.Hi80, f.Lo95, f.Hi95} {
		atLeast(floor, values)
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
