package segments

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/spelling"
)

// names reads one name or several with commas between; nil where none stands
// here, which has been told then. what is what the names are of.
func (p *parser) names(what string) []name {
	var found []name
	bracket := p.accept("(")
	for {
		one, ok := p.oneName(what)
		if !ok {
			return nil
		}
		found = append(found, one)
		if p.accept(",") {
			p.accept("or") // "A, B, or C"
			continue
		}
		// A text in quotes begins no condition, so it goes on with the list.
		if p.peek().is("or") && p.ahead(1).kind == quotedToken {
			p.next()
			continue
		}
		break
	}
	if bracket && !p.accept(")") {
		return p.noNames(p.peek().at, "the list of names begins with ( and is not closed by )")
	}
	if len(found) > mostNames {
		return p.noNames(found[mostNames].at, "the list has %d names; at most %d are read", len(found), mostNames)
	}
	return found
}

func (p *parser) noNames(at int, format string, arguments ...any) []name {
	p.wrong(at, format, arguments...)
	return nil
}

// oneName reads a text in quotes, a number, or words up to one that says what
// comes next.
func (p *parser) oneName(what string) (name, bool) {
	first := p.peek()
	made := name{at: first.at}
	switch first.kind {
	case quotedToken, numberToken, dayToken, monthToken:
		p.next()
		made.text = strings.TrimSpace(first.text)
	case wordToken:
		var read []string
		for p.peek().kind == wordToken && !p.endsName() || p.peek().kind == numberToken && !p.beginsCount() {
			read = append(read, p.next().text)
		}
		made.text = strings.Join(read, " ")
	}
	if made.text == "" {
		text := "the name of a " + what + " is missing here"
		if reserved(first.lower) {
			text += "; one that has the word \"" + first.lower + "\" in it is put in quotes"
		}
		p.wrong(first.at, "%s", text)
		return made, false
	}
	if len([]rune(made.text)) > longestName {
		p.wrong(first.at, "the name has more than %d characters; is a quotation mark missing?", longestName)
		return made, false
	}
	return made, true
}

// endsName tells whether the next word says what comes behind a name. Some do
// so only before certain others: a segment is called "At risk".
func (p *parser) endsName() bool {
	next := p.ahead(1)
	switch p.peek().lower {
	case "at":
		return next.is("least", "most")
	case "more", "less", "fewer":
		return next.is("than")
	case "over", "under", "above", "below", "exactly", "only":
		return next.kind == numberToken || next.is("once", "twice")
	}
	return reserved(p.peek().lower)
}

// beginsCount tells a number of something from one in a name, "Group 2".
func (p *parser) beginsCount() bool {
	next := p.ahead(1)
	return next.is("times", "time", "pieces", "piece", "items", "units", "days", "day", "orders", "order", "purchases", "events") ||
		next.is("or") && p.ahead(2).is("more", "less", "fewer")
}

// beginsInterval tells whether a comparison of numbers stands here.
func (p *parser) beginsInterval() bool {
	t := p.peek()
	if t.is("between", "from") {
		return p.ahead(1).kind == numberToken
	}
	return t.kind == numberToken || t.is("at", "more", "less", "fewer", "over", "above", "under", "below", "exactly", "only", "once", "twice", ">", ">=", "<", "<=", "=")
}

// interval reads "at least 2", "between 2 and 5", "> 3", "4 or more".
func (p *parser) interval(share bool) (interval, bool) {
	switch {
	case p.phrase("at", "least"), p.accept(">="):
		low, ok := p.number(share)
		return interval{low: low}, ok
	case p.phrase("at", "most"), p.phrase("no", "more", "than"), p.accept("<="):
		high, ok := p.number(share)
		return interval{high: high}, ok
	case p.phrase("more", "than"), p.accept("over", "above", ">"):
		low, ok := p.number(share)
		return interval{low: low, openLow: true}, ok
	case p.phrase("less", "than"), p.phrase("fewer", "than"), p.accept("under", "below", "<"):
		high, ok := p.number(share)
		return interval{high: high, openHigh: true}, ok
	case p.peek().is("between", "from"):
		return p.between(share)
	case p.accept("at"):
		p.wants(`"at least" or "at most" is wanted here`)
		return interval{}, false
	}
	if !p.accept("exactly", "only", "=") && p.accept("!=") {
		p.wrong(p.peek().at, `write "is not" for !=`)
		return interval{}, false
	}
	value, ok := p.number(share)
	if ok && p.phrase("or", "more") {
		return interval{low: value}, true
	}
	if ok && (p.phrase("or", "less") || p.phrase("or", "fewer")) {
		return interval{high: value}, true
	}
	return interval{low: value, high: value}, ok
}

func (p *parser) between(share bool) (interval, bool) {
	at := p.next().at
	low, ok := p.number(share)
	if !ok {
		return interval{}, false
	}
	if !p.accept("and", "to") {
		p.wrong(p.peek().at, `"between" wants two numbers with "and" between`)
		return interval{}, false
	}
	high, ok := p.number(share)
	if ok && decimal.RequireFromString(low).GreaterThan(decimal.RequireFromString(high)) {
		p.wrong(at, "nothing lies between %s and %s; the lower one stands first", low, high)
		return interval{}, false
	}
	return interval{low: low, high: high}, ok
}

// number reads a number in its shortest form. Of a share it is at most 1.
func (p *parser) number(share bool) (string, bool) {
	t := p.peek()
	if t.is("once", "twice") {
		// It stands for a number and for "times", which whoever asked reads next.
		p.tokens[p.pos] = token{kind: wordToken, text: "times", lower: "times", at: t.at}
		return map[string]string{"once": "1", "twice": "2"}[t.lower], true
	}
	if t.kind != numberToken {
		p.wrong(t.at, "a number is missing here%s", numberHint(t))
		return "", false
	}
	p.grouped()
	text, percent := strings.CutSuffix(p.next().text, "%")
	value := decimal.RequireFromString(text)
	switch {
	case percent && !share:
		p.wrong(t.at, "%s%% is a share, and this is a number", text)
		return "", false
	case percent:
		value = value.Shift(-2)
	}
	if share && (value.IsNegative() || value.GreaterThan(decimal.NewFromInt(1))) {
		p.wrong(t.at, "a chance lies between 0 %% and 100 %%; did you mean %s %%?", text)
		return "", false
	}
	return value.String(), true
}

// howNumbers says how they are written.
const howNumbers = "numbers are written like 1500 or 12.50: no mark between thousands, a point before what is less than one"

// grouped tells of a number that is written with spaces or commas in it, and
// makes one of its parts, so that nothing else is told of these.
func (p *parser) grouped() {
	first := p.peek()
	end, parts := first.at+len([]rune(first.text)), []string{first.text}
	for pos := p.pos + 1; pos < len(p.tokens); pos++ {
		t := p.tokens[pos]
		if t.is(",") && t.at == end && pos+1 < len(p.tokens) && p.tokens[pos+1].at == end+1 && beginsWithDigit(p.tokens[pos+1].text) {
			parts = append(parts, ",")
			end++
			continue
		}
		if !beginsWithDigit(t.text) || t.kind == quotedToken || parts[len(parts)-1] != "," && t.kind != numberToken {
			break
		}
		if parts[len(parts)-1] != "," {
			parts = append(parts, " ")
		}
		parts = append(parts, t.text)
		end = t.at + len([]rune(t.text))
	}
	if len(parts) == 1 {
		return
	}
	p.wrong(first.at, "%q is not read as one number; %s", clipped(strings.Join(parts, "")), howNumbers)
	for p.peek().at < end && p.peek().kind != endToken {
		p.next()
	}
	p.pos-- // whoever asked reads one token, and goes on behind it
	p.tokens[p.pos] = first
}

func beginsWithDigit(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

// numberHint says how a number is written that looks like another one, or what
// was meant by a word in its place.
func numberHint(t token) string {
	if !strings.ContainsAny(t.text, "0123456789") {
		for _, meant := range []string{"at least", "at most", "more than", "less than"} {
			if t.kind == wordToken && spelling.Suggest(strings.ReplaceAll(t.lower, "-", ""), []string{strings.ReplaceAll(meant, " ", "")}) != "" {
				return "; did you mean \"" + meant + "\"?"
			}
		}
		return ""
	}
	plain := strings.Trim(strings.ReplaceAll(t.text, "'", ""), "€$£₽")
	if numberForm.MatchString(plain) {
		return "; write " + plain + ", amounts are in the currency of the reports"
	}
	return "; " + howNumbers
}

// whole tells whether the bounds are whole numbers.
func whole(i interval) bool {
	for _, bound := range []string{i.low, i.high} {
		if strings.Contains(bound, ".") {
			return false
		}
	}
	return true
}

// holds tells whether a number lies in the interval.
func (i interval) holds(number decimal.Decimal) bool {
	if i.low != "" {
		if order := number.Cmp(decimal.RequireFromString(i.low)); order < 0 || order == 0 && i.openLow {
			return false
		}
	}
	if i.high != "" {
		if order := number.Cmp(decimal.RequireFromString(i.high)); order > 0 || order == 0 && i.openHigh {
			return false
		}
	}
	return true
}

// day reads a day; of a month or a year its first and last.
func (p *parser) day() (from, to string, ok bool) {
	t := p.next()
	switch {
	case t.kind == dayToken:
		if _, err := time.Parse(time.DateOnly, t.text); err == nil {
			return t.text, t.text, true
		}
	case t.kind == monthToken:
		if month, err := time.Parse("2006-01", t.text); err == nil {
			return month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly), true
		}
	case t.kind == numberToken && len(t.text) == 4 && t.text >= "1900":
		return t.text + "-01-01", t.text + "-12-31", true
	}
	if t.kind == endToken {
		p.wrong(t.at, "a day is missing here; days are written like 2026-10-31")
		return "", "", false
	}
	p.wrong(t.at, "%q is no day; days are written like 2026-10-31, months like 2026-10", clipped(t.text))
	return "", "", false
}

// How far a window reaches: a hundred years.
const longestDays, longestMonths = 36_500, 1_200

// length reads "90 days"; without a number it is one of the unit.
func (p *parser) length() (length, bool) {
	t := p.peek()
	number := 1
	if t.kind == numberToken {
		p.next()
		value, err := decimal.NewFromString(t.text)
		if err != nil || !value.IsInteger() || value.Sign() < 0 || value.GreaterThan(decimal.NewFromInt(longestDays)) {
			p.wrong(t.at, "%s is no number of days or months", t.text)
			return length{}, false
		}
		number = int(value.IntPart())
	}
	made := length{number: number}
	if number == 1 && t.kind == wordToken && beginsWithDigit(t.text) {
		p.wrong(t.at, "%q is no number of days or months; write it like 90 days", clipped(t.text))
		return length{}, false
	}
	unit := p.next()
	switch strings.TrimSuffix(unit.lower, "s") {
	case "day", "week", "month", "year":
		made.unit = strings.TrimSuffix(unit.lower, "s")
	default:
		text := "days, weeks, months or years are missing here"
		if meant := spelling.Suggest(unit.text, []string{"days", "weeks", "months", "years"}); meant != "" && unit.kind == wordToken {
			text += "; did you mean \"" + meant + "\"?"
		}
		p.wrong(unit.at, "%s", text)
		return length{}, false
	}
	if made.days() > longestDays || made.months() > longestMonths {
		p.wrong(t.at, "the time is longer than 100 years")
		return length{}, false
	}
	return made, true
}
