package sample

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

func (g *generator) retention() *table.Table {
	t := &table.Table{Columns: columns("d:cohort", "i:period", "i:customers", "i:active", "f:rate", "b:complete")}
	for i := range 37 {
		cohort := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i, 0)
		customers := int64(30 + g.random.IntN(40))
		for period := 0; period <= 36-i; period++ {
			rate := 1.0
			if period > 0 {
				rate = 0.24 + 0.20*math.Exp(-float64(period)/5) + 0.03*g.random.NormFloat64()
			}
			active := int64(math.Round(rate * float64(customers)))
			t.Rows = append(t.Rows, []any{cohort, int64(period), customers, active, float64(active) / float64(customers), period < 36-i})
		}
	}
	return t
}

// deciles splits the customers into tenths by revenue.
func deciles(history *table.Table) *table.Table {
	rows := byRevenue(history)
	t := &table.Table{Columns: columns("i:decile", "i:customers", "i:orders", "m:revenue", "m:average_revenue")}
	for d := range 10 {
		part := rows[d*len(rows)/10 : (d+1)*len(rows)/10]
		orders, revenue := int64(0), decimal.Zero
		for _, row := range part {
			orders, revenue = orders+row[4].(int64), revenue.Add(row[5].(decimal.Decimal))
		}
		t.Rows = append(t.Rows, []any{int64(d + 1), int64(len(part)), orders, revenue, revenue.DivRound(decimal.NewFromInt(int64(len(part))), 2)})
	}
	return t
}

func byRevenue(history *table.Table) [][]any {
	rows := slices.Clone(history.Rows)
	slices.SortStableFunc(rows, func(a, b []any) int { return b[5].(decimal.Decimal).Cmp(a[5].(decimal.Decimal)) })
	return rows
}

func best(history *table.Table) *table.Table {
	t := &table.Table{Columns: columns("i:position", "t:customer_id", "t:customer", "t:country", "d:first_on", "d:last_on", "i:orders", "m:revenue", "m:returns", "m:average_order", "i:contacts")}
	for i, row := range byRevenue(history)[:50] {
		t.Rows = append(t.Rows, []any{int64(i + 1), row[0], row[1], row[10], row[2], row[3], row[4], row[5], row[6], row[7], int64(i % 3)})
	}
	return t
}

func (g *generator) products() *table.Table {
	t := &table.Table{Columns: columns("i:position", "t:product_id", "t:product", "m:quantity", "m:revenue", "m:returns", "i:orders", "i:buyers")}
	names := []string{"Regency cakestand, three tiers", "Paper bunting", "Hanging heart tealight holder", "Jumbo bag, red spots", "Rabbit night light",
		"Assorted bird ornaments", "Chilli lights", "Black record cover frame", "Doormat “Keep calm”", "Spotty bunting", "Picnic basket, wicker", "Wooden frame, antique white"}
	for i := range 40 {
		revenue := money(820_000 / math.Pow(float64(i+1), 0.7))
		title := names[i%len(names)]
		if i >= len(names) {
			title = fmt.Sprintf("%s, set of %d", title, 2*(i/len(names)+1))
		}
		orders := int64(2400 - 40*i + g.random.IntN(30))
		t.Rows = append(t.Rows, []any{int64(i + 1), fmt.Sprintf("%d%c", 20700+37*i, 'A'+i%5), title, decimal.NewFromInt(orders * 11), revenue,
			revenue.Mul(decimal.New(-2, -2)).Round(2), orders, orders / 2})
	}
	return t
}

func loads() *table.Table {
	t := &table.Table{Columns: columns("t:source", "t:source_file", "t:entity", "i:rows_read", "i:rows_loaded", "i:rows_excluded", "i:rows_rejected",
		"m:amount_read", "m:amount_loaded", "m:amount_excluded", "m:amount_rejected", "i:unreadable_amounts", "s:first_at", "s:last_at")}
	for i := range 3 {
		start := time.Date(2023+i, 10, 1, 8, 30, 0, 0, time.UTC)
		loaded, out, rejected := int64(190_000+20_000*i), int64(2310+i), int64(41*i+7)
		amounts := []decimal.Decimal{money(4_200_000.55 * float64(i+1)), money(61_020.10), money(913.33)}
		t.Rows = append(t.Rows, []any{"shop", fmt.Sprintf("orders-%d.csv", 2023+i), "purchases", loaded + out + rejected, loaded, out, rejected,
			amounts[0].Add(amounts[1]).Add(amounts[2]), amounts[0], amounts[1], amounts[2], int64(i), start, start.AddDate(1, 0, -1)})
	}
	t.Rows = append(t.Rows, []any{"crm", "contacts.xlsx", "contacts", int64(1904), int64(1800), int64(98), int64(6),
		decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero, int64(0), nil, nil})
	return t
}

func rejects() *table.Table {
	return &table.Table{
		Columns: columns("t:source", "t:source_file", "t:reason", "t:column_name", "i:cells", "i:rows", "i:example_row", "t:example_value"),
		Rows: [][]any{
			{"shop", "orders-2024.csv", "is no date", "purchased_at", int64(31), int64(31), int64(10442), "31.02.2024"},
			{"shop", "orders-2025.csv", "is no number", "amount", int64(88), int64(87), int64(99), "=1+2"},
			{"crm", "contacts.xlsx", "is neither yes nor no", "email_consent", int64(6), int64(6), int64(18), "none"},
		},
	}
}

func excluded() *table.Table {
	return &table.Table{
		Columns: columns("t:source", "t:reason", "t:product_id", "t:product", "i:lines", "m:amount"),
		Rows: [][]any{
			{"shop", "article", "POST", "Postage", int64(5120), money(143_880.20)}, {"shop", "article", "BANK", "Bank charges", int64(37), money(-7175.64)},
			{"shop", "status", "85123A", "Hanging heart tealight holder", int64(1780), money(46_355.74)},
		},
	}
}

func fields() *table.Table {
	t := &table.Table{Columns: columns("t:entity", "t:source", "t:field", "i:rows", "i:filled", "i:distinct_values")}
	for i, field := range []string{"order_id", "purchased_at", "customer", "product_id", "product", "quantity", "price", "amount", "country", "channel"} {
		rows := int64(630_000)
		t.Rows = append(t.Rows, []any{"purchases", "shop", field, rows, rows - int64(i*i*2311), int64(1800 + 977*i)})
	}
	return t
}

func identityTotals() *table.Table {
	return &table.Table{Columns: columns("i:ids", "i:customers"), Rows: [][]any{{int64(2874), int64(2102)}}}
}

func identityLinks() *table.Table {
	return &table.Table{Columns: columns("t:kind", "f:certainty", "i:values", "i:ids", "i:joined", "i:differing", "i:idle_values", "i:idle_ids"), Rows: [][]any{
		{"tax_id", 0.99, int64(31), int64(88), int64(57), int64(24), int64(3), int64(9)},
		{"email", 0.97, int64(540), int64(1190), int64(601), int64(41), int64(2), int64(77)},
		{"phone", 0.9, int64(302), int64(640), int64(99), int64(63), int64(5), int64(211)},
		{"name", 0.6, int64(15), int64(30), int64(15), int64(0), int64(0), int64(0)},
	}}
}

func identityValues() *table.Table {
	return &table.Table{Columns: columns("t:kind", "t:value", "t:why", "i:ids", "i:names"), Rows: [][]any{
		{"phone", "+442079460000", "shared", int64(140), int64(131)}, {"email", "noemail@example.com", "invented", int64(70), int64(68)},
		{"phone", "123", "unreadable", int64(41), int64(40)}, {"email", "sales@harbour.example", "listed", int64(7), int64(7)},
	}}
}

func identityNames() *table.Table {
	return &table.Table{Columns: columns("t:namespace", "t:name", "i:contacts"), Rows: [][]any{{"crm", "Mary Smith", int64(3)}}}
}

// money2 is an exact amount.
func money2(text string) decimal.Decimal { return decimal.RequireFromString(text) }
