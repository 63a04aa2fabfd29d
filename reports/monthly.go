package reports

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports/catalogue"
)

// Answers are the tables that the monthly report is made of, by the names of
// their queries and models. A table that is nil or empty leaves its section
// with a line that says what is missing.
type Answers struct {
	Overview        *table.Table // reports/overview
	Months          *table.Table // reports/overview_months
	RFM             *table.Table // segments/rfm
	RFMSegments     *table.Table // segments/rfm_segments
	Retention       *table.Table // reports/retention
	RetentionMoney  *table.Table // reports/retention_money
	RetentionLedger *table.Table // reports/retention_ledger
	ValueHistory    *table.Table // reports/value_history
	ValueDeciles    *table.Table // reports/value_deciles
	BestCustomers   *table.Table // reports/best_customers
	BestProducts    *table.Table // reports/best_products
	Forecast        *table.Table
	ForecastModels  *table.Table

	// What the next months bring, beside the forecast of revenue itself: other
	// figures and parts, what months are made of, the plan, the deals, and what
	// earlier forecasts came to.
	ForecastSeries  *table.Table
	ForecastMetrics *table.Table
	ForecastMarks   *table.Table
	ForecastEffects *table.Table
	ForecastJudged  *table.Table
	ForecastSkill   *table.Table
	MonthProgress   *table.Table
	MonthBridge     *table.Table // reports/month_bridge
	Plan            *table.Table
	DealForecast    *table.Table
	DealStages      *table.Table
	DealOwners      *table.Table
	DealCheck       *table.Table

	ValueModels    *table.Table
	ValueHoldout   *table.Table
	ValueCustomers *table.Table

	// How the rules did on days they had not seen, what is expected of all
	// customers, who is leaving.
	ValueCheck       *table.Table
	ValueFrequency   *table.Table
	ValueTracking    *table.Table
	ValueTotal       *table.Table
	ValueMap         *table.Table
	ChurnReliability *table.Table
	ChurnRisks       *table.Table
	Leaving          *table.Table

	// Who belongs together, how customers move, what sets groups apart, and what
	// campaigns brought.
	SegmentSummary     *table.Table
	SegmentOverlaps    *table.Table
	SegmentDifferences *table.Table
	LifecycleFlows     *table.Table // segments/lifecycle_flows
	RFMFlows           *table.Table // segments/rfm_flows
	RFMLifecycle       *table.Table // segments/rfm_lifecycle
	ClusterProfiles    *table.Table
	ClusterQuality     *table.Table
	LookalikeModels    *table.Table
	Lookalikes         *table.Table
	Campaigns          *table.Table
	CampaignResults    *table.Table
	CampaignChecks     *table.Table
	CampaignUplift     *table.Table
	CampaignQini       *table.Table

	QualityLoads    *table.Table // checks/quality_loads
	QualityRejects  *table.Table // checks/quality_rejects
	QualityExcluded *table.Table // checks/quality_excluded
	QualityFields   *table.Table // checks/quality_fields

	QualityCurrencies *table.Table // checks/quality_currencies
	QualityAudits     *table.Table // what the audits warn of

	// How long customers stay away, and how long contracts last.
	SurvivalCurves *table.Table
	SurvivalGroups *table.Table
	SurvivalTests  *table.Table
	ContractMonths *table.Table // reports/contract_months
	ContractRisks  *table.Table // reports/contract_risks
	ContractCheck  *table.Table

	// Which ids are one customer, and what links nobody.
	IdentityTotals *table.Table
	IdentityLinks  *table.Table
	IdentityValues *table.Table
	IdentityNames  *table.Table
}

// Settings are what the answers do not say themselves.
type Settings struct {
	Company      string
	Language     string // en, ru or es
	Currency     string // ISO 4217 code
	AsOf         time.Time
	Snapshot     string
	Retention    RetentionForm
	ValueHorizon int // days that the expected purchases are for, 0 where not known
}

// builder makes the sections; each is a method in a file of its own.
type builder struct {
	Presenter
	answers  Answers
	settings Settings
}

// Monthly makes the report that a director reads once a month.
func Monthly(answers Answers, settings Settings) (*Document, error) {
	words, err := catalogue.New(settings.Language)
	if err != nil {
		return nil, err
	}
	b := &builder{Presenter: Presenter{Words: words, Currency: settings.Currency}, answers: answers, settings: settings}
	b.answers.Forecast = b.completed()
	document := &Document{
		Title:    words.Say("monthly.title"),
		Company:  settings.Company,
		Language: settings.Language,
		Currency: settings.Currency,
		AsOf:     settings.AsOf,
		Snapshot: settings.Snapshot,
		Sections: slices.Concat(
			[]Section{b.summary(), b.leaving()}, b.toCome(),
			b.groups(), []Section{b.retention(), b.survival()}, b.contracts(),
			[]Section{b.value(), b.customers(), b.products(), b.quality()},
		),
	}
	for s := range document.Sections {
		for t := range document.Sections[s].Tables {
			samePrecision(&document.Sections[s].Tables[t])
		}
	}
	return document, nil
}

// toCome are the sections in the order that a director asks: what happened, by
// what it differs, what comes, how far from plan, how wrong the last report was.
func (b *builder) toCome() []Section {
	return slices.Concat([]Section{b.overview()}, b.monthBridge(), []Section{b.forecast()}, b.figures(), b.parts(), []Section{b.plan()}, b.deals(), []Section{b.judged()})
}

// groups are the sections that marketing reads: who belongs together, and what
// was done with whom.
func (b *builder) groups() []Section {
	return slices.Concat([]Section{b.segments()}, b.lifecycle(), []Section{b.own()}, b.clusters(), b.campaigns())
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
