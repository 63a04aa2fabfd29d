package values

import "cmp"

// Notation gathers how a file writes numbers and dates, where nobody said so.
// It sees every value, so that it never guesses from a sample: where the data
// does not decide, the user is asked.
type Notation struct {
	Typed          int // numbers whose cell says that they are numbers
	Points, Commas int // numbers that only make sense with this decimal mark
	Ambiguous      int // one mark before exactly three digits: 1,234
	DayFirst       int // dates whose first number is no month: 31.12.2024
	MonthFirst     int // dates whose second number is no month
	Undecided      int // dates that could be either
	Same           int // dates of which both numbers are the same: 02.02.2024

	ShortYears int    // of these dates those whose year may stand first: 25/02/13
	YearFirst  int    // dates that only make sense with two digits of a year first: 99/02/13, and none of the above
	YearLast   int    // dates of the above whose year can only be the last number
	Firsts     uint32 // which numbers up to 31 stand first in ShortYears, by bit
	Thirds     uint32 // and which stand third

	ExampleDate   string
	ExampleNumber string
}

// Number looks at one written number. Marks without a digit behind them belong
// to a word ("руб.") and say nothing.
func (n *Notation) Number(text string) {
	var points, commas int
	var last int
	for i := range len(text) - 1 {
		if text[i+1] < '0' || text[i+1] > '9' {
			continue
		}
		switch text[i] {
		case '.':
			points, last = points+1, i
		case ',':
			commas, last = commas+1, i
		}
	}
	switch {
	case points == 0 && commas == 0:
	case points > 0 && commas > 0:
		n.decimalAt(text, last)
	case points > 1:
		n.Commas++
	case commas > 1:
		n.Points++
	case digitsBehind(text, last) == 3 && mayBeThousands(text[:last]):
		n.Ambiguous++
		n.ExampleNumber = cmp.Or(n.ExampleNumber, text)
	default:
		n.decimalAt(text, last)
	}
}

func (n *Notation) decimalAt(text string, at int) {
	if text[at] == '.' {
		n.Points++
	} else {
		n.Commas++
	}
}

// mayBeThousands reports whether a mark can separate thousands behind these
// digits: one to three of them, of which the first is no zero.
func mayBeThousands(before string) bool {
	start := len(before)
	for start > 0 && before[start-1] >= '0' && before[start-1] <= '9' {
		start--
	}
	digits := before[start:]
	return len(digits) >= 1 && len(digits) <= 3 && digits[0] != '0'
}

func digitsBehind(text string, at int) int {
	n := 0
	for _, r := range text[at+1:] {
		if r < '0' || r > '9' {
			break
		}
		n++
	}
	return n
}

// Add takes what was gathered of rows further down.
func (n *Notation) Add(later Notation) {
	n.Typed += later.Typed
	n.Points += later.Points
	n.Commas += later.Commas
	n.Ambiguous += later.Ambiguous
	n.DayFirst += later.DayFirst
	n.MonthFirst += later.MonthFirst
	n.Undecided += later.Undecided
	n.Same += later.Same
	n.ShortYears += later.ShortYears
	n.YearFirst += later.YearFirst
	n.YearLast += later.YearLast
	n.Firsts |= later.Firsts
	n.Thirds |= later.Thirds
	n.ExampleDate = cmp.Or(n.ExampleDate, later.ExampleDate)
	n.ExampleNumber = cmp.Or(n.ExampleNumber, later.ExampleNumber)
}

// DecimalMark is the decimal mark, and whether the values decide it. What hardly
// ever occurs (below a hundredth of the rest) is dirt and not a notation: a mark
// beside the other one, and written numbers in a column of typed ones. Where
// they do not decide, it is the more frequent one.
func (n *Notation) DecimalMark() (mark byte, decided bool) {
	mark = '.'
	if n.Commas > n.Points {
		mark = ','
	}
	dirt := (n.Points+n.Commas+n.Ambiguous)*100 < n.Typed
	decided = dirt || n.Points > n.Commas*100 || n.Commas > n.Points*100 || n.Points+n.Commas+n.Ambiguous == 0
	return mark, decided
}
