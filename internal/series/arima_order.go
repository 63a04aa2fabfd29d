package series

// ARIMAOrder is the form of a seasonal ARIMA model,
//
//	ARIMA(AR,Differences,MA)(SeasonalAR,SeasonalDifferences,SeasonalMA)[season]
//
// Constant stands for a mean where nothing is differenced, and for a drift where one
// difference is taken; with more there is none.
type ARIMAOrder struct {
	AR, Differences, MA                         int
	SeasonalAR, SeasonalDifferences, SeasonalMA int
	Constant                                    bool
}

// parameters counts what is estimated, the variance aside.
func (o ARIMAOrder) parameters() int {
	n := o.AR + o.MA + o.SeasonalAR + o.SeasonalMA
	if o.Constant {
		n++
	}
	return n
}

// lost counts the values that differencing costs.
func (o ARIMAOrder) lost(season int) int { return o.Differences + o.SeasonalDifferences*season }

// longAR and longMA are the longest lags of the two sides.
func (o ARIMAOrder) longAR(season int) int { return o.AR + o.SeasonalAR*season }
func (o ARIMAOrder) longMA(season int) int { return o.MA + o.SeasonalMA*season }

// difference takes the differences of y.
func (o ARIMAOrder) difference(y []float64, season int) []float64 {
	for range o.SeasonalDifferences {
		y = difference(y, season)
	}
	for range o.Differences {
		y = difference(y, 1)
	}
	return y
}

// sensible is the order without what a season of 1, or two differences, rule out.
func (o ARIMAOrder) sensible(season int) ARIMAOrder {
	if season == 1 {
		o.SeasonalAR, o.SeasonalDifferences, o.SeasonalMA = 0, 0, 0
	}
	o.Constant = o.Constant && o.Differences+o.SeasonalDifferences <= 1
	return o
}

func (o ARIMAOrder) check() error {
	const most = 24
	for _, part := range []struct {
		name        string
		value, most int
	}{
		{"AR order", o.AR, most}, {"differences", o.Differences, mostDifferences}, {"MA order", o.MA, most},
		{"seasonal AR order", o.SeasonalAR, most}, {"seasonal differences", o.SeasonalDifferences, 1},
		{"seasonal MA order", o.SeasonalMA, most},
	} {
		if err := checkRange(part.name, part.value, 0, part.most); err != nil {
			return err
		}
	}
	return nil
}

// arimaCoefficients are views of one slice, which has them in R's order.
type arimaCoefficients struct {
	ar, ma, seasonal, seasonMA []float64
	constant                   float64 // the mean of the differenced series
}

// terms of the two sides, appended to what is given.
func (c arimaCoefficients) terms(ar, ma []lagTerm, season int) ([]lagTerm, []lagTerm) {
	return appendProduct(ar, c.ar, c.seasonal, season, -1), appendProduct(ma, c.ma, c.seasonMA, season, 1)
}

func (o ARIMAOrder) coefficients(all []float64) arimaCoefficients {
	var c arimaCoefficients
	rest := all
	take := func(n int) []float64 {
		taken := rest[:n:n]
		rest = rest[n:]
		return taken
	}
	c.ar, c.ma, c.seasonal, c.seasonMA = take(o.AR), take(o.MA), take(o.SeasonalAR), take(o.SeasonalMA)
	if o.Constant {
		c.constant = rest[0]
	}
	return c
}
