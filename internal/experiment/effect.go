package experiment

import "math"

// Estimate is a difference and how sure it is. Where that cannot be known all
// but the effect are not a number: an arm of one customer does not say how far
// customers are apart, nor do arms in which all are the same.
type Estimate struct {
	Effect        float64 // treated less control
	StandardError float64
	Lo, Hi        float64 // hold the truth with the chance of the level
	P             float64 // of so great a difference, or a greater one, by chance alone
}

// Effect is what being treated changed.
type Effect struct {
	Controls, Treated        int
	ControlMean, TreatedMean float64 // as they are, without covariates
	// The estimate that counts: with covariates where Adjusted says so.
	Estimate
	Method Method
	// Plain is the estimate without covariates.
	Plain Estimate
	// Adjusted says that covariates made the estimate surer. VarianceReduction
	// is by what share they made its variance less, or would have made it: 0
	// without any, below 0 where they would have made it more.
	Adjusted          bool
	VarianceReduction float64
	// Covariates is how many there were to use: those that are constant, or
	// made of others, are not.
	Covariates int
	// Relative says that the three after it are there: the effect as a share of
	// the control's mean, where that is surely above 0.
	Relative                               bool
	RelativeEffect, RelativeLo, RelativeHi float64
	// CappedAt is what values above it were lowered to, and Capped how many.
	CappedAt float64
	Capped   int
	// Enough is false where the interval is not to be relied on: too few
	// customers, too few who differ from the rest, or so long a tail that single
	// ones decide.
	Enough bool
	// Skewness is that of the estimate, were the arms alike.
	Skewness float64

	widest     float64 // standard error, were the arms alike; where it is greater than that of the arms as they are
	expected   float64 // other than zero in the smaller arm, were the arms alike
	constant   bool    // an arm in which all are the same
	covariance float64 // of the arms' means, through covariates
	controls   float64 // standard error of the control's mean
	mean       float64 // of the control, adjusted
	free       float64 // degrees of freedom
}

// Known says whether there is an interval at all.
func (e Estimate) Known() bool { return !math.IsNaN(e.StandardError) }

// unknown is an estimate of which nothing is known but itself.
func unknown(effect float64) Estimate {
	nan := math.NaN()
	return Estimate{Effect: effect, StandardError: nan, Lo: nan, Hi: nan, P: nan}
}

// Method is how an interval is made.
type Method string

// The methods.
const (
	Welch Method = "welch"
	Score Method = "score"
	Hall  Method = "hall"
)
