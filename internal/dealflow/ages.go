package dealflow

import (
	"slices"
	"sort"
)

// A band of ages is narrow where many deals are closed: each has about as many
// closings. Fewer than these tell no rate, more bands than these no reader.
const (
	closingsABand = 10
	mostBands     = 20
	fewestBands   = 3
)

// ages are bands of the age of deals in days, the last one without an end, and
// what happened in each.
type ages struct {
	from     []float64 // where each band begins; the first at 0
	exposure []float64 // days that deals were open there
	closed   []float64
	won      []float64
	strength float64 // of the prior of the bands' shares of won deals
	share    float64 // of all that were closed
}

// span is a deal's time under watch, by its age: from entry to leave, and how
// it ended. A deal closed on the day of its opening was open for half of it.
type span struct {
	deal        int
	entry, exit float64
	outcome     Outcome
}

// spansOf are the spans of deals as they are known at the end of a day. Deals
// are watched from a day on, which is that of the first closing in their export:
// those closed before would be missing from it, and with them all that is known
// of closings then. Nothing before the day `since` counts.
func spansOf(deals []Deal, asOf, since int) []span {
	watched := map[string]int{}
	for _, d := range deals {
		if from, known := watched[d.Source]; d.Outcome != Open && (!known || d.Closed < from) {
			watched[d.Source] = d.Closed
		}
	}
	var spans []span
	for i, d := range deals {
		from, known := watched[d.Source]
		if !known {
			from = asOf + 1
		}
		s := span{deal: i, entry: float64(max(0, max(from, since)-d.Opened)), exit: float64(asOf + 1 - d.Opened), outcome: d.Outcome}
		if d.Outcome != Open {
			s.exit = float64(d.Closed-d.Opened) + 0.5
		}
		if s.exit > s.entry {
			spans = append(spans, s)
		}
	}
	return spans
}

func newAges(spans []span) ages {
	var closings []float64
	for _, s := range spans {
		if s.outcome != Open {
			closings = append(closings, s.exit)
		}
	}
	slices.Sort(closings)
	bands := max(fewestBands, min(mostBands, len(closings)/closingsABand))
	a := ages{from: []float64{0}}
	for i := 1; i <= bands; i++ {
		// Behind the band's last closing, at the end of its day; the last such
		// border is the end of all that was ever closed.
		edge := closings[i*len(closings)/bands-1] + 0.5
		if edge > a.from[len(a.from)-1] {
			a.from = append(a.from, edge)
		}
	}
	n := len(a.from)
	a.exposure, a.closed, a.won = make([]float64, n), make([]float64, n), make([]float64, n)
	expected := make([]float64, n)
	for _, s := range spans {
		a.add(s)
	}
	won := 0.0
	for _, w := range a.won {
		won += w
	}
	// Half a deal of each kind, so that a share is never none nor all.
	a.share = (won + 0.5) / (float64(len(closings)) + 1)
	for i := range expected {
		expected[i] = a.share
	}
	a.strength = shareStrength(a.won, a.closed, expected)
	return a
}

func (a ages) add(s span) {
	for i := range a.from {
		a.exposure[i] += max(0, min(s.exit, a.to(i))-max(s.entry, a.from[i]))
	}
	if s.outcome != Open {
		i := a.band(s.exit)
		a.closed[i]++
		if s.outcome == Won {
			a.won[i]++
		}
	}
}

// forever is an age that no deal has.
const forever = 1e9

func (a ages) to(band int) float64 {
	if band+1 < len(a.from) {
		return a.from[band+1]
	}
	return forever
}

// band is that in which an age lies.
func (a ages) band(age float64) int {
	return sort.Search(len(a.from), func(i int) bool { return a.from[i] > age }) - 1
}

// hazards are the rates of closing by age and the shares of them that are won:
// either the most likely ones, or a draw of what they may be.
type hazards struct {
	ages
	rate   []float64 // closings a day of an open deal
	before []float64 // cumulative hazard at the beginning of each band
	odds   []float64 // logit of the share won
}

// hazardsOf makes hazards of what the functions give for each band: a rate for
// so many closings in so many days, and a share for so many won and lost. Half a
// closing is added to each band (Jeffreys), which leaves a way to close even
// behind the oldest deal that was.
func hazardsOf(a ages, rate, share func(x, y float64) float64) hazards {
	h := hazards{ages: a, rate: make([]float64, len(a.from)), before: make([]float64, len(a.from)), odds: make([]float64, len(a.from))}
	for i := range a.from {
		if i > 0 {
			h.before[i] = h.before[i-1] + h.rate[i-1]*(a.from[i]-a.from[i-1])
		}
		h.rate[i] = rate(a.closed[i]+0.5, max(a.exposure[i], 1))
		h.odds[i] = logit(share(a.won[i]+a.strength*a.share, a.closed[i]-a.won[i]+a.strength*(1-a.share)))
	}
	return h
}

// cumulative is the hazard of closing that a deal has had by an age.
func (h hazards) cumulative(age float64) float64 {
	i := h.band(age)
	return h.before[i] + h.rate[i]*(age-h.from[i])
}

// ageAt is the age at which the cumulative hazard comes to a value.
func (h hazards) ageAt(cumulative float64) float64 {
	i := sort.Search(len(h.before), func(i int) bool { return h.before[i] > cumulative }) - 1
	return h.from[i] + (cumulative-h.before[i])/h.rate[i]
}
