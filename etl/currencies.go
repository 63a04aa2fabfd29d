package etl

import (
	"cmp"
	"slices"
	"strings"

	"clientele/etl/values"
)

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
		unfilled = cmp.Or(unfilled, code)
	}
	return unfilled // a deal without an amount is worth nothing in this currency
}

// signed notes the currency that stands beside a row's money.
func (w *worker) signed(row int, o *origin, text string) {
	sign := values.CurrencyBeside(text)
	if sign == "" {
		return
	}
	code := values.KnownCurrency(sign) // no three letters that are none
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
