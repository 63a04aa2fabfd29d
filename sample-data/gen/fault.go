package main

// fault is one cell that cannot be read, and what makes it so.
type fault struct {
	Header string `json:"header"`
	Value  string `json:"value"`
	Class  string `json:"class"`
}

// The classes of faults.
const (
	impossibleDate   = "impossible date"
	notADate         = "text instead of a date"
	badAmount        = "unreadable amount"
	badQuantity      = "unreadable quantity"
	missingOrder     = "missing order number"
	missingContactID = "missing contact id"
	missingEventID   = "missing event id"
)

// replace puts the faults of a row into its cells.
func replace[T any](header []string, cells []T, faults []fault, text func(string) T) {
	for _, f := range faults {
		for i, h := range header {
			if h == f.Header {
				cells[i] = text(f.Value)
			}
		}
	}
}

// spoil gives each of the wanted groups of faults to a row of its own.
func spoil(r random, rows int, eligible func(row int) bool, wanted [][]fault, apply func(row int, faults []fault)) {
	for _, row := range r.Perm(rows) {
		if len(wanted) == 0 {
			return
		}
		if eligible(row) {
			apply(row, wanted[0])
			wanted = wanted[1:]
		}
	}
}
