package etl

import "testing"

func TestConvert_WhereOnlyANameSaysWhoBoughtItIsTheKey(t *testing.T) {
	w := newWorkspace(t, 1)
	named := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "no", "purchased_at", "at", "amount", "sum", "customer_name", "who")}
	w.expect(w.file("f", "no,at,sum,who,mail\nA,2024-05-01,2,Acme,\nB,2024-05-01,2,,\n", named), []string{"customer", "customer_name"},
		"2 | Acme | Acme", "3 | ∅ | ∅")
	// Where there is an address, it says more than a name.
	named.Columns = append(named.Columns, mapping("customer_email", "mail"))
	w.expect(w.file("g", "no,at,sum,who,mail\nA,2024-05-01,2,Acme,a@acme.example\n", named), []string{"customer", "customer_name"}, "2 | ∅ | Acme")
}
