package pipeline

import (
	"math"
	"time"

	"clientele/internal/series"
)

// metricsTable has one row a series: what the next month should bring, beside last
// year's, and how far the forecast can be trusted.
func metricsTable(told []continuedSeries, asOf time.Time) lazyTable {
	total := sumOf(told[0].made.Mean)
	var rows [][]any
	for _, one := range told {
		n, step := len(one.values), nextStep(one, asOf)
		yearBefore, last, next := math.NaN(), math.NaN(), math.NaN()
		if n >= monthsAYear {
			yearBefore, last = one.values[n+step-monthsAYear], sumKnown(one.values[n-monthsAYear:])
		}
		if len(one.made.Mean) >= monthsAYear {
			next = sumOf(one.made.Mean[:monthsAYear])
		}
		if one.figure == averageOrderFigure {
			last, next = averageOf(told, last), averageAhead(told, next)
		}
		share := math.NaN()
		if one.dimension != "" && total > 0 {
			share = sumOf(one.made.Mean) / total
		}
		mase, naive := errorsOf(one.made)
		row := append(one.place(), one.month(n+step))
		row = append(row, bandsOf(one.made, step)[:3]...)
		row = append(row, centsOf(yearBefore), centsOf(last), centsOf(next), known(share))
		rows = append(rows, append(row, one.made.Model, known(mase), known(naive), verdictOf(one.made)))
	}
	return lazily("forecast_metrics", "figure t, dimension t, member t, next_month d, mean f, lo80 f, hi80 f, year_before f, last12 f, next12 f, share f, model t, mase f, naive_mase f, verdict t", rows)
}

// averageOf is the average order of the last year, where there is one.
func averageOf(told []continuedSeries, last float64) float64 {
	if math.IsNaN(last) {
		return last
	}
	revenue, orders := told[0].values, told[1].values
	return sumKnown(revenue[len(revenue)-monthsAYear:]) / sumKnown(orders[len(orders)-monthsAYear:])
}

// averageAhead is the average order of the year to come, where it is forecast.
func averageAhead(told []continuedSeries, next float64) float64 {
	if math.IsNaN(next) {
		return next
	}
	return sumOf(told[0].made.Mean[:monthsAYear]) / sumOf(told[1].made.Mean[:monthsAYear])
}

// sumOf adds up; what cannot be known makes the sum unknown.
func sumOf(values []float64) (sum float64) {
	for _, value := range values {
		sum += value
	}
	return sum
}

// sumKnown adds up what there is.
func sumKnown(values []float64) (sum float64) {
	for _, value := range values {
		if !math.IsNaN(value) {
			sum += value
		}
	}
	return sum
}

// errorsOf are the scaled errors of the forecast and of last year's month, on past
// months that they had not seen.
func errorsOf(made series.Forecast) (own, naive float64) {
	own, naive = math.NaN(), math.NaN()
	for _, entry := range made.Contest {
		if entry.Chosen {
			own = entry.MASE
		}
		if entry.Model == (series.SeasonalNaive{}).Name() {
			naive = entry.MASE
		}
	}
	return own, naive
}

// enoughJudged is how many past months have to be judged before a forecast is called
// better than last year's month, or no better: with fewer a test finds nothing, or chance.
// The reports' words go by the same number.
const enoughJudged = 8

// judgedMonths are those past months of which one was forecast from what lay before it.
func judgedMonths(made series.Forecast) int {
	if len(made.Contest) == 0 {
		return 0
	}
	return len(made.Residuals)
}

// verdictOf is a word that the reports translate. The contest's verdict goes by the mean
// of two measures; beside the one that is told a forecast is better where that is clearly
// so too.
func verdictOf(made series.Forecast) string {
	own, naive := errorsOf(made)
	switch {
	case made.Verdict == series.Unjudged || judgedMonths(made) < enoughJudged:
		return "unjudged"
	case made.Verdict == series.Better && own < series.Clearly*naive:
		return "better"
	}
	return "no_better"
}
