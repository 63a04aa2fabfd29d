package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// person is one real customer or lead, whatever each system calls it.
type person struct {
	ID          string
	Kind        string // business, retail or lead
	Language    string
	First, Last name
	Patronymic  string
	Place       place
	Company     string
	Email       string
	Phone       phone
	BillingName string

	// Code is the key in accounting; empty for those whom it does not know.
	Code            string
	AccountingShare float64 // of the orders; the shop takes the others
	Discount        float64
	Manager         string
	History         history
	Brought         []int // days of purchases that campaigns brought

	AccountingOrders, ShopOrders int
}

func (p *person) fullName() string { return p.First.Native + " " + p.Last.Native }

// purchases are the days of all purchases, in order.
func (p *person) purchases() []int {
	days := slices.Concat(p.History.Days, p.Brought)
	slices.Sort(days)
	return days
}

func managers() []string {
	return []string{"Орлова Анна", "Белов Пётр", "Савина Ольга", "Garcia Marta", "Ruiz Carlos", "Hall Kate"}
}

// registry gives out what may exist only once: e-mails, phones, company names.
type registry struct {
	random
	words map[string]vocabulary
	used  map[string]bool
}

func newRegistry(r random) *registry {
	return &registry{random: r, words: vocabularies(), used: map[string]bool{}}
}

// unique asks for proposals until one is new; n counts from zero.
func (g *registry) unique(propose func(n int) string) string {
	for n := 0; ; n++ {
		if s := propose(n); !g.used[s] {
			g.used[s] = true
			return s
		}
	}
}

func (g *registry) newPerson(kind string, h history) *person {
	p := &person{Kind: kind, History: h, Language: g.language()}
	v := g.words[p.Language]
	woman := g.chance(0.56)
	if woman {
		p.First = pick(g.random, v.Women)
	} else {
		p.First = pick(g.random, v.Men)
	}
	p.Last = pick(g.random, v.Last)
	if len(v.Patronymics) > 0 {
		ending := "ич"
		if woman {
			p.Last, ending = p.Last.feminine(), "на"
		}
		p.Patronymic = pick(g.random, v.Patronymics).Native + ending
	}
	p.Place = pick(g.random, v.Places)
	p.Email = g.email(p)
	p.Phone = g.phone(p.Place.Country)
	p.Manager = pick(g.random, managers())
	p.BillingName = p.fullName()
	return p
}

func (g *registry) language() string {
	switch x := g.Float64(); {
	case x < 0.36:
		return "ru"
	case x < 0.70:
		return "es"
	default:
		return "en"
	}
}

func (g *registry) email(p *person) string {
	local := strings.ToLower(p.First.Latin + "." + strings.ReplaceAll(p.Last.Latin, "'", ""))
	domain := pick(g.random, []string{"example.com", "example.com", "example.org", "example.net"})
	return g.unique(func(n int) string {
		if n == 0 {
			return local + "@" + domain
		}
		return fmt.Sprintf("%s%d@%s", local, n+1, domain)
	})
}

func (g *registry) company(p *person) string {
	v := g.words[p.Language]
	if p.Language == "ru" && g.chance(0.3) {
		return g.unique(func(n int) string {
			return strings.TrimRight(fmt.Sprintf("ИП %s %s %s%s", p.Last.Native, p.First.Native, p.Patronymic, number(n)), " ")
		})
	}
	kind, word := pick(g.random, v.CompanyKinds), pick(g.random, v.CompanyWords)
	if p.Language == "ru" {
		word = "«" + word + "»"
	}
	return g.unique(func(n int) string { return fmt.Sprintf(v.CompanyForm, kind, word+number(n)) })
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %d", n+1)
}

// people makes persons out of the lives of both populations, first buyer first.
func people(g *registry, business, retail []history) []*person {
	var all []*person
	for _, h := range business {
		p := g.newPerson("business", h)
		p.Company = g.company(p)
		p.Discount = 0.02 * float64(g.between(0, 7))
		p.AccountingShare = 1
		if g.chance(0.25) {
			p.AccountingShare = 0.75
		}
		all = append(all, p)
	}
	for _, h := range retail {
		p := g.newPerson("retail", h)
		if g.chance(0.07) {
			p.AccountingShare = 0.4
		}
		all = append(all, p)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].History.Days[0] < all[j].History.Days[0] })
	for i, p := range all {
		p.ID = fmt.Sprintf("P%04d", i+1)
	}
	renameHostile(all)
	return all
}

// renameHostile gives the hostile names to ordinary customers of the shop who
// are still there, so that the names reach every list of customers.
func renameHostile(all []*person) {
	const apart = 120
	names := hostileNames()
	last := 0
	for i, p := range all {
		ordinary := p.Kind == "retail" && p.AccountingShare == 0 && !p.History.Left &&
			len(p.History.Days) >= 3 && len(p.History.Days) <= 12
		if ordinary && len(names) > 0 && i-last >= apart {
			p.BillingName, names, last = names[0], names[1:], i
		}
	}
}
