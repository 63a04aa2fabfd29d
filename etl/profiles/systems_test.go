package profiles

import (
	"slices"
	"strings"
	"testing"
)

func systems(t testing.TB) []Profile {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("%d profiles", len(all))
	}
	return all
}

// leastHeader is the smallest header that the profile knows: those by which it
// is recognised and one for each field of its first table.
func leastHeader(profile Profile) []string {
	var header []string
	add := func(names []string) {
		if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return slices.Contains(header, name) }) {
			return
		}
		header = append(header, names[0])
	}
	for _, name := range profile.Recognise.Headers {
		add(alternatives(name))
	}
	for _, pair := range profile.Tables[0].Columns {
		add(pair.Value)
	}
	return header
}

// fileName is a name that the system gives.
func fileName(profile Profile) string {
	if len(profile.Recognise.Files) == 0 {
		return ""
	}
	return strings.NewReplacer("*", "2026-05-01.csv", "?", "1").Replace(profile.Recognise.Files[0])
}

func TestRecognise_TellsEveryProfileFromEveryOther(t *testing.T) {
	for _, profile := range systems(t) {
		for _, header := range [][]string{leastHeader(profile), profile.Headers()} {
			matches := Recognise(header, fileName(profile))
			if len(matches) == 0 {
				t.Errorf("%s: not recognised by its own header", profile.Name)
				continue
			}
			if matches[0].Profile.Name != profile.Name || matches[0].Certainty < Likely {
				t.Errorf("%s: taken for %s (%.3f)", profile.Name, matches[0].Profile.Name, matches[0].Certainty)
			}
			if len(matches) > 1 && matches[0].Certainty-matches[1].Certainty < 0.01 {
				t.Errorf("%s: %s is as likely (%.3f, %.3f)", profile.Name, matches[1].Profile.Name, matches[0].Certainty, matches[1].Certainty)
			}
		}
	}
}

func TestRecognise_WithoutTheFilesNameTakesNoOtherSystem(t *testing.T) {
	for _, profile := range systems(t) {
		matches := Recognise(profile.Headers(), "")
		if len(matches) > 0 && matches[0].Profile.System != profile.System {
			t.Errorf("%s: taken for %s", profile.Name, matches[0].Profile.Name)
		}
	}
}

func TestRecognise_ClaimsNoPlainFile(t *testing.T) {
	for _, header := range [][]string{
		{"InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"}, // Online Retail
		{"Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"},      // Online Retail II
		{"id", "date", "quantity", "amount"}, // CDNOW
		{"customer_id", "order_date", "amount"}, {"Дата", "Клиент", "Сумма"}, {"Name", "Email", "Phone"}, {"ID", "Date", "Total"}, {"unique_id", "ds", "y"}, {}, {""},
	} {
		if matches := Recognise(header, "orders.csv"); len(matches) > 0 && matches[0].Certainty >= Likely {
			t.Errorf("%q is taken for %s (%.2f)", header, matches[0].Profile.Name, matches[0].Certainty)
		}
	}
}

func TestRecognise_NamesWhatIsMissingAndWhatIsNotUsed(t *testing.T) {
	profile := Profile{Name: "x-lines", System: "X", Holds: "lines", Recognise: Recognition{Headers: []string{"Alpha", "Beta | Gamma", "Delta", "Epsilon"}}}
	profile.Tables = []Table{{Entity: "purchases"}}
	match := recognise([]Profile{profile}, []string{"Alpha", "Gamma", "Delta", "Zeta", "Zeta"}, "")
	if len(match) != 1 || match[0].Certainty >= Likely || !slices.Equal(match[0].Missing, []string{"Epsilon"}) || !slices.Equal(match[0].Unplaced, []string{"Zeta"}) {
		t.Errorf("%+v", match)
	}
	profile.Recognise.Without = []string{"Zeta"}
	if match := recognise([]Profile{profile}, []string{"Alpha", "Beta", "Delta", "Epsilon", "zeta *"}, ""); len(match) != 0 {
		t.Errorf("a header that must not be there is there: %+v", match)
	}
}

func TestRecognise_TheFilesNameDecidesOnlyBetweenEquals(t *testing.T) {
	of := func(name, pattern string, headers ...string) Profile {
		return Profile{Name: name, Recognise: Recognition{Headers: headers, Files: []string{pattern}}, Tables: []Table{{Entity: "contacts"}}}
	}
	all := []Profile{of("a", "left_*", "One", "Two", "Three"), of("b", "right_*", "One", "Two", "Three")}
	for name, want := range map[string]string{"right_2026 (3).csv": "b", "LEFT_x.csv": "a"} {
		if match := recognise(all, []string{"One", "Two", "Three"}, "exports/"+name); match[0].Profile.Name != want {
			t.Errorf("%s is taken for %s", name, match[0].Profile.Name)
		}
	}
	if match := recognise(all, []string{"Four"}, "left_1.csv"); len(match) != 0 {
		t.Errorf("a name alone is taken for %+v", match)
	}
}

func TestKnownHeader_KnowsHeadersAndNoOtherText(t *testing.T) {
	for text, want := range map[string]bool{
		"Название сделки": true, "Бюджет ₸": true, "Телефон (контакт)": true, "InvoiceNo": true, "Order ID": true, "Nº Pedido": true,
		"Acme Inc.": false, "12.03.2026": false, "": false, "Confidential Information - Do Not Distribute": false, strings.Repeat("a", 1000): false,
	} {
		if KnownHeader(text) != want {
			t.Errorf("KnownHeader(%q) is not %v", text, want)
		}
	}
}
