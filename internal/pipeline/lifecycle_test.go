package pipeline

import (
	"testing"

	"clientele/etl/identity"
	"clientele/queries"
)

// The lifecycle goes by the rhythm alone and the risk by the models, so that
// they agree is no matter of course: whom the call list calls late or gone must
// not be called active beside it.
func TestLifecycle_CallsNobodyActiveWhomTheCallListHas(t *testing.T) {
	listed, gone := 0, 0
	histories := []int{700, 300} // days
	for _, days := range histories[:sized(t, "histories", 1, len(histories))] {
		w := shop(t, sized(t, "customers", 300, 500), days, 2, false)
		valued(t, w)
		if err := w.engine.Exec(t.Context(), "alter table customers add column contacts bigint default 0"); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"segments/typical_gaps", "segments/lifecycle_spells", "segments/lifecycle"} {
			query, err := queries.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := create(t.Context(), w.engine, query, w.arguments(), identity.Rules{}); err != nil {
				t.Fatal(err)
			}
		}
		rows, _, err := w.engine.QueryText(t.Context(), `select stage, value_customers.risk, leaving.customer_id is not null as listed, overdue_days, customers.silent_days
			from value_customers join lifecycle as customers using (customer_id) left join leaving using (customer_id)`, -1)
		if err != nil {
			t.Fatal(err)
		}
		for row := range rows.Len() {
			stage, risk := rows.Text(row, "stage"), rows.Text(row, "risk")
			late := stage == "at_risk" || stage == "lost"
			if risk == "gone" {
				gone++
			}
			if rows.Boolean(row, "listed") {
				listed++
			}
			if !late && (risk == "gone" || rows.Boolean(row, "listed") && rows.Float(row, "overdue_days") > 0) {
				t.Errorf("%d days: a customer is %s, and on the list of risk %s, silent for %d days, late by %v", days, stage, risk, rows.Integer(row, "silent_days"), rows.Value(row, "overdue_days"))
			}
		}
	}
	if listed < 30 || gone < 30 {
		t.Errorf("%d listed and %d gone prove little", listed, gone)
	}
}
