package reports

import (
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// parts shows what each part of revenue should bring: kinds of customers,
// product groups, managers, countries. There is no such section without parts.
func (b *builder) parts() []Section {
	dimensions := b.dimensions()
	if len(dimensions) == 0 {
		return nil
	}
	s := b.section("parts", "forecasts/monthly_parts")
	for i, dimension := range dimensions {
		data := b.partsOf(dimension)
		s.Lead = append(append(s.Lead, b.partsSentence(dimension, data)...), b.unnamedSentence(dimension, data)...)
		s.Grids = append(s.Grids, b.partsGrid(dimension, data)...)
		s.Tables = append(s.Tables, b.partsTable(dimension, data))
		if i > 0 && s.Tables[i].Note == s.Tables[0].Note {
			s.Tables[i].Note = "" // said above
		}
	}
	if len(s.Grids) > 0 {
		s.Grids[0].Note = b.gridNote(s.Grids[0].Charts)
	}
	s.Note = b.say("parts.note")
	return []Section{s}
}

// dimensions are the ways that revenue is split, in the order of the report;
// those that it does not know come last.
func (b *builder) dimensions() []string {
	m := b.answers.ForecastMetrics
	if empty(m) {
		return nil
	}
	known := []string{"segment", "product_group", "owner", "region"}
	var found []string
	for r := range m.Len() {
		if d := m.Text(r, "dimension"); d != "" && m.Text(r, "figure") == "revenue" && !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	place := func(d string) int {
		if at := slices.Index(known, d); at >= 0 {
			return at
		}
		return len(known)
	}
	slices.SortStableFunc(found, func(x, y string) int { return place(x) - place(y) })
	return found
}

// partsOf are the metrics of a dimension's members, the greatest first and the
// rest of them last.
func (b *builder) partsOf(dimension string) *table.Table {
	m := b.answers.ForecastMetrics
	out := &table.Table{Columns: m.Columns}
	for r, row := range m.Rows {
		if m.Text(r, "dimension") == dimension && m.Text(r, "figure") == "revenue" {
			out.Rows = append(out.Rows, row)
		}
	}
	out = sortedBy(out, sizeOf(out), true)
	at := out.Index("member")
	slices.SortStableFunc(out.Rows, func(x, y []any) int {
		switch {
		case x[at] == nil && y[at] != nil:
			return 1
		case x[at] != nil && y[at] == nil:
			return -1
		}
		return 0
	})
	return extend(out, table.Column{Name: "label", Kind: table.Text}, func(r int) any { return b.memberName(dimension, out.Value(r, "member")) })
}

// sizeOf is the column that parts are compared by: the next year, or the next
// month where the forecast does not reach as far.
func sizeOf(parts *table.Table) string {
	if hasValue(parts, "next12") {
		return "next12"
	}
	return "mean"
}

// memberName is what people call a part: the rest of them, one without a name,
// a word of the catalogue, or the text of the data.
func (b *builder) memberName(dimension string, member any) string {
	text, _ := member.(string)
	switch {
	case member == nil:
		return b.say("parts.rest")
	case Clean(text) == "":
		return b.say("parts.unnamed")
	}
	if dimension == "segment" {
		if word, ok := b.Words.Find("part.segment_" + slug(text)); ok {
			return word
		}
	}
	return name(text)
}

// dimensionName is the plural of what a dimension's members are.
func (b *builder) dimensionName(dimension string) string {
	if word, ok := b.Words.Find("part." + slug(dimension)); ok {
		return word
	}
	return name(dimension)
}

// namesPart tells a part that somebody can act on from the rest of them and from
// what nobody knows.
func namesPart(member string) bool { return Clean(member) != "" && member != "anonymous" }

// unnamedSentence says where most of the revenue is of no named part.
func (b *builder) unnamedSentence(dimension string, data *table.Table) []string {
	size := sizeOf(data)
	whole := b.centsOf(data, size)
	for r := range data.Len() {
		member, named := data.Value(r, "member").(string)
		share, ok := ratio(b.rounded(data, r, size), whole).(decimal.Decimal)
		if named && !namesPart(member) && ok && share.GreaterThan(decimal.New(5, -1)) {
			return []string{b.Words.Capital(b.say("parts.unnamed_share", "of", b.dimensionName(dimension), "share", b.Show(Format{Kind: Percent}, share)))}
		}
	}
	return nil
}

// partsSentence names the member that should grow most and the one that should
// fall most, in money: the next twelve months beside the last.
func (b *builder) partsSentence(dimension string, data *table.Table) []string {
	best, worst := -1, -1
	gain := func(r int) decimal.Decimal {
		return b.rounded(data, r, "next12").Sub(b.rounded(data, r, "last12"))
	}
	for r := range data.Len() {
		if !namesPart(data.Text(r, "member")) || data.Value(r, "last12") == nil || data.Value(r, "next12") == nil {
			continue
		}
		if best < 0 || gain(r).GreaterThan(gain(best)) {
			best = r
		}
		if worst < 0 || gain(r).LessThan(gain(worst)) {
			worst = r
		}
	}
	pairs := []string{"of", b.dimensionName(dimension)}
	up, down := best >= 0 && gain(best).IsPositive(), worst >= 0 && gain(worst).IsNegative()
	if up {
		pairs = append(pairs, "best", data.Text(best, "label"), "gain", b.money(gain(best)))
	}
	if down {
		pairs = append(pairs, "worst", data.Text(worst, "label"), "loss", b.money(gain(worst).Abs()))
	}
	switch {
	case up && down:
		return append([]string{b.Words.Capital(b.say("parts.both", pairs...))}, b.doubtSentence(data, best, worst)...)
	case up:
		return append([]string{b.Words.Capital(b.say("parts.up", pairs...))}, b.doubtSentence(data, best)...)
	case down:
		return append([]string{b.Words.Capital(b.say("parts.down", pairs...))}, b.doubtSentence(data, worst)...)
	}
	return nil
}

// doubtSentence says which of the named members' forecasts did no better than
// the rule of thumb on past months.
func (b *builder) doubtSentence(data *table.Table, rows ...int) []string {
	var doubtful []string
	for _, r := range rows {
		if data.Text(r, "verdict") != "better" {
			doubtful = append(doubtful, data.Text(r, "label"))
		}
	}
	rule := b.say("rule." + b.rule())
	switch len(doubtful) {
	case 0:
		return nil
	case 1:
		return []string{b.say("parts.doubt_one", "member", doubtful[0], "rule", rule)}
	}
	return []string{b.say("parts.doubt_both", "member", doubtful[0], "other", doubtful[1], "rule", rule)}
}

// partsGrid is a small chart for each member, the greatest first.
func (b *builder) partsGrid(dimension string, data *table.Table) []Grid {
	var charts []Chart
	for r := range data.Len() {
		if len(charts) == gridCharts {
			break
		}
		small := b.smallData("revenue", dimension, data.Value(r, "member"))
		if small == nil {
			continue
		}
		chart := b.smallChart("part-"+slug(dimension)+"-"+b.Words.Integer(int64(r+1)), Shorten(data.Text(r, "label"), 60), b.metricRow(dimension, data.Value(r, "member")), small)
		chart.Table = "parts-" + slug(dimension)
		charts = append(charts, chart)
	}
	if len(charts) == 0 {
		return nil
	}
	return []Grid{{ID: "parts-" + slug(dimension), Title: b.withCurrency(b.say("parts.grid", "of", b.dimensionName(dimension))), Charts: charts}}
}

// metricRow is the place of a member among all metrics.
func (b *builder) metricRow(dimension string, member any) int {
	m := b.answers.ForecastMetrics
	for r := range m.Len() {
		if m.Text(r, "figure") == "revenue" && m.Text(r, "dimension") == dimension && m.Value(r, "member") == member {
			return r
		}
	}
	return 0
}

// partsTable adds up to the company's forecast.
func (b *builder) partsTable(dimension string, data *table.Table) Table {
	data = b.judgedMetrics(data)
	data = withShares(data, sizeOf(data), "part_share")
	columns := append([]Column{b.column("part_name", textFormat()).of("label")}, b.metricsColumns(data, true)...)
	columns = slices.Insert(columns, len(columns)-1, b.column("part_share", percentFormat())) // before the verdict
	sums := map[string]decimal.Decimal{}
	for _, name := range []string{"mean", "year_before", "last12", "next12"} {
		for r := range data.Len() {
			sums[name] = sums[name].Add(b.rounded(data, r, name))
		}
	}
	total := make([]any, len(columns))
	for i, c := range columns {
		switch c.Name {
		case "label":
			total[i] = b.say("total")
		case "mean", "year_before", "last12", "next12":
			total[i] = sums[c.Name]
		case "month_change":
			total[i] = growth(sums["mean"], sums["year_before"])
		case "year_growth": // there only where both are
			total[i] = growth(sums["next12"], sums["last12"])
		case "part_share":
			total[i] = sum(data, "part_share")
		}
	}
	return summed(Table{
		ID: "parts-" + slug(dimension), Title: b.say("parts.table", "of", b.dimensionName(dimension)), Data: data, Columns: columns, Total: total,
		Note: b.metricsNote(data),
	}, "mean", "year_before", "last12", "next12")
}
