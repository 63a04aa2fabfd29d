package series

import (
	"math"
	"sort"
)

// arimaSearch looks for the best form of an ARIMA model on one differenced series: the
// stepwise search of Hyndman & Khandakar, "Automatic time series forecasting: the
// forecast package for R", Journal of Statistical Software 27(3) (2008), as R's
// forecast::auto.arima(approximation = TRUE) does it. Candidates are estimated by
// conditional least squares and compared by the corrected criterion of Akaike; the best
// of them that passes the checks is estimated again by exact maximum likelihood.
type arimaSearch struct {
	estimation *estimation
	small      bool // so few values that the correction makes no sense
	most       ARIMAOrder
	tried      []candidate
	best       candidate
}

// mostCandidates that the search tries, as in R.
const mostCandidates = 94

// mostOrders are the largest orders for n values: R's, less where there are few values
// or a short season.
func mostOrders(n, season int) ARIMAOrder {
	most := ARIMAOrder{AR: min(5, n/3), MA: min(5, n/3)}
	if season > 1 {
		most.SeasonalAR = min(2, n/3/season)
		most.SeasonalMA = most.SeasonalAR
		if most.SeasonalAR > 0 {
			most.AR, most.MA = min(most.AR, season-1), min(most.MA, season-1)
		}
	}
	return most
}

// run tries forms from four first ones on, always to the neighbours of the best one, as
// long as one of them is better. The form given says what is differenced and whether a
// constant is allowed; n is the number of values before differencing.
func (s *arimaSearch) run(form ARIMAOrder, n int) {
	allowed := form.Constant
	start, one := form, form
	start.AR, start.MA = min(2, s.most.AR), min(2, s.most.MA)
	start.SeasonalAR, start.SeasonalMA = min(1, s.most.SeasonalAR), min(1, s.most.SeasonalMA)
	if n < 10 {
		start.AR, start.MA = min(1, start.AR), min(1, start.MA)
		start.SeasonalAR, start.SeasonalMA = 0, 0
	}
	s.try(start)
	s.try(form)
	if s.most.AR > 0 || s.most.SeasonalAR > 0 {
		one.AR, one.SeasonalAR = min(1, s.most.AR), min(1, s.most.SeasonalAR)
		s.try(one)
	}
	if one = form; s.most.MA > 0 || s.most.SeasonalMA > 0 {
		one.MA, one.SeasonalMA = min(1, s.most.MA), min(1, s.most.SeasonalMA)
		s.try(one)
	}
	// Where the form without anything is the best, the neighbours have a constant again.
	at := s.best.order
	if one = form; allowed {
		one.Constant = false
		if s.try(one) {
			at = form
		}
	}
	for s.step(&at, allowed) && len(s.tried) < mostCandidates {
	}
}

// step tries the neighbours of a form and moves to the first one that is better; false
// where there is none.
func (s *arimaSearch) step(at *ARIMAOrder, allowed bool) bool {
	for _, d := range [][4]int{ // AR, MA, seasonal AR, seasonal MA
		{0, 0, -1, 0}, {0, 0, 0, -1}, {0, 0, 1, 0}, {0, 0, 0, 1},
		{0, 0, -1, -1}, {0, 0, -1, 1}, {0, 0, 1, -1}, {0, 0, 1, 1},
		{-1, 0, 0, 0}, {0, -1, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0},
		{-1, -1, 0, 0}, {-1, 1, 0, 0}, {1, -1, 0, 0}, {1, 1, 0, 0},
	} {
		next := *at
		next.AR += d[0]
		next.MA += d[1]
		next.SeasonalAR += d[2]
		next.SeasonalMA += d[3]
		if s.allows(next) && s.isNew(next) && s.try(next) {
			*at = next
			return true
		}
		if len(s.tried) >= mostCandidates {
			return false
		}
	}
	next := *at
	next.Constant = !next.Constant
	if allowed && s.isNew(next) && s.try(next) {
		*at = next
		return true
	}
	return false
}

func (s *arimaSearch) allows(o ARIMAOrder) bool {
	within := func(value, most int) bool { return value >= 0 && value <= most }
	return within(o.AR, s.most.AR) && within(o.MA, s.most.MA) &&
		within(o.SeasonalAR, s.most.SeasonalAR) && within(o.SeasonalMA, s.most.SeasonalMA)
}

func (s *arimaSearch) isNew(o ARIMAOrder) bool {
	for _, c := range s.tried {
		if c.order == o {
			return false
		}
	}
	return true
}

// try says whether the form is better than the best so far.
func (s *arimaSearch) try(o ARIMAOrder) bool {
	c := s.estimation.search(o, s.small)
	first := len(s.tried) == 0
	if !c.failed && (first || c.criterion < s.best.criterion) && !s.estimation.isMinimum(c) {
		c.criterion = math.Inf(1)
	}
	s.tried = append(s.tried, c)
	if first || c.criterion < s.best.criterion {
		s.best = c
		return !first
	}
	return false
}

// final is the best candidate that exact maximum likelihood can estimate.
func (s *arimaSearch) final() (estimated, bool) {
	order := append([]candidate(nil), s.tried...)
	sort.SliceStable(order, func(i, j int) bool { return order[i].criterion < order[j].criterion })
	for _, c := range order {
		if c.failed {
			continue
		}
		if out, ok := s.estimation.maximise(c); ok && s.estimation.isSound(out) {
			return out, true
		}
	}
	return estimated{}, false
}
