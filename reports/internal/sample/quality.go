package sample

import (
	"fmt"
	"time"

	"clientele/internal/table"
)

// qualitySources are sources of which one has fallen silent.
func qualitySources() *table.Table {
	t := &table.Table{Columns: columns("t:source", "t:entity", "i:files", "i:rows_read", "i:rows_loaded", "i:rows_excluded",
		"i:rows_rejected", "d:first_on", "d:last_on", "i:days_since", "i:longest_gap_days", "i:rows_after", "i:month_rows", "i:month_before_rows")}
	day := func(days int) time.Time { return AsOf().AddDate(0, 0, -days) }
	l, places := loads(), map[string]int{}
	for r := range l.Len() {
		source := l.Text(r, "source")
		if at, ok := places[source]; ok {
			row := t.Rows[at]
			row[2], row[3], row[4] = row[2].(int64)+1, row[3].(int64)+l.Integer(r, "rows_read"), row[4].(int64)+l.Integer(r, "rows_loaded")
			row[5], row[6] = row[5].(int64)+l.Integer(r, "rows_excluded"), row[6].(int64)+l.Integer(r, "rows_rejected")
			continue
		}
		places[source] = t.Len()
		days := int64(t.Len() * 33)
		t.Rows = append(t.Rows, []any{source, l.Text(r, "entity"), int64(1), l.Integer(r, "rows_read"),
			l.Integer(r, "rows_loaded"), l.Integer(r, "rows_excluded"), l.Integer(r, "rows_rejected"),
			day(1000), day(int(days)), days, int64(4), int64(t.Len()), l.Integer(r, "rows_read") / 30, l.Integer(r, "rows_read") / 33})
	}
	return t
}

// qualityBefore is what the load before had: all but one row in a hundred.
func qualityBefore() *table.Table {
	t := &table.Table{Columns: columns("t:source", "t:entity", "i:files", "i:rows_read", "i:rows_rejected")}
	now := qualitySources()
	for r := range now.Len() {
		t.Rows = append(t.Rows, []any{now.Text(r, "source"), now.Text(r, "entity"), int64(1), now.Integer(r, "rows_read") * 99 / 100, now.Integer(r, "rows_rejected")})
	}
	return t
}

// qualityPeople are five who enter contacts, two of them few, and an import of
// nobody's.
func qualityPeople() *table.Table {
	t := &table.Table{Columns: columns("t:entity", "t:person", "i:records", "i:by_owner", "d:first_on", "d:last_on", "i:name_records", "i:with_name",
		"i:phone_records", "i:with_phone", "i:email_records", "i:with_email", "i:invented_phones", "i:unreadable_phones", "i:duplicates", "i:late", "i:lacking")}
	first, last := AsOf().AddDate(-2, 0, 0), AsOf()
	for i, person := range []any{"Anna Fields", "Björn Åkesson", "Ольга Савина", "Temp 1", "Temp 2", nil} {
		n := []int64{412, 388, 251, 12, 7, 640}[i]
		t.Rows = append(t.Rows, []any{"contacts", person, n, n / 10, first, last, n, n - n/50, n, n * int64(90-4*i) / 100, n, n * int64(70+3*i) / 100,
			n / int64(60-8*i), n / int64(80-9*i), n / 14, int64(0), n / int64(30-4*i)})
		if i < 3 {
			t.Rows = append(t.Rows, []any{"deals", person, n / 5, n / 5, first, last, int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(i), n / 100},
				[]any{"events", person, n * 3, int64(0), first, last, int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), n / 20})
		}
	}
	return t
}

func qualityMonths() *table.Table {
	t := &table.Table{Columns: columns("t:entity", "d:month", "i:records", "i:lacking", "i:wrong_phones", "i:duplicates")}
	for i := range 25 {
		n := int64(50 + 7*(i%5))
		t.Rows = append(t.Rows, []any{"contacts", time.Date(2024, time.Month(10+i), 1, 0, 0, 0, 0, time.UTC), n, n / int64(6+i%7), n / 17, n / 12})
	}
	return t
}

// qualityRecords are records to mend of all kinds.
func qualityRecords() *table.Table {
	t := &table.Table{Columns: columns("i:position", "t:problem", "t:entity", "t:source", "t:source_file", "i:source_row", "t:record_id", "t:record", "t:person", "d:entered_on", "t:what", "i:of_records")}
	problems := []struct {
		problem, entity string
		what            any
		records         int
	}{
		{"unreachable", "contacts", nil, 31}, {"no name", "contacts", nil, 4}, {"same customer", "contacts", "10311", 29}, {"invented telephone", "contacts", "+7 999 999-99-99", 9},
		{"unreadable telephone", "contacts", "123", 7}, {"deal without customer", "deals", nil, 3}, {"won without amount", "deals", nil, 2}, {"entered late", "deals", nil, 1}, {"event without customer", "events", nil, 12},
	}
	for i, p := range problems {
		for n := range p.records {
			record := any(fmt.Sprintf("Record %d", 100*i+n))
			if p.problem == "no name" {
				record = nil
			}
			t.Rows = append(t.Rows, []any{int64(i + 1), p.problem, p.entity, "crm", "exports/crm-" + p.entity + ".csv", int64(17*n + i + 2), fmt.Sprint(20_000 + 100*i + n), record,
				[]any{"Anna Fields", "Björn Åkesson", nil}[n%3], AsOf().AddDate(0, 0, -3*n), p.what, int64(p.records)})
		}
	}
	return t
}

// customerContacts has an address for most customers, of which some have said
// no to letters.
func customerContacts(rfm *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:customer_id", "t:email", "b:may_email", "t:phone", "b:may_call", "t:owner")}
	for r := range rfm.Len() {
		id := rfm.Text(r, "customer_id")
		row := []any{id, "buyer" + id + "@example.com", nil, "+44 20 7946 " + id[len(id)-4:], nil, []any{"Kim Larsen", "Ada Boyle", nil}[r%3]}
		switch r % 5 {
		case 0:
			row[1] = nil
		case 1:
			row[2] = false
		case 2:
			row[3], row[2] = nil, true
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
