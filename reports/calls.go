package reports

import (
	"strconv"
	"strings"
	"unicode"

	"clientele/internal/table"
)

// callRows is how many customers the page lists: about what one person calls
// in a week.
const callRows = 20

// callList is whom to call, the most at stake first.
func (b *builder) callList() Table {
	data := b.called(b.translated(b.answers.Leaving, "risk", "risk."))
	data = extend(data, table.Column{Name: "contact", Kind: table.Text}, func(r int) any { return contact(data, r) })
	data = extend(data, table.Column{Name: "usual_time", Kind: table.Text}, func(r int) any { return b.usualTime(data, r) })
	stake := b.moneyColumn(data, "at_stake")
	stake.Bar = true
	next := b.column("next_on", dateFormat())
	if owned(data) {
		next = next.inWorkbook() // the page has no room for both
	}
	columns := []Column{
		b.column("customer", textFormat()), b.column("contact", textFormat()).onPage(),
		b.column("phone", textFormat()).inWorkbook(), b.column("email", textFormat()).inWorkbook(), stake,
		b.column("p_buys", Format{Kind: Percent}), b.column("risk", textFormat()), b.column("last_bought", dateFormat()).of("last_on"),
		b.column("usual_gap_days", decimalFormat(0)), b.column("overdue_days", decimalFormat(0)),
		b.column("usual_time", textFormat()), next, b.column("owner", textFormat()),
		b.column("customer_id", textFormat()).inWorkbook(), b.column("p_alive", percentFormat()).inWorkbook(),
		b.column("purchases", integerFormat()).inWorkbook(), b.moneyColumn(data, "revenue").inWorkbook(),
	}
	for _, name := range []string{"contact", "phone", "email", "owner", "usual_time", "next_on"} {
		columns = filled(data, name, columns)
	}
	return summed(Table{
		ID: "leaving", Title: b.say("leaving.list"), Sheet: b.say("leaving.sheet"), Note: b.say("leaving.list_note"),
		Data: data, Columns: columns, List: true, Lead: true, PageRows: callRows,
	}, "at_stake", "revenue")
}

// owned says whether anybody is named who looks after the customers.
func owned(t *table.Table) bool {
	for r := range t.Len() {
		if t.Value(r, "owner") != nil {
			return true
		}
	}
	return false
}

// contact is how to reach a customer: the telephone, the address. Exports put
// "no" and dashes where they have none.
func contact(t *table.Table, row int) any {
	var ways []string
	if phone := strings.TrimSpace(t.Text(row, "phone")); digits(phone) >= leastDigits {
		ways = append(ways, phone)
	}
	if email := strings.TrimSpace(t.Text(row, "email")); strings.Contains(email, "@") {
		ways = append(ways, email)
	}
	if len(ways) == 0 {
		return nil
	}
	return strings.Join(ways, " ")
}

// leastDigits is how many digits the shortest numbers have that somebody
// answers.
const leastDigits = 3

func digits(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// usualTime is the weekday and the hour at which a customer uses to buy.
func (b *builder) usualTime(t *table.Table, row int) any {
	var parts []string
	days := strings.Fields(b.say("weekday.short"))
	if day := t.Integer(row, "usual_weekday"); day >= 1 && int(day) <= len(days) {
		parts = append(parts, days[day-1])
	}
	if hour, ok := t.Value(row, "usual_hour").(int64); ok {
		parts = append(parts, strconv.FormatInt(hour, 10)+":00")
	}
	if len(parts) == 0 {
		return nil
	}
	return strings.Join(parts, "\u00a0")
}
