package reports_test

import (
	"strings"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

// chances are bands with customers, the mean chance, the share who bought and
// its range.
func chances(rows ...[]any) *table.Table {
	t := &table.Table{}
	for _, name := range []string{"lower", "upper", "customers", "predicted", "actual", "lo95", "hi95"} {
		kind := table.Float
		if name == "customers" {
			kind = table.Integer
		}
		t.Columns = append(t.Columns, table.Column{Name: name, Kind: kind})
	}
	t.Rows = rows
	return t
}

func fiveBands(a *reports.Answers) {
	a.ChurnReliability = chances(
		[]any{0.0, 0.1, int64(100), 0.05, 0.05, 0.02, 0.09},
		[]any{0.1, 0.2, int64(100), 0.16, 0.08, 0.04, 0.15},         // too high
		[]any{0.2 + 1e-15, 0.3, int64(300), 0.24, 0.10, 0.05, 0.18}, // too high
		[]any{0.3, 0.4, int64(20), 0.35, 0.35, 0.20, 0.50},
		[]any{0.9, 1.0, int64(10), 0.92, 0.99, 0.95, 1.0}) // too low
}

// Ten are listed: two of a chance below and two above do not widen the bands.
func listedAt(a *reports.Answers, chances ...float64) {
	a.Leaving = with(first(a.Leaving, len(chances)), "p_buys", func(r int) any { return chances[r] })
	risk := []string{"high", "medium", "high"}
	a.Leaving = with(a.Leaving, "risk", func(r int) any { return risk[r%3] })
}

func TestLeaving_TellsHowTheMethodDidWithCustomersLikeThoseListed(t *testing.T) {
	change := func(a *reports.Answers) {
		fiveBands(a)
		listedAt(a, 0.99, 0.01, 0.02, 0.16, 0.17, 0.18, 0.19, 0.21, 0.22, 0.35)
		a.ChurnRisks = with(a.ChurnRisks, "held_customers", func(r int) any { return int64(40 + r) })
		a.ChurnRisks = with(a.ChurnRisks, "held_bought", func(r int) any { return 0.25 * float64(r) })
	}
	for language, want := range map[string][]string{
		// (100 × 16 + 300 × 24) ÷ 400 = 22, (100 × 8 + 300 × 10) ÷ 400 = 9.5
		"en": {"it gave 400 customers a chance of 10–30%, as most on the list have now; on average 22.0% should have bought, 9.5% did.",
			"is “high”: of 42 customers who stood in it then, 50.0% bought.", "Chances of 10–30% were too high: of 400 customers 22.0% should have bought, 9.5% did.",
			"Chances of 90–100% were too low: of 10 customers 92.0% should have bought, 99.0% did."},
		"ru": {"400 клиентам он дал вероятность 10–30 %, как сейчас у большинства в списке; в среднем должны были купить 22,0 %, купили 9,5 %.",
			"«высокий»: из 42 клиентов", "Вероятности 10–30 % были завышены: из 400 клиентов", "Вероятности 90–100 % были занижены: из 10 клиентов"},
		"es": {"dio a 400 clientes una probabilidad del 10–30 %, como la tiene ahora la mayoría de la lista; de media debía comprar el 22,0 % y compró el 9,5 %.",
			"«alto»: de 42 clientes", "del 10–30 % eran demasiado altas: de 400 clientes", "del 90–100 % eran demasiado bajas: de 10 clientes"},
	} {
		d := monthly(t, language, change)
		checks := strings.Join(section(t, d, "leaving").Checks, " ")
		for _, part := range want {
			if !strings.Contains(checks, part) {
				t.Errorf("%s: %q is not in: %s", language, part, checks)
			}
		}
		if p := pointTo(t, d, "leaving"); !strings.Contains(p.Text, want[0]) {
			t.Errorf("%s: the first page says %s", language, p.Text)
		}
	}
}

func TestLeaving_WrongChancesAreNamedBandByBand(t *testing.T) {
	told := func(change func(*table.Table)) string {
		d := monthly(t, "en", func(a *reports.Answers) { fiveBands(a); change(a.ChurnReliability) })
		return strings.Join(section(t, d, "leaving").Checks, " ")
	}
	right := func(t *table.Table, row int) { t.Rows[row][3] = t.Rows[row][4] }
	if got := told(func(t *table.Table) { right(t, 1); right(t, 2); right(t, 4) }); strings.Contains(got, "too high") || strings.Contains(got, "too low") {
		t.Errorf("none is wrong: %s", got)
	}
	apart := told(func(t *table.Table) { right(t, 2); t.Rows[3][3] = 0.6 })
	if !strings.Contains(apart, "Chances of 10–20%, 30–40% were too high: of 120 customers") {
		t.Errorf("two that are apart: %s", apart)
	}
}

// Who has nobody to call still learns how the chances did.
func TestLeaving_WithoutAListAllChancesAreJudged(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) { fiveBands(a); a.Leaving = nil })
	// (5 + 16 + 72 + 7 + 9.2) ÷ 530 and (5 + 8 + 30 + 7 + 9.9) ÷ 530
	checks := section(t, d, "leaving").Checks
	if !strings.HasSuffix(checks[0], "of 530 customers 20.6% should have bought on average, 11.3% did.") {
		t.Errorf("it says %q", checks)
	}
}
