package etl

import (
	"slices"

	"clientele/etl/columnar"
)

const continuation = "continuation"

// deals gives every deal its outcome, and makes one deal of rows that hold a
// part of it each.
func (w *worker) deals() {
	w.derive("deal_id", "deal", "customer", "customer_name", "created_at")
	amounts := w.numbersOf("amount")
	if w.plan.continued {
		w.foldDeals(amounts)
	}
	w.byOutcome()
	for row := range w.made.amounts {
		if readable(amounts, row) {
			w.made.amounts[row] = amounts[row]
		}
	}
}

// foldDeals adds up what the rows of a deal hold parts of. Its other rows are
// kept without money, as what they are.
func (w *worker) foldDeals(amounts []int64) {
	first := 0
	for row := range w.rows {
		if len(w.continues) == 0 || !w.continues[row] {
			first = row
			continue
		}
		if len(w.made.reasons) > 0 {
			w.made.reasons[row] = ""
		}
		w.exclude(row, continuation)
		for _, column := range w.plan.fold {
			numbers := w.made.columns[column].Numbers
			if !readable(numbers, row) {
				continue
			}
			if !readable(numbers, first) {
				if numbers[first] == unread {
					continue
				}
				numbers[first] = 0
			}
			numbers[first] += numbers[row]
			numbers[row] = columnar.Null
		}
		if readable(amounts, row) {
			amounts[row] = columnar.Null
		}
	}
}

// byOutcome keeps of a deal what its outcome allows: the day on which an open
// deal is closed is only expected, and one that is not lost has no reason for
// that.
func (w *worker) byOutcome() {
	m, p := &w.made, w.plan
	if len(p.outcome) == 0 {
		return
	}
	m.columns[p.storedAt("outcome")].Texts = m.outcomes
	closed, expected := w.numbersOf("closed_at"), w.numbersOf("expected_close_at")
	same := closed != nil && expected != nil && p.sameColumns("closed_at", "expected_close_at")
	lost, hasReason := p.at["lost_reason"]
	if hasReason && m.columns[p.storedAt("lost_reason")].Texts == nil {
		m.columns[p.storedAt("lost_reason")].Texts = slices.Clone(m.texts[lost])
	}
	for row, outcome := range m.outcomes {
		if outcome == "open" {
			drop(closed, row)
		} else if same {
			drop(expected, row)
		}
		if hasReason && outcome != "lost" {
			m.columns[p.storedAt("lost_reason")].Texts[row] = ""
		}
	}
}

// drop forgets a value that could be read; one that could not stays a fault.
func drop(numbers []int64, row int) {
	if readable(numbers, row) {
		numbers[row] = columnar.Null
	}
}
