// Package survival says how long something lasts when not everything has ended
// yet: contracts that still run, customers who have not come back so far.
//
// What has not ended is not left out and not taken for ended: it counts as long
// as it was watched (censoring). What was watched from a later age on, because
// the records begin in the middle of its life, counts from that age on (delayed
// entry, left truncation).
//
// # Symbols
//
//	t_j   Point.Time      the times at which something ended or was last seen
//	n_j   Point.AtRisk    watched just before t_j and not ended: Start < t_j ≤ Stop
//	d_j   Point.Ended     ended at t_j
//	c_j   Point.Censored  last seen at t_j, not ended; at risk at t_j itself
//	S(t)  Point.Survival  share that lasts longer than t: Π (1 − d_j/n_j), t_j ≤ t
//	G(t)  Point.Greenwood Σ d_j / (n_j (n_j − d_j)): the variance of log S(t)
//	μ(τ)  Mean.Value      mean time until the end or τ, whichever is first: ∫₀^τ S
//
// # Sources
//
//   - [KM] Kaplan, Meier: Nonparametric Estimation from Incomplete Observations.
//     Journal of the American Statistical Association 53 (1958), 457-481: S(t),
//     and the variance of the mean.
//   - [G] Greenwood: The Errors of Sampling of the Survivorship Tables (1926).
//   - [KP] Kalbfleisch, Prentice: The Statistical Analysis of Failure Time Data
//     (1980), 1.4: the bands on the scale of log(−log S).
//   - [M] Mantel: Evaluation of Survival Data and Two New Rank Order Statistics.
//     Cancer Chemotherapy Reports 50 (1966), 163-170: the log-rank test with the
//     hypergeometric variance, strata added up.
//   - [T] Therneau: A Package for Survival Analysis in R, 3.5-3. Its figures are
//     the fixtures; where definitions differ (a curve that is flat at one half,
//     the last point in the variance of the mean) this package follows it.
package survival
