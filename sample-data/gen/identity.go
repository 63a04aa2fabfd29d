package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
)

// identitiesCSV says which ids of which systems are one person. A person has
// the ids of rejected rows too: they are who they are.
func identitiesCSV(c company) ([]byte, error) {
	cards := map[string][]string{}
	for _, card := range c.Contacts {
		if !has(card.Faults, missingContactID) {
			cards[card.Person.ID] = append(cards[card.Person.ID], strconv.Itoa(card.ID))
		}
	}
	records := [][]string{{"person", "system", "id"}}
	for _, p := range append(append([]*person{}, c.Customers...), c.Leads...) {
		if p.AccountingOrders > 0 {
			records = append(records, []string{p.ID, "accounting", p.Code})
		}
		for _, id := range cards[p.ID] {
			records = append(records, []string{p.ID, "crm", id})
		}
		if p.ShopOrders > 0 {
			records = append(records, []string{p.ID, "shop", p.Email})
		}
	}
	return table(records)
}

// customersCSV gives what no export shows: each customer's own parameters, and
// whether they left after the last purchase.
func customersCSV(c company) ([]byte, error) {
	records := [][]string{{"person", "kind", "first_on", "last_on", "purchases", "left",
		"purchases_a_year", "dropout", "mean_order"}}
	for _, p := range c.Customers {
		h, days := p.History, p.purchases()
		day := func(i int) string { return c.Days.date(days[i]).Format(time.DateOnly) }
		records = append(records, []string{p.ID, p.Kind, day(0), day(len(days) - 1), strconv.Itoa(len(days)),
			strconv.FormatBool(h.Left), fmt.Sprintf("%.3f", h.Rate*365), fmt.Sprintf("%.4f", h.Dropout),
			fmt.Sprintf("%.2f", h.MeanOrder)})
	}
	return table(records)
}

func table(records [][]string) ([]byte, error) {
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
