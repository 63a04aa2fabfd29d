package btyd

// tooMany is true where going through all counts takes longer than the search
// for one of them.
func (p course) tooMany(odds float64) bool {
	return p.going.R*odds > float64(p.k)*longWalk || odds > longWalk
}

// wanted are the chances of K = 0, 1, 2 … purchases of a customer who never
// leaves, to the last digit. In phase j the phases to come are negative
// binomial; the terms of all j go on together, as weights relative to
// (1−z)^R, which itself underflows for who bought often.
func (p course) wanted(odds float64) []float64 {
	z, rest := odds/(1+odds), 1/(1+odds)
	terms := make([]float64, 0, p.k)
	chances := make([]float64, 0, 32)
	start, total, repeats := 1.0, 0.0, 0.0
	for m := 0; ; m++ { // phases ended since the last purchase
		if m < p.k {
			terms = append(terms, p.phases[m]*start)
			start *= rest
		}
		sum, next := 0.0, 0.0
		for j, term := range terms {
			sum += term
			terms[j] = term * z * (p.going.R + float64(m)) / float64(m+1-j)
			next += terms[j]
		}
		if m%p.k == 0 {
			chances = append(chances, 0)
		}
		chances[len(chances)-1] += sum
		total += sum
		if m < p.k {
			continue
		}
		repeats += sum
		// Each further phase adds one purchase at most. The ratios of the terms
		// tend to z from either side, so a geometric series bounds the rest.
		worst := max(z, z*(p.going.R+float64(m))/float64(m+2-p.k))
		left := next / (1 - worst) * (float64(len(chances)) + 1/(1-worst))
		if next == 0 || (worst < 1 && left <= negligible*repeats) {
			scale(chances, 1/total)
			return chances
		}
		if total > hugeWeight {
			scale(chances, 1/total)
			scale(terms, 1/total)
			repeats, total = repeats/total, 1
		}
	}
}

// exceeded turns the chances of 0, 1, 2 … into those of more than 0, 1, 2 ….
func exceeded(chances []float64) []float64 {
	above := make([]float64, len(chances))
	for n := len(chances) - 1; n > 0; n-- {
		above[n-1] = above[n] + chances[n]
	}
	return above
}

func (p course) chances(t float64) []float64 {
	odds := window(t) / p.going.Alpha
	if odds == 0 {
		return []float64{1}
	}
	if p.tooMany(odds) {
		return p.chancesFromTails(odds)
	}
	wanted := p.wanted(odds)
	more := exceeded(wanted)
	chances := []float64{1 - p.alive + p.alive*wanted[0]}
	stays := 1.0
	for n := 1; n < len(wanted) && p.alive*more[n-1]*stays >= leftOver; n++ {
		leaves := p.going.A / (p.going.A + p.going.B + float64(n-1))
		chances = append(chances, p.alive*stays*(wanted[n]+leaves*more[n]))
		stays *= 1 - leaves
	}
	return chances
}

// chancesFromTails are the chances from those to exceed each number.
func (p course) chancesFromTails(odds float64) []float64 {
	before := 1.0 // P(Y > n − 1)
	var chances []float64
	for n := 0; n < longestList && before >= leftOver; n++ {
		above := p.above(float64(n), odds)
		chances = append(chances, max(0, before-above))
		before = above
	}
	return chances
}

func (p course) interval(t, level float64) (lo, hi float64) {
	if !(level > 0) {
		level = 0
	}
	// As in the BG/NBD: beyond 1e-12 a sum has no digits.
	tail := max((1-min(level, 1))/2, 1e-12)
	odds := window(t) / p.going.Alpha
	if odds == 0 {
		return 0, 0
	}
	if p.tooMany(odds) {
		above := func(n float64) float64 { return p.above(n, odds) }
		return firstBelow(above, 1-tail), firstBelow(above, tail)
	}
	more, stays := exceeded(p.wanted(odds)), 1.0
	lo = -1
	for n := range more {
		above := p.alive * more[n] * stays
		if lo < 0 && above <= 1-tail {
			lo = float64(n)
		}
		if above <= tail {
			return lo, float64(n)
		}
		stays *= (p.going.B + float64(n)) / (p.going.A + p.going.B + float64(n))
	}
	return max(lo, 0), float64(len(more) - 1)
}
