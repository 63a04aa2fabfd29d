package reports

import (
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// monthBridge shows by what the last month differs from the same one a year before:
// who came, who stayed away, prices and amounts. There is no such section where
// there is no earlier month.
func (b *builder) monthBridge() []Section {
	if empty(b.answers.MonthBridge) {
		return nil
	}
	data := b.bridgeSteps()
	if data.Len() < 3 {
		return nil
	}
	s := b.section("bridge", "reports/month_bridge")
	s.Lead = b.bridgeSentences(data)
	s.Charts = []Chart{{
		ID: "bridge", Title: b.withCurrency(b.say("bridge.chart", "before", b.bridgeMonth(data, "before_month"), "after", b.bridgeMonth(data, "month"))),
		Description: b.say("bridge.chart_says"), Kind: Waterfall, X: "bridge_step", XFormat: textFormat(), Format: Format{Kind: Money, Bare: true},
		Series: []Series{{Column: "amount", Label: b.say("column.amount")}}, Standing: "standing", Data: data, Table: "bridge",
	}}
	before := b.bridgeAmount(data, "before")
	shown := extend(data, table.Column{Name: "before_share", Kind: table.Decimal, Scale: 6}, func(r int) any {
		if data.Boolean(r, "standing") {
			return nil
		}
		return ratio(data.Decimal(r, "amount"), before)
	})
	s.Tables = []Table{{
		ID: "bridge", Title: b.say("bridge.table"), Data: shown, Note: b.say("bridge.note"),
		Columns: []Column{
			b.column("bridge_step", textFormat()), b.moneyColumn(shown, "amount"), b.column("before_share", changeFormat()),
			b.column("bridge_means", Format{}).wide(),
		},
	}}
	return []Section{s}
}

// wide gives the column running text.
func (c Column) wide() Column {
	c.Wide = true
	return c
}

// bridgeSteps are the steps in their order under their names; those of nothing
// are left out.
func (b *builder) bridgeSteps() *table.Table {
	steps := sortedBy(b.answers.MonthBridge, "position", false)
	standing := func(r int) bool { return steps.Text(r, "step") == "before" || steps.Text(r, "step") == "after" }
	steps.Rows = slices.DeleteFunc(slices.Clone(steps.Rows), func(row []any) bool {
		step, _ := row[steps.Index("step")].(string)
		amount, _ := row[steps.Index("amount")].(decimal.Decimal)
		return amount.IsZero() && step != "before" && step != "after"
	})
	out := extend(steps, table.Column{Name: "bridge_step", Kind: table.Text}, func(r int) any {
		switch steps.Text(r, "step") {
		case "before":
			return b.Words.Month(steps.Time(r, "before_month"))
		case "after":
			return b.Words.Month(steps.Time(r, "month"))
		}
		if word, ok := b.Words.Find("step." + slug(steps.Text(r, "step"))); ok {
			return word
		}
		return name(steps.Text(r, "step"))
	})
	out = extend(out, table.Column{Name: "standing", Kind: table.Boolean}, func(r int) any { return standing(r) })
	return extend(out, table.Column{Name: "bridge_means", Kind: table.Text}, func(r int) any {
		word, _ := b.Words.Find("step_means." + slug(steps.Text(r, "step")))
		return word
	})
}

func (b *builder) bridgeMonth(data *table.Table, column string) string {
	return b.Words.LongMonth(data.Time(0, column))
}

func (b *builder) bridgeAmount(data *table.Table, step string) decimal.Decimal {
	for r := range data.Len() {
		if data.Text(r, "step") == step {
			return data.Decimal(r, "amount")
		}
	}
	return decimal.Zero
}

// bridgeSentences tell the difference, and the steps that made most of it.
func (b *builder) bridgeSentences(data *table.Table) []string {
	before, after := b.bridgeAmount(data, "before"), b.bridgeAmount(data, "after")
	pairs := []string{"month", b.Words.FirstMonth(data.Time(0, "month")), "after", b.money(after), "before_month", b.bridgeMonth(data, "before_month"),
		"before", b.money(before), "difference", b.money(after.Sub(before).Abs())}
	key := "bridge.more"
	switch after.Cmp(before) {
	case -1:
		key = "bridge.less"
	case 0:
		key = "bridge.same"
	}
	lines := []string{b.say(key, pairs...)}
	if up, ok := b.largestStep(data, 1); ok {
		lines = append(lines, b.say("bridge.up", up...))
	}
	if down, ok := b.largestStep(data, -1); ok {
		lines = append(lines, b.say("bridge.down", down...))
	}
	return lines
}

// largestStep is the step that goes farthest up or down.
func (b *builder) largestStep(data *table.Table, sign int64) ([]string, bool) {
	best, most := -1, decimal.Zero
	for r := range data.Len() {
		amount := data.Decimal(r, "amount").Mul(decimal.NewFromInt(sign))
		if !data.Boolean(r, "standing") && amount.GreaterThan(most) {
			best, most = r, amount
		}
	}
	if best < 0 {
		return nil, false
	}
	return []string{"step", data.Text(best, "bridge_means"), "amount", b.money(most)}, true
}
