package xlsx_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// named are the workbook's own names and the value of the cell of each.
func named(t *testing.T, f *excelize.File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, one := range f.GetDefinedName() {
		if one.Scope != "Workbook" {
			continue
		}
		sheet, cell, _ := strings.Cut(one.RefersTo, "!")
		value, err := f.GetCellValue(strings.Trim(sheet, "'"), strings.ReplaceAll(cell, "$", ""))
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := out[one.Name]; twice {
			t.Errorf("%s is defined twice", one.Name)
		}
		out[one.Name] = value
	}
	return out
}

func TestNames_LeadToEachKeyFigureInEveryLanguage(t *testing.T) {
	var first map[string]string
	for _, language := range catalogue.Languages() {
		d := document(t, sample.Answers(), sample.Settings(language))
		f := open(t, completeBook(t, language))
		names, figures := named(t, f), 0
		for _, s := range d.Sections {
			for _, figure := range s.Figures {
				figures++
				name := xlsx.DefinedName(figure.ID)
				number, ok := figure.Format.Number(figure.Value)
				if names[name] != number.String() { // the second of its kind
					name = xlsx.DefinedName(s.ID + "_" + figure.ID)
				}
				if got, there := names[name]; !there || ok && got != number.String() {
					t.Errorf("%s: %s is %q, not %s", language, name, got, number)
				}
			}
		}
		if len(names) != figures || figures < 20 {
			t.Errorf("%s: %d names of %d figures", language, len(names), figures)
		}
		if names["revenue_month"] == "" {
			t.Errorf("%s: there is no revenue_month", language)
		}
		if first == nil {
			first = names
		}
		if diff := cmp.Diff(first, names); diff != "" {
			t.Errorf("%s names other things:\n%s", language, diff)
		}
		listed := map[string]bool{}
		sheets := f.GetSheetList()
		for _, row := range rows(t, f, sheets[len(sheets)-2]) {
			if len(row) > 1 {
				listed[row[1]] = true
			}
		}
		for name := range names {
			if !listed[name] {
				t.Errorf("%s: the sources do not list %s", language, name)
			}
		}
	}
}

// The rules are those of "Names in formulas" in Excel's help, and of ECMA-376,
// part 1, 18.2.5.
func FuzzDefinedName_IsAllowed(f *testing.F) {
	for _, seed := range []string{"revenue_month", "R1C1", "r", "C", "AB12", "xfd1048576", "1st", "", "выручка", "a b", "=1+1", "TRUE", "rc", "R2", "_", strings.Repeat("x", 400), "\x00"} {
		f.Add(seed)
	}
	address := regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*|r[0-9]*|c[0-9]*|true|false)$`)
	f.Fuzz(func(t *testing.T, id string) {
		name := xlsx.DefinedName(id)
		if !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(name) || address.MatchString(name) || len(name) > 255 {
			t.Fatalf("%q became %q", id, name)
		}
		if err := excelize.NewFile().SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "Sheet1!$A$1"}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	})
}

func TestNames_OfFiguresThatAreAlikeAreEachTheirOwn(t *testing.T) {
	d := sample.Small()
	twice := d.Sections[0].Figures[0]
	again := twice
	again.ID = "REVENUE" // Excel does not tell them apart
	d.Sections[1].Figures = append(d.Sections[1].Figures, twice, again, again)
	names := named(t, open(t, render(t, d, xlsx.Options{})))
	for _, want := range []string{"revenue", "none", "second_revenue", "second_REVENUE_", "second_REVENUE__"} {
		if _, ok := names[want]; !ok {
			t.Errorf("there is no %s among %v", want, names)
		}
	}
}
