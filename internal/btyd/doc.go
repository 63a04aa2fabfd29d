// Package btyd says who buys again, how often, and for how much: models of a
// customer base in which a customer leaves without saying so ("buy till you
// die").
//
// Data, model and fitted result are three things. A [Cohort] is the data,
// compressed to its distinct statistics. A model ([BGNBD], [GammaGamma]) is a
// plain value of parameters that answers questions and knows nothing of data.
// A [Fit] is a model with the [Estimate] that says how well it is known.
//
// # Symbols
//
// Letters follow the papers. Time has any one unit throughout (a week, a day).
//
//	x    Customer.X        purchases after the first one
//	t_x  Customer.Recency  time from the first purchase to the last, 0 where x = 0
//	T    Customer.Age      time from the first purchase to the end of observation
//	t                      length of the future window, from T on
//	r, α BGNBD.R, Alpha    buying rates λ ~ Gamma(shape r, rate α); of ParetoNBD too
//	a, b BGNBD.A, B        chance to leave after a purchase, p ~ Beta(a, b);
//	                       all four are those of MBGNBD too
//	k    BGCNBD.K          phases between two purchases, of MBGCNBD too; r, α are
//	                       those of the rates of phases, a, b as in BGNBD
//	s, β ParetoNBD.S, Beta rates of leaving μ ~ Gamma(shape s, rate β)
//	z    Stratum.Z         a covariate: what is known of a customer from the start
//	γ    Covariate.Gamma   who has z buys e^(γz) times as fast: α is α·e^(−γz)
//	n    Customer.Age      of BGBB: occasions, after the first purchase, so far
//	α, β BGBB.Alpha, Beta  chance to buy at an occasion, p ~ Beta(α, β)
//	γ, δ BGBB.Gamma, Delta chance to leave before an occasion, θ ~ Beta(γ, δ)
//	z̄    Spend.Mean        mean spend of the x transactions that are counted
//	p, q GammaGamma.P, Q   spend ~ Gamma(p, ν), ν ~ Gamma(q, rate γ)
//	γ    GammaGamma.Gamma  scale of spend, in money
//
// # Sources
//
//   - [FHL] Fader, Hardie, Lee: "Counting Your Customers" the Easy Way: An
//     Alternative to the Pareto/NBD Model. Marketing Science 24 (2005), 275-284.
//     Likelihood of a customer: eq. 6. P(X(t) = n): eq. 8. E[X(t)]: eq. 9.
//     Conditional expectation: eq. 10.
//   - [BDF] Batislam, Denizel, Filiztekin: Empirical validation and comparison
//     of models for customer base analysis. International Journal of Research in
//     Marketing 24 (2007), 201-209: MBG/NBD. The same model is in Hoppe, Wagner:
//     Customer base analysis: The case for a central variant of the
//     betageometric/NBD model. Marketing ZFP 29 (2007), 75-90.
//   - [PA] Fader, Hardie, Lee: Computing P(alive) Using the BG/NBD Model (2008).
//   - [SMC] Schmittlein, Morrison, Colombo: Counting Your Customers: Who Are They
//     and What Will They Do Next? Management Science 33 (1987), 1-24: Pareto/NBD.
//   - [NOTE] Fader, Hardie: A Note on Deriving the Pareto/NBD Model and Related
//     Expressions (2005).
//   - [RFM] Fader, Hardie, Lee: RFM and CLV: Using Iso-Value Curves for Customer
//     Base Analysis. Journal of Marketing Research 42 (2005), 415-430: discounted
//     expected residual transactions.
//   - [FHS] Fader, Hardie, Shang: Customer-Base Analysis in a Discrete-Time
//     Noncontractual Setting. Marketing Science 29 (2010), 1086-1108: BG/BB.
//   - [COV] Fader, Hardie: Incorporating Time-Invariant Covariates into the
//     Pareto/NBD and BG/NBD Models (2007).
//   - [RPS] Reutterer, Platzer, Schröder: Leveraging purchase regularity for
//     predicting customer behavior the easy way. International Journal of
//     Research in Marketing 38 (2021), 194-215: BG/CNBD-k and MBG/CNBD-k.
//   - [WM] Wheat, Morrison: Estimating Purchase Regularity with Two Interpurchase
//     Times. Journal of Marketing Research 27 (1990), 87-93.
//   - [GG] Fader, Hardie: The Gamma-Gamma Model of Monetary Value (2013).
//     Likelihood: eq. 1a. Conditional mean: eq. 5.
//
// # How the formulas are evaluated
//
// A customer who would never leave makes K purchases in t, negative binomial;
// one who leaves does so after purchase D, beta-geometric and independent of
// K; so X(t) = min(K, D) and P(X(t) > n) = P(K > n) · P(D > n). The published
// forms follow from this, but they subtract nearly equal numbers (eq. 8),
// divide by a − 1 (eq. 9, 10) and need a ₂F₁ whose third argument passes
// through the poles at a + b ≤ 1. The sums over min(K, D) have positive terms
// only, and hold for every parameter above 0. In MBG/NBD a customer without a
// purchase to come may have left after the first one; who has not is a BG/NBD.
//
// In BG/CNBD-k and MBG/CNBD-k a customer who is alive is in one of k phases, with
// a gamma posterior of the rate in each: K comes from a mixture of k negative
// binomials, and the rest is as before. All of it is exact, the conditional
// expectation too, for which [RPS] give an approximation.
//
// In Pareto/NBD a customer can leave at any time. What is asked is a mean over
// the time of leaving, whose density is taken as it is, not integrated into a
// ₂F₁: Gauss-Legendre rules in the log of time, where it has one peak and no
// singularity nearer than π.
package btyd
