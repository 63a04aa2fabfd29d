package queries_test

import (
	"strings"
	"testing"
)

// A part that has every line of the company has the company's days; with two
// parts money adds up and orders that both share are counted by each.
func TestPartDays_OfOnePartWithEverythingAreTheDaysOfTheWhole(t *testing.T) {
	const shared = "day, revenue, orders, month_buyers, week_buyers, new_buyers, returns"
	w := newWorld(t, 1)
	w.give(t, newHistory(3, 700))
	w.exec(t, "update purchases set owner = 'Ann'")
	w.make(t, "day_totals", "month_days")
	w.arguments["part"], w.arguments["name"] = "manager", "ANN"
	whole := lines(w.ask(t, "select "+shared+" from day_totals order by day"))
	if got := lines(w.answer(t, "forecasts/part_days")); len(whole) < 100 || strings.Join(got, "\n") != strings.Join(whole, "\n") {
		t.Errorf("%d days of the part, %d of the whole; the first are %v and %v", len(got), len(whole), got[0], whole[0])
	}
	months := lines(w.ask(t, "select day, revenue, orders, buyers, new_buyers, margin from month_days order by day"))
	days := lines(w.ask(t, "select day, cast(revenue as decimal(18, 2)), orders, month_buyers, new_buyers, cast(margin as decimal(18, 2)) from day_totals order by day"))
	if strings.Join(months, "\n") != strings.Join(days, "\n") {
		t.Error("month_days and day_totals tell different days")
	}

	w = newWorld(t, 1)
	w.give(t, newHistory(3, 700))
	w.exec(t, "update purchases set owner = case when line % 2 = 0 then 'Ann' else 'Bob' end")
	w.make(t, "day_totals")
	w.arguments["part"] = "manager"
	money, orders := total(w.answer(t, "forecasts/day_totals"), "revenue"), count(w.answer(t, "forecasts/day_totals"), "orders")
	for _, name := range []string{"Ann", "Bob"} {
		w.arguments["name"] = name
		part := w.answer(t, "forecasts/part_days")
		money, orders = money.Sub(total(part, "revenue")), orders-count(part, "orders")
	}
	if !money.IsZero() || orders >= 0 {
		t.Errorf("%s of the money is in no part, and parts have %d orders more than the whole", money, -orders)
	}
}

// Whose customers a manager's report has: an owner's, or a rule's; each as a join
// finds them.
func TestManagerMembers_AreAnOwnersOrThoseOfARule(t *testing.T) {
	w := newWorld(t, 1)
	w.give(t, newHistory(5, 700))
	w.run(t)
	for _, asked := range []struct{ give, want string }{
		{"delete from chosen_customers; insert into asked_owners select distinct owner from customer_book where owner is not null order by 1 limit 2",
			"select customer_book.* from customer_book inner join (select distinct owner from asked_owners) as asked on customer_book.owner = asked.owner order by customer_id"},
		{"delete from asked_owners; insert into chosen_customers select customer_id from customer_book where hash(customer_id) % 3 = 0; insert into chosen_customers values (null), ('nobody')",
			"select customer_book.* from customer_book inner join chosen_customers on customer_book.customer_id = chosen_customers.customer_id order by customer_id"},
		{"delete from chosen_customers; insert into asked_owners values (null)", "select * from customer_book where false"},
	} {
		for _, statement := range strings.Split(asked.give, ";") {
			w.exec(t, statement)
		}
		got := w.answer(t, "reports/manager_members")
		want := w.ask(t, asked.want)
		if got.Len() != want.Len() || (got.Len() == 0) != strings.HasSuffix(asked.want, "false") {
			t.Errorf("%s: %d customers, want %d", asked.give, got.Len(), want.Len())
			continue
		}
		for row := range got.Len() {
			sameMoney(t, asked.give, got.Decimal(row, "revenue"), want.Decimal(row, "revenue"))
			for _, column := range []string{"customer_id", "owner", "email"} {
				if got.Text(row, column) != want.Text(row, column) {
					t.Errorf("row %d: %s is %q, want %q", row, column, got.Text(row, column), want.Text(row, column))
				}
			}
		}
	}
}
