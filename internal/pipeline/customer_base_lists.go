package pipeline

import (
	"time"

	"clientele/internal/customerbase"
	"clientele/internal/table"
)

// contact is how a customer is called and reached.
type contact struct{ customer, email, phone, owner any }

// contactsOf are those of a history's customers, by position.
func contactsOf(history customerbase.History, names *table.Table) []contact {
	known := make(map[string]int, names.Len())
	id, at := names.Index("customer_id"), [4]int{names.Index("customer"), names.Index("email"), names.Index("phone"), names.Index("owner")}
	for row := range names.Rows {
		if name, ok := names.Rows[row][id].(string); ok {
			known[name] = row
		}
	}
	contacts := make([]contact, len(history.Customers))
	for i, c := range history.Customers {
		if row, ok := known[c.ID]; ok {
			r := names.Rows[row]
			contacts[i] = contact{r[at[0]], r[at[1]], r[at[2]], r[at[3]]}
		}
	}
	return contacts
}

// customersTable has a row for each customer, the most valuable first.
func customersTable(v customerbase.Valuation, contacts []contact, asOf time.Time) lazyTable {
	order := v.ByLifetime()
	return lazyTable{
		name: "value_customers", n: len(order),
		columns: columnsOf("customer_id t, customer t, frequency i, recency_days i, p_alive f, p_buys f, risk t, expected_purchases f, lo80 f, hi80 f, lo90 f, hi90 f, expected_value m, " +
			"spend_lo80 m, spend_hi80 m, spend_lo90 m, spend_hi90 m, margin m, clv m, revenue m, next_on d, next_from d, next_to d"),
		row: func(row int) []any {
			c, o := v.History.Customers[order[row]], v.Outlooks[order[row]]
			return joined([]any{c.ID, contacts[order[row]].customer, c.Repeats, c.SilentDays(), known(o.Alive), o.Buys, o.Risk.String(), o.Purchases}, knownRange(o.Range),
				[]any{inCents(o.Each)}, centsRange(o.MoneyIn), []any{inCents(o.Money * c.Margin), inCents(o.Lifetime), inCents(c.Revenue)},
				[]any{dayIn(asOf, o.Next), dayIn(asOf, o.NextFrom), dayIn(asOf, o.NextTo)})
		},
	}
}

// leavingTable is the list to act on, worth first.
func leavingTable(v customerbase.Valuation, rhythms []customerbase.Rhythm, contacts []contact, asOf time.Time) lazyTable {
	leavers := v.Leaving(rhythms)
	return lazyTable{
		name: "leaving", n: len(leavers),
		columns: columnsOf("customer_id t, customer t, email t, phone t, owner t, last_on d, purchases i, usual_gap_days f, silent_days i, overdue_days f, overdue_times f, " +
			"p_alive f, p_buys f, risk t, revenue m, at_stake m, clv m, next_on d, usual_weekday i, usual_hour i"),
		row: func(row int) []any {
			leaver := leavers[row]
			at := leaver.Position
			c, o, rhythm := v.History.Customers[at], v.Outlooks[at], rhythms[at]
			var weekday, hour any
			if rhythm.Weekday > 0 {
				weekday = rhythm.Weekday
			}
			if rhythm.Hour >= 0 {
				hour = rhythm.Hour
			}
			return []any{
				c.ID, contacts[at].customer, contacts[at].email, contacts[at].phone, contacts[at].owner,
				asOf.AddDate(0, 0, -int(c.SilentDays())), c.Repeats + 1, known(rhythm.UsualDays), c.SilentDays(), leaver.Overdue, known(float64(c.SilentDays()) / rhythm.UsualDays),
				known(o.Alive), o.Buys, o.Risk.String(), inCents(c.Revenue), inCents(o.AtStake), inCents(o.Lifetime), dayIn(asOf, o.Next), weekday, hour,
			}
		},
	}
}
