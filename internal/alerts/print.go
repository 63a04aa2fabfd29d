package alerts

import (
	"strings"

	"clientele/internal/sentence"
)

// String is the rule in the words of the language: what it was understood as.
func (r Rule) String() string {
	var parts []string
	say := func(words ...string) { parts = append(parts, words...) }
	if r.Figure == Size {
		for _, one := range kindNames() {
			if one.kind == r.Of.Kind {
				say(one.words[0], sentence.Quote(r.Of.Name))
			}
		}
	} else {
		say(printedFigure(r.Figure))
	}
	for _, one := range partNames() {
		if one.of == r.Part.Of {
			say(one.preposition, one.of, sentence.Quote(r.Part.Name))
		}
	}
	if r.Period != NoPeriod {
		say(string(r.Period))
	}
	say(r.comparison()...)
	return strings.Join(parts, " ")
}

func (r Rule) comparison() []string {
	side, border := "below", "lower"
	if r.Up {
		side, border = "above", "upper"
	}
	switch r.Form {
	case Band:
		return []string{side, "the forecast's", border, "band"}
	case Plan:
		if r.Percent == "0" {
			return []string{side, "plan"}
		}
		return []string{side, "plan by", r.Percent, "%"}
	case Change:
		return r.changeWords()
	}
	switch {
	case r.Equal && r.Up:
		side = "at least"
	case r.Equal:
		side = "at most"
	}
	return []string{side, r.Bound}
}

func (r Rule) changeWords() []string {
	out := []string{"fell by"}
	if r.Up {
		out[0] = "grew by"
	}
	if r.Percent != "" {
		out = append(out, r.Percent, "%")
	} else {
		out = append(out, r.Bound)
	}
	if r.Least != "" {
		out = append(out, "and at least", r.Least)
	}
	if r.Against != "" {
		out = append(out, "than a", r.Against, "before")
	}
	return out
}
