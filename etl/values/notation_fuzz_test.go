package values

import (
	"regexp"
	"testing"
)

// FuzzNotation holds that every number and date is counted at most once, and
// that a value alone decides unless it is ambiguous.
func FuzzNotation(f *testing.F) {
	for _, seed := range []string{"", "1.5", "1,5", "1.234", "1,234.5", "1.2.3", "-0,5", ".", ",", "31.12.2024", "1/2/3", "99/99", "2024-01-02", "7.", "1.é", "25/02/13", "99/1/1", "5-Mar-2025", "00.00.00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var n Notation
		n.Number(text)
		if sum := n.Points + n.Commas + n.Ambiguous; sum > 1 || (sum == 1) != regexp.MustCompile(`[.,][0-9]`).MatchString(text) {
			t.Fatalf("%q: %+v", text, n)
		}
		n.Moment(text)
		if n.DayFirst+n.MonthFirst+n.Undecided+n.Same > 1 {
			t.Fatalf("%q: %+v", text, n)
		}
		if mark, decided := n.DecimalMark(); decided != (n.Ambiguous == 0) || mark != '.' && mark != ',' {
			t.Fatalf("%q: %q, %v", text, mark, decided)
		}
		if n.ShortYears+n.YearFirst+n.YearLast > 1 || n.YearFirst > 0 && n.DayFirst+n.MonthFirst+n.Undecided+n.Same > 0 {
			t.Fatalf("%q: %+v", text, n)
		}
		if order, decided := n.DayOrder(); decided != (n.Undecided+n.ShortYears == 0) {
			t.Fatalf("%q: %v, %v", text, order, decided)
		}
	})
}
