package series

import "math"

const (
	// largest keeps sums of squares of a long series inside float64.
	largest = 1e100
	// longest bounds season and horizon: a slip such as 20261231 must not ask for gigabytes.
	longest = 100_000
)

// Model is a way to forecast. It has no state: one Model may fit many series at once.
type Model interface {
	// Name is how reports call the model.
	Name() string
	// Fit estimates the model on y, oldest value first, season values to a cycle (1: none).
	// It does not keep or change y. It refuses with a MissingError, TooShortError or ArgumentError.
	Fit(y []float64, season int) (Fitted, error)
}

// Fitted is a model with its parameters estimated on one series.
type Fitted interface {
	// Forecast returns the means of the next horizon periods.
	Forecast(horizon int) []float64
	// Residuals are the errors one step ahead inside the series, value minus fitted,
	// for as many of its last values as have one.
	Residuals() []float64
	// Growth is the standard deviation of the error h steps ahead as a multiple of
	// the one of a single step, by the formula of the model; it never falls with h.
	Growth(horizon int) []float64
}

// Extended is a Fitted that can be carried along its series: rolling origins estimate it
// now and then and extend it in between, so that a judgement of many origins costs little
// more than one fit.
type Extended interface {
	Fitted
	// Extend runs the model over y, a history of the same series that is at least as long
	// as what it was fitted on, with its form and its parameters held, and forecasts
	// from the end of it. It changes neither itself nor y.
	Extend(y []float64) Extended
}

// DefaultModels contend where the caller names none.
func DefaultModels() []Model {
	return []Model{ETS{}, CES{}, DynamicTheta{}, ARIMA{}, SeasonalTheta{}, SeasonalNaive{}}
}

func checkValues(y []float64, need int) error {
	if len(y) < need {
		return &TooShortError{Have: len(y), Need: need}
	}
	for i, v := range y {
		// A NaN fails every comparison, so this asks for what is allowed.
		if !(math.Abs(v) <= largest) {
			return &MissingError{Position: i + 1, Value: v}
		}
	}
	return nil
}

func checkRange(name string, value, least, most int) error {
	if value < least || value > most {
		return &ArgumentError{Name: name, Value: value, Least: least, Most: most}
	}
	return nil
}

func checkFit(y []float64, season int) error {
	if err := checkRange("season", season, 1, longest); err != nil {
		return err
	}
	return checkValues(y, 1)
}
