package btyd

import "errors"

// The reasons for which a model is not fitted. They are matched with errors.Is;
// the error itself is a sentence with the counts.
var (
	ErrTooFew        = errors.New("too few customers")
	ErrNobodyRepeats = errors.New("too few customers bought again")
	ErrAllSame       = errors.New("all customers are the same")
	ErrBadStatistics = errors.New("impossible statistics")
	ErrBadSpend      = errors.New("spend that is not above 0")
	ErrNoMean        = errors.New("the mean spend does not exist")
	ErrNoOptimum     = errors.New("no optimum was found")
	ErrBadRate       = errors.New("impossible horizon or discount rate")
	ErrNoRate        = errors.New("the model has no scale of buying rates")
)
