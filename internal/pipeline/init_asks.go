package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"clientele/etl/values"
)

// orderQuestion asks how dates are meant of which the values do not decide it,
// and says what may be answered besides day first.
func orderQuestion(spelling *values.Notation) (text, others string) {
	switch {
	case spelling.YearAsked() && spelling.YearFirst == 0:
		return fmt.Sprintf("does the day or the year stand first in %s?", spelling.ExampleDate), "year first, month first"
	case spelling.YearAsked():
		return fmt.Sprintf("%d dates begin with a year of two digits and %d end with it; which is right? The others will be rejected.", spelling.YearFirst, spelling.YearLast), "year first, month first"
	case spelling.DayFirst > 0 && spelling.MonthFirst > 0:
		return fmt.Sprintf("%d dates begin with a day and %d with a month; which is right? The others will be rejected.", spelling.DayFirst, spelling.MonthFirst), "month first"
	}
	return fmt.Sprintf("does the day or the month stand first in %s?", spelling.ExampleDate), "month first"
}

// askUnnamed asks what stands in columns of currencies and names none that is
// known. Such rows have no rate, so that they are in no figure.
func (s *Survey) askUnnamed() {
	for _, source := range s.sources {
		counts := map[string]int64{}
		for _, table := range source.tables {
			for text, count := range table.seen.facts.unnamed {
				counts[text] += count
			}
		}
		names := mostly(counts)
		if len(names) == 0 {
			continue
		}
		var told []string
		for _, name := range names[:min(5, len(names))] {
			told = append(told, fmt.Sprintf("%q in %s", comment(name), plural(counts[name], "row")))
		}
		const what = "words for currencies that are not known; their rows are in no figure until this says which code each is"
		line := fmt.Sprintf("{currency: {%s: CODE}}", quoted(tidyHeader(names[0])))
		source.asks = append(source.asks, setting{"words", line, strings.Join(told, ", ") + ": " + what})
		s.ask(source.name, "    words: "+line, false, "%s: %s are %s.", source.first().File, strings.Join(told, ", "), what)
	}
}

// bareDollars reports whether a $ stands for a currency without saying whose.
func (s *Survey) bareDollars() bool {
	return slices.ContainsFunc(s.sources, func(source *initSource) bool {
		return slices.ContainsFunc(source.tables, func(table *FoundTable) bool { return table.seen.facts.bareDollar })
	})
}
