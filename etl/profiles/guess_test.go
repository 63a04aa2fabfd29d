package profiles

import (
	"os"
	"slices"
	"strings"
	"testing"

	"clientele/internal/strictyaml"
)

// guessCase is a header of a real system with what its columns are. Open are
// fields of which an expert may say one or the other: they are not counted.
type guessCase struct {
	System string                     `yaml:"system,required"`
	Entity string                     `yaml:"entity,required"`
	Header string                     `yaml:"header,required"`
	Rows   []string                   `yaml:"rows,required"`
	Want   strictyaml.Ordered[string] `yaml:"want,required"`
	Open   []string                   `yaml:"open"`
}

func guessCases(t testing.TB) []guessCase {
	source, err := os.ReadFile("testdata/headers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []guessCase `yaml:"cases,required"`
	}
	if _, err := strictyaml.Decode("headers.yaml", source, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func split(line string) []string {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
	}
	return cells
}

func (c guessCase) table() (header []string, rows [][]string) {
	for _, row := range c.Rows {
		rows = append(rows, split(row))
	}
	return split(c.Header), rows
}

func TestGuess_PlacesColumnsOfSystemsWithoutAProfile(t *testing.T) {
	cases := guessCases(t)
	if len(cases) < 25 {
		t.Fatalf("%d headers are too few to measure by", len(cases))
	}
	var all, required tally
	for _, test := range cases {
		header, rows := test.table()
		mapping := Guess(header, rows)
		if mapping.Entity != test.Entity {
			t.Errorf("%s: taken for %s (%s), it is %s", test.System, mapping.Entity, mapping.Why, test.Entity)
			mapping = GuessAs(test.Entity, header, rows)
		}
		for _, column := range mapping.Columns {
			if slices.Contains(test.Open, column.Field) {
				continue
			}
			want, _ := test.Want.Get(column.Field)
			got := header[column.Positions[0]]
			right := slices.ContainsFunc(column.Positions, func(position int) bool { return header[position] == want })
			all.add(right)
			if needed(test.Entity, column.Field) {
				required.add(right)
			}
			if !right {
				t.Logf("%s: %s is %q (%.2f, %s), not %q", test.System, column.Field, got, column.Certainty, column.Why, want)
			}
		}
		for _, pair := range test.Want {
			if _, ok := mapping.Of(pair.Key); !ok && !slices.Contains(test.Open, pair.Key) {
				all.missed++
				if needed(test.Entity, pair.Key) {
					required.missed++
				}
				t.Logf("%s: %s was not placed, it is %q", test.System, pair.Key, pair.Value)
			}
		}
	}
	t.Logf("%d headers; needed fields: precision %.3f, recall %.3f; all fields: precision %.3f, recall %.3f",
		len(cases), required.precision(), required.recall(), all.precision(), all.recall())
	// What is reached now; less is a step back, and the lines above say where.
	if required.precision() < 0.99 || required.recall() < 0.99 {
		t.Errorf("needed fields: precision %.3f and recall %.3f, both should be 0.99", required.precision(), required.recall())
	}
	if all.precision() < 0.99 || all.recall() < 0.99 {
		t.Errorf("all fields: precision %.3f, recall %.3f", all.precision(), all.recall())
	}
}

func needed(entity, field string) bool {
	return slices.Contains(map[string][]string{
		"purchases": {"purchased_at", "order_id", "customer", "amount", "order_total", "quantity", "price"},
		"contacts":  {"source_id", "full_name", "email", "phone"},
		"deals":     {"deal_id", "stage", "status", "amount", "created_at", "closed_at"},
		"events":    {"event_type", "event_at"}, "products": {"product_id", "product", "price"}, "rates": {"currency", "rate_on", "rate"},
	}[entity], field)
}

type tally struct{ right, wrong, missed int }

func (t *tally) add(right bool) {
	if right {
		t.right++
	} else {
		t.wrong++
	}
}

func (t tally) precision() float64 { return float64(t.right) / float64(max(1, t.right+t.wrong)) }
func (t tally) recall() float64    { return float64(t.right) / float64(max(1, t.right+t.missed)) }

func TestGuess_NeverGivesAColumnToTwoFieldsButForKeys(t *testing.T) {
	for _, test := range guessCases(t) {
		header, rows := test.table()
		mapping := GuessAs(test.Entity, header, rows)
		of := map[int]string{}
		for _, column := range mapping.Columns {
			for _, position := range column.Positions {
				first := of[position]
				of[position] = column.Field
				if keys := []string{"customer", "source_id", "deal_id", "product_id"}; first != "" && !slices.Contains(keys, first) && !slices.Contains(keys, column.Field) {
					t.Errorf("%s: %q is %s and %s", test.System, header[position], first, column.Field)
				}
			}
		}
		if len(of)+len(mapping.Unplaced) != len(header) {
			t.Errorf("%s: %d of %d columns are neither placed nor told", test.System, len(header)-len(of)-len(mapping.Unplaced), len(header))
		}
	}
}

func TestGuess_IsLessSureOfHeadersThatSayLittle(t *testing.T) {
	mapping := GuessAs("purchases", []string{"InvoiceNo", "Description"}, [][]string{{"536365", "LANTERN"}, {"536366", "MUG"}})
	order, _ := mapping.Of("order_id")
	product, _ := mapping.Of("product")
	if order.Certainty < 0.9 || product.Certainty > 0.8 || product.Certainty < 0.5 {
		t.Errorf("order %.2f, product %.2f", order.Certainty, product.Certainty)
	}
}

func TestGuess_AsksOfMisspeltHeaders(t *testing.T) {
	mapping := GuessAs("purchases", []string{"Ordr date", "Amuont", "Customer ID"}, [][]string{{"2026-01-01", "10.00", "A1"}, {"2026-01-02", "11.00", "A2"}})
	var near []string
	for _, one := range mapping.Near {
		near = append(near, one.Field+"="+one.Means)
	}
	if !mapping.has("customer") || mapping.has("amount") || mapping.has("purchased_at") || !slices.Equal(near, []string{"purchased_at=order date", "amount=amount"}) {
		t.Errorf("columns %+v, near %v", mapping.Columns, near)
	}
}

func TestGuess_TakesNoColumnThatHoldsAnotherThing(t *testing.T) {
	// A header that says amount over words, one that says date over numbers.
	mapping := GuessAs("purchases", []string{"Order date", "Amount", "Customer"}, [][]string{{"12", "high", "A1"}, {"13", "low", "A2"}})
	if mapping.has("purchased_at") || mapping.has("amount") || mapping.Certainty != 0 {
		t.Errorf("columns %+v", mapping.Columns)
	}
}

func TestGuess_JudgesByWhatStandsInTheColumns(t *testing.T) {
	for _, test := range []struct {
		why           string
		header        []string
		sample        [][]string
		field, column string // "" where it must have none
	}{
		{"numbers under Customer are keys", []string{"Order", "Date", "Customer", "Total"}, [][]string{{"1", "2026-01-13", "K-17", "5.00"}, {"2", "2026-01-14", "K-18", "6.00"}, {"3", "2026-01-15", "K-17", "7.00"}}, "customer", "Customer"},
		{"and no names", []string{"Order", "Date", "Customer", "Total"}, [][]string{{"1", "2026-01-13", "K-17", "5.00"}, {"2", "2026-01-14", "K-18", "6.00"}, {"3", "2026-01-15", "K-17", "7.00"}}, "customer_name", ""},
		{"a number that comes once is the order's", []string{"ID", "Date", "Total"}, [][]string{{"1", "2026-01-13", "5.00"}, {"2", "2026-01-14", "6.00"}, {"3", "2026-01-15", "7.00"}}, "order_id", "ID"},
		{"one that comes again is the customer's", []string{"ID", "Date", "Total"}, [][]string{{"1", "2026-01-13", "5.00"}, {"1", "2026-01-14", "6.00"}, {"3", "2026-01-15", "7.00"}}, "customer", "ID"},
		{"a sum is no key", []string{"Date", "Customer name", "Code", "Total"}, [][]string{{"2026-01-13", "Ann", "5.25", "5.00"}, {"2026-01-14", "Bob", "6.75", "6.00"}}, "order_id", ""},
		{"the sum of an order on each of its lines", []string{"Order", "Date", "Item", "Quantity", "Price", "Total"},
			[][]string{{"1", "2026-01-13", "Tea", "1", "5.00", "15.00"}, {"1", "2026-01-13", "Cup", "2", "5.00", "15.00"}, {"2", "2026-01-14", "Tea", "1", "5.00", "9.00"}, {"2", "2026-01-14", "Mug", "1", "4.00", "9.00"}}, "order_total", "Total"},
		{"the sum of each line", []string{"Order", "Date", "Item", "Quantity", "Price", "Total"},
			[][]string{{"1", "2026-01-13", "Tea", "1", "5.00", "5.00"}, {"1", "2026-01-13", "Cup", "2", "5.00", "10.00"}, {"2", "2026-01-14", "Tea", "1", "5.00", "5.00"}, {"2", "2026-01-14", "Mug", "1", "4.00", "4.00"}}, "amount", "Total"},
		{"given names beside family names", []string{"ID", "Имя", "Фамилия", "Телефон"}, [][]string{{"1", "Анна", "Пробная", "+7 900 000-00-01"}, {"2", "Олег", "Образцов", "+7 900 000-00-02"}}, "first_name", "Имя"},
		{"whole names alone", []string{"ID", "Имя", "Телефон"}, [][]string{{"1", "Анна Пробная", "+7 900 000-00-01"}, {"2", "Олег Образцов", "+7 900 000-00-02"}}, "full_name", "Имя"},
		{"addresses under any header", []string{"ID", "Имя", "Куда писать"}, [][]string{{"1", "Анна", "a@x.example"}, {"2", "Олег", "o@x.example"}, {"3", "Иное", "i@x.example"}}, "email", "Куда писать"},
		{"texts under Phone", []string{"ID", "Name", "Phone"}, [][]string{{"1", "Ann", "see notes"}, {"2", "Bob", "none"}}, "phone", ""},
	} {
		got := ""
		if column, ok := Guess(test.header, test.sample).Of(test.field); ok {
			got = test.header[column.Positions[0]]
		}
		if got != test.column {
			t.Errorf("%s: %s is %q, not %q", test.why, test.field, got, test.column)
		}
	}
}

func TestColumns_FindsFieldsByHeadersAlone(t *testing.T) {
	columns, missing := Columns("observations", []string{"series", "at", "value"}, []string{"unique_id", "ds", "y"})
	if len(missing) > 0 || columns["series"] != "unique_id" || columns["at"] != "ds" || columns["value"] != "y" {
		t.Errorf("%v, missing %v", columns, missing)
	}
	columns, missing = Columns("purchases", []string{"customer", "purchased_at", "amount", "order_id"}, []string{"id", "date", "cds", "Amount"})
	if columns["customer"] != "id" || columns["purchased_at"] != "date" || columns["amount"] != "Amount" || !slices.Equal(missing, []string{"order_id"}) {
		t.Errorf("%v, missing %v", columns, missing)
	}
}

func FuzzGuess(f *testing.F) {
	for _, test := range guessCases(f)[:6] {
		f.Add(test.Header, strings.Join(test.Rows, "\n"))
	}
	f.Add("a|b|c", "1|2\n\n3|4|5|6")
	f.Fuzz(func(t *testing.T, header, rows string) {
		if len(header) > 400 || len(rows) > 2000 {
			t.Skip("long tables only take time")
		}
		var sample [][]string
		for line := range strings.SplitSeq(rows, "\n") {
			sample = append(sample, split(line))
		}
		columns := split(header)
		mapping := Guess(columns, sample)
		for _, column := range mapping.Columns {
			for _, position := range column.Positions {
				if position < 0 || position >= len(columns) {
					t.Errorf("%s is column %d of %d", column.Field, position, len(columns))
				}
			}
		}
		if mapping.Certainty < 0 || mapping.Certainty > 1 {
			t.Errorf("certainty %v", mapping.Certainty)
		}
	})
}
