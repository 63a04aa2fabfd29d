package segments

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/sentence"
	"clientele/internal/spelling"
)

// names reads one name or several with commas between; nil where none stands
// here, which has been told then. what is what the names are of.
func (p *parser) names(what string) []name {
	var found []name
	bracket := p.Accept("(")
	for {
		one, ok := p.oneName(what)
		if !ok {
			return nil
		}
		found = append(found, one)
		if p.Accept(",") {
			p.Accept("or") // "A, B, or C"
			continue
		}
		// A text in quotes begins no condition, so it goes on with the list.
		if p.Peek().Is("or") && p.Ahead(1).Kind == sentence.Quoted {
			p.Next()
			continue
		}
		break
	}
	if bracket && !p.Accept(")") {
		return p.noNames(p.Peek().At, "the list of names begins with ( and is not closed by )")
	}
	if len(found) > mostNames {
		return p.noNames(found[mostNames].at, "the list has %d names; at most %d are read", len(found), mostNames)
	}
	return found
}

func (p *parser) noNames(at int, format string, arguments ...any) []name {
	p.Wrong(at, format, arguments...)
	return nil
}

// oneName reads a text in quotes, a number, or words up to one that says what
// comes next.
func (p *parser) oneName(what string) (name, bool) {
	first := p.Peek()
	made := name{at: first.At}
	switch first.Kind {
	case sentence.Quoted, sentence.Number, sentence.Day, sentence.Month:
		p.Next()
		made.text = strings.TrimSpace(first.Text)
	case sentence.Word:
		var read []string
		for p.Peek().Kind == sentence.Word && !p.endsName() || p.Peek().Kind == sentence.Number && !p.beginsCount() {
			read = append(read, p.Next().Text)
		}
		made.text = strings.Join(read, " ")
	}
	if made.text == "" {
		text := "the name of a " + what + " is missing here"
		if reserved(first.Lower) {
			text += "; one that has the word \"" + first.Lower + "\" in it is put in quotes"
		}
		p.Wrong(first.At, "%s", text)
		return made, false
	}
	if len([]rune(made.text)) > longestName {
		p.Wrong(first.At, "the name has more than %d characters; is a quotation mark missing?", longestName)
		return made, false
	}
	return made, true
}

// endsName tells whether the next word says what comes behind a name. Some do
// so only before certain others: a segment is called "At risk".
func (p *parser) endsName() bool {
	next := p.Ahead(1)
	switch p.Peek().Lower {
	case "at":
		return next.Is("least", "most")
	case "more", "less", "fewer":
		return next.Is("than")
	case "over", "under", "above", "below", "exactly", "only":
		return next.Kind == sentence.Number || next.Is("once", "twice")
	}
	return reserved(p.Peek().Lower)
}

// beginsCount tells a number of something from one in a name, "Group 2".
func (p *parser) beginsCount() bool {
	next := p.Ahead(1)
	return next.Is("times", "time", "pieces", "piece", "items", "units", "days", "day", "orders", "order", "purchases", "events") ||
		next.Is("or") && p.Ahead(2).Is("more", "less", "fewer")
}

// beginsInterval tells whether a comparison of numbers stands here.
func (p *parser) beginsInterval() bool {
	t := p.Peek()
	if t.Is("between", "from") {
		return p.Ahead(1).Kind == sentence.Number
	}
	return t.Kind == sentence.Number || t.Is("at", "more", "less", "fewer", "over", "above", "under", "below", "exactly", "only", "once", "twice", ">", ">=", "<", "<=", "=")
}

// interval reads "at least 2", "between 2 and 5", "> 3", "4 or more".
func (p *parser) interval(share bool) (interval, bool) {
	switch {
	case p.Phrase("at", "least"), p.Accept(">="):
		low, ok := p.number(share)
		return interval{low: low}, ok
	case p.Phrase("at", "most"), p.Phrase("no", "more", "than"), p.Accept("<="):
		high, ok := p.number(share)
		return interval{high: high}, ok
	case p.Phrase("more", "than"), p.Accept("over", "above", ">"):
		low, ok := p.number(share)
		return interval{low: low, openLow: true}, ok
	case p.Phrase("less", "than"), p.Phrase("fewer", "than"), p.Accept("under", "below", "<"):
		high, ok := p.number(share)
		return interval{high: high, openHigh: true}, ok
	case p.Peek().Is("between", "from"):
		return p.between(share)
	case p.Accept("at"):
		p.wants(`"at least" or "at most" is wanted here`)
		return interval{}, false
	}
	if !p.Accept("exactly", "only", "=") && p.Accept("!=") {
		p.Wrong(p.Peek().At, `write "is not" for !=`)
		return interval{}, false
	}
	value, ok := p.number(share)
	if ok && p.Phrase("or", "more") {
		return interval{low: value}, true
	}
	if ok && (p.Phrase("or", "less") || p.Phrase("or", "fewer")) {
		return interval{high: value}, true
	}
	return interval{low: value, high: value}, ok
}

func (p *parser) between(share bool) (interval, bool) {
	at := p.Next().At
	low, ok := p.number(share)
	if !ok {
		return interval{}, false
	}
	if !p.Accept("and", "to") {
		p.Wrong(p.Peek().At, `"between" wants two numbers with "and" between`)
		return interval{}, false
	}
	high, ok := p.number(share)
	if ok && decimal.RequireFromString(low).GreaterThan(decimal.RequireFromString(high)) {
		p.Wrong(at, "nothing lies between %s and %s; the lower one stands first", low, high)
		return interval{}, false
	}
	return interval{low: low, high: high}, ok
}

// number reads a number in its shortest form. Of a share it is at most 1.
func (p *parser) number(share bool) (string, bool) {
	t := p.Peek()
	if t.Is("once", "twice") {
		// It stands for a number and for "times", which whoever asked reads next.
		p.Tokens[p.Pos] = sentence.Token{Kind: sentence.Word, Text: "times", Lower: "times", At: t.At}
		return map[string]string{"once": "1", "twice": "2"}[t.Lower], true
	}
	if t.Kind != sentence.Number {
		p.Wrong(t.At, "a number is missing here%s", numberHint(t))
		return "", false
	}
	p.grouped()
	text, percent := strings.CutSuffix(p.Next().Text, "%")
	value := decimal.RequireFromString(text)
	switch {
	case percent && !share:
		p.Wrong(t.At, "%s%% is a share, and this is a number", text)
		return "", false
	case percent:
		value = value.Shift(-2)
	}
	if share && (value.IsNegative() || value.GreaterThan(decimal.NewFromInt(1))) {
		p.Wrong(t.At, "a chance lies between 0 %% and 100 %%; did you mean %s %%?", text)
		return "", false
	}
	return value.String(), true
}

// grouped tells of a number that is written with spaces or commas in it, and
// makes one of its parts, so that nothing else is told of these.
func (p *parser) grouped() {
	first := p.Peek()
	end, parts := first.At+len([]rune(first.Text)), []string{first.Text}
	for pos := p.Pos + 1; pos < len(p.Tokens); pos++ {
		t := p.Tokens[pos]
		if t.Is(",") && t.At == end && pos+1 < len(p.Tokens) && p.Tokens[pos+1].At == end+1 && beginsWithDigit(p.Tokens[pos+1].Text) {
			parts = append(parts, ",")
			end++
			continue
		}
		if !beginsWithDigit(t.Text) || t.Kind == sentence.Quoted || parts[len(parts)-1] != "," && t.Kind != sentence.Number {
			break
		}
		if parts[len(parts)-1] != "," {
			parts = append(parts, " ")
		}
		parts = append(parts, t.Text)
		end = t.At + len([]rune(t.Text))
	}
	if len(parts) == 1 {
		return
	}
	p.Wrong(first.At, "%q is not read as one number%s", sentence.Clipped(strings.Join(parts, "")), sentence.NumberHint(strings.Join(parts, "")))
	for p.Peek().At < end && p.Peek().Kind != sentence.End {
		p.Next()
	}
	p.Pos-- // whoever asked reads one token, and goes on behind it
	p.Tokens[p.Pos] = first
}

func beginsWithDigit(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

// numberHint says how a number is written that looks like another one, or what
// was meant by a word in its place.
func numberHint(t sentence.Token) string {
	if !strings.ContainsAny(t.Text, "0123456789") {
		for _, meant := range []string{"at least", "at most", "more than", "less than"} {
			if t.Kind == sentence.Word && spelling.Suggest(strings.ReplaceAll(t.Lower, "-", ""), []string{strings.ReplaceAll(meant, " ", "")}) != "" {
				return "; did you mean \"" + meant + "\"?"
			}
		}
		return ""
	}
	return sentence.NumberHint(t.Text)
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
	t := p.Next()
	switch {
	case t.Kind == sentence.Day:
		if _, err := time.Parse(time.DateOnly, t.Text); err == nil {
			return t.Text, t.Text, true
		}
	case t.Kind == sentence.Month:
		if month, err := time.Parse("2006-01", t.Text); err == nil {
			return month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly), true
		}
	case t.Kind == sentence.Number && len(t.Text) == 4 && t.Text >= "1900":
		return t.Text + "-01-01", t.Text + "-12-31", true
	}
	if t.Kind == sentence.End {
		p.Wrong(t.At, "a day is missing here; days are written like 2026-10-31")
		return "", "", false
	}
	p.Wrong(t.At, "%q is no day; days are written like 2026-10-31, months like 2026-10", sentence.Clipped(t.Text))
	return "", "", false
}

// How far a window reaches: a hundred years.
const longestDays, longestMonths = 36_500, 1_200

// length reads "90 days"; without a number it is one of the unit.
func (p *parser) length() (length, bool) {
	t := p.Peek()
	number := 1
	if t.Kind == sentence.Number {
		p.Next()
		value, err := decimal.NewFromString(t.Text)
		if err != nil || !value.IsInteger() || value.Sign() < 0 || value.GreaterThan(decimal.NewFromInt(longestDays)) {
			p.Wrong(t.At, "%s is no number of days or months", t.Text)
			return length{}, false
		}
		number = int(value.IntPart())
	}
	made := length{number: number}
	if number == 1 && t.Kind == sentence.Word && beginsWithDigit(t.Text) {
		p.Wrong(t.At, "%q is no number of days or months; write it like 90 days", sentence.Clipped(t.Text))
		return length{}, false
	}
	unit := p.Next()
	switch strings.TrimSuffix(unit.Lower, "s") {
	case "day", "week", "month", "year":
		made.unit = strings.TrimSuffix(unit.Lower, "s")
	default:
		text := "days, weeks, months or years are missing here"
		if meant := spelling.Suggest(unit.Text, []string{"days", "weeks", "months", "years"}); meant != "" && unit.Kind == sentence.Word {
			text += "; did you mean \"" + meant + "\"?"
		}
		p.Wrong(unit.At, "%s", text)
		return length{}, false
	}
	if made.days() > longestDays || made.months() > longestMonths {
		p.Wrong(t.At, "the time is longer than 100 years")
		return length{}, false
	}
	return made, true
}
