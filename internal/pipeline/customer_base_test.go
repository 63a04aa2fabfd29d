package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/btyd"
	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
)

func TestUnfinished_IsAnyModelThatDidNotConverge(t *testing.T) {
	for _, c := range []struct {
		purchases, spend bool
		want             string
	}{{true, true, ""}, {false, true, "BG/NBD"}, {true, false, "Gamma-Gamma"}, {false, false, "BG/NBD"}} {
		err := unfinished([]btyd.Estimate{{Name: "BG/NBD", Converged: c.purchases}, {Name: "Gamma-Gamma", Converged: c.spend, Note: "flat"}})
		var convergence *ConvergenceError
		if errors.As(err, &convergence) != (c.want != "") || (convergence != nil && convergence.Model != c.want) {
			t.Errorf("%+v: %v", c, err)
		}
		if c.want == "" && ExitCode(err) != ExitOK || c.want != "" && ExitCode(err) != ExitConvergence {
			t.Errorf("%+v: exit code %d", c, ExitCode(err))
		}
	}
}

// shop is a base of customers for so many days from the first of 2024, with
// costs where asked for: the tables that the step of customer value reads.
func shop(t *testing.T, customers, days, threads int, costs bool) *work {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: threads, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	random := rand.New(rand.NewPCG(11, 3)) //nolint:gosec // a test
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	orders := &table.Table{Columns: columnsOf("source t, order_id t, customer_id t, ordered_on d, amount m, sales m, is_purchase b")}
	lines := &table.Table{Columns: columnsOf("source t, order_id t, line i, customer_id t, purchased_on d, amount m, cost m")}
	sold := &table.Table{Columns: append(columnsOf("source t, order_id t, line i, source_file t, excluded t"), table.Column{Name: "purchased_at", Kind: table.Timestamp})}
	files := &table.Table{Columns: columnsOf("source t, order_id t, source_file t")}
	people := &table.Table{Columns: columnsOf("customer_id t, customer t, email t, phone t, owner t, first_on d")}
	for i := range customers {
		id, rate, stays := fmt.Sprintf("c%04d", i), random.ExpFloat64()/15, random.ExpFloat64()*400
		first := random.IntN(max(1, days/4))
		for day := float64(first); day < float64(days) && day-float64(first) < stays; day += 1 + random.ExpFloat64()/rate {
			on, order, amount := start.AddDate(0, 0, int(day)), fmt.Sprintf("%s-%d", id, int(day)), 10+float64(random.IntN(5000))/100
			var cost any
			if costs {
				cost = inCents(amount * 0.6)
			}
			orders.Rows = append(orders.Rows, []any{"s", order, id, on, inCents(amount), inCents(amount), true})
			lines.Rows = append(lines.Rows, []any{"s", order, int64(1), id, on, inCents(amount), cost})
			sold.Rows = append(sold.Rows, []any{"s", order, int64(1), "a.csv", nil, on.Add(15 * time.Hour)})
			files.Rows = append(files.Rows, []any{"s", order, "a.csv"})
		}
		people.Rows = append(people.Rows, []any{id, "Name of " + id, id + "@example.org", nil, "Owner", start.AddDate(0, 0, first)})
	}
	for name, rows := range map[string]*table.Table{"orders": orders, "purchase_lines": lines, "purchases": sold, "purchase_sources": files, "customers": people} {
		if err := engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	config := defaults()
	return &work{engine: engine, config: &config, options: Options{Threads: threads}, asOf: start.AddDate(0, 0, days-1), out: newOut()}
}

// valued runs the step and returns its answers and warnings.
func valued(t *testing.T, w *work) (map[string]*table.Table, []string) {
	t.Helper()
	step := job.Step{Name: "customer value", Run: w.value}
	results, err := job.Job{step}.Run(t.Context(), nil, func() time.Time { return time.Time{} }, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*table.Table{}
	for _, name := range valueAnswers() {
		there, err := w.engine.HasTable(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		if there {
			if found[name], err = w.engine.ReadTable(context.Background(), name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return found, job.Warnings(results)
}

func TestValue_Answers(t *testing.T) {
	found, warnings := valued(t, shop(t, 300, 500, 2, true))
	if len(warnings) > 0 {
		t.Errorf("warnings %v", warnings)
	}
	t.Run("have their columns", func(t *testing.T) { haveTheirColumns(t, found) })
	t.Run("agree", func(t *testing.T) { answersAgree(t, found) })
}

// The reports rely on these columns.
func haveTheirColumns(t *testing.T, found map[string]*table.Table) {
	t.Helper()
	want := map[string]string{
		"value_models":      "model parameter value standard_error log_likelihood customers converged",
		"value_holdout":     "rule predicted actual bias mae rmse log_likelihood chosen naive refused pooled_mae pooled_rmse",
		"value_check":       "cut_on last_on horizon_days customers actual predicted lo80 hi80 lo90 hi90 covered80 covered90 spend_actual spend_predicted spend_lo80 spend_hi80 spend_lo90 spend_hi90 base_rate brier brier_naive auc top_decile_share",
		"value_frequency":   "past open customers actual predicted",
		"value_tracking":    "period unit actual predicted held_out",
		"churn_reliability": "lower upper customers predicted actual lo95 hi95",
		"value_customers":   "customer_id customer frequency recency_days p_alive p_buys risk expected_purchases lo80 hi80 lo90 hi90 expected_value spend_lo80 spend_hi80 spend_lo90 spend_hi90 margin clv revenue next_on next_from next_to",
		"value_total":       "customers expected_purchases lo80 hi80 lo90 hi90 expected_spend spend_lo80 spend_hi80 spend_lo90 spend_hi90 clv margin",
		"churn_risks":       "risk customers revenue clv at_stake p_buys held_customers held_bought",
		"leaving":           "customer_id customer email phone owner last_on purchases usual_gap_days silent_days overdue_days overdue_times p_alive p_buys risk revenue at_stake clv next_on usual_weekday usual_hour",
		"value_map":         "recency_from recency_to purchases_from purchases_to customers p_alive clv",
	}
	for name, columns := range want {
		if found[name] == nil {
			t.Errorf("%s is not there", name)
			continue
		}
		var got []string
		for _, column := range found[name].Columns {
			got = append(got, column.Name)
		}
		if diff := cmp.Diff(columns, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s\n%s", name, diff)
		}
	}
	if len(want) != len(valueAnswers()) {
		t.Errorf("%d answers", len(valueAnswers()))
	}
}

// What is told twice is told alike.
func answersAgree(t *testing.T, found map[string]*table.Table) {
	t.Helper()
	customers, total, check := found["value_customers"], found["value_total"], found["value_check"]
	sum := func(name, column string) (sum float64) {
		for i := range found[name].Len() {
			sum += found[name].Float(i, column)
		}
		return sum
	}
	agree := func(what string, got, want, within float64) {
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s: %v, not %v", what, got, want)
		}
	}
	n := float64(customers.Len())
	agree("customers", n, 300, 0)
	agree("customers of the total", total.Float(0, "customers"), n, 0)
	agree("customers by risk", sum("churn_risks", "customers"), n, 0)
	agree("customers of the map", sum("value_map", "customers"), n, 0)
	agree("worth of all", sum("value_customers", "clv"), total.Float(0, "clv"), 0.005)
	agree("worth by risk", sum("churn_risks", "clv"), total.Float(0, "clv"), 0.02*n)
	agree("worth of the map", sum("value_map", "clv"), total.Float(0, "clv"), 0.02*n)
	agree("purchases", sum("value_customers", "expected_purchases"), total.Float(0, "expected_purchases"), 1e-6*n)
	agree("margin", sum("value_customers", "margin"), 0.4*total.Float(0, "expected_spend"), 0.01*n)
	agree("revenue", sum("value_customers", "revenue"), sum("churn_risks", "revenue"), 0.005)
	agree("customers by past purchases", sum("value_frequency", "customers"), check.Float(0, "customers"), 0)
	agree("customers by chance", sum("churn_reliability", "customers"), check.Float(0, "customers"), 0)
	holdout := found["value_holdout"]
	chosen := slices.IndexFunc(holdout.Rows, func(row []any) bool { return row[holdout.Index("chosen")] == true })
	agree("what was foretold", check.Float(0, "predicted"), holdout.Float(chosen, "predicted"), 1e-6*n)
	agree("what came", check.Float(0, "actual"), holdout.Float(chosen, "actual"), 0)
	leaving := found["leaving"]
	for i := range leaving.Len() {
		if i > 0 && leaving.Float(i, "at_stake") > leaving.Float(i-1, "at_stake") {
			t.Error("the list is not by what is at stake")
		}
		if leaving.Integer(i, "usual_hour") != 15 || leaving.Integer(i, "purchases") < 2 || leaving.Text(i, "email") != leaving.Text(i, "customer_id")+"@example.org" {
			t.Errorf("%v", leaving.Rows[i])
		}
	}
	if leaving.Len() == 0 || leaving.Len() == customers.Len() {
		t.Errorf("%d of %d are leaving", leaving.Len(), customers.Len())
	}
}

func TestValue_AnswersDoNotDependOnThreads(t *testing.T) {
	one, _ := valued(t, shop(t, 200, 400, 1, false))
	four, _ := valued(t, shop(t, 200, 400, 4, false))
	for _, name := range valueAnswers() {
		if diff := cmp.Diff(fmt.Sprint(one[name].Rows), fmt.Sprint(four[name].Rows)); diff != "" {
			t.Errorf("%s\n%s", name, diff)
		}
	}
	customers := one["value_customers"]
	for i := range customers.Len() {
		if customers.Value(i, "margin") != nil {
			t.Fatalf("a margin without a cost: %v", customers.Rows[i])
		}
	}
}

// A history too short to hold a part of it back gives a value that nobody has
// judged, and says so; one that is too small gives none.
func TestValue_SaysWhyItIsNotJudged(t *testing.T) {
	found, warnings := valued(t, shop(t, 300, 20, 2, false))
	if found["value_customers"] == nil || found["value_holdout"] != nil || found["value_check"] != nil ||
		len(warnings) != 1 || !strings.Contains(warnings[0], "the history is too short (19 days; 21 are needed)") {
		t.Errorf("%d answers, warnings %q", len(found), warnings)
	}
	small := shop(t, 12, 400, 2, false)
	if _, err := (job.Job{{Name: "customer value", Run: small.value}}).Run(t.Context(), nil, func() time.Time { return time.Time{} }, job.Discard{}); err != nil {
		t.Fatal(err)
	}
	if there, err := small.engine.HasTable(t.Context(), "value_customers"); there || err != nil {
		t.Errorf("12 customers are valued (%v)", err)
	}
}
