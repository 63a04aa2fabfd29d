package profiles

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Match says how well a profile fits a file.
type Match struct {
	Profile Profile
	// Certainty is 0 to 1. From Sure on the file is read without asking; below
	// Likely the headers do not all fit, and the match is only worth a mention.
	Certainty float64
	// Missing are the headers by which the profile is known and which the file
	// does not have.
	Missing []string
	// Placed are the positions of the columns that the profile reads.
	Placed []int
	// Unplaced are the headers of the file for which the profile has no use.
	Unplaced []string
}

const (
	// Sure is a certainty at which nobody has to be asked.
	Sure = 0.75
	// Likely is the least certainty of a profile whose headers are all there.
	Likely = 0.55
	// faint is the least that is worth a mention.
	faint = 0.2
)

// Recognise says whose file it is by its header, the best match first. The
// file's name only decides between profiles that fit equally; it may be empty.
// A user's own profiles come before embedded ones that fit no better.
func Recognise(header []string, fileName string, own ...Profile) []Match {
	all, err := All()
	if err != nil {
		return nil
	}
	return recognise(append(own, all...), header, fileName)
}

func recognise(all []Profile, header []string, fileName string) []Match {
	x := newIndex(header)
	var matches []Match
	for _, profile := range all {
		if match := profile.match(x, header, fileName); match.Certainty >= faint {
			matches = append(matches, match)
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Certainty, a.Certainty), cmp.Compare(len(b.Placed), len(a.Placed)))
	})
	return matches
}

// match weighs the evidence. That all headers are there by which the profile is
// known counts most; then how many they are, how much of what the profile reads
// is there, and how much of the file it reads.
func (p Profile) match(x *index, header []string, fileName string) Match {
	match := Match{Profile: p}
	if p.Recognise.Named && !p.named(fileName) {
		return match
	}
	for _, unwanted := range p.Recognise.Without {
		for _, one := range alternatives(unwanted) {
			if name, _ := Normalise(one); positions(x.names, name) != nil {
				return match
			}
		}
	}
	inexact := 0
	for _, wanted := range p.Recognise.Headers {
		found, exact := x.any(alternatives(wanted))
		switch {
		case !found:
			match.Missing = append(match.Missing, wanted)
		case !exact:
			inexact++
		}
	}
	fits := p.place(x, &match)
	placed, all := len(match.Placed), 0
	for i, name := range x.names {
		if name == "" {
			continue
		}
		all++
		if !slices.Contains(match.Placed, i) && !slices.Contains(match.Unplaced, strings.TrimSpace(header[i])) {
			match.Unplaced = append(match.Unplaced, strings.TrimSpace(header[i]))
		}
	}
	known := len(p.Recognise.Headers)
	if known == 0 || all == 0 {
		return match
	}
	if missing := len(match.Missing); missing > 0 {
		if known >= 3 && missing*2 <= known {
			match.Certainty = 0.5 * float64(known-missing) / float64(known)
		}
		return match
	}
	many := 1 - 1/float64(1+min(known, 8))
	match.Certainty = Likely + 0.16*many + 0.14*fits + 0.1*float64(min(placed, all))/float64(all) - 0.02*float64(min(inexact, 4))
	if p.named(fileName) {
		match.Certainty += 0.05
	}
	match.Certainty = max(Likely, match.Certainty)
	return match
}

// any reports whether one of the headers is there, and whether it is there as
// it is written.
func (x *index) any(headers []string) (found, exact bool) {
	for _, header := range headers {
		name, _ := Normalise(header)
		if positions(x.names, name) != nil {
			return true, true
		}
		found = found || x.find(header) != nil
	}
	return found, false
}

// place notes which columns the profile's first table and its rules read, and
// returns the share of its fields that have one.
func (p Profile) place(x *index, match *Match) float64 {
	note := func(headers []string) bool {
		any := false
		for _, header := range headers {
			for _, at := range x.find(header) {
				any = true
				if !slices.Contains(match.Placed, at) {
					match.Placed = append(match.Placed, at)
				}
			}
		}
		return any
	}
	for _, header := range p.Recognise.Headers {
		note(alternatives(header))
	}
	fields, filled := 0, 0
	for i, table := range p.Tables {
		for _, pair := range table.Columns {
			ok := note(pair.Value)
			if i == 0 {
				fields++
				if ok {
					filled++
				}
			}
		}
		for _, pair := range table.Join {
			note(pair.Value)
		}
		for _, rule := range slices.Concat(table.Outcome, table.Exclude) {
			note(rule.Column)
		}
		for _, extract := range table.Extract {
			note(extract.Column)
		}
	}
	slices.Sort(match.Placed)
	return float64(filled) / float64(max(fields, 1))
}

// named reports whether the file is called as the system calls its exports; a
// browser adds " (3)" to the name of a second download.
func (p Profile) named(file string) bool {
	base := strings.ToLower(path.Base(strings.ReplaceAll(file, "\\", "/")))
	if base == "." || base == "" {
		return false
	}
	stem, extension := strings.TrimSuffix(base, path.Ext(base)), path.Ext(base)
	if at := strings.LastIndex(stem, " ("); at > 0 && strings.HasSuffix(stem, ")") {
		stem = stem[:at]
	}
	return slices.ContainsFunc(p.Recognise.Files, func(pattern string) bool {
		ok, err := path.Match(strings.ToLower(pattern), stem+extension)
		return err == nil && ok
	})
}
