package main

import "fmt"

// company is everything that happened, and what its systems made of it.
type company struct {
	Period      period
	Days        calendar // of the retail customers
	Populations []population
	Customers   []*person
	Leads       []*person
	Namesakes   []pair
	Relatives   []pair
	Accounting  []accountingRow
	Shop        []shopRow
	Contacts    []contact
	Events      []event
	Deals       []deal // also those of months ahead
	Subscribers []subscriber
	Campaigns   []campaign
}

func newCompany(seed uint64) (company, error) {
	p, err := newPeriod()
	if err != nil {
		return company{}, err
	}
	// Offices do not buy at weekends; households do so a little more.
	working := newCalendar(p.First, p.AsOf, [7]float64{0, 1, 1, 1, 1, 1, 0})
	living := newCalendar(p.First, p.AsOf, [7]float64{1.15, 0.95, 0.9, 0.9, 0.95, 1, 1.15})
	c := company{Period: p, Days: living, Populations: []population{businesses(), households()}}

	business := c.Populations[0].simulate(newRandom(seed, streamBusiness), working)
	retail := c.Populations[1].simulate(newRandom(seed, streamRetail), living)
	names := newRegistry(newRandom(seed, streamNames))
	c.Customers = people(names, business, retail)
	orders := newSales(seed, p, living, c.Customers)
	c.Subscribers = newSubscribers(seed, p, c.Customers)
	c.Campaigns = newCampaigns(seed, p, living, c.Subscribers)
	for _, campaign := range c.Campaigns {
		orders.Shop = append(orders.Shop, campaign.Orders...)
	}
	byTime(orders.Shop)
	giveCodes(c.Customers)
	names.random = newRandom(seed, streamLeads)
	c.Leads, c.Namesakes, c.Relatives = newLeads(names, c.Customers)

	c.Accounting = newAccounting(seed, orders.Accounting)
	c.Shop = newShop(seed, p, orders.Shop)
	c.Contacts = newContacts(seed, p, c.Customers, c.Leads)
	c.Events = newEvents(seed, p, c.Customers)
	c.Deals = newDeals(seed, p, orders.Accounting, c.Customers, c.Leads)
	return c, nil
}

// giveCodes numbers those whom accounting knows in the order in which they came.
func giveCodes(customers []*person) {
	n := 0
	for _, p := range customers {
		if p.AccountingOrders > 0 {
			n++
			p.Code = fmt.Sprintf("00-%06d", n)
		}
	}
}
