package pipeline

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"clientele/etl"
)

// tab is a sheet of a workbook as csv; numbers are numbers.
type tab struct{ name, text string }

func writeBook(t testing.TB, path string, tabs ...tab) {
	t.Helper()
	book := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, one := range tabs {
		if i == 0 {
			check(book.SetSheetName("Sheet1", one.name))
		} else {
			_, err := book.NewSheet(one.name)
			check(err)
		}
		row := 0
		for line := range strings.Lines(one.text) {
			row++
			var cells []any
			for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
				if number, err := strconv.ParseFloat(cell, 64); err == nil {
					cells = append(cells, number)
				} else {
					cells = append(cells, cell)
				}
			}
			check(book.SetSheetRow(one.name, "A"+strconv.Itoa(row), &cells))
		}
	}
	check(book.SaveAs(path))
	check(book.Close())
}

// initAndConvert makes the config of a folder and converts what it names, as a
// load does.
func initAndConvert(t testing.TB, folder string) (*Survey, []etl.Conversion) {
	t.Helper()
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "clientele.yaml")
	if err := WriteNew(path, survey.Config); err != nil {
		t.Fatal(err)
	}
	config, err := ReadConfig(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, survey.Config)
	}
	var made []etl.Conversion
	for i := range config.Sources {
		files, err := config.files(i, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, survey.Config)
		}
		for _, file := range files {
			one, err := etl.Convert(t.Context(), file, etl.Settings{Folder: t.TempDir(), Workers: 1, Report: func(int64, float64) {}})
			if err != nil {
				t.Fatalf("%v\n%s", err, survey.Config)
			}
			made = append(made, one)
		}
	}
	return survey, made
}

// yearOf are a year's orders; their numbers bear the year.
func yearOf(year string) string { return strings.ReplaceAll(renumbered(year), "A-", year+"-") }

// renumbered are a year's orders, numbered from the same one each year.
func renumbered(year string) string { return strings.ReplaceAll(orders(1, 100), "2026", year) }

func TestInit_SheetsWithOneHeaderAreOneListWithOneNamespace(t *testing.T) {
	for name, test := range map[string]struct {
		tabs  []tab
		want  []string // lines of the config
		rest  string   // a table that is told and not used
		loads int
	}{
		"a sheet a year": {tabs: []tab{{"2023", yearOf("2023")}, {"2024", yearOf("2024")}, {"2025", yearOf("2025")}},
			want: []string{"sheet: 20*"}, loads: 3},
		"and others beside": {tabs: []tab{{"2023", yearOf("2023")}, {"Pivot", "Year,Sum\n2023,10.5\n2024,11\n"}, {"2024", yearOf("2024")}, {"2025", ""}},
			want: []string{"sheet: 20*"}, rest: "Pivot", loads: 2},
		"an odd one that the pattern would pick": {tabs: []tab{{"2023", yearOf("2023")}, {"2024", yearOf("2024")}, {"2024 plan", "Month,Plan\n1,10.5\n2,11\n"}},
			want: []string{`sheet: [2023, 2024]`}, rest: "2024 plan", loads: 2},
		"months by name": {tabs: []tab{{"Jan", yearOf("2023")}, {"Jun", yearOf("2024")}},
			want: []string{`sheet: "*"`}, loads: 2},
		"months by name beside others": {tabs: []tab{{"Jan", yearOf("2023")}, {"Jun", yearOf("2024")}, {"Notes", "a\nb\n"}},
			want: []string{`sheet: [Jan, Jun]`}, loads: 2},
		"a common word": {tabs: []tab{{"Sales North", yearOf("2023")}, {"Sales South", yearOf("2024")}, {"Notes", "a\nb\n"}},
			want: []string{`sheet: Sales *`}, loads: 2},
		"numbered": {tabs: []tab{{"Sheet1", yearOf("2023")}, {"Sheet2", yearOf("2024")}},
			want: []string{`sheet: Sheet*`}, loads: 2},
		"one only":         {tabs: []tab{{"Sheet1", yearOf("2023")}, {"Sheet2", ""}}, want: []string{"sheet: Sheet1"}, loads: 1},
		"this year's only": {tabs: []tab{{"Sales 2023", yearOf("2023")}}, want: []string{"sheet: Sales *"}, loads: 1},
	} {
		folder := folderOf(t, map[string]string{"readme.md": ""})
		writeBook(t, filepath.Join(folder, "all.xlsx"), test.tabs...)
		survey, made := initAndConvert(t, folder)
		if len(survey.sources) != 1 || len(made) != test.loads {
			t.Errorf("%s: %d sources, %d loads\n%s", name, len(survey.sources), len(made), survey.Config)
		}
		contains(t, survey, test.want...)
		if test.rest != "" && !strings.Contains(survey.Config, "all.xlsx, sheet "+test.rest+":") {
			t.Errorf("%s: nothing is told of the sheet %q\n%s", name, test.rest, survey.Config)
		}
	}
}

// Both branches count from 1: one list of them would be half of the orders.
func TestInit_SheetsOfTwoBranchesStayApart(t *testing.T) {
	folder := folderOf(t, map[string]string{"readme.md": ""})
	writeBook(t, filepath.Join(folder, "all.xlsx"), tab{"North", orders(1, 100)}, tab{"South", strings.NewReplacer("Tea", "Cup", "K-", "L-", ".00\n", ".75\n").Replace(orders(1, 100))})
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	if len(survey.sources) != 2 || strings.Contains(survey.Config, "namespace") {
		t.Errorf("%d sources\n%s", len(survey.sources), survey.Config)
	}
}

func TestInit_ASheetThatHoldsTheOthersIsReadAlone(t *testing.T) {
	folder := folderOf(t, map[string]string{"readme.md": ""})
	both := orders(1, 100) + strings.TrimPrefix(orders(2, 200), header)
	writeBook(t, filepath.Join(folder, "all 2026-05-01.xlsx"), tab{"January", orders(1, 100)}, tab{"Everything", both})
	survey, made := initAndConvert(t, folder)
	if len(made) != 1 {
		t.Fatalf("%d loads\n%s", len(made), survey.Config)
	}
	contains(t, survey, "sheet: Everything")
	if !asks(survey, "hold the same purchases") {
		t.Errorf("nothing is asked: %+v", survey.Questions)
	}
}

// The numbers of orders begin anew each year: two lists of orders, and the same
// customers.
func TestInit_OrdersNumberedAnewEachYearHaveTheSameCustomers(t *testing.T) {
	folder := folderOf(t, map[string]string{"readme.md": ""})
	writeBook(t, filepath.Join(folder, "all.xlsx"), tab{"2023", renumbered("2023")}, tab{"2024", renumbered("2024")})
	survey, made := initAndConvert(t, folder)
	if len(made) != 2 || len(survey.sources) != 2 {
		t.Fatalf("%d loads\n%s", len(made), survey.Config)
	}
	contains(t, survey, "sheet: 2023", "sheet: 2024", "namespace: all")
}

// No list of sheets fits both workbooks, so each is a source; the customers are
// the same ones.
func TestInit_WorkbooksWithOtherSheetsShareTheirCustomers(t *testing.T) {
	folder := folderOf(t, map[string]string{"readme.md": ""})
	writeBook(t, filepath.Join(folder, "a.xlsx"), tab{"North", yearOf("2021")}, tab{"Plan", "Month,Plan\n1,10.5\n"})
	writeBook(t, filepath.Join(folder, "b.xlsx"), tab{"South", yearOf("2022")}, tab{"Plan", "Month,Plan\n1,10.5\n"})
	survey, made := initAndConvert(t, folder)
	if len(made) != 2 {
		t.Fatalf("%d loads\n%s", len(made), survey.Config)
	}
	contains(t, survey, "sheet: North", "sheet: South", "namespace: a")
	names := []string{survey.sources[0].name, survey.sources[1].name}
	if slices.Sort(names); names[0] == names[1] {
		t.Errorf("two sources are called %s", names[0])
	}
}
