// Package experiment says what a campaign changed, by those who were held out
// of it, and how sure that is.
//
// Customers are drawn by chance into arms: controls, and those treated in one
// way. A metric is a number a customer (a mean, or of zeros and ones a share),
// or a quotient of two sums (a ratio: revenue by order). The effect is the
// difference of the arms. Its standard error allows for unequal variances
// (Welch 1947); a ratio is made a mean by the delta method (Deng, Knoblich and
// Lu 2018, "Applying the Delta Method in Metric Analytics").
//
// Numbers only: nothing here knows of files, customers or money. Nothing
// depends on the order of values, but for the last digits of sums.
package experiment

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// What keeps arms from being compared.
var (
	ErrNoControl = errors.New("there is no control group, so nothing can be said of what would have come anyway")
	ErrNoTreated = errors.New("nobody was treated")
	ErrValues    = errors.New("the values cannot be compared")
)

// Sample is one arm of an experiment: a number a customer.
type Sample struct {
	Values []float64
	// Of, where the metric is a ratio, is what Values is divided by, customer by
	// customer; the metric is sum by sum.
	Of []float64
	// Before has a slice for each covariate: what was known of the customers
	// before the experiment began.
	Before [][]float64
}

// Settings say how arms are compared.
type Settings struct {
	Level float64 // of the interval; 0.95 where it is 0
	// Cap is the share of the values other than zero, the greatest of both arms
	// together, that are lowered to where it begins; 0 lowers none.
	Cap float64
}

func (s Settings) level() float64 {
	if s.Level == 0 {
		return 0.95
	}
	return s.Level
}

func (s Settings) check() error {
	if level := s.level(); !(level > 0 && level < 1) {
		return fmt.Errorf("%w: the level %g does not lie between 0 and 1", ErrValues, level)
	}
	if !(s.Cap >= 0 && s.Cap < 1) {
		return fmt.Errorf("%w: the share to be capped, %g, does not lie between 0 and 1", ErrValues, s.Cap)
	}
	return nil
}

// Compare estimates what being treated changes. With covariates the estimate
// that they adjust (CUPED) is given where it is surer, else the plain one.
//
// Shares of which few are, or few are not, have the score interval (Mee 1984),
// arms of unequal size with long tails Hall's (1992); all others Welch's.
// [Effect.Method] says which.
func Compare(control, treated Sample, s Settings) (Effect, error) {
	if err := errors.Join(s.check(), control.check("control"), treated.check("treated"), alike(control, treated)); err != nil {
		return Effect{}, err
	}
	switch {
	case len(control.Values) == 0:
		return Effect{Treated: len(treated.Values)}, ErrNoControl
	case len(treated.Values) == 0:
		return Effect{Controls: len(control.Values)}, ErrNoTreated
	}
	at, capped := s.cap(&control, &treated)
	tame(&control, &treated)
	c, errControl := newArm(control)
	t, errTreated := newArm(treated)
	if err := errors.Join(errControl, errTreated); err != nil {
		return Effect{}, err
	}
	effect := plain(c, t, s.level())
	effect.CappedAt, effect.Capped = at, capped
	effect.adjust(c, t, s.level())
	effect.relate(s.level())
	return effect, nil
}

// check refuses what is no number, and slices of unequal length.
func (s Sample) check(arm string) error {
	if s.Of != nil && len(s.Of) != len(s.Values) {
		return fmt.Errorf("%w: %s has %d values and %d that they are divided by", ErrValues, arm, len(s.Values), len(s.Of))
	}
	for i, before := range s.Before {
		if len(before) != len(s.Values) {
			return fmt.Errorf("%w: %s has %d values, and %d of covariate %d", ErrValues, arm, len(s.Values), len(before), i+1)
		}
	}
	for _, values := range append([][]float64{s.Values, s.Of}, s.Before...) {
		if slices.ContainsFunc(values, func(v float64) bool { return math.IsNaN(v) || math.Abs(v) > greatest }) {
			return fmt.Errorf("%w: %s has one that is no number or beyond %g", ErrValues, arm, greatest)
		}
	}
	return nil
}

// greatest is what a value may be so that its fourth power is a number still.
const greatest = 1e60

// alike refuses arms that do not have the same metric.
func alike(control, treated Sample) error {
	if (control.Of == nil) != (treated.Of == nil) && len(control.Values) > 0 && len(treated.Values) > 0 {
		return fmt.Errorf("%w: only one arm has something that they are divided by", ErrValues)
	}
	if len(control.Before) != len(treated.Before) {
		return fmt.Errorf("%w: control has %d covariates and treated %d", ErrValues, len(control.Before), len(treated.Before))
	}
	return nil
}
