package reports_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// bare are the sample's answers of which only the months are left: each kind of
// sentence adds what it is made of.
func bare() (a, all reports.Answers) {
	all = whole()
	return reports.Answers{Months: all.Months}, all
}

// whole are the sample's answers, made once: no test here changes their rows.
//
//nolint:gochecknoglobals // a constant that is computed
var whole = sync.OnceValue(sample.Answers)

// lastComplete is the row of September 2026.
const lastComplete = 35

// set returns the table with some values of a row replaced.
func set(t *table.Table, row int, values map[string]any) *table.Table {
	out := &table.Table{Columns: t.Columns, Rows: slices.Clone(t.Rows)}
	out.Rows[row] = slices.Clone(out.Rows[row])
	for name, value := range values {
		out.Rows[row][out.Index(name)] = value
	}
	return out
}

// counted is a kind of sentence that has a number in it.
type counted struct {
	name    string
	section string
	make    func(n int64) reports.Answers
	point   func(p reports.Point) bool
}

func to(section string) func(reports.Point) bool {
	return func(p reports.Point) bool { return p.Section == section }
}

// countedKinds are all sentences of the page whose words depend on a number.
func countedKinds() []counted {
	month := func(values map[string]any) reports.Answers {
		a, _ := bare()
		a.Months = set(a.Months, lastComplete, values)
		return a
	}
	return []counted{
		{"returning customers of the month", "since", func(n int64) reports.Answers {
			revenue := decimal.NewFromInt(600_000)
			returning := decimal.Zero
			if n > 0 {
				returning = decimal.NewFromInt(400_000)
			}
			return month(map[string]any{"revenue": revenue, "revenue_returning": returning, "returning_buyers": n})
		}, func(p reports.Point) bool { return strings.Contains(p.Text, "600") }},
		{"buyers of the month, 2 the month before", "since", func(n int64) reports.Answers {
			a := month(map[string]any{"buyers": n, "new_buyers": int64(0)})
			a.Months = set(a.Months, lastComplete-1, map[string]any{"buyers": int64(2)})
			return a
		}, buyersPoint},
		{"new ones among 21 buyers", "since", func(n int64) reports.Answers {
			a := month(map[string]any{"buyers": int64(21), "new_buyers": n})
			a.Months = set(a.Months, lastComplete-1, map[string]any{"buyers": int64(30)})
			return a
		}, buyersPoint},
		{"only new buyers", "since", func(n int64) reports.Answers {
			a := month(map[string]any{"buyers": n, "new_buyers": n})
			a.Months = set(a.Months, lastComplete-1, map[string]any{"buyers": int64(1)})
			return a
		}, buyersPoint},
		{"best customers who went silent", "since", silentBest, to("leaving")},
		{"customers who slip away", "risks", func(n int64) reports.Answers {
			a, all := bare()
			a.ChurnRisks, a.Leaving = all.ChurnRisks, first(all.Leaving, int(n))
			return a
		}, to("leaving")},
		{"few customers with a quarter of a year", "risks", hanging, to("value")},
		{"rows that could not be read", "risks", unread, to("quality")},
		{"days of silence", "ask", func(n int64) reports.Answers {
			a, all := bare()
			a.Leaving = set(first(all.Leaving, 1), 0, map[string]any{"silent_days": n, "owner": nil, "customer": "Blackbird Tea Rooms"})
			return a
		}, to("leaving")},
		{"days of silence, a manager's customer", "ask", func(n int64) reports.Answers {
			a, all := bare()
			a.Leaving = set(first(all.Leaving, 1), 0, map[string]any{"silent_days": n, "owner": "Kim Larsen", "customer": "Blackbird Tea Rooms"})
			return a
		}, to("leaving")},
		{"deals that stand still", "ask", func(n int64) reports.Answers {
			a, all := bare()
			a.DealStages = set(first(all.DealStages, 1), 0, map[string]any{"stalled": n, "deals": int64(24)})
			return a
		}, to("deals")},
		{"rows to mend", "ask", unread, to("quality")},
	}
}

// buyersPoint is the sentence of buyers: it leads to the overview and is not
// the month's.
func buyersPoint(p reports.Point) bool {
	return p.Section == "overview" && !strings.Contains(p.Text, "2026:") && !strings.Contains(p.Text, "12")
}

// silentBest has n of the best customers on the list of whom to call, and one
// who is none of the best.
func silentBest(n int64) reports.Answers {
	a, all := bare()
	a.ChurnRisks, a.BestCustomers = all.ChurnRisks, all.BestCustomers
	a.Leaving = first(all.Leaving, int(n)+1)
	for r := range a.Leaving.Len() {
		id := "somebody else"
		if r < int(n) {
			id = all.BestCustomers.Text(r, "customer_id")
		}
		a.Leaving = set(a.Leaving, r, map[string]any{"customer_id": id, "overdue_days": 12.0, "at_stake": decimal.NewFromInt(1000)})
	}
	return a
}

// hanging has a year of which n customers brought a quarter, and no fewer did.
func hanging(n int64) reports.Answers {
	a, all := bare()
	history := first(all.ValueHistory, 200)
	for r := range history.Len() {
		amount := decimal.NewFromInt(100)
		if int64(r) < n && n <= 5 {
			amount = decimal.NewFromInt(7000 / n)
		}
		history = set(history, r, map[string]any{"revenue_last_year": amount})
	}
	a.ValueHistory = history
	return a
}

// unread has a file of 100 rows of which n were rejected.
func unread(n int64) reports.Answers {
	a, all := bare()
	amount := decimal.NewFromInt(10)
	a.QualityLoads = set(first(all.QualityLoads, 1), 0, map[string]any{
		"rows_read": int64(100), "rows_loaded": 100 - n, "rows_excluded": int64(0), "rows_rejected": n,
		"amount_read": decimal.NewFromInt(1000), "amount_loaded": decimal.NewFromInt(1000 - 10*n), "amount_excluded": decimal.Zero, "amount_rejected": amount.Mul(decimal.NewFromInt(n)),
	})
	return a
}

func director(t *testing.T, a reports.Answers, settings reports.Settings) *reports.Document {
	t.Helper()
	d, err := reports.Director(a, settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// spoken is the text of the first point of a section that is the one that is
// asked for, "—" where there is none.
func spoken(d *reports.Document, id string, wanted func(reports.Point) bool) string {
	for _, s := range d.Sections {
		for _, p := range s.Points {
			if s.ID == id && wanted(p) {
				return strings.ReplaceAll(p.Text, "\u00a0", " ")
			}
		}
	}
	return "—"
}

// comparedKinds are the sentences that tell two values apart.
func comparedKinds() map[string]func(*reports.Answers, reports.Answers) {
	revenue := func(now, before int64) func(*reports.Answers, reports.Answers) {
		return func(a *reports.Answers, _ reports.Answers) {
			a.Months = set(a.Months, lastComplete, map[string]any{"revenue": decimal.NewFromInt(now), "revenue_returning": decimal.NewFromInt(now).Shift(-1), "returning_buyers": int64(40)})
			a.Months = set(a.Months, lastComplete-12, map[string]any{"revenue": decimal.NewFromInt(before)})
		}
	}
	forecast := func(mean float64, published bool) func(*reports.Answers, reports.Answers) {
		return func(a *reports.Answers, all reports.Answers) {
			row := slices.Clone(all.ForecastJudged.Rows[0])
			a.ForecastJudged = set(&table.Table{Columns: all.ForecastJudged.Columns, Rows: [][]any{row}}, 0, map[string]any{
				"month": time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), "told_on": time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC), "ahead": int64(1), "published": published,
				"mean": mean, "actual": 100_000.0, "lo80": 95_000.0, "hi80": 105_000.0,
			})
			if mean > 110_000 || mean < 90_000 {
				a.ForecastJudged = set(a.ForecastJudged, 0, map[string]any{"lo80": mean - 1000, "hi80": mean + 1000})
			}
		}
	}
	return map[string]func(*reports.Answers, reports.Answers){
		"01 month above the year before": revenue(232_000, 200_000), "02 month below it": revenue(150_000, 200_000), "03 month as the year before": revenue(200_000, 200_000),
		"04 month without a year before": func(a *reports.Answers, all reports.Answers) {
			a.Months = &table.Table{Columns: all.Months.Columns, Rows: all.Months.Rows[lastComplete-1:]}
		},
		"05 a first month": func(a *reports.Answers, all reports.Answers) {
			a.Months = &table.Table{Columns: all.Months.Columns, Rows: all.Months.Rows[lastComplete:]}
		},
		"06 nothing sold": func(a *reports.Answers, _ reports.Answers) {
			a.Months = set(a.Months, lastComplete, map[string]any{"revenue": decimal.Zero, "orders": int64(0), "buyers": int64(0), "revenue_returning": decimal.Zero, "returning_buyers": int64(0)})
		},
		"07 no month at all":                      func(a *reports.Answers, _ reports.Answers) { a.Months = nil },
		"08 forecast told, too high, outside":     forecast(120_000, true),
		"09 forecast told, too low":               forecast(97_000, true),
		"10 forecast told, right":                 forecast(100_000, true),
		"11 forecast not told, too high":          forecast(103_000, false),
		"12 forecast not told, too low, outside":  forecast(80_000, false),
		"13 plan, deals, campaigns, year, bridge": func(a *reports.Answers, all reports.Answers) { *a = all },
		"15 a forecast no better than the past": func(a *reports.Answers, all reports.Answers) {
			a.Forecast, a.ForecastSkill = all.Forecast, all.ForecastSkill
			a.ForecastSkill = set(a.ForecastSkill, 2, map[string]any{"verdict": "no_better"})
		},
		"16 a forecast that nobody checked": func(a *reports.Answers, all reports.Answers) { a.Forecast = all.Forecast },
		"17 sales without customers":        func(a *reports.Answers, all reports.Answers) { a.Overview = all.Overview },
		"14 figures in doubt": func(a *reports.Answers, all reports.Answers) {
			a.QualityLoads, a.QualityCurrencies = set(first(all.QualityLoads, 1), 0, map[string]any{"rows_read": int64(1)}), all.QualityCurrencies
		},
	}
}

// Each sentence of the page that depends on a number, for none, one, few, many
// and what is written like one; and each that tells two values apart. "—" is
// where the page keeps silent.
func TestDirector_EverySentenceInEveryForm(t *testing.T) {
	var b strings.Builder
	for _, kind := range slices.Concat(countedKinds(), laterKinds()) {
		fmt.Fprintf(&b, "# %s\n", kind.name)
		for _, language := range catalogue.Languages() {
			for _, n := range []int64{0, 1, 2, 5, 21} {
				fmt.Fprintf(&b, "%s %2d  %s\n", language, n, spoken(director(t, kind.make(n), sample.Settings(language)), kind.section, kind.point))
			}
		}
	}
	kinds := comparedKinds()
	for _, name := range sortedKeys(kinds) {
		fmt.Fprintf(&b, "# %s\n", name)
		for _, language := range catalogue.Languages() {
			a, all := bare()
			kinds[name](&a, all)
			for _, s := range director(t, a, sample.Settings(language)).Sections {
				for _, line := range append(slices.Clone(s.Lead), s.Note) {
					if line != "" {
						fmt.Fprintf(&b, "%s %s: %s\n", language, s.ID, strings.ReplaceAll(line, "\u00a0", " "))
					}
				}
				for _, p := range s.Points {
					fmt.Fprintf(&b, "%s %s %s: %s\n", language, s.ID, []string{"·", "+", "−"}[p.Tone], strings.ReplaceAll(p.Text, "\u00a0", " "))
				}
			}
		}
	}
	const path = "testdata/director_sentences.txt"
	if os.Getenv("CLIENTELE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now, then := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(now), len(then)) {
		if i >= len(now) || i >= len(then) || now[i] != then[i] {
			t.Fatalf("line %d differs:\n%s\nand not\n%s", i+1, at(now, i), at(then, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(no such line)"
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
