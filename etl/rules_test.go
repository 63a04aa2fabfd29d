package etl

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"clientele/etl/profiles"
	"clientele/internal/strictyaml"
)

func dealSource() Source {
	return Source{Name: "crm", Entity: "deals", Decimal: ".", Dates: "year first", Columns: pairs(
		"deal_id", "id", "deal", "name", "amount", "sum", "closed_at", "closed", "lost_reason", "why", "owner", "owner"),
		Outcome: []profiles.Rule{{Column: []string{"stage"}, Values: []string{"Won", "Paid"}, Is: "won"}, {Column: []string{"stage"}, Values: []string{"LOST"}, Is: "lost"}},
		Exclude: []profiles.Rule{{Column: []string{"name"}, Values: []string{"test"}, Is: "test"}, {Column: []string{"gone"}, Filled: true, Is: "deleted"}},
	}
}

func TestDeals_RulesSayWhatBecameOfThem(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{"id,name,sum,closed,why,owner,stage,gone",
		"1,a,10,2024-05-01,too dear,x,won,", "2,b,20,2024-05-01,too dear,x,Lost,", "3,c,30,2024-05-01,too dear,x,new,", "4,TEST,40,,,x,Paid,", "5,e,50,,,x,,yes",
	}, "\n"), dealSource()), []string{"outcome", "amount", "closed_at", "lost_reason", "excluded"},
		"2 | won | 10.0000 | 2024-05-01 00:00:00 | ∅ | ∅", "3 | lost | 20.0000 | 2024-05-01 00:00:00 | too dear | ∅", "4 | open | 30.0000 | ∅ | ∅ | ∅",
		"5 | won | 40.0000 | ∅ | ∅ | test", "6 | open | 50.0000 | ∅ | ∅ | deleted")
}

func TestDeals_RowsOfOneDealAreOneDeal(t *testing.T) {
	w := newWorkspace(t, 2)
	source := dealSource()
	source.Fold, source.FillDown = []string{"amount"}, []string{"owner"}
	file := w.file("f", strings.Join([]string{"id,name,sum,closed,why,owner,stage,gone",
		"1,a,10,,,x,won,", "1,a,2.5,,,,won,", "2,b,,,,y,,", "2,b,4,,,,,", "1,a,7,,,z,,", "3,test,1,,,,,", "3,test,1,,,,,", "4,d,1,,,,,", "4,d,x,,,,,",
	}, "\n"), source)
	w.expect(file, []string{"amount", "owner", "outcome", "excluded"},
		"2 | 12.5000 | x | won | ∅", "3 | ∅ | x | won | continuation", "4 | 4.0000 | y | open | ∅", "5 | ∅ | y | open | continuation", "6 | 7.0000 | z | open | ∅",
		"7 | 2.0000 | ∅ | open | test", "8 | ∅ | ∅ | open | continuation", "9 | 1.0000 | ∅ | open | ∅", "10 ! amount «x» is no number")
	made, err := w.convert(file)
	if tally := made.Tally; err != nil || tally.Loaded != 4 || tally.Excluded != 4 || tally.AmountRead().String() != "26.5000" || tally.AmountExcluded.String() != "2.0000" {
		t.Errorf("%+v, %v", tally, err)
	}
}

// Rows that belong together stay together, however many stand in a batch.
func TestDeals_ADealMayBeLongerThanABatch(t *testing.T) {
	for _, workers := range []int{1, 3} {
		w := newWorkspace(t, workers)
		source := dealSource()
		source.Fold = []string{"amount"}
		var file strings.Builder
		file.WriteString("id,name,sum,closed,why,owner,stage,gone\n")
		for deal, rows := range []int{batchRows - 1, 3, 2*batchRows + 5, 1, batchRows} {
			for range rows {
				fmt.Fprintf(&file, "D%d,a,0.01,,,x,,\n", deal)
			}
		}
		if _, err := w.convert(w.file("f", file.String(), source)); err != nil {
			t.Fatal(err)
		}
		got := w.ask("select string_agg(concat_ws(' ', deal_id, amount), ', ' order by source_row) as v from converted where excluded is null").Text(0, "v")
		if want := "D0 40.9500, D1 0.0300, D2 81.9700, D3 0.0100, D4 40.9600"; got != want {
			t.Errorf("%d workers: got %s, want %s", workers, got, want)
		}
	}
}

func TestOnlyWon_RowsThatAreNotWonMayLackTheirMoney(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "crm", Entity: "purchases", Decimal: ".", Dates: "year first", OnlyWon: true, Columns: pairs("order_id", "id", "purchased_at", "at", "amount", "sum"),
		Outcome: []profiles.Rule{{Column: []string{"stage"}, Values: []string{"won"}, Is: "won"}}}
	w.expect(w.file("f", "id,at,sum,stage\nA,2024-05-01,5,Won\nB,2024-05-01,,new\nC,2024-05-01,6,new\nD,2024-05-01,,won\nE,,7,new\nF,2024-05-01,x,new\n", source), []string{"amount", "excluded"},
		"2 | 5.0000 | ∅", "3 | ∅ | not won", "4 | 6.0000 | not won", "5 ! amount «» is empty", "6 ! purchased_at «» is empty", "7 ! amount «x» is no number")
}

func TestColumns_SeveralFillAField(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "crm", Entity: "contacts", Dates: "day first", Nothing: []string{"не указан", "-"}, Escaped: "html"}
	source.Columns = strictyaml.Ordered[[]string]{
		{Key: "source_id", Value: []string{"id"}}, {Key: "phone", Value: []string{"work", "mobile"}}, {Key: "company", Value: []string{"firm", "client"}}, {Key: "city", Value: []string{"city"}},
		{Key: "tags", Value: []string{"tags"}}, {Key: "country", Value: []string{"country"}}, {Key: "email_consent", Value: []string{"mail"}},
	}
	source.Join = strictyaml.Ordered[[]string]{{Key: "full_name", Value: []string{"first", "last"}}}
	source.Split = constants("tags", ";", "city", "/")
	source.Constants = constants("country", "KZ")
	source.Words = strictyaml.Ordered[strictyaml.Ordered[string]]{{Key: "email_consent", Value: constants("Do Not Allow", "no", "allow", "yes")}}
	source.Extract = []profiles.Extract{{Column: []string{"note"}, Pattern: `ИНН (?P<tax_id>\d+)`}, {Column: []string{"note"}, Pattern: `№(?P<source_id>\d+)`}}
	w.expect(w.file("f", strings.Join([]string{"id;first;last;work;mobile;firm;client;city;tags;country;mail;note",
		`1;Ann;Sample;'+7 1;+7 2;;"A &amp; B";Almaty/Astana;"""VIP"";; 'x y'";-;Allow;"ИНН 123, №77"`,
		"2;;Только;+7 1;'+7 1;-;не указан;;;RU;do not allow;",
	}, "\n"), source), []string{"source_id", "full_name", "phone", "company", "city", "tags", "country", "email_consent", "tax_id"},
		"2 | 77 | Ann Sample | +7 1, +7 2 | A & B | Almaty | VIP, x y | KZ | true | 123", "3 | 2 | Только | +7 1 | ∅ | ∅ | ∅ | RU | false | ∅")
}

func TestEvents_AKeyIsMadeWhereNoColumnHoldsOne(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "crm", Entity: "events", Columns: pairs("event_type", "type", "event_at", "at", "customer", "who", "subject", "what")}
	file := w.file("f", "type,at,who,what\ncall,2024-05-01 10:00,A,x\ncall,2024-05-01 10:00,A,y\ncall,2024-05-01 10:00,A,x\n", source)
	if _, err := w.convert(file); err != nil {
		t.Fatal(err)
	}
	got := w.ask("select concat_ws(' ', count(distinct event_id), min(length(event_id)), count(*) filter (source_row in (2, 4) and event_id = (select event_id from converted where source_row = 2))) as v from converted").Text(0, "v")
	if got != "2 16 2" {
		t.Errorf("got %s", got)
	}
}

// A profile completes what the config leaves open, and nothing else.
func TestWith_WhatTheConfigSaysWins(t *testing.T) {
	profile, known, err := profiles.Named("shopify-orders")
	if err != nil || !known {
		t.Fatal(known, err)
	}
	none := ""
	source, err := Source{Name: "s", Profile: "shopify-orders", Decimal: ",", Namespace: &none, Exclude: []profiles.Rule{}, Columns: pairs("order_id", "Id"), Constants: constants("channel", "web")}.With(profile)
	if err != nil {
		t.Fatal(err)
	}
	header, _ := source.Columns.Get("order_id")
	_, channel := source.Columns.Get("channel")
	price, _ := source.Columns.Get("price")
	if source.Entity != "purchases" || source.Decimal != "," || *source.Namespace != "" || len(source.Exclude) != 0 || !slices.Equal(header, []string{"Id"}) || channel ||
		!slices.Equal(price, []string{"Lineitem price"}) || !slices.Contains(source.FillDown, "currency") {
		t.Errorf("%+v", source)
	}
	if _, err := (Source{Entity: "prices"}).With(profile); err == nil {
		t.Error("the profile makes prices")
	}
	// Its content is part of what a load is known by.
	other := profile
	other.Tables = slices.Clone(profile.Tables)
	other.Tables[0].Exclude = nil
	changed, err := Source{Name: "s", Profile: "shopify-orders"}.With(other)
	if err != nil {
		t.Fatal(err)
	}
	same, err := Source{Name: "s", Profile: "shopify-orders"}.With(profile)
	if err != nil || string(same.fingerprint(nil)) == string(changed.fingerprint(nil)) {
		t.Error("a changed profile is the same load", err)
	}
}

func TestSourceCheck_ReportsTheMistakesOfRules(t *testing.T) {
	source := Source{
		Name: "s", Entity: "deals", Layout: "trees", Escaped: "xml", Duplicates: "last", Block: -1, HeaderRow: -2,
		Columns: pairs("deal_id", "id", "amuont", "sum", "owner", "owner"), Join: strictyaml.Ordered[[]string]{{Key: "owner", Value: []string{"a", "b"}}, {Key: "customer_name"}},
		Split: constants("stage", ";"), Words: strictyaml.Ordered[strictyaml.Ordered[string]]{{Key: "stage"}},
		Extract:  []profiles.Extract{{Column: []string{"x"}, Pattern: "("}, {Pattern: "(a)"}, {Column: []string{"x"}, Pattern: "(?P<colour>a)"}},
		FillDown: []string{"owner", "stage"}, Fold: []string{"owner"}, OnlyWon: true,
		Exclude: []profiles.Rule{{Column: []string{"x"}, Is: "test"}, {Values: []string{"x"}, Filled: true}},
	}
	var got []string
	source.Check(func(path, format string, arguments ...any) {
		got = append(got, path+": "+fmt.Sprintf(format, arguments...))
	})
	for i, want := range []string{
		`layout: "trees" is none of tree; did you mean "tree"?`, `escaped: "xml" is none of html`, `duplicates: "last" is none of first`, "block: tables are counted from 1", "header_row: rows are counted from 1",
		`columns.amuont: deals have no field "amuont"; did you mean "amount"?; there are deal_id`, `join.owner: the field "owner" has a column already`, "join.customer_name: the column's header is missing",
		"extract[0].pattern: \"(\" is no pattern", "extract[1].column: the column's header is missing", "extract[1].pattern: the pattern names no field", `extract[2].pattern: deals have no field "colour"`,
		"split.stage: no column is named for stage", "words.stage: no column is named for stage", "fill_down[1]: no column is named for stage", "fold[0]: only numbers of deals can be added up, owner of deals cannot",
		"exclude[0]: a rule needs values, or filled: true", "exclude[1].column: the column's header is missing", "exclude[1].is: what such rows are is missing", "exclude[1]: a rule needs values, or filled: true",
		"only_won: nothing says which deals are won",
	} {
		if i >= len(got) {
			t.Errorf("missing: %s", want)
		} else if !strings.HasPrefix(got[i], want) {
			t.Errorf("got  %s\nwant %s", got[i], want)
		}
	}
}

// A list in which an order's number, day and customer stand on its first row
// only. A row with a day of its own is a sale without a number, and no part of
// the order above.
func TestFillDown_RowsWithoutANumberGoOnWithTheOrderAbove(t *testing.T) {
	w := newWorkspace(t, 1)
	source := shop()
	source.FillDown = []string{"order_id", "purchased_at", "customer"}
	content := "order;at;who;sum\nA;2024-05-01;x;1\n;;;2\n;;;3\n;2024-05-02;;4\nB;2024-05-03;y;5\n;;;6\n"
	w.expect(w.file("f", content, source), []string{"order_id", "customer", "purchased_at", "amount"},
		"2 | A | x | 2024-05-01 00:00:00 | 1.0000",
		"3 | A | x | 2024-05-01 00:00:00 | 2.0000",
		"4 | A | x | 2024-05-01 00:00:00 | 3.0000",
		"5 ! order_id «» is empty",
		"6 | B | y | 2024-05-03 00:00:00 | 5.0000",
		"7 | B | y | 2024-05-03 00:00:00 | 6.0000",
	)
	source.FillDown = []string{"purchased_at", "customer"}
	w.expect(w.file("f", "order;at;who;sum\nA;2024-05-01;x;1\n;;;2\n", source), []string{"order_id", "amount"},
		"2 | A | 1.0000", "3 ! order_id «» is empty; purchased_at «» is empty")
}
