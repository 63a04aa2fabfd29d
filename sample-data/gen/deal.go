package main

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"time"
)

// deal is one opportunity of the CRM, with what nobody there knows yet: how and
// when it will end.
type deal struct {
	ID               int
	Name             string
	Customer         *person
	Pipeline         string
	Seller           seller
	Opened, Closed   time.Time // zero Closed is never: forgotten
	Won              bool
	Expected, Final  cents
	Order            *order // of accounting, that it ended in
	Test             bool
	Phone, Email     string
	Edited           time.Time
	Note             string
	Faults           []fault
	stage, forgotten int // how far it has come, how far it came when it was forgotten
}

// seller is what a manager makes of deals: the chance to win one, the mean days
// that it takes, and the share of all deals.
type seller struct {
	Owner     string  `json:"owner"`
	Chance    float64 `json:"chance_to_win"`
	DaysToWin float64 `json:"mean_days_to_win"`
	Share     float64 `json:"share_of_deals"`
}

func sellers() []seller {
	shares, chances, days := []float64{0.22, 0.20, 0.18, 0.16, 0.14, 0.10}, []float64{0.62, 0.52, 0.45, 0.40, 0.33, 0.24}, []float64{28, 38, 34, 48, 42, 56}
	var all []seller
	for i, owner := range managers() {
		all = append(all, seller{Owner: owner, Chance: chances[i], DaysToWin: days[i], Share: shares[i]})
	}
	return all
}

const (
	// forgottenShare of all deals nobody ever closes.
	forgottenShare = 0.05
	// dealMonthsBefore the exports begin there were deals already, and
	// dealMonthsAhead are known to the truth alone.
	dealMonthsBefore, dealMonthsAhead = 6, 6
	dealsFirstMonth, dealsLastMonth   = 15.0, 31.0
)

func dealStages() []string {
	return []string{"Первичный контакт", "Дегустация", "Предложение отправлено", "Согласование договора"}
}

// newDeals come at a growing rate, each to a manager. Where one is won while
// accounting was watching, it ends in a wholesale order of about that day if
// there is one; the others are sums like those of orders.
func newDeals(seed uint64, p period, orders []order, customers, leads []*person) []deal {
	r := newRandom(seed, streamDeals)
	sold := wholesale(orders)
	buyers := slices.DeleteFunc(slices.Clone(customers), func(c *person) bool { return c.Kind != "business" || c.Code == "" })
	var all []deal
	months := dealMonthsBefore + 36 + dealMonthsAhead
	for month := range months {
		first := p.First.AddDate(0, month-dealMonthsBefore, 0)
		grown := dealsFirstMonth + (dealsLastMonth-dealsFirstMonth)*float64(month)/float64(months-1)
		for range r.round(grown * math.Sqrt(season(first.Month()))) {
			day := working(first.AddDate(0, 0, r.between(0, first.AddDate(0, 1, -1).Day()-1)))
			all = append(all, newDeal(r, p, day, sold, buyers, leads[20:]))
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Opened.Before(all[j].Opened) })
	used := map[*order]bool{}
	for i := range all {
		all[i].ID = 9417003 + 13*i + r.IntN(13)
		all[i].tie(r, p, sold, used)
		all[i].dress(r, p)
	}
	spoilDeals(r, p, all)
	return all
}

// wholesale are the orders of companies that a deal may end in.
func wholesale(orders []order) []*order {
	var all []*order
	for i := range orders {
		if o := &orders[i]; !o.Return && o.Person != nil && o.Person.Kind == "business" && o.total() >= 100_00 {
			all = append(all, o)
		}
	}
	return all
}

func (o order) total() (sum cents) {
	for _, l := range o.Lines {
		sum += l.Amount
	}
	return sum
}

func working(day time.Time) time.Time {
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

func newDeal(r random, p period, day time.Time, sold []*order, buyers, leads []*person) deal {
	d := deal{Opened: p.moment(day, r.between(9, 18), r.IntN(60), r.IntN(60)), Pipeline: "Опт", Final: pick(r, sold).total(), Customer: pick(r, buyers)}
	if r.chance(0.3) {
		d.Pipeline = "HoReCa"
	}
	x := r.Float64()
	for _, s := range sellers() {
		if d.Seller = s; x < s.Share {
			break
		}
		x -= s.Share
	}
	if r.chance(0.35) {
		d.Customer = pick(r, leads)
	}
	days := 0.0
	switch x := r.Float64(); {
	case x < d.Seller.Chance:
		d.Won, days = true, r.gamma(2, 2/d.Seller.DaysToWin)
	case x < d.Seller.Chance+forgottenShare:
		d.forgotten = r.IntN(3)
		return d
	default:
		days = r.gamma(1.5, 1.5/(1.3*d.Seller.DaysToWin))
	}
	d.Closed = p.moment(working(day.AddDate(0, 0, 1+int(days))), r.between(9, 18), r.IntN(60), 0)
	return d
}

// tie finds the order that a won deal ended in: of the same manager, within ten
// days, the nearest that no other deal ended in.
func (d *deal) tie(r random, p period, sold []*order, used map[*order]bool) {
	noise := r.between(80, 130)
	if d.Won && !d.Closed.After(p.moment(p.AsOf, 23, 59, 59)) {
		nearest := 10.5 * 24
		for _, o := range sold {
			apart := math.Abs(o.At.Sub(d.Closed).Hours())
			if apart < nearest && !used[o] && o.Person.Manager == d.Seller.Owner && o.At.After(d.Opened.Add(3*time.Hour)) {
				nearest, d.Order = apart, o
			}
		}
	}
	if d.Order != nil {
		used[d.Order] = true
		d.Customer, d.Final, d.Closed = d.Order.Person, d.Order.total(), d.Order.At.Truncate(time.Minute)
	}
	d.Final = (d.Final + 99) / 100 * 100
	d.Expected = d.Final * cents(noise) / 100 / 10_00 * 10_00
}

// dress gives what only the card shows.
func (d *deal) dress(r random, p period) {
	what := pick(r, []string{"Поставка чая", "Кофе на сезон", "Посуда для зала", "Самовары", "Подарочные наборы", "Договор на год"})
	d.Name = what
	if d.Customer.Company != "" {
		d.Name = what + ", " + d.Customer.Company
	}
	// Who has a code needs no other key, and what the cards lack stays lacking.
	if r.chance(0.7) && d.Customer.Code == "" {
		d.Email = recased(r, d.Customer.Email)
	}
	if r.chance(0.5) && d.Customer.Code == "" {
		d.Phone = d.Customer.Phone.written(r)
	}
	if r.chance(0.1) {
		d.Note = fmt.Sprintf("Просили скидку %d %%,\nответить \"до пятницы\"", r.between(3, 12))
	}
	if r.chance(0.15) {
		d.Expected = 0 // nobody has thought about it
	}
	end := p.moment(p.AsOf, 18, 30, 0)
	age := end.Sub(d.Opened).Hours()
	d.stage = d.forgotten
	if !d.Closed.IsZero() {
		d.stage = min(3, int(4*age/d.Closed.Sub(d.Opened).Hours()))
	}
	d.Edited = d.Opened.Add(time.Duration(r.Float64() * 20 * 24 * float64(time.Hour))).Truncate(time.Second)
	if d.Edited.After(end) {
		d.Edited = end
	}
	if d.closedBy(p) {
		d.Edited = d.Closed.Add(time.Duration(r.IntN(59)) * time.Second)
	}
}

// closedBy reports whether a deal is closed when the exports end.
func (d deal) closedBy(p period) bool {
	return !d.Closed.IsZero() && !d.Closed.After(p.moment(p.AsOf, 23, 59, 59))
}

// openedBy reports whether a deal is there when the exports end.
func (d deal) openedBy(p period) bool { return !d.Opened.After(p.moment(p.AsOf, 23, 59, 59)) }
