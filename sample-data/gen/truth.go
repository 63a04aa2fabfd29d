package main

import (
	"bytes"
	"encoding/json"
	"time"
)

// truth is what is known about the exports without reading them.
type truth struct {
	Seed        uint64          `json:"seed"`
	Company     string          `json:"company"`
	TimeZone    string          `json:"time_zone"`
	First       string          `json:"first_on"`
	AsOf        string          `json:"as_of"`
	Currency    string          `json:"currency"`
	Accounting  purchaseTruth   `json:"accounting"`
	Shop        purchaseTruth   `json:"shop"`
	Contacts    contactTruth    `json:"contacts"`
	Events      eventTruth      `json:"events"`
	Deals       dealTruth       `json:"deals"`
	Campaigns   []campaignTruth `json:"campaigns"`
	Mailing     mailingTruth    `json:"mailing"`
	Persons     personTruth     `json:"persons"`
	Populations []population    `json:"populations"`
	Months      []monthTruth    `json:"months"`
}

// rejectedRow is a row that cannot be loaded. Row counts records as a
// spreadsheet does, the header being 1; Line counts lines of the file, in which
// a note may have several.
type rejectedRow struct {
	Row    int     `json:"row"`
	Line   int     `json:"line"`
	Faults []fault `json:"faults"`
	Amount *cents  `json:"amount"` // as written; null where it cannot be read
}

type contactTruth struct {
	File       string        `json:"file"`
	Rows       int           `json:"rows"`
	Loaded     int           `json:"loaded"`
	Rejected   []rejectedRow `json:"rejected"`
	Persons    int           `json:"persons"`
	Duplicates int           `json:"duplicates"`
	Namesakes  []pair        `json:"namesakes"`
	Relatives  []pair        `json:"relatives_with_one_phone"`
}

type eventTruth struct {
	File     string        `json:"file"`
	Rows     int           `json:"rows"`
	Loaded   int           `json:"loaded"`
	Rejected []rejectedRow `json:"rejected"`
	NoCode   int           `json:"loaded_without_customer"`
}

type personTruth struct {
	Customers      int `json:"customers"`
	Leads          int `json:"leads"`
	InAccounting   int `json:"in_accounting"`
	InShop         int `json:"in_shop"`
	InBoth         int `json:"in_accounting_and_shop"`
	Churned        int `json:"churned"`
	BoughtOnlyOnce int `json:"bought_only_once"`
}

// monthTruth is the net revenue of the rows that can be read, by the company's
// own days, without service articles and without what was voided.
type monthTruth struct {
	Month      string `json:"month"`
	Accounting cents  `json:"accounting"`
	Shop       cents  `json:"shop"`
	ShopVoided cents  `json:"shop_voided"`
	Net        cents  `json:"net"`
}

func newTruth(seed uint64, c company) truth {
	books, till := accountingFacts(c.Accounting), shopFacts(c.Shop)
	return truth{
		Seed: seed, Company: "Samovar & Sol", TimeZone: c.Period.Zone.String(), Currency: "EUR",
		First: c.Period.First.Format(time.DateOnly), AsOf: c.Period.AsOf.Format(time.DateOnly),
		Accounting: tally("1c-sales.xlsx", books), Shop: tally("shop-orders.csv", till),
		Contacts: contactsTruth(c), Events: eventsTruth(c.Events), Deals: dealsTruth(c), Campaigns: campaignsTruth(c.Campaigns), Mailing: newMailingTruth(c), Persons: personsTruth(c.Customers, len(c.Leads)),
		Populations: c.Populations, Months: monthsTruth(c, books, till),
	}
}

func contactsTruth(c company) contactTruth {
	t := contactTruth{File: "amocrm_export_contacts.csv", Rows: len(c.Contacts), Namesakes: c.Namesakes, Relatives: c.Relatives}
	seen := map[string]bool{}
	line := 2
	for i, card := range c.Contacts {
		if len(card.Faults) > 0 {
			t.Rejected = append(t.Rejected, rejectedRow{Row: i + 2, Line: line, Faults: card.Faults})
		}
		seen[card.Person.ID] = true
		line += 1 + bytes.Count([]byte(card.Note), []byte("\n"))
	}
	t.Loaded = t.Rows - len(t.Rejected)
	t.Persons = len(seen)
	t.Duplicates = t.Rows - t.Persons
	return t
}

func eventsTruth(events []event) eventTruth {
	t := eventTruth{File: "crm-events.csv", Rows: len(events)}
	for i, e := range events {
		switch {
		case len(e.Faults) > 0:
			t.Rejected = append(t.Rejected, rejectedRow{Row: i + 2, Line: i + 2, Faults: e.Faults})
		case e.Code == "":
			t.NoCode++
		}
	}
	t.Loaded = t.Rows - len(t.Rejected)
	return t
}

func personsTruth(customers []*person, leads int) personTruth {
	t := personTruth{Customers: len(customers), Leads: leads}
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	for _, p := range customers {
		count(&t.InAccounting, p.AccountingOrders > 0)
		count(&t.InShop, p.ShopOrders > 0)
		count(&t.InBoth, p.AccountingOrders > 0 && p.ShopOrders > 0)
		count(&t.Churned, p.History.Left)
		count(&t.BoughtOnlyOnce, len(p.History.Days)+len(p.Brought) == 1)
	}
	return t
}

func monthsTruth(c company, books, till []fact) []monthTruth {
	months := make([]monthTruth, c.Days.months())
	index := map[string]int{}
	for i := range months {
		months[i].Month = c.Period.First.AddDate(0, i, 0).Format("2006-01")
		index[months[i].Month] = i
	}
	for _, f := range books {
		if f.loaded() {
			months[index[f.At.Format("2006-01")]].Accounting += f.net()
		}
	}
	for _, f := range till {
		m := &months[index[f.At.Format("2006-01")]]
		switch {
		case !f.loaded():
		case f.Status == "voided":
			m.ShopVoided += f.net()
		default:
			m.Shop += f.net()
		}
	}
	for i := range months {
		months[i].Net = months[i].Accounting + months[i].Shop
	}
	return months
}

// JSON keeps < and & of values as they are.
func (t truth) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(t); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
