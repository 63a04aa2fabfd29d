package etl

import (
	"regexp"
	"slices"
	"testing"
)

// FuzzNotation holds that every number and date is counted at most once, and
// that a file with none but this value is read, or asked about.
func FuzzNotation(f *testing.F) {
	for _, seed := range []string{"", "1.5", "1,5", "1.234", "1,234.5", "1.2.3", "-0,5", ".", ",", "31.12.2024", "1/2/3", "99/99", "2024-01-02", "7.", "1.é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := &notation{}
		n.number(text)
		if sum := n.points + n.commas + n.ambiguous; sum > 1 || (sum == 1) != regexp.MustCompile(`[.,][0-9]`).MatchString(text) {
			t.Fatalf("%q: %+v", text, n)
		}
		n.moment(text)
		if n.dayFirst+n.monthFirst+n.undecided+n.same > 1 {
			t.Fatalf("%q: %+v", text, n)
		}
		if mark, err := n.decimalMark("f"); (err != nil) != (n.ambiguous > 0) || err == nil && mark != "." && mark != "," {
			t.Fatalf("%q: %q, %v", text, mark, err)
		}
		if order, err := n.dayOrder("f"); (err != nil) != (n.undecided > 0) || err == nil && !slices.Contains([]string{"day first", "month first", "year first"}, order) {
			t.Fatalf("%q: %q, %v", text, order, err)
		}
	})
}
