// Package series forecasts single time series: equally spaced float64 values in,
// means and bands out.
//
// A Model is fitted to the values of one series and gives a Fitted, which forecasts, and
// as an Extended is carried along as the series grows: ETS, CES, ARIMA, Theta,
// SeasonalTheta, DynamicTheta, Drift, SeasonalNaive, and Croston, SBA and TSB for rare
// sales. Backtest judges a model by rolling origins inside the series, Choose lets
// models contend that way, combines them by how they did and puts bands around the mean,
// ForecastMany does so for thousands of series.
//
// Beside forecasts: Adjust takes working days and holidays out, Marks finds outliers and
// level shifts, FillGaps fills periods without data, Complete continues a month that has
// not ended, a Hierarchy makes parts add up to their total, DieboldMariano compares two
// forecasts by their errors.
//
// How good the forecasts are: on the 617 monthly series of M1, 18 months ahead, sMAPE is
// 13.94 and MASE 1.011 (R's ets 14.97 and 1.074, its thetaf 16.53 and 1.091), and 79.7 and
// 94.5 % of the months lie inside the bands of 80 and 95 %. Rule and constants were set on
// the training parts of M1, M3 and Tourism alone (see Choose); on what these held back:
//
//	                     sMAPE    MASE   inside 80, 95 %
//	M3 monthly           13.33   0.819   82.7, 96.9
//	M3 quarterly          8.92   1.061   82.1, 95.3
//	M3 yearly and other  13.35   2.477   82.7, 95.1
//	Tourism monthly      17.86   1.407   88.0, 98.9
//	Tourism quarterly    14.20   1.490   89.2, 99.2
//	Tourism yearly       20.48   2.705   83.3, 96.1
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
