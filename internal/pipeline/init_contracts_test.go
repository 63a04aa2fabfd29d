package pipeline

import "testing"

// Contracts whose customers are names alone join nobody, and init says so; one
// column that tells customers apart is enough.
func TestInit_AsksWhoseContractsAreThatNameNoCustomer(t *testing.T) {
	const asked = "whose the contracts are"
	for header, want := range map[string]bool{"Salesroom": true, "Customer no": false, "Client": false, "E-mail": false, "Phone": false} {
		cells := []string{"C0400", "C0401", "C0402", "C0403"}
		switch header {
		case "Salesroom":
			cells = []string{"North", "South", "North", "South"}
		case "E-mail":
			cells = []string{"ann@shop.example", "bob@shop.example", "eva@shop.example", "joe@shop.example"}
		case "Phone":
			cells = []string{"+34 600 123 401", "+34 600 123 402", "+34 600 123 403", "+34 600 123 404"}
		}
		text := "Contract,Customer name," + header + ",Plan,Start date,Cancelled on,Status\n"
		for i, cell := range cells {
			text += []string{"SUB-1,Ann Lee,", "SUB-2,Bob Ray,", "SUB-3,Eva Gil,", "SUB-4,Joe Fox,"}[i] + cell + ",Office,2025-0" + string(rune('1'+i)) + "-14,,Active\n"
		}
		survey := surveyOf(t, map[string]string{"subscriptions.csv": text})
		if asks(survey, asked) != want {
			t.Errorf("%s: it asks %v of\n%s", header, survey.Questions, survey.Config)
		}
		if want {
			contains(t, survey, "# ? which column says whose contract it is? Without one the contracts join nobody's purchases.")
		}
		contains(t, survey, "contract_id: Contract             # a guess: it may be called so and holds codes")
	}
}
