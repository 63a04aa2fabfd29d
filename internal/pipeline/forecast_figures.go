package pipeline

import (
	"fmt"
	"math"
	"time"

	"clientele/internal/table"
)

// The figures that are forecast.
const (
	revenueFigure      = "revenue"
	ordersFigure       = "orders"
	buyersFigure       = "buyers"
	newBuyersFigure    = "new_buyers"
	averageOrderFigure = "average_order"
	marginFigure       = "margin"
)

// monthSeries is a series of months that is to be continued: a figure of the
// company, or the revenue of a part of it.
type monthSeries struct {
	figure string
	// dimension is empty for the whole company; rest is the part of it that
	// stands for all members that are not named.
	dimension, member string
	rest              bool
	first             time.Time
	values            []float64 // NaN where a month has no data
	// ended is who sells no more and is forecast at 0; living is the rest without them,
	// nil where that is all of it.
	ended  bool
	living []float64
}

func (s monthSeries) month(place int) time.Time { return s.first.AddDate(0, place, 0) }

// called is how a warning names the series.
func (s monthSeries) called() string {
	switch {
	case s.dimension == "":
		return s.figure
	case s.rest:
		return fmt.Sprintf("%s of the other members of %s", s.figure, s.dimension)
	}
	return fmt.Sprintf("%s of %s %q", s.figure, s.dimension, s.member)
}

// since leaves out the months before a place.
func (s monthSeries) since(place int) monthSeries {
	s.first, s.values = s.month(place), s.values[place:]
	if s.living != nil {
		s.living = s.living[place:]
	}
	return s
}

// settling is how many months at the beginning of a history do not show who is
// new: everybody is, whose purchases before it nobody knows. After a year most
// customers have come back once; a short history cannot do without so much.
func settling(history int) int { return min(monthsAYear, history/4) }

// figuresOf are the series of the company, revenue first, and the reasons why
// others are left out.
func figuresOf(months *table.Table) (figures []monthSeries, left []string) {
	column := func(name string) monthSeries { return figureOf(months, name) }
	revenue, orders := column(revenueFigure), column(ordersFigure)
	figures = append(figures, revenue, orders, column(buyersFigure), column(newBuyersFigure).since(settling(months.Len())))
	average := monthSeries{figure: averageOrderFigure, first: revenue.first, values: make([]float64, len(revenue.values))}
	for i, amount := range revenue.values {
		average.values[i] = math.NaN()
		if orders.values[i] > 0 {
			average.values[i] = amount / orders.values[i]
		}
	}
	for _, figure := range []monthSeries{average, column(marginFigure)} {
		figure, reason := figure.trimmed()
		switch {
		case reason == "":
			figures = append(figures, figure)
		case len(figure.values) > 0: // a figure of which nothing is known is none
			left = append(left, reason)
		}
	}
	return figures, left
}

// figureOf is a column; a month without data is NaN in all of them, and so is
// one for which the figure is not known.
func figureOf(months *table.Table, name string) monthSeries {
	figure := monthSeries{figure: name, first: months.Time(0, "month"), values: make([]float64, months.Len())}
	for i := range figure.values {
		figure.values[i] = math.NaN()
		if !months.Boolean(i, "gap") && months.Value(i, name) != nil {
			figure.values[i] = months.Float(i, name)
		}
	}
	return figure
}

// trimmed is the figure from the first month on for which it is known, and the
// reason why that is too little.
func (s monthSeries) trimmed() (known monthSeries, reason string) {
	from, count := len(s.values), 0
	for i, value := range s.values {
		if !math.IsNaN(value) {
			from = min(from, i)
			count++
		}
	}
	known = s.since(from)
	switch {
	case count < fewestMonths:
		return known, fmt.Sprintf("%s is not forecast: it is known of %d months, %d are needed", s.figure, count, fewestMonths)
	case math.IsNaN(s.values[len(s.values)-1]):
		return known, fmt.Sprintf("%s is not forecast: it is not known of the last month", s.figure)
	case 4*count < 3*len(known.values):
		return known, fmt.Sprintf("%s is not forecast: it is known of %d of %d months", s.figure, count, len(known.values))
	}
	return known, ""
}

// gapWarnings name the months of which nothing was loaded.
func gapWarnings(months *table.Table) (warnings []string) {
	for i := range months.Len() {
		if months.Boolean(i, "gap") {
			warnings = append(warnings, fmt.Sprintf("%s has no purchases between months that have many: it counts as missing in the forecast, not as a month without business",
				months.Time(i, "month").Format("2006-01")))
		}
	}
	return warnings
}
