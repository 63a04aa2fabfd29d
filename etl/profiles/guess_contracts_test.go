package profiles

import (
	"fmt"
	"testing"
)

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

// contractsOf are eight contracts, each of another customer but two, under a
// header of their number and one of their customer's.
func contractsOf(contract, customer, name string, numbers func(i int) (contract, customer string)) (header []string, rows [][]string) {
	header = []string{contract, customer, name, "Plan", "Monthly fee", "Start date", "Cancelled on", "Status", "Account owner"}
	people := []string{"Мария Козлова", "Grace Foster", "José Ibáñez", "Юлия Цветкова", "Ann Lee", "Ana Ruiz", "Bob Ray", "Ann Lee"}
	for i, person := range people {
		number, of := numbers(i)
		rows = append(rows, []string{number, of, person, []string{"Office", "Coffee Basic"}[i%2], "19", fmt.Sprintf("2025-0%d-11", i+1), "", "Active", "Carmen Ruiz"})
	}
	return header, rows
}

func TestGuess_ContractsHaveTheirNumbersAndTheirCustomers(t *testing.T) {
	coded := func(i int) (string, string) { return fmt.Sprintf("SUB-%03d", i+1), fmt.Sprintf("C%04d", 400+i) }
	for _, names := range [][3]string{
		{"Contract", "Customer no", "Customer name"},
		{"Contract no", "Customer number", "Customer"},
		{"Contract №", "Customer", "Customer name"},
		{"Subscription", "Client", "Client name"},
		{"Subscription no", "Client no", "Name of customer"},
		{"Agreement", "Account number", "Account name"},
		{"Договор", "Код клиента", "Клиент"},
		{"Номер договора", "Клиент", "Имя клиента"},
		{"Договор.Номер", "Контрагент.Код", "Контрагент"},
		{"Подписка", "Номер клиента", "Покупатель"},
		{"Contrato", "Nº cliente", "Cliente"},
		{"Nº de contrato", "Nº de cliente", "Nombre cliente"},
		{"Suscripción", "Cliente", "Nombre del cliente"},
		{"Nº do contrato", "Código do cliente", "Nome do cliente"},
	} {
		header, rows := contractsOf(names[0], names[1], names[2], coded)
		mapping := Guess(header, rows)
		if mapping.Entity != "contracts" || mapping.Certainty == 0 {
			t.Errorf("%v: %s, %.2f (%s)", names, mapping.Entity, mapping.Certainty, mapping.Why)
		}
		for i, field := range []string{"contract_id", "customer", "customer_name"} {
			if column, ok := mapping.Of(field); !ok || header[column.Positions[0]] != names[i] {
				t.Errorf("%v: %s is %+v", names, field, column)
			}
		}
		if len(mapping.Unplaced) > 0 {
			t.Errorf("%v: columns %v have no use", names, mapping.Unplaced)
		}
	}
}

// A contract's bare name may head its kind, and the customer's a person.
func TestGuess_WhatIsNoNumberIsNoKeyOfContracts(t *testing.T) {
	for _, test := range []struct {
		why, contract, customer string
		cells                   func(i int) (string, string)
		field                   string
	}{
		{"kinds of contract", "Contract", "Customer no", func(i int) (string, string) { return []string{"Annual", "Monthly"}[i%2], fmt.Sprint("C-", i) }, "contract_id"},
		{"codes of few plans", "Subscription", "Customer no", func(i int) (string, string) { return []string{"P12", "P1"}[i%2], fmt.Sprint("C-", i) }, "contract_id"},
		{"names of companies", "Contract", "Client", func(i int) (string, string) { return fmt.Sprint("A-", i), fmt.Sprintf("Shop %c", 'A'+i) }, "customer"},
		{"names of people", "Договор", "Клиент", func(i int) (string, string) {
			return fmt.Sprint("A-", i), []string{"Иванова", "Котов"}[i%2]
		}, "customer"},
	} {
		header, rows := contractsOf(test.contract, test.customer, "Note", test.cells)
		mapping := Guess(header, rows)
		if column, ok := mapping.Of(test.field); ok || mapping.Entity != "contracts" {
			t.Errorf("%s: %s, %s is %+v", test.why, mapping.Entity, test.field, column)
		}
	}
}

// A list with a number, two dates and a state is none of contracts; one that
// calls the number a contract is.
func TestGuess_ContractsWithoutPlansAreKnownByTheirName(t *testing.T) {
	for header, want := range map[string]bool{"Contract": true, "Договор": true, "Contrato": true, "ID": false, "Code": false} {
		rows := [][]string{{"S-1", "C-1", "2025-01-02", "2025-03-02", "active"}, {"S-2", "C-2", "2025-02-02", "", "active"}, {"S-3", "C-3", "2025-02-05", "", "active"}}
		mapping := Guess([]string{header, "Customer no", "Start date", "End date", "Status"}, rows)
		if is := mapping.Entity == "contracts" && mapping.Certainty > 0; is != want {
			t.Errorf("%s: %s, %.2f (%s)", header, mapping.Entity, mapping.Certainty, mapping.Why)
		}
	}
}

// Who minds a customer stands in orders too, and they stay orders beside a
// contract's number.
func TestGuess_OrdersHaveOwnersAndContracts(t *testing.T) {
	for _, names := range [][2]string{{"Account owner", "Contract"}, {"Account manager", "Subscription no"}, {"Ответственный менеджер", "Договор"}, {"Куратор", "Номер договора"}, {"Responsable", "Contrato"}, {"Gestor de cuenta", "Nº contrato"}} {
		header := []string{"Order no", "Order date", "Customer no", names[0], names[1], "SKU", "Product", "Qty", "Unit price", "Total"}
		rows := [][]string{
			{"SO-1", "2025-01-02", "C-1", "Carmen Ruiz", "D-1", "TEA-1", "Tea", "2", "5.00", "10.00"},
			{"SO-2", "2025-01-03", "C-2", "Павел Орлов", "D-2", "TEA-2", "Mate", "1", "7.50", "7.50"},
			{"SO-3", "2025-01-05", "C-1", "Carmen Ruiz", "D-1", "TEA-1", "Tea", "1", "5.00", "5.00"},
		}
		mapping := Guess(header, rows)
		if owner, ok := mapping.Of("owner"); mapping.Entity != "purchases" || !ok || header[owner.Positions[0]] != names[0] {
			t.Errorf("%v: %s, owner %+v (%s)", names, mapping.Entity, owner, mapping.Why)
		}
	}
}
