// Package dealflow says what the deals in a pipeline will bring, month by
// month, and how sure that is.
//
// A deal runs until it is won or lost: two risks that compete. By age since its
// opening, deals are closed at a rate that is constant within a band of ages
// (piecewise exponential; Friedman 1982), and of those closed in a band a share
// is won: together these are the two cause-specific hazards (Prentice et al.
// 1978), written so that an owner's own record has a place. Deals that still run
// count for as long as they have run, those that an export does not have because
// they were closed before it began are allowed for by late entry.
//
// An owner, a pipeline, and the size of the deal each multiply the rate and
// shift the odds, as far as their record differs by more than chance does:
// empirical Bayes, a gamma prior for the rate and a beta prior for the share,
// both of a strength that the records themselves tell.
//
// Where it is known in which stages deals stood on past days, a deal's stage
// has an effect too, an own one for the first month, the second and later ones
// (landmarks; van Houwelingen 2007). An export alone tells the stage of open
// deals and the end of closed ones, so that nothing can be learnt of the chance
// given a stage: who stands in the last stage now may have jumped there, or may
// stand there for ever. Then age, owner and size are all that is used.
//
// Days are whole numbers, counted from any day; money is in any one currency.
package dealflow

import (
	"errors"
	"math"
)

// Outcome is how a deal stands.
type Outcome int

// The outcomes of a deal.
const (
	Open Outcome = iota
	Won
	Lost
)

// Deal is one opportunity.
type Deal struct {
	Source   string // deals of one export; another may begin on another day
	Pipeline string
	Owner    string
	Opened   int
	Closed   int // means nothing while the deal is open
	Outcome  Outcome
	Amount   float64 // NaN where none is known
	// Sightings say what was known of it on past days, in their order.
	Sightings []Sighting
}

// Sighting is what was known of an open deal from a day on.
type Sighting struct {
	Day, Until  int // the last day on which it still may be taken as known
	Stage       string
	Amount      float64 // NaN where none was written
	Probability float64 // as the CRM states it, of one; NaN where it does not
	Expected    int     // day on which it should close; 0 where none was written
}

// What the data must have before anything can be learnt.
var (
	ErrFewClosed = errors.New("too few deals have been closed")
	ErrNoneWon   = errors.New("no deal has been won")
	ErrNoAmounts = errors.New("no won deal has an amount")
)

// FewestClosed deals must have ended: with less the bands would be assumed.
const FewestClosed = 30

// knownOn is a deal as it was known on a day; false where it was not there yet.
// The final amount of a deal that was closed later was not known: only a
// sighting tells what it was taken for.
func (d Deal) knownOn(day int) (Deal, bool) {
	if d.Opened > day {
		return d, false
	}
	if d.Outcome != Open && d.Closed > day {
		d.Outcome, d.Closed = Open, 0
		d.Amount = math.NaN()
	}
	if d.Outcome == Open {
		if seen, ok := d.seenOn(day); ok && !math.IsNaN(seen.Amount) {
			d.Amount = seen.Amount
		}
	}
	return d, true
}

// seenOn is the last sighting that holds on a day.
func (d Deal) seenOn(day int) (Sighting, bool) {
	for i := len(d.Sightings) - 1; i >= 0; i-- {
		if s := d.Sightings[i]; s.Day <= day {
			return s, s.Until >= day
		}
	}
	return Sighting{}, false
}
