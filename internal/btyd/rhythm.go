package btyd

// Rhythm is what is known of the times between a cohort's purchases.
type Rhythm struct {
	Intervals float64 // how many times between purchases there are
	SumLog    float64 // the sum of their logs
}

// WithRhythm is the cohort with the rhythm of its purchases.
func (c Cohort) WithRhythm(r Rhythm) Cohort {
	c.rhythm = r
	return c
}
