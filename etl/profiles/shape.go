package profiles

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"clientele/etl/values"
)

// Shape is what stands in a column, as shares of the filled cells of a sample.
type Shape struct {
	Filled, Distinct int
	Date, Number     float64
	Fraction         float64 // numbers with decimals
	Email, Phone     float64
	YesNo, Money     float64 // Money: a currency's code or name
	Arm              float64 // the arm of an experiment, in words or as yes and no
	Code             float64 // a digit, no blank: a key
	Name             float64 // letters and no digit: a name
	Long             float64 // more than 80 letters: a text
	Ascending        bool    // whole numbers, each more than the one before
}

// plainBlank makes blanks of all widths ordinary ones.
func plainBlank(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// Repeats reports whether values come again, as a customer's do.
func (s Shape) Repeats() bool { return s.Filled > s.Distinct }

// ShapeOf looks at the cells of one column.
func ShapeOf(cells []string) Shape {
	var s Shape
	seen := map[string]bool{}
	share := func(total *float64, holds bool) {
		if holds {
			*total++
		}
	}
	for _, cell := range cells {
		text := strings.TrimSpace(strings.Map(plainBlank, cell))
		if text == "" {
			continue
		}
		s.Filled++
		seen[text] = true
		date := isDate(text)
		share(&s.Date, date)
		share(&s.Number, isNumber(text))
		share(&s.Fraction, isNumber(text) && fraction.MatchString(text))
		share(&s.Email, isEmail(text))
		share(&s.Phone, !date && isPhone(text))
		share(&s.YesNo, isYesNo(text))
		_, arm := values.HeldOut(text)
		share(&s.Arm, arm || isYesNo(text))
		share(&s.Money, isCurrency(text))
		digit := strings.ContainsFunc(text, unicode.IsDigit)
		share(&s.Code, digit && !strings.Contains(text, " ") && len(text) <= 64 || isGUID(text))
		share(&s.Name, !digit && strings.ContainsFunc(text, unicode.IsLetter))
		share(&s.Long, len([]rune(text)) > 80)
	}
	s.Distinct = len(seen)
	if s.Filled > 0 {
		for _, total := range []*float64{&s.Date, &s.Number, &s.Fraction, &s.Email, &s.Phone, &s.YesNo, &s.Arm, &s.Money, &s.Code, &s.Name, &s.Long} {
			*total /= float64(s.Filled)
		}
	}
	return s
}

var (
	// dates are also written in ways that no load reads: then it is said that
	// they cannot be read, and not that there are none.
	dates = regexp.MustCompile(`^(\d{4}[-./]\d{1,2}([-./]\d{1,2})?|\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])` +
		`|\d{1,2}[- ./]\p{L}{3,10}\.?[- ./,]+\d{2,4}( г\.?)?|\p{L}{3,10}\.? \d{1,2},? \d{4})([T ,].*)?$`)
	fraction = regexp.MustCompile(`[.,]\d{1,2}\D*$|[.,]\d{4,}\D*$`)
	emails   = regexp.MustCompile(`^[^\s@,;<>]+@[^\s@,;<>]+\.[\p{L}\d-]{2,}$`)
	phones   = regexp.MustCompile(`^'?\+?[\d\s().\-/]{7,25}(\s?(ext|x|доб)\.?\s?\d+)?$`)
	guids    = regexp.MustCompile(`^\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?$`)
)

const longestDate = 40

func isDate(text string) bool {
	if len([]rune(text)) > longestDate {
		return false
	}
	return dates.MatchString(text) || isMoment(text)
}

// isMoment reports whether a load would read the text as a date, in whatever
// order of day and month.
func isMoment(text string) bool {
	clock := values.NewClock(time.UTC)
	for _, order := range []values.DayOrder{values.DayFirst, values.MonthFirst, values.YearFirst} {
		if _, ok := values.Moment(text, order, clock); ok {
			return true
		}
	}
	return false
}

func isGUID(text string) bool { return guids.MatchString(text) }

// isNumber reports whether a load would read the text as a number, with either
// decimal mark. Three letters beside one that are no currency make it a code.
func isNumber(text string) bool {
	if len(text) > 60 || !strings.ContainsFunc(text, unicode.IsDigit) {
		return false
	}
	text = strings.TrimSuffix(text, "%")
	if beside := values.CurrencyBeside(text); beside != "" && values.KnownCurrency(beside) == "" {
		return false
	}
	for _, mark := range []byte{'.', ','} {
		if _, fault := values.Float(text, mark); fault == values.Sound {
			return true
		}
	}
	return false
}

// isEmail takes several, too: half of what is exported as an e-mail is two.
func isEmail(text string) bool {
	first, _, _ := strings.Cut(strings.ReplaceAll(text, ";", ","), ",")
	return emails.MatchString(strings.TrimSpace(first))
}

func isPhone(text string) bool {
	first, _, _ := strings.Cut(strings.ReplaceAll(text, ";", ","), ",")
	first = strings.TrimSpace(first)
	if !phones.MatchString(first) {
		return false
	}
	digits := strings.Count(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return -1
	}, first), "0")
	return digits >= 7 && digits <= 15 && (digits >= 10 || strings.ContainsAny(first, "+()- "))
}

func isYesNo(text string) bool {
	switch strings.ToLower(text) {
	case "yes", "no", "true", "false", "y", "n", "t", "f", "1", "0", "да", "нет", "истина", "ложь", "sí", "si", "sim", "não", "nao", "verdadero", "falso", "verdadeiro":
		return true
	}
	return false
}

func isCurrency(text string) bool {
	code := values.KnownCurrency(text)
	return code != "" && (!wordCode(code) || !strings.EqualFold(text, code))
}

// agrees says how well a column holds what a field of a kind wants: 1 where it
// does, 0 where it cannot, and why. An empty column neither agrees nor not.
func (s Shape) agrees(kind string) (factor float64, why string) {
	if s.Filled == 0 {
		return 0.85, "the sample has nothing in it"
	}
	within := func(share float64, what string) (float64, string) {
		switch {
		case share >= 0.8:
			return 1, "holds " + what
		case share >= 0.5:
			return 0.9, "most of it is " + what
		}
		return 0, "does not hold " + what
	}
	switch kind {
	case "date":
		return within(s.Date, "dates")
	case "number", "money":
		if s.Date >= 0.8 && s.Fraction < 0.5 {
			return 0, "holds dates"
		}
		return within(s.Number, "numbers")
	case "email":
		return within(s.Email, "e-mail addresses")
	case "phone":
		return within(s.Phone, "telephone numbers")
	case "currency":
		return s.agreesCurrency()
	case "arm":
		return within(s.Arm, "arms of an experiment")
	case "yes/no":
		if s.YesNo >= 0.8 {
			return 1, "holds yes and no"
		}
		return 0.6, "holds something beside yes and no"
	case "key":
		return s.agreesKey()
	}
	switch {
	case s.Date >= 0.8:
		return 0, "holds dates"
	case s.Number >= 0.9:
		return 0.6, "holds numbers"
	}
	return 1, ""
}

// agreesCurrency: what is called a currency is one, unless numbers or dates stand
// there. Names that nobody knows are asked about; left out, foreign money would
// become the company's.
func (s Shape) agreesCurrency() (float64, string) {
	switch {
	case s.Number >= 0.5 || s.Date >= 0.5:
		return 0, "does not hold currencies"
	case s.Money >= 0.8:
		return 1, "holds currencies"
	}
	return 0.9, "holds names of which some are no known currency"
}

func (s Shape) agreesKey() (float64, string) {
	switch {
	case s.Date >= 0.8 && s.Number < 0.5:
		return 0, "holds dates"
	case s.Fraction >= 0.3:
		return 0, "holds numbers with decimals"
	case s.Long >= 0.3:
		return 0, "holds long texts"
	case s.Code >= 0.6:
		return 1, "holds codes"
	}
	return 0.85, ""
}
