package queries_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clientele/internal/table"
)

// telephoneKind is the rule of macro telephone_kind, written once more.
func telephoneKind(written string) any {
	if strings.Trim(written, " ") == "" {
		return nil
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, written)
	if len(digits) < 7 {
		return "unreadable"
	}
	for code := range 4 {
		national := digits[code:]
		if len(national) < 7 {
			break
		}
		same := strings.Count(national, national[:1]) == len(national)
		if same || strings.HasPrefix("12345678901", national) || strings.HasPrefix("01234567890", national) || strings.HasPrefix("98765432109", national) {
			return "invented"
		}
	}
	return "usable"
}

func TestTelephoneKind_IsTheRuleForAnyText(t *testing.T) {
	known := map[string]any{
		"": nil, "  ": nil, "-": "unreadable", "нет": "unreadable", "123": "unreadable", "12-34-56": "unreadable",
		"+7 999 999-99-99": "invented", "8 (000) 000-00-00": "invented", "1234567": "invented", "+34 123 456 789": "invented", "9876543210": "invented",
		"8 (998) 201-11-22": "usable", "+34600111222": "usable", "+44 20 7946 0000": "usable", "тел. 200-30-40 доб. 5": "usable",
	}
	random := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		var b strings.Builder
		alphabet := []rune("0001123456789+-() x№")[:2+random.IntN(19)]
		for range random.IntN(14) {
			b.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		typed := []string{"", "999999999", "12345678901", "01234567890", "98765432109", "+7"}[random.IntN(6)]
		for _, text := range []string{b.String(), b.String() + typed[:random.IntN(len(typed)+1)]} {
			known[text] = telephoneKind(text)
		}
	}
	written := &table.Table{Columns: []table.Column{{Name: "written", Kind: table.Text}}}
	for text, want := range known {
		if got := telephoneKind(text); got != want {
			t.Fatalf("the oracle says of %q %v, not %v", text, got, want)
		}
		written.Rows = append(written.Rows, []any{text})
	}
	w := newWorld(t, 1)
	w.exec(t, "create table telephones (written varchar)")
	w.insert(t, "telephones", written)
	counts := map[any]int{}
	got := w.ask(t, "select written, telephone_kind(written) as kind from telephones")
	for r := range got.Len() {
		counts[got.Value(r, "kind")]++
		if want := known[got.Text(r, "written")]; got.Value(r, "kind") != want {
			t.Errorf("%q is %v, not %v", got.Text(r, "written"), got.Value(r, "kind"), want)
		}
	}
	if got.Len() != len(known) || counts["invented"] < 50 || counts["usable"] < 50 || counts["unreadable"] < 50 {
		t.Errorf("%d of %d texts, %v", got.Len(), len(known), counts)
	}
}

// Every record has one person or none: what the persons have is what there is.
func TestQualityPeople_AddUpToAllRecords(t *testing.T) {
	w := newWorld(t, 1)
	w.give(t, newHistory(3, 2000))
	w.run(t)
	for _, entity := range []string{"contacts", "deals", "events", "orders"} {
		sums := w.ask(t, fmt.Sprintf("select cast(sum(records) as bigint) as records, cast(sum(duplicates) as bigint) as duplicates from quality_people where entity = '%s'", entity))
		all := w.ask(t, fmt.Sprintf("select count(*) as records, count(same_as) as duplicates from typed_records where entity = '%s'", entity))
		if all.Integer(0, "records") == 0 || sums.Integer(0, "records") != all.Integer(0, "records") || sums.Integer(0, "duplicates") != all.Integer(0, "duplicates") {
			t.Errorf("%s: the people have %v, there are %v", entity, sums.Rows, all.Rows)
		}
	}
	distinct := w.ask(t, "select count(*) as n from (select distinct source, source_id from contacts where excluded is null)").Integer(0, "n")
	if got := w.ask(t, "select count(*) as n from (select distinct source, record_id from typed_records where entity = 'contacts')").Integer(0, "n"); got != distinct {
		t.Errorf("%d contacts are typed, %d are there", got, distinct)
	}
}
