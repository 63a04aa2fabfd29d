package etl

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"clientele/etl/columnar"
	"clientele/etl/profiles"
	"clientele/etl/values"
)

// finish does what depends on more than one field.
func (w *worker) finish() {
	w.judge()
	w.bySigns()
	switch w.plan.entity.Name {
	case "purchases":
		w.purchases()
	case "deals":
		w.deals()
	case "events":
		w.derive("event_id", "event_type", "event_at", "customer", "subject")
	case "observations":
		w.observations()
	}
}

// judge asks the rules: which rows are won, and which are left out.
func (w *worker) judge() {
	p, m := w.plan, &w.made
	if len(p.outcome)+len(p.exclude) == 0 && !p.source.OnlyWon {
		return
	}
	m.outcomes = slices.Grow(m.outcomes, len(w.rows))[:len(w.rows)]
	m.ruled = slices.Grow(m.ruled, len(w.rows))[:len(w.rows)]
	for row := range w.rows {
		cells := w.row(row, w.width)
		outcome, reason := p.firstRule(p.outcome, cells), p.firstRule(p.exclude, cells)
		if row > 0 && len(w.continues) > 0 && w.continues[row] {
			outcome = m.outcomes[row-1]
			if m.ruled[row-1] && m.reasons[row-1] != notWon {
				reason = m.reasons[row-1] // an order is left out for one reason
			}
		}
		if outcome == "" {
			outcome = w.writtenOutcome(row)
		}
		m.outcomes[row] = outcome
		if reason == "" && p.source.OnlyWon && outcome != "won" {
			reason = notWon
		}
		if m.ruled[row] = reason != ""; m.ruled[row] {
			w.exclude(row, reason)
		}
	}
}

const notWon = "not won"

// writtenOutcome is that of a column, else open.
func (w *worker) writtenOutcome(row int) string {
	if at, there := w.plan.at["outcome"]; there {
		if text := strings.ToLower(w.made.texts[at][row]); text != "" {
			return text
		}
	}
	return "open"
}

func (w *worker) ruled(row int) bool { return len(w.made.ruled) > 0 && w.made.ruled[row] }

// derive makes a key of other fields where no column holds one: the same row
// in another file has the same.
func (w *worker) derive(key string, from ...string) {
	if at, there := w.plan.at[key]; there {
		w.needed(at)
		return
	}
	m := &w.made
	m.derived = slices.Grow(m.derived[:0], len(w.rows))
	for row := range w.rows {
		m.derived = append(m.derived, w.keyOf(row, from))
	}
	m.columns[w.plan.storedAt(key)].Texts = m.derived
}

// keyOf is a short hash of some fields.
func (w *worker) keyOf(row int, from []string) string {
	hash := sha256.New()
	for _, name := range from {
		if at, there := w.plan.at[name]; there {
			cell := w.plan.value(&w.plan.origins[at], w.row(row, w.width))
			_, _ = hash.Write([]byte(cell.Text)) // a hash takes everything
		}
		_, _ = hash.Write([]byte{0})
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

// needed complains of empty cells of a key that a column should hold.
func (w *worker) needed(at int) {
	o := &w.plan.origins[at]
	for row, text := range w.made.texts[at] {
		if text == "" {
			w.complain(row, at, o, "", "is empty")
		}
	}
}

// observations reads the time of a value: a short whole number counts, any
// other text is a date.
func (w *worker) observations() {
	at, m := w.plan.at["at"], &w.made
	o := &w.plan.origins[at]
	m.steps, m.days = m.steps[:0], m.days[:0]
	for row, text := range m.texts[at] {
		step, day := int64(columnar.Null), int64(columnar.Null)
		if number, short := shortNumber(text); short {
			step = number
		} else if text != "" {
			cell := w.plan.value(o, w.row(row, w.width))
			micros, reason := w.moment(cell)
			if reason != "" {
				w.complain(row, at, o, text, "is neither a date nor a whole number")
			} else {
				day = values.Day(micros)
			}
		}
		m.steps, m.days = append(m.steps, step), append(m.days, day)
	}
	m.columns[w.plan.storedAt("step")].Numbers = m.steps
	m.columns[w.plan.storedAt("at_day")].Numbers = m.days
}

// shortNumber reads up to seven digits.
func shortNumber(text string) (number int64, ok bool) {
	digits := strings.TrimPrefix(text, "-")
	if len(digits) < 1 || len(digits) > 7 {
		return 0, false
	}
	for i := range len(digits) {
		if digits[i]-'0' > 9 {
			return 0, false
		}
		number = number*10 + int64(digits[i]-'0')
	}
	if len(digits) < len(text) {
		number = -number
	}
	return number, true
}

// currencies remembers what the last text was.
type currencies struct{ text, code string }

// currencies makes codes of what the cells say. Where they say nothing, the
// sign in the header of the row's money counts, and then the source's currency.
func (w *worker) currencies(i int, o *origin) {
	texts := w.made.texts[i]
	for row, text := range texts {
		written := !o.isConstant() && w.plan.value(o, w.row(row, w.width)).Kind != ofConfig
		if !written {
			if code := w.headerCurrency(row); code != "" {
				texts[row] = code
			}
			continue
		}
		if text != w.money.text {
			w.money = currencies{text, w.code(text)}
		}
		texts[row] = w.money.code
	}
}

func (w *worker) code(text string) string {
	code, ok := values.Currency(text)
	switch {
	case !ok:
		return strings.ToUpper(text)
	case code == "USD" && strings.TrimSpace(text) == "$":
		return w.dollar()
	}
	return code
}

// dollar is what $ stands for: the source's own currency, if it is written so.
func (w *worker) dollar() string {
	if slices.Contains([]string{"MXN", "COP", "ARS", "CLP", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "UYU", "DOP"}, w.plan.source.Currency) {
		return w.plan.source.Currency
	}
	return "USD"
}

// headerCurrency is the currency in the header of the column that the row's
// money stands in.
func (w *worker) headerCurrency(row int) string {
	unfilled := ""
	for _, name := range []string{"amount", "order_total", "price", "cost", "target", "revenue"} {
		at, there := w.plan.at[name]
		if !there || w.plan.origins[at].currency == nil {
			continue
		}
		o := &w.plan.origins[at]
		_, found := w.plan.firstOf(o.from, w.row(row, w.width), false)
		code := o.currency[max(found, 0)]
		if code != "" && o.bareDollar(max(found, 0)) {
			code = w.dollar()
		}
		if found >= 0 && code != "" {
			return code
		}
		unfilled = first(unfilled, code)
	}
	return unfilled // a deal without an amount is worth nothing in this currency
}

// signed notes the currency that stands beside a row's money.
func (w *worker) signed(row int, o *origin, text string) {
	sign := values.CurrencyBeside(text)
	if sign == "" {
		return
	}
	code := profiles.Currency(sign) // no three letters that are none
	if code == "USD" && sign == "$" {
		code = w.dollar()
	}
	if _, known := w.made.signs[row]; code == "" || known && o.field.Name != "amount" {
		return
	}
	if w.made.signs == nil {
		w.made.signs = map[int]string{}
	}
	w.made.signs[row] = code
}

// bySigns gives rows the currency that stands beside their money, where no
// column says it.
func (w *worker) bySigns() {
	stored := w.plan.storedAt("currency")
	if len(w.made.signs) == 0 || stored < 0 {
		return
	}
	column := &w.made.columns[stored]
	if column.Texts == nil {
		column.Texts = slices.Repeat([]string{column.Every}, len(w.rows))
		column.Every = ""
	}
	at, there := w.plan.at["currency"]
	for row, code := range w.made.signs {
		written := there && !w.plan.origins[at].isConstant() && w.plan.value(&w.plan.origins[at], w.row(row, w.width)).Kind != ofConfig
		if !written {
			column.Texts[row] = code
		}
	}
}

// bareDollar tells "Amount $" from "Amount US$" and "Amount (USD)".
func (o *origin) bareDollar(found int) bool {
	return o.currency[found] == "USD" && strings.Contains(o.found[found], "$") && !strings.Contains(strings.ToUpper(o.found[found]), "US")
}

// sameColumns reports whether two fields come from the same columns.
func (p *plan) sameColumns(a, b string) bool {
	one, two := p.at[a], p.at[b]
	return slices.EqualFunc(p.origins[one].from, p.origins[two].from, slices.Equal[[]int])
}
