package series

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Test is the answer to whether two forecasts of the same values are equally accurate.
type Test struct {
	// Statistic is below 0 where the first forecast errs less than its rival. Without a
	// difference between them it has Student's distribution, one degree of freedom less
	// than there are errors.
	Statistic float64
	// P is the probability of a statistic that far from 0, on either side, without a
	// difference; Less that of one so low. A small Less says the first is the better one.
	P, Less float64
	// Ahead is the number of steps that the variance allows for: 1 where the estimate of
	// it for more was not positive.
	Ahead int
	// Errors is the number of pairs compared.
	Errors int
}

// ComparisonProblem is why two forecasts cannot be compared.
type ComparisonProblem string

const (
	// ErrorsUnpaired stands for lists of errors of different lengths.
	ErrorsUnpaired ComparisonProblem = "the two forecasts have different numbers of errors"
	// ErrorsTooFew stands for fewer errors than the number of steps ahead allows.
	ErrorsTooFew ComparisonProblem = "too few errors"
	// ErrorsNotFinite stands for an error that is no finite number.
	ErrorsNotFinite ComparisonProblem = "an error is no finite number"
	// ErrorsAlike stands for a difference between the losses that never changes: none at
	// all, or one without a chance in it that could be tested.
	ErrorsAlike ComparisonProblem = "the losses of the two forecasts differ by the same amount everywhere"
	// PowerNotPositive stands for a power of the loss that is not above 0.
	PowerNotPositive ComparisonProblem = "the power of the loss must be above 0"
)

// ComparisonError refuses a comparison of two forecasts.
type ComparisonError struct {
	Problem ComparisonProblem
	// Have is the number of errors of the first forecast, Need how many there must be.
	Have, Need int
}

func (e *ComparisonError) Error() string {
	return fmt.Sprintf("compare two forecasts by %d errors, of at least %d: %s", e.Have, e.Need, e.Problem)
}

// DieboldMariano tests whether two forecasts of the same values are equally accurate, by
// their errors so many steps ahead, the oldest first. The loss of an error is |e|^power: 1
// for absolute errors, 2 for squared ones. With d the loss of errors less that of rival,
//
//	statistic = mean(d) / sqrt((c[0] + 2·Σ c[k], 0 < k < ahead)/n) · sqrt((n + 1 − 2·ahead + ahead·(ahead−1)/n)/n)
//
// c the autocovariances of d, as forecasts that overlap err together. Where that variance
// is not positive, the one of a single step is taken, as in R's forecast::dm.test, whose
// values these are.
//
// Diebold & Mariano, "Comparing predictive accuracy", Journal of Business & Economic
// Statistics 13 (1995) 253–263. Harvey, Leybourne & Newbold, "Testing the equality of
// prediction mean squared errors", International Journal of Forecasting 13 (1997) 281–291:
// the second root, for small samples, and Student's distribution.
func DieboldMariano(errors, rival []float64, ahead int, power float64) (Test, error) {
	if err := checkRange("steps ahead", ahead, 1, longest); err != nil {
		return Test{}, err
	}
	if err := checkComparison(errors, rival, ahead, power); err != nil {
		return Test{}, err
	}
	d := lossDifferences(errors, rival, power)
	spread := autocovariance(d, 0)
	if !(spread > noChance*meanSquare(d)) {
		return Test{}, &ComparisonError{ErrorsAlike, len(d), fewestCompared(ahead)}
	}
	variance := spread
	for k := 1; k < ahead; k++ {
		variance += 2 * autocovariance(d, k)
	}
	if !(variance > noChance*spread) {
		variance, ahead = spread, 1
	}
	n, h := float64(len(d)), float64(ahead)
	statistic := mean(d) / math.Sqrt(variance/n) * math.Sqrt((n+1-2*h+h*(h-1)/n)/n)
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}
	return Test{
		Statistic: statistic,
		P:         math.Min(1, 2*student.CDF(-math.Abs(statistic))),
		Less:      student.CDF(statistic),
		Ahead:     ahead,
		Errors:    len(d),
	}, nil
}

// noChance is a variance, as a share of the mean square, that is nothing but rounding.
const noChance = 1e-20

// fewestCompared leaves the longest autocovariance three products, and the correction a
// positive root.
func fewestCompared(ahead int) int { return ahead + 3 }

func checkComparison(errors, rival []float64, ahead int, power float64) error {
	problem := ComparisonProblem("")
	switch {
	case len(errors) != len(rival):
		problem = ErrorsUnpaired
	case len(errors) < fewestCompared(ahead):
		problem = ErrorsTooFew
	case !(power > 0) || math.IsInf(power, 1):
		problem = PowerNotPositive
	case !allFinite(errors) || !allFinite(rival):
		problem = ErrorsNotFinite
	default:
		return nil
	}
	return &ComparisonError{problem, len(errors), fewestCompared(ahead)}
}

func allFinite(values []float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// lossDifferences takes the largest error for 1: the test knows no unit, and powers of
// large numbers are not finite.
func lossDifferences(errors, rival []float64, power float64) []float64 {
	unit := math.SmallestNonzeroFloat64
	for i, e := range errors {
		unit = math.Max(unit, math.Max(math.Abs(e), math.Abs(rival[i])))
	}
	d := make([]float64, len(errors))
	for i, e := range errors {
		d[i] = math.Pow(math.Abs(e/unit), power) - math.Pow(math.Abs(rival[i]/unit), power)
	}
	return d
}

func meanSquare(d []float64) float64 {
	sum := 0.0
	for _, v := range d {
		sum += v * v
	}
	return sum / float64(len(d))
}

// autocovariance divides by n, as R's acf does.
func autocovariance(d []float64, lag int) float64 {
	centre, sum := mean(d), 0.0
	for t := lag; t < len(d); t++ {
		sum += (d[t] - centre) * (d[t-lag] - centre)
	}
	return sum / float64(len(d))
}
