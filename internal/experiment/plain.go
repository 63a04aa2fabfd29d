package experiment

import "math"

// fewestOfShare is how many customers of an arm must be, and must not be, for
// Welch's interval of shares; with less the score interval holds better.
const fewestOfShare = 30

// plain compares two arms as they are.
func plain(c, t arm, level float64) Effect {
	e := Effect{Controls: c.n, Treated: t.n, ControlMean: c.mean, TreatedMean: t.mean, mean: c.mean}
	e.estimate(c.mean, t.mean, c.apart, t.apart, level)
	rare := min(c.ones, c.n-c.ones, t.ones, t.n-t.ones) < fewestOfShare
	if e.Known() && c.isShare && t.isShare && (rare || e.Method == Hall) {
		e.Method = Score
		e.score(c, t, level)
	}
	e.Enough = e.enough(c, t)
	e.Plain = e.Estimate
	return e
}

// estimate is the difference of two means with what the customers are apart
// from them. An arm in which all are the same has the variance of both together.
func (e *Effect) estimate(control, treated float64, apartC, apartT []float64, level float64) {
	squaresC, cubesC := moments(apartC)
	squaresT, cubesT := moments(apartT)
	nC, nT := float64(len(apartC)), float64(len(apartT))
	e.Estimate, e.Method, e.Skewness = unknown(treated-control), Welch, 0
	if nC < 2 || nT < 2 || !(squaresC+squaresT > 0) {
		return
	}
	pooled := (squaresC + squaresT) / (nC + nT - 2)
	varianceC, varianceT := meanVariance(squaresC, nC), meanVariance(squaresT, nT)
	// That all of an arm are the same does not say that all would be.
	if e.constant = squaresC == 0 || squaresT == 0; squaresC == 0 {
		varianceC = pooled / nC
	} else if squaresT == 0 {
		varianceT = pooled / nT
	}
	standardError := math.Sqrt(varianceC + varianceT)
	if !(standardError > 0) {
		return
	}
	e.StandardError, e.controls = standardError, math.Sqrt(varianceC)
	e.widest = max(standardError, math.Sqrt(pooled/nC+pooled/nT))
	e.Skewness = skewness(squaresC+squaresT, cubesC+cubesT, nC, nT)
	free := welchDegrees(varianceC, varianceT, nC, nT)
	e.free = free
	e.Lo, e.Hi, e.P = welch(e.Effect, e.StandardError, free, level)
	if math.Abs(e.Skewness) > mostSkewness {
		e.Method = Hall
		e.hall(free, level)
	}
}

// meanVariance is that of a mean.
func meanVariance(squares, n float64) float64 {
	if n < 2 {
		return 0
	}
	return squares / (n - 1) / n
}

// welchDegrees are those of Welch and Satterthwaite, by the arms' parts of the
// variance: its square may be too small to be told from 0.
func welchDegrees(varianceC, varianceT, nC, nT float64) float64 {
	partC := varianceC / (varianceC + varianceT)
	partT, below := 1-partC, 0.0
	if nC > 1 {
		below += partC * partC / (nC - 1)
	}
	if nT > 1 {
		below += partT * partT / (nT - 1)
	}
	return 1 / below
}

func welch(effect, standardError, free, level float64) (lo, hi, p float64) {
	half := studentQuantile(level, free) * standardError
	return effect - half, effect + half, studentP(effect/standardError, free)
}

// skewness is that of the difference of two means, had the arms one
// distribution. Tails of arms of one size cancel, as the third moment counts
// with the opposite sign (Kohavi et al. 2014, "Seven rules of thumb"). It is of
// both arms together because an arm without its great values has a small
// deviation, too, and would seem the more skewed the less it is known.
func skewness(squares, cubes, nC, nT float64) float64 {
	n := nC + nT
	return cubes / n / math.Pow(squares/n, 1.5) * (1/(nT*nT) - 1/(nC*nC)) / math.Pow(1/nT+1/nC, 1.5)
}
