package experiment

import "math"

// Anytime is an interval that holds the truth at every look with the chance of
// the level, however often one looks and whatever makes one stop: an asymptotic
// confidence sequence of a normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy
// and Ramdas 2021, "Time-uniform central limit theory and asymptotic confidence
// sequences", theorem 2.2). It is wider than the estimate's own interval, which
// holds for one look at the end. planned is how many customers, of both arms
// together, there are to be at the end: there the sequence is about as narrow
// as it can be; without it that is now.
//
// The theorem is of many customers, and takes the variance as that of the arms.
// At early looks at unequal arms the smaller one has few who are not zero, and a
// variance too small by as much, so the greater of the arms' own and of both
// together counts; what chance does beyond the normal is added to first order
// (Cornish and Fisher 1938), to both sides. While the arms are not enough
// ([Effect.Enough]), or fewer than ten other than zero are to be expected in the
// smaller, there is none: both are not a number.
func Anytime(e Effect, level float64, planned int) (lo, hi float64) {
	n := float64(e.Controls + e.Treated)
	if !e.Enough || e.expected < fewestAnytime || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	atEnd := n
	if planned > 0 {
		atEnd = float64(planned)
	}
	alpha := 1 - level
	// Equation 68 of the paper's appendix, to first order.
	rho2 := (-2*math.Log(alpha) + math.Log(-2*math.Log(alpha)+1)) / atEnd
	grown := n*rho2 + 1
	bound := math.Sqrt(2 * grown / (n * rho2) * math.Log(math.Sqrt(grown)/alpha))
	bound += math.Abs(e.Skewness) * (bound*bound - 1) / 6
	return e.Effect - bound*e.widest, e.Effect + bound*e.widest
}

// fewestAnytime is how many other than zero are to be expected in the smaller
// arm, were the arms alike, for an interval that holds at every look.
const fewestAnytime = 10
