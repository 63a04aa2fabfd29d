package reports

import (
	"math"
	"slices"

	"clientele/internal/table"
)

// planShown is how many months of targets the chart shows.
const planShown = 18

// planChart is a bar for each month: what came, and paler what should still
// come, with a stroke where the target is.
func (b *builder) planChart(months *table.Table) Chart {
	from := max(0, min(planNow(months)-12, months.Len()-planShown))
	data := &table.Table{Columns: months.Columns, Rows: months.Rows[from:min(months.Len(), from+planShown)]}
	data = extend(data, table.Column{Name: "still_expected", Kind: table.Float}, func(r int) any {
		if data.Boolean(r, "complete") || data.Value(r, "expected") == nil {
			return nil
		}
		return math.Max(0, data.Float(r, "expected")-data.Float(r, "so_far"))
	})
	format := Format{Kind: Money}
	title := b.withCurrency(b.say("plan.chart"))
	if countedFigure(months.Text(0, "metric")) {
		format, title = integerLike(), b.say("plan.chart")
	}
	return Chart{
		ID: "plan", Title: title, Description: b.say("plan.chart_says"), Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: format,
		Series: []Series{
			{Column: "so_far", Label: b.say("column.came"), Colour: Accent},
			{Column: "still_expected", Label: b.say("column.still_expected"), Colour: Accent, Pale: true},
			{Column: "target", Label: b.say("column.target"), Colour: Fall, Mark: true},
		},
		Data: data, Table: "plan",
	}
}

// planColumns are what each target has: where it stands and what is missing.
func (b *builder) planColumns(data *table.Table) []Column {
	whole, percent := integerLike(), Format{Kind: Percent}
	columns := []Column{
		b.column("target", whole), b.column("came", whole).of("so_far"), b.column("plan_reached", percent).of("reached"), b.column("expected", whole),
		b.column("lo80", whole), b.column("hi80", whole), b.column("chance", percent), b.column("missing", whole), b.column("per_week", whole),
	}
	columns[2].Bar = true
	if !countedFigure(data.Text(0, "metric")) {
		columns = b.inMoney(data, columns)
	}
	return b.filled(data, columns)
}

// planTable has all months, the one that runs and those to come first.
func (b *builder) planTable(months *table.Table) Table {
	now := planNow(months)
	data := &table.Table{Columns: months.Columns}
	data.Rows = append(data.Rows, months.Rows[now:]...)
	for r := now - 1; r >= 0; r-- {
		data.Rows = append(data.Rows, months.Rows[r])
	}
	data = b.openOnly(data)
	return Table{
		ID: "plan", Title: b.say("plan.table"), Data: data, PageRows: 12 + months.Len() - now,
		Columns: append([]Column{b.column("month", monthFormat())}, b.planColumns(data)...),
	}
}

// openOnly leaves what is missing, and by when, to the month that runs: one
// that is over has no more to come, one that has not begun has nothing yet.
func (b *builder) openOnly(data *table.Table) *table.Table {
	out := &table.Table{Columns: data.Columns}
	for r, row := range data.Rows {
		row = append([]any{}, row...)
		if data.Boolean(r, "complete") {
			for _, column := range []string{"expected", "lo80", "hi80", "chance", "missing", "per_week"} {
				row[data.Index(column)] = nil
			}
		}
		if data.Time(r, "month").After(b.settings.AsOf) {
			for _, column := range []string{"so_far", "reached", "missing", "per_week"} {
				row[data.Index(column)] = nil
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// planParts are the targets of managers or segments for one month.
func (b *builder) planParts(scope string, data *table.Table) []Table {
	if data.Len() == 0 {
		return nil
	}
	month := data.Time(0, "month")
	data = sortedBy(b.openOnly(data), "target", true)
	data = extend(data, table.Column{Name: "label", Kind: table.Text}, func(r int) any { return b.scopeName(scope, data.Text(r, "scope_value")) })
	columns := append([]Column{b.column("part_name", textFormat()).of("label")}, b.planColumns(data)...)
	total := make([]any, len(columns))
	for i, c := range columns {
		switch c.Name {
		case "label":
			total[i] = b.say("total")
		case "target", "so_far", "missing", "per_week":
			total[i] = b.centsOf(data, c.Name)
		case "expected":
			if !slices.ContainsFunc(data.Rows, func(row []any) bool { return row[data.Index("expected")] == nil }) { // else it would be less than all of it
				total[i] = b.centsOf(data, c.Name)
			}
		case "reached":
			total[i] = ratio(b.centsOf(data, "so_far"), b.centsOf(data, "target"))
		}
	}
	title := b.say("plan.parts", "of", b.dimensionName(scope), "month", b.Words.FirstMonth(month))
	if metric := data.Text(0, "metric"); metric != "revenue" {
		title += " (" + b.figureName(metric) + ")"
	}
	return []Table{summed(Table{
		ID: "plan-" + slug(scope), Title: title, Data: data, Columns: columns, Total: total,
	}, "target", "so_far", "missing", "per_week", "expected")}
}

// scopeName is what people call a part that has a target.
func (b *builder) scopeName(scope, value string) string {
	if scope == "segment" {
		if word, ok := b.Words.Find("segment." + slug(value)); ok {
			return word
		}
	}
	return b.memberName(scope, value)
}

// planOthers are the company's targets of other figures for the month.
func (b *builder) planOthers(months *table.Table, now int) []Table {
	p, metric, month := b.answers.Plan, b.planMetric(), months.Time(now, "month")
	data := b.planOf(month, func(r int) bool { return p.Value(r, "scope") == nil && p.Text(r, "metric") != metric })
	if data.Len() == 0 {
		return nil
	}
	data = b.openOnly(data)
	data = extend(data, table.Column{Name: "label", Kind: table.Text}, func(r int) any {
		if figure := data.Text(r, "metric"); !countedFigure(figure) {
			return b.withCurrency(b.figureName(figure))
		}
		return b.figureName(data.Text(r, "metric"))
	})
	whole := integerLike()
	return []Table{{
		ID: "plan-others", Title: b.say("plan.others", "month", b.Words.FirstMonth(month)), Data: data,
		Columns: []Column{
			b.column("figure", textFormat()).of("label"), b.column("target", whole), b.column("came", whole).of("so_far"), b.column("plan_reached", Format{Kind: Percent}).of("reached"),
			b.column("expected", whole), b.column("chance", Format{Kind: Percent}), b.column("missing", whole),
		},
	}}
}
