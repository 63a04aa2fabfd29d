package experiment

// Verdict is what an experiment says in a word.
type Verdict string

// The verdicts. NoEffect is said where the whole interval lies within a margin
// that does not matter, and never only because nothing was seen: that is
// NotEnough.
const (
	Worked    Verdict = "worked"
	Harmed    Verdict = "harmed"
	NoEffect  Verdict = "no_effect"
	NotEnough Verdict = "not_enough"
	NoControl Verdict = "no_control"
	Unsound   Verdict = "unsound"
)

// Judge says what an effect means. p is its p-value, corrected where it is one
// of several; sampleRatio that of the arms' sizes; margin the effect, either
// way, that would not matter.
func Judge(e Effect, p, sampleRatio, margin, level float64) Verdict {
	switch {
	case e.Controls == 0:
		return NoControl
	case sampleRatio < SampleRatioAlert:
		return Unsound
	case !e.Enough:
		return NotEnough
	case p < 1-level && e.Effect > 0:
		return Worked
	case p < 1-level && e.Effect < 0:
		return Harmed
	case e.Lo > -margin && e.Hi < margin:
		return NoEffect
	}
	return NotEnough
}
