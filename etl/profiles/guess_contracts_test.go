package profiles

import "testing"

// Contracts are known by what only they have, whatever the language, and no
// other list is taken for them.
func TestGuess_ContractsAreKnownByWhatOnlyTheyHave(t *testing.T) {
	for _, c := range []struct {
		entity string
		header []string
		rows   [][]string
		want   map[string]string
	}{
		{"contracts", []string{"Subscription ID", "Customer", "Email", "Plan", "Start date", "Cancelled at", "Next billing date", "MRR", "Status"},
			[][]string{{"s-1", "Ann Lee", "ann@shop.example", "Basic", "2025-01-02", "", "2025-09-02", "29.00", "active"}, {"s-2", "Bob Ray", "bob@shop.example", "Pro", "2025-02-02", "2025-05-02", "", "99.00", "cancelled"}},
			map[string]string{"contract_id": "Subscription ID", "customer_name": "Customer", "plan": "Plan", "started_at": "Start date", "ended_at": "Cancelled at", "paid_until": "Next billing date", "amount": "MRR"}},
		{"contracts", []string{"№ договора", "Контрагент", "ИНН", "Тариф", "Дата заключения", "Дата расторжения", "Абонентская плата", "Ответственный", "Причина расторжения"},
			[][]string{{"17/1", "ООО Ромашка", "7701234567", "Стандарт", "02.01.2025", "", "15 000,00", "Иванова", ""}, {"17/2", "ООО Лютик", "7709876543", "Стандарт", "12.01.2025", "30.06.2025", "15 000,00", "Иванова", "дорого"}},
			map[string]string{"contract_id": "№ договора", "customer_name": "Контрагент", "customer_tax_id": "ИНН", "started_at": "Дата заключения", "ended_at": "Дата расторжения", "amount": "Абонентская плата", "end_reason": "Причина расторжения"}},
		{"contracts", []string{"Número de contrato", "Cliente", "Tarifa", "Fecha de alta", "Fecha de baja", "Cuota mensual", "Motivo de baja"},
			[][]string{{"C-1", "Ana Ruiz", "Plus", "02/01/2025", "", "19,90", ""}, {"C-2", "Luis Gil", "Plus", "14/01/2025", "30/06/2025", "19,90", "precio"}},
			map[string]string{"contract_id": "Número de contrato", "plan": "Tarifa", "started_at": "Fecha de alta", "ended_at": "Fecha de baja", "amount": "Cuota mensual"}},
		{"deals", []string{"Deal ID", "Deal name", "Stage", "Amount", "Start date", "End date", "Owner", "Status"},
			[][]string{{"1", "Tea", "New", "5.00", "2025-01-02", "2025-03-02", "Ann", "open"}, {"2", "Cups", "Won", "7.00", "2025-01-03", "2025-03-05", "Ann", "won"}}, nil},
		{"purchases", []string{"Order ID", "Order date", "Customer", "Product", "Quantity", "Price", "Status"},
			[][]string{{"1", "2025-01-02", "Ann Lee", "Plan A", "1", "5.00", "paid"}, {"2", "2025-01-03", "Bob Ray", "Plan B", "1", "7.00", "paid"}}, nil},
	} {
		mapping := Guess(c.header, c.rows)
		if mapping.Entity != c.entity || mapping.Certainty == 0 {
			t.Errorf("%v: %s, %.2f (%s)", c.header, mapping.Entity, mapping.Certainty, mapping.Why)
		}
		for field, header := range c.want {
			if column, ok := mapping.Of(field); !ok || c.header[column.Positions[0]] != header {
				t.Errorf("%v: %s is %v, not %s", c.header, field, column, header)
			}
		}
	}
}
