package reports

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// survival shows how soon customers come back for a second time, counting
// those who have not yet for as long as they could have.
func (b *builder) survival() Section {
	s := b.section("survival", "forecasts/second_purchase")
	all := b.curveOf(secondPurchase, nil, "days")
	if empty(all) || empty(b.answers.SurvivalGroups) || all.Float(all.Len()-1, "ended_share") == 0 {
		return b.missing(s)
	}
	s.Lead = b.returnSentences(all)
	s.Charts = []Chart{b.curveChart("survival-curve", all, Series{Column: "ended_share", Label: b.say("survival.come_back"), Colour: Accent})}
	s.Charts[0].Title, s.Charts[0].Description, s.Charts[0].XTitle = b.say("survival.chart"), b.say("survival.chart_says"), b.say("survival.axis")
	byGroup, labels := b.curvesBeside(secondPurchase, "days", "ended_share")
	if byGroup != nil {
		beside := groupsChart("survival-cohorts", byGroup, labels)
		beside.Title, beside.Description, beside.XTitle = b.say("survival.cohorts_chart"), b.say("survival.cohorts_chart_says"), b.say("survival.axis")
		s.Charts = append(s.Charts, beside)
	}
	days, back := b.column("days", integerFormat()), b.column("came_back", integerFormat()).of("ended")
	s.Tables = []Table{
		b.groupsTable("survival-groups", secondPurchase, b.column("first_bought", textFormat()), back, b.column("returned_share", percentFormat())),
		b.curveTable("survival-curve", all, days, back, b.column("back_by", percentFormat()).of("ended_share")),
	}
	s.Tables[0].Title, s.Tables[0].Note = b.say("survival.groups"), b.say("survival.groups_note")
	s.Tables[1].Title, s.Tables[1].Sheet = b.say("survival.curve"), b.say("survival.curve_sheet")
	if byGroup != nil {
		s.Tables = append(s.Tables, besideTable("survival-cohorts", b.say("survival.cohorts"), byGroup, days, labels))
	}
	s.Note = b.say("survival.note")
	return s
}

// The kinds of what lasts until it ends, as the answers call them.
const (
	secondPurchase = "second purchase"
	contractKind   = "contracts"
)

// fewestShown is how many must be at risk for a curve to be shown: with fewer,
// each of them is a step of ten points.
const fewestShown = 10

// curveOf is the curve of a group, nil that of all, as far as enough were at
// risk: under kept what lasts, under ended_share what has ended by then, each
// with its band.
func (b *builder) curveOf(kind string, group any, unit string) *table.Table {
	t := b.answers.SurvivalCurves
	if empty(t) {
		return nil
	}
	out := &table.Table{Columns: []table.Column{
		{Name: unit, Kind: table.Integer}, {Name: "at_risk", Kind: table.Integer}, {Name: "ended", Kind: table.Integer}, {Name: "censored", Kind: table.Integer},
		{Name: "kept", Kind: table.Float}, {Name: "kept_lo", Kind: table.Float}, {Name: "kept_hi", Kind: table.Float},
		{Name: "ended_share", Kind: table.Float}, {Name: "ended_share_lo", Kind: table.Float}, {Name: "ended_share_hi", Kind: table.Float},
	}}
	for r := range t.Len() {
		if t.Text(r, "kind") != kind || t.Value(r, "group") != group || t.Integer(r, "at_risk") < fewestShown {
			continue
		}
		rest := func(column string) any {
			if v, ok := float(t, r, column); ok {
				return 1 - v
			}
			return nil
		}
		out.Rows = append(out.Rows, []any{
			int64(t.Float(r, "time")), t.Value(r, "at_risk"), t.Value(r, "ended"), t.Value(r, "censored"),
			t.Value(r, "survival"), t.Value(r, "lo95"), t.Value(r, "hi95"), rest("survival"), rest("hi95"), rest("lo95"),
		})
	}
	return out
}

// groupsOf are the places of a kind's groups among the groups, all first.
func (b *builder) groupsOf(kind string) (all int, groups []int) {
	all = -1
	t := b.answers.SurvivalGroups
	if empty(t) {
		return all, nil
	}
	for r := range t.Len() {
		switch {
		case t.Text(r, "kind") != kind:
		case t.Value(r, "group") == nil:
			all = r
		default:
			groups = append(groups, r)
		}
	}
	return all, groups
}

// returnSentences tell how many have come back after three months and a year,
// by when half have, and whether those of different times differ.
func (b *builder) returnSentences(curve *table.Table) []string {
	all, groups := b.groupsOf(secondPurchase)
	var lines []string
	if all >= 0 {
		lines = append(lines, b.Words.Count("survival.lead", b.answers.SurvivalGroups.Integer(all, "subjects"),
			"ended", b.Words.Integer(b.answers.SurvivalGroups.Integer(all, "ended"))))
	}
	said := int64(0)
	for _, days := range []int64{91, 365} {
		row := lastUpTo(curve, "days", days)
		if at := curve.Integer(row, "days"); at <= said || at < 21 {
			continue
		}
		said = curve.Integer(row, "days")
		lines = append(lines, b.Words.Count("survival.by", said, "share", b.percent(curve.Value(row, "ended_share")), "band", b.bandText(curve, row, "ended_share")))
	}
	if all >= 0 {
		lines = append(lines, b.medianSentence(all, "survival.median", "survival.no_median"))
	}
	return append(lines, b.testSentence(secondPurchase, "survival.differ", "survival.alike", len(groups))...)
}

// bandText is the band of a share in a sentence: 20.1 % – 25.3 %, and only the
// share's own number where it has none.
func (b *builder) bandText(t *table.Table, row int, column string) string {
	low, high := t.Value(row, column+"_lo"), t.Value(row, column+"_hi")
	if low == nil || high == nil {
		return b.percent(t.Value(row, column))
	}
	return b.percent(low) + " – " + b.percent(high)
}

// lastUpTo is the last row whose number is not above one; the first where all are.
func lastUpTo(t *table.Table, column string, most int64) int {
	last := 0
	for r := range t.Len() {
		if t.Integer(r, column) <= most {
			last = r
		}
	}
	return last
}

// medianSentence says by when half have ended, or that half have not yet.
func (b *builder) medianSentence(row int, reached, not string) string {
	t := b.answers.SurvivalGroups
	median, ok := float(t, row, "median")
	if !ok {
		return b.say(not)
	}
	shown := b.Show(decimalFormat(0), median)
	low, lowKnown := float(t, row, "median_lo")
	high, highKnown := float(t, row, "median_hi")
	band := shown
	switch {
	case lowKnown && highKnown:
		band = b.Show(decimalFormat(0), low) + " – " + b.Show(decimalFormat(0), high)
	case lowKnown:
		band = "≥ " + b.Show(decimalFormat(0), low)
	}
	return b.say(reached, "median", shown, "band", band)
}

// testSentence says in words what the log-rank test says.
func (b *builder) testSentence(kind, differ, alike string, groups int) []string {
	t := b.answers.SurvivalTests
	if empty(t) || groups < 2 {
		return nil
	}
	for r := range t.Len() {
		if t.Text(r, "kind") != kind {
			continue
		}
		p, ok := float(t, r, "p_value")
		if !ok {
			return nil
		}
		key := alike
		if p < 0.05 {
			key = differ
		}
		return []string{b.say(key, "p", b.chanceText(p))}
	}
	return nil
}

// chanceText is a p-value: = 0.031, and < 0.001 where the digits end.
func (b *builder) chanceText(p float64) string {
	if p < 0.001 {
		return "< " + b.Show(decimalFormat(3), 0.001)
	}
	return "= " + b.Show(decimalFormat(3), p)
}

// groupName is what a group is called: a year, a half of one, a plan.
func (b *builder) groupName(group any) string {
	name, ok := group.(string)
	if !ok {
		return b.say("survival.all")
	}
	if year, half, found := strings.Cut(name, " H"); found && len(year) == 4 && len(half) == 1 {
		if half == "1" {
			return b.say("survival.first_half", "year", year)
		}
		return b.say("survival.second_half", "year", year)
	}
	if strings.TrimSpace(name) == "" {
		return b.say("survival.no_plan")
	}
	return name
}

// curveChart is one curve with its band, over the data's first column.
func (b *builder) curveChart(id string, data *table.Table, line Series) Chart {
	return Chart{
		ID: id, Kind: Line, X: data.Columns[0].Name, XFormat: integerFormat(), Format: Format{Kind: Percent}, Series: []Series{line},
		Bands: []Band{{Low: line.Column + "_lo", High: line.Column + "_hi", Label: b.say("survival.band")}},
		Data:  data, Table: id,
	}
}

// curveTable has the numbers of a curve: how many have ended, and the share with
// its band.
func (b *builder) curveTable(id string, data *table.Table, unit, ended, share Column) Table {
	return Table{
		ID: id, Data: data, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{
			unit, b.column("at_risk", integerFormat()), ended, b.column("censored", integerFormat()), share,
			b.column("band_lo", percentFormat()).of(share.Name + "_lo"), b.column("band_hi", percentFormat()).of(share.Name + "_hi"),
		},
	}
}

// mostBeside is how many curves can be told apart: the palette has no more
// colours.
const mostBeside = 5

// curvesBeside are the latest groups' curves side by side, a column each; nil
// where there are not two.
func (b *builder) curvesBeside(kind, unit, share string) (data *table.Table, labels []string) {
	_, groups := b.groupsOf(kind)
	if kind == secondPurchase && len(groups) > mostBeside {
		groups = groups[len(groups)-mostBeside:]
	}
	groups = groups[:min(mostBeside, len(groups))]
	if len(groups) < 2 || empty(b.answers.SurvivalCurves) {
		return nil, nil
	}
	data = &table.Table{Columns: []table.Column{{Name: unit, Kind: table.Integer}}}
	for i, at := range groups {
		group := b.answers.SurvivalGroups.Value(at, "group")
		labels = append(labels, b.groupName(group))
		data.Columns = append(data.Columns, table.Column{Name: fmt.Sprint("curve", i+1), Kind: table.Float})
		curve := b.curveOf(kind, group, unit)
		for r := range curve.Len() {
			if r == data.Len() {
				data.Rows = append(data.Rows, append([]any{curve.Value(r, unit)}, make([]any, len(groups))...))
			}
			data.Rows[r][i+1] = curve.Value(r, share)
		}
	}
	return data, labels
}

// groupsChart has a line for each column but the first.
func groupsChart(id string, data *table.Table, labels []string) Chart {
	chart := Chart{ID: id, Kind: Line, X: data.Columns[0].Name, XFormat: integerFormat(), Format: Format{Kind: Percent}, Data: data, Table: id}
	colours := []Colour{Accent, Second, Third, Strong, Muted}
	for i, label := range labels {
		chart.Series = append(chart.Series, Series{Column: data.Columns[i+1].Name, Label: label, Colour: colours[i]})
	}
	return chart
}

func besideTable(id, title string, data *table.Table, unit Column, labels []string) Table {
	columns := []Column{unit}
	for i, label := range labels {
		columns = append(columns, Column{Name: data.Columns[i+1].Name, Label: label, Format: percentFormat()})
	}
	return Table{ID: id, Title: title, Data: data, Columns: columns, PageRows: 14}
}

// groupsTable has a row for all and for each group: how many, by when half have
// ended, and the mean within a time that the row says.
func (b *builder) groupsTable(id, kind string, label, ended, share Column) Table {
	all, groups := b.groupsOf(kind)
	if all >= 0 {
		groups = append([]int{all}, groups...)
	}
	from := b.answers.SurvivalGroups
	data := &table.Table{Columns: from.Columns}
	for _, at := range groups {
		data.Rows = append(data.Rows, from.Rows[at])
	}
	data = extend(data, table.Column{Name: "group_name", Kind: table.Text}, func(r int) any { return b.groupName(data.Value(r, "group")) })
	data = extend(data, table.Column{Name: "share", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return ratio(decimal.NewFromInt(data.Integer(r, "ended")), decimal.NewFromInt(data.Integer(r, "subjects")))
	})
	median, low, high := b.column("median", decimalFormat(1)), b.column("median_lo", decimalFormat(1)), b.column("median_hi", decimalFormat(1))
	median.None, high.None = b.say("survival.not_reached"), b.say("survival.not_reached")
	return Table{
		ID: id, Data: data,
		Columns: []Column{
			label.of("group_name"), b.column("subjects", integerFormat()), ended, share.of("share"), median, low, high,
			b.column("restricted_mean", decimalFormat(1)), b.column("restricted_error", decimalFormat(1)), b.column("restricted_to", decimalFormat(0)),
		},
	}
}
