package profiles

import (
	"strings"
	"testing"
)

const wellWritten = `name: ledger-lines
system: Ledger
holds: invoice lines
recognise:
  headers: [Invoice, Net, "Client | Customer"]
tables:
  - entity: purchases
    columns:
      order_id: Invoice
      amount: [Net, Gross]
      customer: [Client, Customer]
    exclude:
      - {column: State, values: [test], is: test}
`

func TestRead_TakesAWellWrittenProfile(t *testing.T) {
	profile, err := Read("ledger.yaml", []byte(wellWritten))
	if err != nil {
		t.Fatal(err)
	}
	amount, _ := profile.Tables[0].Columns.Get("amount")
	if profile.Name != "ledger-lines" || len(amount) != 2 || len(profile.Headers()) != 6 {
		t.Errorf("read %+v", profile)
	}
	if match := recognise([]Profile{profile}, []string{"Invoice", "Customer", "Net"}, ""); len(match) != 1 || match[0].Certainty < Likely {
		t.Errorf("its own header is not recognised: %+v", match)
	}
}

func TestRead_TellsEveryMistakeAtOnce(t *testing.T) {
	source := `name: Ledger Lines
system: Ledger
holds: lines
recognise:
  headers: []
reading:
  dates: daily
  decimal: ";"
  layout: forest
  time_zone: Mars/Olympus
tables:
  - entity: purchases
    colums:
      order_id: Invoice
  - entity: deals
    columns:
      deal_id: ID
      deal_id: No
      amount: [""]
    fill_down: [owner]
    fold: [amount, quantity]
    only_won: true
    extract:
      - {column: Document, pattern: "(\\d+"}
      - {column: Document, pattern: "\\d+"}
    exclude:
      - {column: Mode, is: test}
  - entity: deals
    columns:
      deal_id: ID
    outcome:
      - {column: Stage, values: [Won], filled: true, is: gained}
`
	_, err := Read("ledger.yaml", []byte(source))
	if err == nil {
		t.Fatal("the profile was taken")
	}
	for _, want := range []string{
		"no name for a profile", "would claim every file", `"daily" is none of day first`, `";" is none of`, `"forest" is none of tree`, "no time zone is called",
		`did you mean "columns"?`, "column's header is missing", "no column is named for owner", "no column is named for quantity",
		"no rule under outcome", "missing closing )", "it takes nothing out", "never holds", "a table of deals already", "none of won, lost, open", "one of them is meant",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the answer does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(wellWritten))
	f.Add([]byte("name: a\nrecognise:\n  headers: [\"|\"]\ntables:\n  - {entity: x}\n"))
	f.Add([]byte("tables: [{columns: {a: [b, c]}, extract: [{pattern: '(?P<x>'}]}]"))
	f.Fuzz(func(t *testing.T, source []byte) {
		profile, err := Read("fuzz.yaml", source)
		if err != nil {
			return
		}
		if len(profile.Tables) == 0 || len(profile.Recognise.Headers) == 0 {
			t.Errorf("a profile of nothing was taken: %+v", profile)
		}
		recognise([]Profile{profile}, profile.Headers(), "file.csv")
	})
}
