package etl

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"clientele/etl/columnar"
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
	case "contracts":
		w.derive("contract_id", "customer", "customer_name", "customer_email", "plan", "started_at")
	case "campaign_members":
		w.somebody("customer", "customer_email", "customer_phone", "customer_name")
	case "observations":
		w.observations()
	}
}

// somebody refuses rows in which nobody is named: a member of a campaign whom
// nothing tells from another cannot be followed.
func (w *worker) somebody(by ...string) {
	for row := range w.rows {
		if !slices.ContainsFunc(by, func(field string) bool {
			at, there := w.plan.at[field]
			return there && w.made.texts[at][row] != ""
		}) {
			w.refuse(row, "", "names no customer")
		}
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
			first, period := values.Period(text)
			switch {
			case reason == "":
				day = values.Day(micros)
			case period:
				day = first
			default:
				w.complain(row, at, o, text, "is neither a date (2026-10-31, 2026-10, 2026Q4) nor a whole number of up to seven digits")
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

// sameColumns reports whether two fields come from the same columns.
func (p *plan) sameColumns(a, b string) bool {
	one, two := p.at[a], p.at[b]
	return slices.EqualFunc(p.origins[one].from, p.origins[two].from, slices.Equal[[]int])
}
