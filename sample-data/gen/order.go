package main

import (
	"math"
	"sort"
	"time"
)

// order is one purchase before a system writes it down.
type order struct {
	Person *person // nil where nobody asked who bought
	At     time.Time
	Lines  []line
	Return bool
}

// sales are all orders, each list in the order of time.
type sales struct{ Accounting, Shop []order }

func newSales(seed uint64, p period, days calendar, all []*person) sales {
	var s sales
	r := newRandom(seed, streamBaskets)
	wholesale := shopper{random: r, products: catalogue(), maxLines: 8, maxQuantity: 40, meanLines: 2.8}
	shelf := shopper{random: r, products: catalogue(), maxLines: 6, maxQuantity: 5, meanLines: 2.4}
	for _, customer := range all {
		for i, day := range customer.History.Days {
			from, at := shelf, p.moment(days.date(day), shopHour(r), r.IntN(60), r.IntN(60))
			inAccounting := r.chance(customer.AccountingShare)
			if customer.Kind == "business" {
				from = wholesale
			}
			if inAccounting {
				at = p.moment(days.date(day), r.between(9, 18), r.IntN(60), r.IntN(60))
			}
			lines := from.basket(customer.History.Values[i], at, customer.Discount)
			o := order{Person: customer, At: at, Lines: lines}
			if inAccounting {
				customer.AccountingOrders++
				s.Accounting = append(s.Accounting, o)
			} else {
				customer.ShopOrders++
				s.Shop = append(s.Shop, o)
			}
		}
	}
	s.Accounting = append(s.Accounting, returns(r, p, s.Accounting)...)
	till := shopper{random: newRandom(seed, streamTill), products: catalogue(), maxLines: 6, maxQuantity: 5, meanLines: 3}
	s.Accounting = append(s.Accounting, walkIns(till, p, days, 9, 12, 80)...)
	s.Shop = append(s.Shop, walkIns(till, p, days, 4, 9, 34)...)
	byTime(s.Accounting)
	byTime(s.Shop)
	return s
}

func byTime(orders []order) {
	sort.SliceStable(orders, func(i, j int) bool { return orders[i].At.Before(orders[j].At) })
}

// shopHour is when people buy from home: in the evening, some after midnight,
// when the day of the company is not yet the day of UTC.
func shopHour(r random) int {
	return pick(r, []int{0, 1, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23})
}

// returns are documents of their own, some days after the sale, for one line of it.
func returns(r random, p period, sold []order) []order {
	var all []order
	for _, o := range sold {
		if !r.chance(0.035) {
			continue
		}
		at := o.At.AddDate(0, 0, r.between(3, 20)).Add(time.Duration(r.IntN(3600)) * time.Second)
		if at.After(p.moment(p.AsOf, 23, 59, 59)) {
			continue
		}
		l := pick(r, o.Lines)
		l = newLine(l.Product, r.between(1, l.Quantity), l.Price)
		all = append(all, order{Person: o.Person, At: at, Lines: []line{l}, Return: true})
	}
	return all
}

// walkIns are purchases of unknown people: so many in a mean month at the
// beginning, so many at the end, each of about so many euros.
func walkIns(s shopper, p period, days calendar, first, last, euros float64) []order {
	var all []order
	for month := range days.months() {
		from, to := days.span(month)
		grown := first + (last-first)*float64(month)/float64(days.months()-1)
		for range s.round(grown * (to - from) * 12 / 365) {
			day, _ := days.day(from + (to-from)*s.Float64())
			at := p.moment(days.date(day), s.between(10, 19), s.IntN(60), s.IntN(60))
			spent := euros * math.Max(0.3, s.ExpFloat64())
			all = append(all, order{At: at, Lines: s.basket(spent, at, 0)})
		}
	}
	return all
}
