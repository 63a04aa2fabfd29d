package reports

import (
	"slices"

	"clientele/internal/table"
)

// chartRows is how many names a chart of the best can bear.
const chartRows = 10

// customers shows who brought most.
func (b *builder) customers() Section {
	s := b.section("customers", "reports/best_customers")
	t := b.answers.BestCustomers
	if empty(t) {
		return b.missing(s)
	}
	t = sortedBy(t, "position", false)
	s.Lead = []string{b.say("customers.lead", "name", name(b.label(t, 0, "customer", "customer_id")),
		"revenue", b.money(t.Decimal(0, "revenue")), "orders", b.Words.Count("count.orders", t.Integer(0, "orders")))}
	s.Charts = []Chart{b.bestChart("best-customers-chart", "customers.chart", "best-customers", t, "customer", "customer_id")}
	revenue := b.moneyColumn(t, "revenue")
	revenue.Bar = true
	s.Tables = []Table{{
		ID: "best-customers", Title: b.say("customers.table"), Data: t, PageRows: 20,
		Columns: filled(t, "country", []Column{
			b.column("position", integerFormat()), b.column("customer", textFormat()), b.column("customer_id", textFormat()),
			b.column("country", textFormat()), revenue, b.column("orders", integerFormat()), b.moneyColumn(t, "average_order"),
			b.moneyColumn(t, "returns"), b.column("first_on", dateFormat()).inWorkbook(), b.column("last_on", dateFormat()),
		}),
	}}
	// How many records of people and companies are this customer, where there
	// are such records at all.
	if t.Index("contacts") >= 0 && sum(t, "contacts").IsPositive() {
		s.Tables[0].Columns = append(s.Tables[0].Columns, b.column("contacts", integerFormat()).inWorkbook())
	}
	return s
}

// filled leaves a column out that no row has a value in.
func filled(t *table.Table, name string, columns []Column) []Column {
	for r := range t.Len() {
		if t.Value(r, name) != nil {
			return columns
		}
	}
	return slices.DeleteFunc(columns, func(c Column) bool { return c.Name == name })
}

// products shows which articles brought most.
func (b *builder) products() Section {
	s := b.section("products", "reports/best_products")
	t := b.answers.BestProducts
	if empty(t) {
		return b.missing(s)
	}
	t = sortedBy(t, "position", false)
	s.Lead = []string{b.say("products.lead", "name", name(b.label(t, 0, "product", "product_id")),
		"revenue", b.money(t.Decimal(0, "revenue")), "buyers", b.Words.Count("count.buyers", t.Integer(0, "buyers")))}
	s.Charts = []Chart{b.bestChart("best-products-chart", "products.chart", "best-products", t, "product", "product_id")}
	revenue := b.moneyColumn(t, "revenue")
	revenue.Bar = true
	s.Tables = []Table{{
		ID: "best-products", Title: b.say("products.table"), Data: t, PageRows: 20,
		Columns: []Column{
			b.column("position", integerFormat()), b.column("product", textFormat()), b.column("product_id", textFormat()),
			revenue, b.column("quantity", decimalFormat(0)), b.column("orders", integerFormat()),
			b.column("buyers", integerFormat()), b.moneyColumn(t, "returns"),
		},
	}}
	return s
}

// label is a row's name, or its key where it has none.
func (b *builder) label(t *table.Table, row int, name, key string) string {
	if text := t.Text(row, name); text != "" {
		return text
	}
	return t.Text(row, key)
}

func (b *builder) bestChart(id, title, tableID string, t *table.Table, name, key string) Chart {
	data := &table.Table{Columns: t.Columns, Rows: t.Rows[:min(chartRows, t.Len())]}
	data = extend(data, table.Column{Name: "label", Kind: table.Text}, func(r int) any {
		return Shorten(Clean(b.label(t, r, name, key)), 28)
	})
	return Chart{
		ID: id, Title: b.withCurrency(b.Words.Count(title, int64(data.Len()))), Description: b.say("best.chart_says"),
		Kind: RowBars, X: "label", XFormat: textFormat(), Format: Format{Kind: Money},
		Series: []Series{{Column: "revenue", Label: b.say("column.revenue"), Colour: Accent}},
		Data:   data, Table: tableID,
	}
}
