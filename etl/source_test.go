package etl

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSourceCheck_ReportsAllMistakesAtOnce(t *testing.T) {
	source := Source{
		Name: "shop", Format: "xls", Encoding: "koi8-r", Delimiter: ";;", Decimal: "'", Dates: "iso", TimeZone: "Europe/Madird", Currency: "Euro",
		Columns:   pairs("order_id", "No", "colour", "Colour", "source_row", "Row", "customer", " "),
		Constants: constants("order_id", "1"),
		Returns:   []string{"refund"}, ExcludeStatuses: []string{"void"},
	}
	var got []string
	source.Check(func(path, format string, arguments ...any) {
		got = append(got, path+": "+fmt.Sprintf(format, arguments...))
	})
	want := []string{
		`format: "xls" is none of csv, xlsx, json, parquet, html, ods; did you mean "xlsx"?`,
		`decimal: "'" is none of ., ,`,
		`dates: "iso" is none of day first, month first, year first`,
		`encoding: "koi8-r" is none of utf-8, utf-16, `,
		`delimiter: ";;" is not one character`,
		`time_zone: no time zone is called "Europe/Madird"; names look like Europe/Madrid`,
		`currency: "Euro" is no currency code; codes look like EUR`,
		`columns.colour: purchases have no field "colour"; there are order_id, line, purchased_at`,
		`columns.source_row: purchases have no field "source_row"; there are order_id`,
		`columns.customer: the column's header is missing`,
		`returns: kinds of document are listed, but no column is named for document_type`,
		`exclude_statuses: statuses are listed, but no column is named for status`,
		`columns: purchases need a column for purchased_at (when it was bought, in UTC)`,
		`columns: purchases need a column for amount, or for quantity and price`,
	}
	if len(got) != len(want) {
		t.Errorf("%d mistakes, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range min(len(got), len(want)) {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestSourceCheck_AnUnknownEntityIsToldWithTheKnownOnes(t *testing.T) {
	for _, name := range []string{"orders", "observations", "rejects"} {
		var got []string
		Source{Name: "x", Entity: name}.Check(func(path, format string, arguments ...any) {
			got = append(got, path+": "+fmt.Sprintf(format, arguments...))
		})
		want := fmt.Sprintf("entity: no entity is called %q; there are purchases, contacts, products, events, deals, deal_stages, campaigns, campaign_members, targets, prices, traffic, rates, contracts", name)
		if !slices.Equal(got, []string{want}) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestSourceCheck_EveryEntityCanBeMapped(t *testing.T) {
	for _, entity := range Entities() {
		source := Source{Name: "x", Entity: entity.Name}
		for _, field := range entity.Input() {
			source.Columns = append(source.Columns, mapping(field.Name, field.Name))
		}
		source.Check(func(path, format string, arguments ...any) {
			t.Errorf("%s: %s: %s", entity.Name, path, fmt.Sprintf(format, arguments...))
		})
	}
}

// Only what decides what a file's bytes become is part of a load's identity.
func TestFingerprint_ChangesWithWhatDecidesAboutRows(t *testing.T) {
	base := shop().WithDefaults(Defaults{TimeZone: "UTC", Currency: "EUR"})
	same, other := base, base
	same.Files = []string{"elsewhere/*.csv"}
	if string(base.fingerprint(nil)) != string(same.fingerprint(nil)) {
		t.Error("the place of a file decides nothing")
	}
	other.Dates = "day first"
	if string(base.fingerprint(nil)) == string(other.fingerprint(nil)) || string(base.fingerprint(nil)) == string(base.fingerprint([]string{"POST"})) {
		t.Error("a notation or an excluded article decides about rows")
	}
}
