package sample

import "clientele/internal/table"

func currencies() *table.Table {
	return &table.Table{
		Columns: columns("t:source", "t:currency", "i:lines", "m:amount", "i:lines_converted", "m:amount_converted", "i:lines_without_rate", "m:amount_without_rate"),
		Rows: [][]any{
			{"shop", "EUR", int64(30), money(900), int64(30), money(765), int64(0), money(0)},
			{"shop", "USD", int64(20), money(2000), int64(9), money(720.50), int64(11), money(1100)},
			{"web", "USD", int64(1), money(134), int64(0), money(0), int64(1), money(134)},
		},
	}
}

func audits() *table.Table {
	return &table.Table{
		Columns: columns("t:audit", "t:problem", "t:subject", "i:lines", "i:of_lines", "m:amount", "t:currency", "t:example", "t:remedy"),
		Rows: [][]any{
			{"drop", "a source brought no row that counts", "crm", int64(0), nil, nil, nil, "contacts.csv", "look whether the export is whole"},
			{"rates", "purchases without a rate are not in the figures", "USD", int64(12), int64(21), money(1234), "USD", "orders.csv, row 7: 2026-05-01", "add the rate"},
		},
	}
}
