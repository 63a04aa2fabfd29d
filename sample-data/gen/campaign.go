package main

import (
	"fmt"
	"time"
)

// mailing is a campaign as the shop planned it, with what nobody but the truth
// knows: how many of those it reached bought once more than they would have.
type mailing struct {
	ID, Name, Offer string
	From, Until     time.Time
	Held            float64 // share of the control group
	Response        float64 // chance of one more order, of those who are still customers
	Cost            cents   // a letter
	Fixed           cents
}

// mailings are one that works, one that does nothing, one without a control
// group, and one that is still running when the exports are made.
func mailings() []mailing {
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return []mailing{
		{ID: "BACK25", Name: "Come back in autumn", Offer: "free delivery", From: day(2025, 10, 13), Until: day(2025, 11, 9), Response: 0.05, Cost: 4, Fixed: 9000},
		{ID: "SPRING26", Name: "Spring teas", Offer: "15 % off tea", From: day(2026, 3, 9), Until: day(2026, 4, 5), Held: 0.3, Response: 0.17, Cost: 4, Fixed: 12000},
		{ID: "SUMMER26", Name: "Summer letter", Offer: "recipes", From: day(2026, 6, 8), Until: day(2026, 7, 5), Held: 0.3, Cost: 4, Fixed: 8000},
		{ID: "AUTUMN26", Name: "Autumn coffees", Offer: "10 % off coffee", From: day(2026, 10, 19), Until: day(2026, 11, 15), Held: 0.2, Response: 0.12, Cost: 4, Fixed: 12000},
	}
}

// member is one address of a campaign.
type member struct {
	Person  *person
	Email   string // as the mailing system has it
	Segment string
	Held    bool
	Touched []time.Time
	Opened  time.Time
	Clicked time.Time
}

// campaign is a mailing with whom it went to and what they bought because of it.
type campaign struct {
	mailing
	Members []member
	Orders  []order
}

// subscriber is a customer of the shop whom the mailing system knows.
type subscriber struct {
	Person     *person
	Subscribed bool
	Changed    time.Time
}

// newSubscribers are nine in ten of the shop's customers, of whom one in nine has
// left the list.
func newSubscribers(seed uint64, p period, all []*person) []subscriber {
	r := newRandom(seed, streamSubscribers)
	var found []subscriber
	for _, known := range all {
		if known.ShopOrders == 0 || !r.chance(0.9) {
			continue
		}
		s := subscriber{Person: known, Subscribed: !r.chance(0.11)}
		gap := int(p.AsOf.Sub(p.First).Hours()/24) - known.History.Days[0]
		s.Changed = p.moment(p.First.AddDate(0, 0, known.History.Days[0]+r.IntN(gap+1)), r.between(8, 21), r.IntN(60), r.IntN(60))
		found = append(found, s)
	}
	return found
}

// newCampaigns writes to the subscribers who had bought before. Which of them
// are held out is drawn, and nothing else decides it.
func newCampaigns(seed uint64, p period, days calendar, subscribers []subscriber) []campaign {
	r := newRandom(seed, streamCampaigns)
	shelf := shopper{random: r, products: catalogue(), maxLines: 6, maxQuantity: 5, meanLines: 2.4}
	var all []campaign
	for _, m := range mailings() {
		c := campaign{mailing: m}
		for _, s := range subscribers {
			start := int(m.From.Sub(p.First).Hours() / 24)
			if !s.Subscribed && s.Changed.Before(p.moment(m.From, 0, 0, 0)) || s.Person.History.Days[0] >= start {
				continue
			}
			one := newMember(r, p, m, s.Person)
			c.Members = append(c.Members, one)
			if !one.Held && r.chance(m.Response) && stays(s.Person.History, start) {
				if o, inside := oneMore(shelf, p, days, m, s.Person); inside {
					c.Orders = append(c.Orders, o)
				}
			}
		}
		spoilMembers(r, p, &c)
		all = append(all, c)
	}
	return all
}

// stays tells whether somebody is still a customer on a day.
func stays(h history, day int) bool {
	return !h.Left || h.Days[len(h.Days)-1] >= day
}

// oneMore is an order that the campaign brought, in its window; one behind the
// exports has not come yet.
func oneMore(shelf shopper, p period, days calendar, m mailing, known *person) (order, bool) {
	window := int(m.Until.Sub(m.From).Hours() / 24)
	day := m.From.AddDate(0, 0, min(window, 1+int(shelf.ExpFloat64()*6)))
	at := p.moment(day, shopHour(shelf.random), shelf.IntN(60), shelf.IntN(60))
	o := order{Person: known, At: at, Lines: shelf.basket(known.History.MeanOrder*(0.5+shelf.Float64()), at, known.Discount)}
	if day.After(p.AsOf) {
		return order{}, false
	}
	known.ShopOrders++
	known.Brought = append(known.Brought, int(day.Sub(days.First).Hours()/24))
	return o, true
}

func newMember(r random, p period, m mailing, known *person) member {
	one := member{Person: known, Email: known.Email, Segment: "households", Held: r.chance(m.Held)}
	if known.Kind == "business" {
		one.Segment = "cafés and hotels"
	}
	if r.chance(0.1) {
		one.Email = recased(r, one.Email)
	}
	sent := p.moment(m.From, 9, r.IntN(60), r.IntN(60))
	opened := sent.Add(time.Duration(r.ExpFloat64()*20*3600) * time.Second)
	if one.Held {
		return one
	}
	one.Touched = []time.Time{sent}
	last := p.moment(p.AsOf, 23, 59, 59)
	if r.chance(0.34) && !opened.After(last) {
		one.Opened = opened
		if clicked := opened.Add(time.Duration(r.between(10, 900)) * time.Second); r.chance(0.2) && !clicked.After(last) {
			one.Clicked = clicked
		}
	}
	return one
}

// spoilMembers does what mailings suffer from: some get a letter twice, two of
// the control group get one by mistake, three addresses nobody knows.
func spoilMembers(r random, p period, c *campaign) {
	sent := p.moment(c.From, 17, 5, 0)
	twice, mistaken := 6, 2
	for i := range c.Members {
		one := &c.Members[i]
		switch {
		case !one.Held && twice > 0 && r.chance(0.05):
			one.Touched = append(one.Touched, sent)
			twice--
		case one.Held && mistaken > 0 && r.chance(0.1):
			one.Touched = append(one.Touched, sent)
			mistaken--
		}
	}
	for n := range 3 {
		c.Members = append(c.Members, member{Email: fmt.Sprintf("list%d.%s@example.net", n+1, c.ID), Segment: "households", Touched: []time.Time{sent}})
	}
}
