package etl

import (
	"slices"
	"strconv"
	"strings"

	"clientele/etl/columnar"
	"clientele/etl/values"
)

// factorScale is how many decimals quantity and price are read with: more than
// are kept, so that an amount is rounded once.
const factorScale = 6

const (
	quantityScale = 3
	moneyScale    = 4
)

// lineFields are the numbers of a purchase by field, nil where nothing fills
// one.
type lineFields struct{ quantity, price, amount, cost, total, refund []int64 }

// purchases gives every line its order, its place in it, and what it is worth.
func (w *worker) purchases() {
	w.whenBought()
	w.orders()
	w.places()
	w.excludeWords()
	fields := lineFields{
		quantity: w.numbersOf("quantity"), price: w.numbersOf("price"), amount: w.numbersOf("amount"),
		cost: w.numbersOf("cost"), total: w.numbersOf("order_total"), refund: w.numbersOf("order_refund"),
	}
	w.value(fields)
	w.turnReturns(fields)
	w.narrow(fields.quantity, quantityScale)
	w.narrow(fields.price, moneyScale)
}

func (w *worker) numbersOf(field string) []int64 {
	if at, there := w.plan.at[field]; there {
		return w.made.numbers[at]
	}
	return nil
}

// whenBought takes the last day of a period where the period is all that there
// is. Beside a column of dates it dates nothing: a row without a date is one
// that was not read, or a total, and no sale of the period's last day.
func (w *worker) whenBought() {
	until := w.numbersOf("period_to")
	if _, dated := w.plan.at["purchased_at"]; dated || until == nil {
		return
	}
	w.made.columns[w.plan.storedAt("purchased_at")].Numbers = until
	w.made.bought = until
	for row, micros := range until {
		if micros == columnar.Null {
			w.made.problems = append(w.made.problems, problem{row: row, rank: 1, column: "purchased_at", reason: "is empty"})
		}
	}
}

// orders makes the numbers of orders where no column holds them. One that is
// taken out of a text may be missing, as in a report that has documents for some
// of its rows only.
func (w *worker) orders() {
	m := &w.made
	at, there := w.plan.at["order_id"]
	if there && w.plan.source.fills("order_id") {
		if o := &w.plan.origins[at]; len(o.from) > 0 || len(o.pulls) == 0 {
			w.needed(at)
			return
		}
		for row, text := range m.texts[at] {
			if text == "" {
				m.texts[at][row] = w.derivedOrder(row)
			}
		}
		return
	}
	m.derived = slices.Grow(m.derived[:0], len(w.rows))
	for row := range w.rows {
		m.derived = append(m.derived, w.derivedOrder(row))
	}
	m.columns[w.plan.storedAt("order_id")].Texts = m.derived
}

// derivedOrder is the number of an order that has none: what one customer bought
// at one moment is one, and so is a row without a customer. It says when, since
// of orders of one number those of the later file count: next month's report
// must not replace this one's.
func (w *worker) derivedOrder(row int) string {
	who := "row " + strconv.FormatInt(w.rows[row], 10)
	if customer, there := w.plan.at["customer"]; there && w.made.texts[customer][row] != "" {
		who = w.made.texts[customer][row]
	}
	for _, field := range []string{"purchased_at", "period_to"} {
		if when, there := w.plan.at[field]; there {
			return who + " @ " + w.plan.value(&w.plan.origins[when], w.row(row, w.width)).Text
		}
	}
	return who + " @ "
}

// places numbers the lines that have no number: by the row in the file.
func (w *worker) places() {
	lines := w.numbersOf("line")
	if lines == nil {
		w.made.columns[w.plan.storedAt("line")].Numbers = w.rows
		return
	}
	for row := range lines {
		if lines[row] == columnar.Null {
			lines[row] = w.rows[row]
		}
	}
}

// excludeWords leaves out the articles and states that the config lists.
func (w *worker) excludeWords() {
	check := func(field string, words map[string]bool, reason string) {
		at, there := w.plan.at[field]
		if !there || len(words) == 0 {
			return
		}
		last, listed := "", false
		for row, text := range w.made.texts[at] {
			if text == "" {
				continue
			}
			if text != last {
				last, listed = text, words[strings.ToLower(text)]
			}
			if listed {
				w.exclude(row, reason)
			}
		}
	}
	check("product_id", w.plan.words.products, "article")
	check("product", w.plan.words.products, "article")
	check("status", w.plan.words.statuses, "status")
}

// value finds what each line is worth: its own amount, its part of what the
// order cost, or quantity × price.
func (w *worker) value(fields lineFields) {
	m := &w.made
	worth := m.amounts
	for row := range worth {
		switch {
		case fields.amount != nil && fields.amount[row] != columnar.Null:
			if fields.amount[row] != unread {
				worth[row] = fields.amount[row]
			}
		case w.plan.shared:
		default:
			w.multiply(row, fields)
		}
	}
	if w.plan.shared {
		w.shareOrders(fields)
	}
	m.columns[w.plan.storedAt("amount")].Numbers = worth
}

// multiply is quantity × price; what is missing for it is told.
func (w *worker) multiply(row int, fields lineFields) {
	rank := len(w.plan.origins)
	missing := func(field string) {
		if !w.ruled(row) {
			w.made.problems = append(w.made.problems, problem{row: row, rank: rank + 1, column: field, header: w.headerOf(field), reason: "is empty"})
		}
	}
	switch {
	case fields.quantity == nil || fields.quantity[row] == columnar.Null:
		missing(w.missingFactor(fields, "quantity"))
	case fields.price == nil || fields.price[row] == columnar.Null:
		missing(w.missingFactor(fields, "price"))
	case fields.quantity[row] == unread || fields.price[row] == unread:
	default:
		product, ok := values.Product(fields.quantity[row], fields.price[row], factorScale, moneyScale)
		if !ok {
			shown := w.shown("quantity", row) + " × " + w.shown("price", row)
			w.made.problems = append(w.made.problems, problem{row: row, rank: rank + 1, column: "amount", header: w.headerOf("amount"), value: shown, reason: "is too large"})
			return
		}
		w.made.amounts[row] = product
	}
}

// missingFactor names what a row lacks: the amount itself, where the file has
// no quantities and prices.
func (w *worker) missingFactor(fields lineFields, field string) string {
	if fields.quantity == nil || fields.price == nil {
		if fields.amount != nil {
			return "amount"
		}
	}
	return field
}

func (w *worker) headerOf(field string) string {
	if at, there := w.plan.at[field]; there {
		return w.plan.origins[at].header
	}
	return ""
}

func (w *worker) shown(field string, row int) string {
	return w.plan.value(&w.plan.origins[w.plan.at[field]], w.row(row, w.width)).Text
}

// turnReturns makes the lines of documents negative that take goods back.
func (w *worker) turnReturns(fields lineFields) {
	kinds, there := w.plan.at["document_type"]
	if !there || len(w.plan.words.returns) == 0 {
		return
	}
	for row, kind := range w.made.texts[kinds] {
		if kind == "" || !w.plan.words.returns[strings.ToLower(kind)] {
			continue
		}
		for _, numbers := range [][]int64{fields.quantity, fields.cost, w.made.amounts} {
			if numbers != nil && numbers[row] > 0 {
				numbers[row] = -numbers[row]
			}
		}
	}
}

// narrow rounds numbers to the decimals that are kept.
func (w *worker) narrow(numbers []int64, scale int) {
	divisor := int64(1)
	for range factorScale - scale {
		divisor *= 10
	}
	for row, number := range numbers {
		if number != columnar.Null && number != unread {
			quotient, rest := number/divisor, number%divisor
			if rest >= divisor/2 {
				quotient++
			} else if rest <= -divisor/2 {
				quotient--
			}
			numbers[row] = quotient
		}
	}
}
