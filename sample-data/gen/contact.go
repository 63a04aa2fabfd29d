package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"sort"
	"strconv"
	"time"

	"golang.org/x/text/encoding/charmap"
)

const crmTime = "02.01.2006 15:04:05"

// contact is one card of the CRM; several may be the same person.
type contact struct {
	ID                       int
	Person                   *person
	Name, Company            string
	Owner, CreatedBy         string
	CreatedAt                time.Time
	Phone, Email, City, Tags string
	Code, Discount, Note     string
	Faults                   []fault
}

func contactHeader() []string {
	return []string{"ID", "Полное имя контакта", "Компания", "Ответственный", "Кем создан контакт", "Дата создания контакта",
		"Рабочий телефон", "Рабочий email", "Город", "Теги", "Код 1С", "Скидка, %", "Примечание 1"}
}

// newContacts writes cards for whom accounting knows, for a third of the shop's
// customers and for the leads; about every fourth person has more than one.
func newContacts(seed uint64, p period, all, leads []*person) []contact {
	r := newRandom(seed, streamContacts)
	var cards []contact
	for _, known := range append(append([]*person{}, all...), leads...) {
		if known.Code == "" && known.Kind != "lead" && !r.chance(0.36) {
			continue
		}
		created := firstMeeting(r, p, known)
		cards = append(cards, newCard(r, known, created))
		for again := 0.27; r.chance(again); again = 0.2 {
			gap := int(p.AsOf.Sub(created).Hours()/24) - 1
			if gap < 2 {
				break
			}
			created = p.moment(created.AddDate(0, 0, r.between(1, gap)), r.between(9, 18), r.IntN(60), r.IntN(60))
			cards = append(cards, newDuplicate(r, known, created))
		}
	}
	sort.SliceStable(cards, func(i, j int) bool { return cards[i].CreatedAt.Before(cards[j].CreatedAt) })
	id := 31544015
	for i := range cards {
		id += r.between(2, 90)
		cards[i].ID = id
	}
	spoilContacts(r, cards)
	return cards
}

// firstMeeting is some days before or after the first purchase; those who
// bought when the exports begin may have been there for two years.
func firstMeeting(r random, p period, known *person) time.Time {
	day := p.First.AddDate(0, 0, r.between(0, 1090))
	if len(known.History.Days) > 0 {
		day = p.First.AddDate(0, 0, known.History.Days[0]-r.between(0, 9))
		if known.History.Days[0] < 90 {
			day = day.AddDate(0, 0, -r.between(0, 700))
		}
	}
	return p.moment(day, r.between(9, 18), r.IntN(60), r.IntN(60))
}

func newCard(r random, known *person, created time.Time) contact {
	entities := r.chance(0.5)
	c := contact{Person: known, CreatedAt: created, Owner: known.Manager, CreatedBy: pick(r, managers()),
		Name: inCyrillicPage(known.fullName(), entities), Company: inCyrillicPage(known.Company, entities),
		City: inCyrillicPage(known.Place.City, false), Phone: known.Phone.written(r), Email: known.Email}
	if r.chance(0.12) {
		c.Phone = ""
	}
	if r.chance(0.04) {
		c.Phone = pick(r, junkPhones())
	}
	if r.chance(0.25) {
		c.Email = recased(r, c.Email)
	}
	if known.Kind == "business" && r.chance(0.12) {
		c.Email = ""
	}
	if r.chance(0.88) {
		c.Code = known.Code
	}
	if known.Discount > 0 {
		c.Discount = pick(r, []string{"%.0f", "%.0f,0", "%.0f,00"})
		c.Discount = fmt.Sprintf(c.Discount, known.Discount*100)
	}
	c.Tags = tags(r, known, created)
	c.Note = note(r, created)
	return c
}

// newDuplicate is a second card: another spelling, another manager, and not
// every key that the first card has. One of phone, e-mail and code is left, but
// for some who can be told by their name and city alone.
func newDuplicate(r random, known *person, created time.Time) contact {
	c := newCard(r, known, created)
	c.Name = inCyrillicPage(respelled(r, known), r.chance(0.3))
	c.Owner = pick(r, managers())
	if r.chance(0.35) {
		c.Company = ""
	}
	switch r.IntN(8) {
	case 0, 1, 2:
		c.Email, c.Code, c.Phone = "", "", known.Phone.written(r)
	case 3, 4:
		c.Phone, c.Code, c.Email = "", "", recased(r, known.Email)
	case 5:
		c.Phone, c.Email = pick(r, junkPhones()), ""
	case 6:
		c.Phone, c.Email, c.Code = "", "", ""
	}
	return c
}

func tags(r random, known *person, created time.Time) string {
	switch x := r.IntN(10); {
	case x < 3:
		return ""
	case x == 3:
		return "импорт " + created.Format("02.01.2006")
	case known.Kind == "business":
		return pick(r, []string{"опт", "опт, кофе", "опт, чай", "HoReCa", "опт; посуда"})
	default:
		return pick(r, []string{"розница", "розница, подарки", "чай", "рассылка"})
	}
}

func note(r random, created time.Time) string {
	day := created.AddDate(0, 0, 2).Format("02.01.2006")
	switch r.IntN(12) {
	case 0:
		return "Звонили " + day + "\nпросили прайс; перезвонить \"после обеда\""
	case 1:
		return "Доставка до двери,\nэтаж 3\n\nдомофон не работает"
	case 2:
		return "Интересуется самоварами; бюджет до 150,00"
	case 3:
		return "Скидка согласована " + day
	default:
		return ""
	}
}

func spoilContacts(r random, cards []contact) {
	h := contactHeader()
	id, date := h[0], h[5]
	wanted := [][]fault{
		{{date, "31.02.2025", impossibleDate}}, {{date, "31.04.2024 10:00:00", impossibleDate}},
		{{date, "не указана", notADate}}, {{id, "", missingContactID}},
	}
	ordinary := func(i int) bool { return cards[i].Person.Kind == "lead" }
	spoil(r, len(cards), ordinary, wanted, func(i int, faults []fault) { cards[i].Faults = faults })
}

func (c contact) cells() []string {
	cells := []string{strconv.Itoa(c.ID), c.Name, c.Company, c.Owner, c.CreatedBy, c.CreatedAt.Format(crmTime),
		c.Phone, c.Email, c.City, c.Tags, c.Code, c.Discount, c.Note}
	replace(contactHeader(), cells, c.Faults, func(s string) string { return s })
	return cells
}

func contactsCSV(cards []contact) ([]byte, error) {
	records := [][]string{contactHeader()}
	for _, c := range cards {
		records = append(records, c.cells())
	}
	return cyrillicCSV(records)
}

// cyrillicCSV is the table of a Russian Windows program: semicolons, CRLF,
// code page 1251.
func cyrillicCSV(records [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(records); err != nil {
		return nil, err
	}
	content, err := charmap.Windows1251.NewEncoder().Bytes(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("encode as cp1251: %w", err)
	}
	return content, nil
}
