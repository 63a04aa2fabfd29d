package main

import (
	"fmt"
	"slices"
)

// pair is two people whom it is wrong to join.
type pair struct {
	Lead     string `json:"lead"`
	Customer string `json:"customer"`
}

// newLeads are people of the CRM who never bought. Some are traps for whoever
// joins cards: namesakes of customers, who share a name and nothing else, and
// relatives, who share the family's name and its phone.
func newLeads(g *registry, customers []*person) (all []*person, namesakes, relatives []pair) {
	for i := range 130 {
		p := g.newPerson("lead", history{})
		p.ID = fmt.Sprintf("L%04d", i+1)
		all = append(all, p)
	}
	for i, p := range all[:20] {
		model := trapModel(customers, (i+1)*len(customers)/22)
		p.Language, p.Last, p.Patronymic, p.Manager = model.Language, model.Last, model.Patronymic, model.Manager
		if i%2 == 0 {
			p.First = model.First
			namesakes = append(namesakes, pair{p.ID, model.ID})
		} else {
			p.First, p.Phone = sibling(g, model), model.Phone
			relatives = append(relatives, pair{p.ID, model.ID})
		}
		p.Place = model.Place
		if i%2 == 0 {
			p.Phone = g.phone(p.Place.Country)
		}
		p.Email = g.email(p)
	}
	return all, namesakes, relatives
}

// trapModel finds the next customer who is certainly in the CRM and has a phone.
func trapModel(customers []*person, from int) *person {
	for _, p := range customers[from:] {
		if p.Code != "" && p.Phone.National != "" {
			return p
		}
	}
	return customers[0]
}

// sibling is another first name of the same sex: in Russian the last name shows it.
func sibling(g *registry, of *person) name {
	v := g.words[of.Language]
	names := v.Men
	if slices.Contains(v.Women, of.First) {
		names = v.Women
	}
	for {
		if n := pick(g.random, names); n != of.First {
			return n
		}
	}
}
