package main

import "strings"

// dealTruth is what a loader must find in the file of deals, the model that
// made them, and what the open ones and those of the months ahead will bring.
type dealTruth struct {
	File       string           `json:"file"`
	Rows       int              `json:"rows"`
	Loaded     int              `json:"loaded"`
	Excluded   int              `json:"excluded_tests"`
	Rejected   []rejectedRow    `json:"rejected"`
	Won        int              `json:"won"`
	Lost       int              `json:"lost"`
	Open       int              `json:"open"`
	WonAmount  cents            `json:"won_amount"`
	InOrders   int              `json:"won_that_are_orders"`
	Forgotten  int              `json:"open_that_nobody_will_close"`
	Unreadable int              `json:"unreadable_amounts"`
	Sellers    []sellerTruth    `json:"sellers"`
	Ahead      []dealMonthTruth `json:"months_ahead"`
}

type sellerTruth struct {
	seller
	Won  int `json:"won"`
	Lost int `json:"lost"`
	Open int `json:"open"`
}

// dealMonthTruth is what deals will have brought in a month to come.
type dealMonthTruth struct {
	Month    string `json:"month"`
	FromOpen cents  `json:"from_open"`
	FromNew  cents  `json:"from_new"`
}

func dealsTruth(c company) dealTruth {
	t := dealTruth{File: "amocrm_export_leads.csv"}
	for _, s := range sellers() {
		t.Sellers = append(t.Sellers, sellerTruth{seller: s})
	}
	for month := range dealMonthsAhead {
		t.Ahead = append(t.Ahead, dealMonthTruth{Month: c.Period.AsOf.AddDate(0, 0, 1).AddDate(0, month, 0).Format("2006-01")})
	}
	line := 2
	for _, d := range c.Deals {
		t.ahead(c.Period, d)
		if !d.openedBy(c.Period) {
			continue
		}
		t.Rows++
		switch {
		case len(d.Faults) > 0:
			row := rejectedRow{Row: t.Rows + 1, Line: line, Faults: d.Faults}
			if has(d.Faults, badAmount) {
				t.Unreadable++
			} else {
				row.Amount = &d.Expected
			}
			t.Rejected = append(t.Rejected, row)
		case d.Test:
			t.Excluded++
		default:
			t.count(c.Period, d)
		}
		line += 1 + strings.Count(d.Note, "\n")
	}
	t.Loaded = t.Rows - len(t.Rejected) - t.Excluded
	return t
}

func (t *dealTruth) count(p period, d deal) {
	var of *sellerTruth
	for i := range t.Sellers {
		if t.Sellers[i].Owner == d.Seller.Owner {
			of = &t.Sellers[i]
		}
	}
	switch {
	case !d.closedBy(p):
		t.Open++
		of.Open++
		if d.Closed.IsZero() {
			t.Forgotten++
		}
	case d.Won:
		t.Won++
		of.Won++
		t.WonAmount += d.Final
		if d.Order != nil {
			t.InOrders++
		}
	default:
		t.Lost++
		of.Lost++
	}
}

func (t *dealTruth) ahead(p period, d deal) {
	if !d.Won || d.closedBy(p) {
		return
	}
	for i := range t.Ahead {
		if m := &t.Ahead[i]; m.Month != d.Closed.Format("2006-01") {
			continue
		} else if d.openedBy(p) {
			m.FromOpen += d.Final
		} else {
			m.FromNew += d.Final
		}
	}
}
