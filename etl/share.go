package etl

import (
	"clientele/etl/columnar"
	"clientele/etl/values"
)

// shareOrders gives the lines of each order their parts of what was paid for
// it, less what was given back: by quantity × price, and equal ones where these
// are nothing. What rounding leaves goes to the largest line.
func (w *worker) shareOrders(fields lineFields) {
	for from := 0; from < len(w.rows); {
		until := from + 1
		for until < len(w.rows) && len(w.continues) > 0 && w.continues[until] {
			until++
		}
		w.shareOrder(fields, from, until)
		from = until
	}
}

const apartReason = "stands in other rows too, with another order between; sort the file by order, since an order's total is shared among its lines"

func (w *worker) shareOrder(fields lineFields, from, until int) {
	if len(w.apart) > 0 && w.apart[from] {
		o := &w.plan.origins[w.plan.group]
		for row := from; row < until; row++ {
			w.complain(row, w.plan.group, o, w.plan.value(o, w.row(row, w.width)).Text, apartReason)
		}
		return
	}
	var lines []int // that share
	for row := from; row < until; row++ {
		_, broken := w.problems[row]
		if w.made.amounts[row] == columnar.Null && !broken && (fields.amount == nil || fields.amount[row] == columnar.Null) {
			lines = append(lines, row)
		}
	}
	total, known := onceOf(fields.total, from, until)
	back, returned := onceOf(fields.refund, from, until)
	if !known && !returned {
		for _, row := range lines {
			w.multiply(row, fields)
		}
		return
	}
	if total == unread || back == unread {
		w.unreadTotal(fields, lines)
		return
	}
	w.share(max(total, -total)-max(back, -back), total < 0, lines, fields)
}

// onceOf is the first number that an order's rows have.
func onceOf(numbers []int64, from, until int) (number int64, known bool) {
	if numbers == nil {
		return 0, false
	}
	for _, number := range numbers[from:until] {
		if number != columnar.Null {
			return number, true
		}
	}
	return 0, false
}

// unreadTotal rejects lines of which nobody knows what they are worth; those
// that hold what cannot be read are rejected for that.
func (w *worker) unreadTotal(fields lineFields, lines []int) {
	unreadable := func(numbers []int64, row int) bool { return numbers != nil && numbers[row] == unread }
	for _, row := range lines {
		if !unreadable(fields.total, row) && !unreadable(fields.refund, row) {
			w.complain(row, w.plan.group, &w.plan.origins[w.plan.group], w.shown(w.plan.origins[w.plan.group].field.Name, row),
				"is an order of which another row's total or refund cannot be read")
		}
	}
}

// share parts money among lines by their weights.
func (w *worker) share(money int64, negative bool, lines []int, fields lineFields) {
	if negative {
		money = -money
	}
	weights, sum := w.weights(lines, fields)
	rest, largest := money, 0
	for i, row := range lines {
		part, _ := values.Share(money, weights[i], sum)
		w.made.amounts[row] = part
		rest -= part
		if weights[i] > weights[largest] {
			largest = i
		}
	}
	if len(lines) > 0 {
		w.made.amounts[lines[largest]] += rest
	}
}

// weights are the sizes of quantity × price, or all the same where these come
// to nothing.
func (w *worker) weights(lines []int, fields lineFields) (weights []int64, sum int64) {
	const most = 1 << 62
	for _, row := range lines {
		weight := int64(0)
		if readable(fields.quantity, row) && readable(fields.price, row) {
			product, ok := values.Product(fields.quantity[row], fields.price[row], factorScale, moneyScale)
			if !ok || sum > most-max(product, -product) {
				sum = 0
				break
			}
			weight = max(product, -product)
		}
		weights, sum = append(weights, weight), sum+weight
	}
	if sum > 0 {
		return weights, sum
	}
	weights = weights[:0]
	for range lines {
		weights = append(weights, 1)
	}
	return weights, int64(max(1, len(lines)))
}

func readable(numbers []int64, row int) bool {
	return numbers != nil && numbers[row] != columnar.Null && numbers[row] != unread
}
