package main

import (
	"sort"
	"time"
)

// fact is a purchase line as both systems have it.
type fact struct {
	Order, Customer, Status string
	At                      time.Time
	Amount                  cents // as written: accounting writes returns without a sign
	Negated                 bool  // a return that is written without a sign
	Service                 bool
	AmountFault             bool
	Faults                  []fault
}

func (f fact) loaded() bool { return len(f.Faults) == 0 && !f.Service }

func (f fact) net() cents {
	if f.Negated {
		return -f.Amount
	}
	return f.Amount
}

func accountingFacts(rows []accountingRow) []fact {
	facts := make([]fact, len(rows))
	for i, a := range rows {
		facts[i] = fact{Order: a.Number, Customer: a.Code, At: a.At, Amount: a.Line.Amount, Negated: a.Return,
			Status: "sale", Service: a.Service, Faults: a.Faults, AmountFault: has(a.Faults, badAmount)}
		if a.Return {
			facts[i].Status = "return"
		}
	}
	return facts
}

func shopFacts(rows []shopRow) []fact {
	facts := make([]fact, len(rows))
	for i, s := range rows {
		facts[i] = fact{Order: s.Name, Customer: s.Email, At: s.At, Amount: s.Line.Amount, Status: s.Status,
			Faults: s.Faults, AmountFault: has(s.Faults, badAmount)}
	}
	return facts
}

func has(faults []fault, class string) bool {
	for _, f := range faults {
		if f.Class == class {
			return true
		}
	}
	return false
}

// purchaseTruth is what a loader must find in a file of purchases. Sums are as
// the file has them, but for those named net, in which returns are negative.
type purchaseTruth struct {
	File              string        `json:"file"`
	Rows              int           `json:"rows"`
	Loaded            int           `json:"loaded"`
	Excluded          int           `json:"excluded_service_lines"`
	RejectedRows      int           `json:"rejected_rows"`
	AnonymousLines    int           `json:"anonymous_lines"`
	Orders            int           `json:"orders"`
	Customers         int           `json:"customers"`
	FirstAt           string        `json:"first_at"`
	LastAt            string        `json:"last_at"`
	AmountRead        cents         `json:"amount_read"`
	AmountLoaded      cents         `json:"amount_loaded"`
	AmountExcluded    cents         `json:"amount_excluded"`
	AmountRejected    cents         `json:"amount_rejected"`
	UnreadableAmounts int           `json:"unreadable_amounts"`
	NetLoaded         cents         `json:"net_loaded"`
	NetAnonymous      cents         `json:"net_anonymous"`
	ByStatus          []statusTruth `json:"loaded_by_status"`
	Rejected          []rejectedRow `json:"rejected"`
}

type statusTruth struct {
	Status string `json:"status"`
	Lines  int    `json:"lines"`
	Amount cents  `json:"amount"`
}

func tally(name string, facts []fact) purchaseTruth {
	t := purchaseTruth{File: name, Rows: len(facts)}
	orders, customers := map[string]bool{}, map[string]bool{}
	var first, last time.Time
	for i, f := range facts {
		if !f.AmountFault {
			t.AmountRead += f.Amount
		}
		if !f.loaded() {
			t.setAside(i+2, f)
			continue
		}
		t.load(f)
		orders[f.Order] = true
		if f.Customer != "" {
			customers[f.Customer] = true
		}
		if first.IsZero() || f.At.Before(first) {
			first = f.At
		}
		if f.At.After(last) {
			last = f.At
		}
	}
	t.Orders, t.Customers, t.RejectedRows = len(orders), len(customers), len(t.Rejected)
	t.FirstAt, t.LastAt = first.UTC().Format(time.RFC3339), last.UTC().Format(time.RFC3339)
	sort.Slice(t.ByStatus, func(i, j int) bool { return t.ByStatus[i].Status < t.ByStatus[j].Status })
	return t
}

func (t *purchaseTruth) setAside(row int, f fact) {
	if len(f.Faults) == 0 {
		t.Excluded++
		t.AmountExcluded += f.Amount
		return
	}
	r := rejectedRow{Row: row, Line: row, Faults: f.Faults}
	if f.AmountFault {
		t.UnreadableAmounts++
	} else {
		r.Amount = &f.Amount
		t.AmountRejected += f.Amount
	}
	t.Rejected = append(t.Rejected, r)
}

func (t *purchaseTruth) load(f fact) {
	t.Loaded++
	t.AmountLoaded += f.Amount
	t.NetLoaded += f.net()
	if f.Customer == "" {
		t.AnonymousLines++
		t.NetAnonymous += f.net()
	}
	for i := range t.ByStatus {
		if t.ByStatus[i].Status == f.Status {
			t.ByStatus[i].Lines++
			t.ByStatus[i].Amount += f.Amount
			return
		}
	}
	t.ByStatus = append(t.ByStatus, statusTruth{f.Status, 1, f.Amount})
}
