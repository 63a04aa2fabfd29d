package reports

import (
	"math"
	"slices"
	"strings"

	"clientele/internal/table"
)

// bands are neighbouring bands of chance, taken together.
type bands struct {
	lower, upper  float64
	customers     int64
	given, bought float64 // how many should have bought, how many did
}

// with takes one band more, which is the next one or further on.
func (s bands) with(t *table.Table, row int) bands {
	n := t.Integer(row, "customers")
	if s.customers == 0 {
		s.lower = t.Float(row, "lower")
	}
	s.upper, s.customers = t.Float(row, "upper"), s.customers+n
	s.given += t.Float(row, "predicted") * float64(n)
	s.bought += t.Float(row, "actual") * float64(n)
	return s
}

// shares are the mean chance given and the share who bought, for a sentence.
func (s bands) shares(b *builder) []string {
	n := float64(s.customers)
	return []string{"given", b.percent(s.given / n), "share", b.percent(s.bought / n)}
}

// triedSentence tells of the customers who then had the chances that most on
// the list have now: how the method does elsewhere is of no use to who goes
// down the list. Without a list it tells of all.
func (b *builder) triedSentence(check *table.Table) []string {
	t := b.reliability()
	low, high, listed := b.listedChances()
	var all bands
	for r := range t.Len() {
		_, known := float(t, r, "predicted")
		if known && (!listed || reaches(t, r, low, high)) {
			all = all.with(t, r)
		}
	}
	if all.customers == 0 {
		return nil
	}
	key := "leaving.checked_all"
	if listed {
		key = "leaving.checked"
	}
	return []string{b.Words.Count(key, all.customers, append(all.shares(b), "band", b.bandName(all.lower, all.upper),
		"cut", b.Words.Date(check.Time(0, "cut_on")), "last", b.Words.Date(check.Time(0, "last_on")))...)}
}

// reaches says whether a band, of which the last one alone has its upper end,
// has chances from low to high.
func reaches(t *table.Table, row int, low, high float64) bool {
	upper := t.Float(row, "upper")
	return (upper > low || upper >= 1) && t.Float(row, "lower") <= high
}

// listedChances are between what chances to buy most on the list lie: six of
// ten of them. False without a list.
func (b *builder) listedChances() (low, high float64, ok bool) {
	var chances []float64
	for r := range length(b.answers.Leaving) {
		if chance, known := float(b.answers.Leaving, r, "p_buys"); known {
			chances = append(chances, chance)
		}
	}
	if len(chances) == 0 {
		return 0, 0, false
	}
	slices.Sort(chances)
	tail := len(chances) / 5
	return chances[tail], chances[len(chances)-1-tail], true
}

// riskSentence tells how many bought of those who stood then in the band of
// risk that most on the list stand in.
func (b *builder) riskSentence() []string {
	risks, listed := b.answers.ChurnRisks, b.answers.Leaving
	if empty(risks) || empty(listed) || risks.Index("held_bought") < 0 {
		return nil
	}
	standing := map[string]int{}
	for r := range listed.Len() {
		standing[listed.Text(r, "risk")]++
	}
	most := -1
	for r := range risks.Len() {
		if n := standing[risks.Text(r, "risk")]; n > 0 && (most < 0 || n > standing[risks.Text(most, "risk")]) {
			most = r
		}
	}
	if most < 0 || risks.Integer(most, "held_customers") == 0 {
		return nil
	}
	if _, known := float(risks, most, "held_bought"); !known {
		return nil
	}
	named := b.translated(risks, "risk", "risk.")
	return []string{b.Words.Count("leaving.tried_risk", risks.Integer(most, "held_customers"), "risk", name(named.Text(most, "risk")),
		"share", b.percent(risks.Value(most, "held_bought")))}
}

// wrongSentences say which chances were too high and which too low: those
// outside of what the share who bought allows.
func (b *builder) wrongSentences() []string {
	t := b.reliability()
	var lines []string
	for _, wrong := range []struct {
		key string
		is  func(row int) bool
	}{
		{"leaving.too_high", func(r int) bool { return t.Float(r, "predicted") > t.Float(r, "hi95") }},
		{"leaving.too_low", func(r int) bool { return t.Float(r, "predicted") < t.Float(r, "lo95") }},
	} {
		var all, run bands
		var names []string
		for r := range t.Len() {
			if t.Value(r, "in_range") != false || !wrong.is(r) {
				run = bands{}
				continue
			}
			if run.customers > 0 && math.Abs(run.upper-t.Float(r, "lower")) < 1e-9 {
				names = names[:len(names)-1]
			} else {
				run = bands{}
			}
			all, run = all.with(t, r), run.with(t, r)
			names = append(names, b.bandName(run.lower, run.upper))
		}
		if all.customers > 0 {
			lines = append(lines, b.Words.Count(wrong.key, all.customers, append(all.shares(b), "band", strings.Join(names, ", "))...))
		}
	}
	return lines
}
