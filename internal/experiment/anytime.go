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
// It needs as many customers at the first look as any interval does.
func Anytime(e Effect, level float64, planned int) (lo, hi float64) {
	n := float64(e.Controls + e.Treated)
	if n == 0 || !(level > 0 && level < 1) {
		return e.Effect, e.Effect
	}
	atEnd := n
	if planned > 0 {
		atEnd = float64(planned)
	}
	alpha := 1 - level
	// Equation 68 of the paper's appendix, to first order.
	rho2 := (-2*math.Log(alpha) + math.Log(-2*math.Log(alpha)+1)) / atEnd
	grown := n*rho2 + 1
	half := e.StandardError * math.Sqrt(2*grown/(n*rho2)*math.Log(math.Sqrt(grown)/alpha))
	return e.Effect - half, e.Effect + half
}
