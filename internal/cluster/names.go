package cluster

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Words say how a cluster lies on a feature.
type Words struct {
	Low, High string
	Least     string // where most members have the least value that there is; may be empty
	// LowWeight and HighWeight are what a word says beside others that hold as
	// well; 0 is 1. Features of customers hang together, and where two words hold
	// equally a few customers would decide between them.
	LowWeight, HighWeight float64
}

// told is how far a cluster is set apart, by what its word says.
func (w Words) told(z float64) float64 {
	if z > 0 {
		return z * cmp.Or(w.HighWeight, 1)
	}
	return -z * cmp.Or(w.LowWeight, 1)
}

// Standing is how a cluster lies on a feature.
type Standing struct {
	Z     float64 // how far from the rest, in deviations
	Least bool    // most members have the least value that there is
}

const (
	// leastTold: what is nearer to the rest than this sets nobody apart.
	leastTold = 0.4
	// usualWords a name has; more only where two clusters would share it.
	usualWords = 2
	// Average is the name of a cluster that nothing sets apart.
	Average = "average"
)

// Names are keys for clusters, each once: the words of the features that set a
// cluster apart most, in the order of the features. They hang on how clusters
// lie, not on their numbers. Where two would share one, further words are added,
// then words that compare the two alone, then letters.
func Names(standings [][]Standing, words []Words) []string {
	namer := namer{standings: standings, words: words, told: make([][]string, len(standings)), letters: make([]string, len(standings))}
	for c := range standings {
		namer.told[c] = make([]string, len(words))
		namer.add(c, usualWords)
	}
	for range words {
		for _, same := range namer.shared() {
			for _, c := range same {
				namer.add(c, 1)
			}
		}
	}
	for _, same := range namer.shared() {
		namer.part(same)
	}
	for _, same := range namer.shared() {
		namer.letter(same)
	}
	names := make([]string, len(standings))
	for c := range names {
		names[c] = namer.name(c)
	}
	return names
}

type namer struct {
	standings [][]Standing
	words     []Words
	told      [][]string // by cluster and feature, empty where it says nothing
	letters   []string   // by cluster, empty for nearly all
}

// add tells up to n further words of what sets a cluster apart most.
func (n *namer) add(c, more int) {
	for range more {
		best, most := -1, 0.0
		for f, s := range n.standings[c] {
			if says := n.words[f].told(s.Z); n.told[c][f] == "" && math.Abs(s.Z) >= leastTold && says > most {
				best, most = f, says
			}
		}
		if best < 0 {
			return
		}
		n.told[c][best] = n.word(c, best)
	}
}

func (n *namer) word(c, f int) string {
	switch s := n.standings[c][f]; {
	case s.Z > 0:
		return n.words[f].High
	case s.Least && n.words[f].Least != "":
		return n.words[f].Least
	}
	return n.words[f].Low
}

func (n *namer) name(c int) string {
	parts := slices.DeleteFunc(slices.Clone(n.told[c]), func(word string) bool { return word == "" })
	if len(parts) == 0 {
		parts = []string{Average}
	}
	if n.letters[c] != "" {
		parts = append(parts, n.letters[c])
	}
	return strings.Join(parts, "_")
}

// shared are the clusters that have a name in common with others.
func (n *namer) shared() [][]int {
	var groups [][]int
	for c := range n.told {
		at := slices.IndexFunc(groups, func(group []int) bool { return n.name(group[0]) == n.name(c) })
		if at < 0 {
			groups = append(groups, []int{c})
		} else {
			groups[at] = append(groups[at], c)
		}
	}
	return slices.DeleteFunc(groups, func(group []int) bool { return len(group) < 2 })
}

// part splits clusters with one name at the widest gap on the feature on which
// they differ most: those above are high, the others low, compared with each
// other.
func (n *namer) part(same []int) {
	best, widest, at := -1, 0.0, 0
	for f := range n.words {
		if n.told[same[0]][f] != "" {
			continue
		}
		n.sort(same, f)
		for i := 1; i < len(same); i++ {
			if gap := n.standings[same[i]][f].Z - n.standings[same[i-1]][f].Z; gap > widest {
				best, widest, at = f, gap, i
			}
		}
	}
	if best < 0 {
		return
	}
	n.sort(same, best)
	for i, c := range same {
		n.told[c][best] = n.words[best].Low
		if i >= at {
			n.told[c][best] = n.words[best].High
		}
	}
	for _, part := range [][]int{slices.Clone(same[:at]), slices.Clone(same[at:])} {
		if len(part) > 1 {
			n.part(part)
		}
	}
}

// letter tells apart what no word does.
func (n *namer) letter(same []int) {
	n.sort(same, 0)
	for i, c := range same[1:] {
		n.letters[c] = string(rune('b' + i))
	}
}

func (n *namer) sort(same []int, f int) {
	slices.SortFunc(same, func(a, b int) int {
		order := cmp.Compare(n.standings[a][f].Z, n.standings[b][f].Z)
		for g := 0; order == 0 && g < len(n.words); g++ {
			order = cmp.Compare(n.standings[a][g].Z, n.standings[b][g].Z)
		}
		return order
	})
}
