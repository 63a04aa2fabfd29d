package reports

import (
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports/catalogue"
)

// builder makes the sections; each is a method in a file of its own.
type builder struct {
	Presenter
	answers  Answers
	settings Settings
}

func newBuilder(answers Answers, settings Settings) (*builder, error) {
	words, err := catalogue.New(settings.Language)
	if err != nil {
		return nil, err
	}
	b := &builder{Presenter: Presenter{Words: words, Currency: settings.Currency}, answers: answers, settings: settings}
	b.answers.Forecast = b.completed()
	return b, nil
}

// document is a report of some sections, in their order.
func (b *builder) document(id string, sections ...[]Section) *Document {
	d := &Document{
		ID: id, Title: b.say(id + ".title"),
		Company: b.settings.Company, Language: b.settings.Language, Currency: b.settings.Currency,
		AsOf: b.settings.AsOf, Snapshot: b.settings.Snapshot, Look: b.settings.Look,
		Sections: b.withOwn(id, slices.Concat(sections...)),
	}
	for s := range d.Sections {
		for t := range d.Sections[s].Tables {
			samePrecision(&d.Sections[s].Tables[t])
		}
		d.Sources = append(d.Sources, b.sources(&d.Sections[s])...)
	}
	return d
}

// sources say of each query of a section what it answers.
func (b *builder) sources(s *Section) []Source {
	var out []Source
	for _, query := range s.Queries {
		one := Source{Query: query}
		for _, own := range b.settings.OwnSections {
			if own.Query == query {
				one.What, one.Reads = Clean(own.Title), own.Reads
			}
		}
		for _, known := range b.settings.Queries {
			if known.Query == query {
				one = known
				one.What = firstSentence(known.What)
			}
		}
		one.Section = s.Title
		out = append(out, one)
	}
	return out
}

// firstSentence is what a query answers; what follows in its text is for those
// who change it.
func firstSentence(text string) string {
	if end := strings.Index(text, ". "); end >= 0 {
		return text[:end+1]
	}
	return text
}

// samePrecision shows all money of a table with as many digits as its largest
// amounts: cents beside whole euros would look more exact than they are. An
// exact table shows all to the cent.
func samePrecision(t *Table) {
	digits := -1
	for _, c := range t.Columns {
		switch {
		case c.Format.Kind != Money:
		case digits < 0:
			digits = c.Format.Digits
		case t.Exact:
			digits = max(digits, c.Format.Digits)
		default:
			digits = min(digits, c.Format.Digits)
		}
	}
	for i := range t.Columns {
		if t.Columns[i].Format.Kind == Money {
			t.Columns[i].Format.Digits = digits
		}
	}
}

// section starts a section with its title.
func (b *builder) section(id string, queries ...string) Section {
	return Section{ID: id, Title: b.say(id + ".title"), Queries: queries}
}

// missing ends a section that has nothing to show with what it needs.
func (b *builder) missing(s Section) Section {
	s.Note = b.say(s.ID + ".needs")
	return s
}

func (b *builder) say(key string, pairs ...string) string { return b.Words.Say(key, pairs...) }

// column is a column under its name in the catalogue.
func (b *builder) column(name string, format Format) Column {
	return Column{Name: name, Label: b.say("column." + name), Format: format}
}

// moneyColumn leaves the symbol to the header, and the cents to amounts that
// are small enough for them to matter.
func (b *builder) moneyColumn(t *table.Table, name string) Column {
	largest := decimal.Zero
	for r := range t.Len() {
		if t.Index(name) < 0 { // older answers do not have it
			break
		}
		largest = decimal.Max(largest, number(t, r, name).Abs())
	}
	return Column{Name: name, Label: b.moneyLabel(name), Format: Format{Kind: Money, Digits: b.cents(largest, 10_000), Bare: true}}
}

// moneyLabel names a column of amounts with its currency.
func (b *builder) moneyLabel(name string) string {
	return b.withCurrency(b.say("column." + name))
}

// withCurrency puts the currency's symbol behind a label.
func (b *builder) withCurrency(label string) string {
	if symbol := catalogue.CurrencySymbol(b.Currency); symbol != "" {
		label += ",\u00a0" + symbol
	}
	return label
}

// translated replaces the texts of a column that the catalogue has a word for
// under the prefix.
func (b *builder) translated(t *table.Table, column, prefix string) *table.Table {
	at := t.Index(column)
	out := &table.Table{Columns: t.Columns, Rows: make([][]any, t.Len())}
	for r, row := range t.Rows {
		out.Rows[r] = slices.Clone(row)
		if word, ok := b.Words.Find(prefix + slug(t.Text(r, column))); ok {
			out.Rows[r][at] = word
		}
	}
	return out
}

// slug is a name in the form that the catalogue's keys have.
func slug(name string) string {
	fields := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(fields, "_")
}

// cents is the number of digits after the point for amounts up to the largest.
func (b *builder) cents(largest decimal.Decimal, from int64) int {
	if largest.Abs().GreaterThanOrEqual(decimal.NewFromInt(from)) {
		return 0
	}
	return catalogue.CurrencyDigits(b.Currency)
}

// money is an amount in a sentence.
func (b *builder) money(amount decimal.Decimal) string {
	return b.Words.Money(amount, b.Currency, b.cents(amount, 1000))
}

// percent is a fraction of 1 in a sentence.
func (b *builder) percent(fraction any) string {
	return b.Show(Format{Kind: Percent, Digits: 1}, fraction)
}

// figure is a key figure under its name in the catalogue.
func (b *builder) figure(id string, value any, format Format) Figure {
	return Figure{ID: id, Label: b.say("figure." + id), Value: value, Format: format}
}

// moneyFigure is a key figure in the report's currency.
func (b *builder) moneyFigure(id string, amount decimal.Decimal) Figure {
	return b.figure(id, amount, Format{Kind: Money, Digits: b.cents(amount, 1000)})
}

// compared adds to a figure how far it is above or below another one.
func (b *builder) compared(f Figure, now, before decimal.Decimal, label string) Figure {
	change := growth(now, before)
	if change == nil {
		return f
	}
	f.Comparison = &Comparison{
		Value:  change,
		Format: Format{Kind: Percent, Digits: 1, Signed: true},
		Label:  b.say(label),
		Tone:   toneOf(change),
	}
	return f
}

// toneOf takes more for better; less than a tenth of a per cent is neither.
func toneOf(change any) Tone {
	v, ok := change.(decimal.Decimal)
	switch {
	case !ok || v.Abs().LessThan(decimal.New(1, -3)):
		return Neutral
	case v.IsPositive():
		return Better
	}
	return Worse
}

// change says in words how far now is from before, "" where that says nothing.
func (b *builder) change(now, before decimal.Decimal, when string) string {
	v, ok := growth(now, before).(decimal.Decimal)
	if !ok {
		return ""
	}
	key := "change.more"
	switch toneOf(v) {
	case Neutral:
		key = "change.same"
	case Worse:
		key = "change.less"
	}
	return b.say(key, "change", b.percent(v.Abs()), "when", b.say(when))
}

// name is a text from the data inside a sentence. One that runs from right to
// left is isolated, so that the sentence around it keeps its order.
func name(text string) string {
	text = Clean(text)
	for _, r := range text {
		if unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) {
			return "\u2068" + text + "\u2069"
		}
	}
	return text
}

// Formats that most columns have; functions, since a format is a value.
func textFormat() Format              { return Format{Kind: Text} }
func integerFormat() Format           { return Format{Kind: Integer} }
func dateFormat() Format              { return Format{Kind: Date} }
func monthFormat() Format             { return Format{Kind: Month} }
func yesNoFormat() Format             { return Format{Kind: YesNo} }
func percentFormat() Format           { return Format{Kind: Percent, Digits: 1} }
func decimalFormat(digits int) Format { return Format{Kind: Decimal, Digits: digits} }
