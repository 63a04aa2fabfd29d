// Package series forecasts single time series: equally spaced float64 values in,
// means and bands out.
//
// A Model is fitted to the values of one series and gives a Fitted, which
// forecasts. Backtest judges a model by rolling origins inside the series,
// Choose lets models contend that way, combines them by how they did and puts bands
// around the mean, ForecastMany does so for thousands of series.
//
// Symbols follow the papers:
//
//	y      the values, oldest first
//	m      the season: values per year for monthly data 12, without a season 1
//	n      the number of values
//	h      the step ahead, from 1
//	alpha  the smoothing weight
//	b      the slope of the least-squares line through the values
//
// There is no clock, no randomness and no shared state: the same values give the
// same forecast, bit by bit, however many workers compute it.
package series
