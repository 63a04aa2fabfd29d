package series

import "math"

// cesForm is the form of the season.
type cesForm int

const (
	cesNone cesForm = iota
	cesSimple
	cesPartial
	cesFull
)

func (f cesForm) String() string {
	return [...]string{"none", "simple", "partial", "full"}[f]
}

// parameters counts the weights.
func (f cesForm) parameters() int { return [...]int{2, 2, 3, 4}[f] }

// states counts the initial states of level and season; the hidden ones follow from them.
func (f cesForm) states(m int) int { return [...]int{1, m, 1 + m, 1 + m}[f] }

// suits tells whether n values of season m can carry the form: more than two cycles, and
// more values than AICc needs. A cycle longer than a year of days is left out, as the
// polynomial that stability asks about would have thousands of terms.
func (f cesForm) suits(n, m int) bool {
	const longestCycle = 366
	return f == cesNone || canBeSeasonal(n, m) && m <= longestCycle && f.estimable(n)
}

// estimable leaves AICc a positive denominator; weights and the variance are parameters.
func (f cesForm) estimable(n int) bool { return n > f.parameters()+2 }

// criterion is AICc of the weights and the variance, plus AIC's 2 for each initial state.
// A fit without an error, to the last digits of a float64, is as good as any other.
func (f cesForm) criterion(y []float64, squares float64, m int) float64 {
	const resolution = 1e-28
	size := 0.0
	for _, v := range y {
		size += v * v
	}
	n, k := float64(len(y)), float64(f.parameters()+1)
	return n*math.Log(math.Max(squares, resolution*size)) + 2*k + 2*k*(k+1)/(n-k-1) + 2*float64(f.states(m))
}
