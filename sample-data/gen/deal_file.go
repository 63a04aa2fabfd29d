package main

import (
	"bytes"
	"encoding/csv"
	"html"
	"strconv"
)

// dealHeader is that of amoCRM's export: its thirty standard columns, and a
// field that the company has added.
func dealHeader() []string {
	return []string{"ID", "Название сделки", "Бюджет €", "Ответственный", "Дата создания сделки", "Кем создана сделка", "Дата редактирования", "Кем редактирована",
		"Дата закрытия", "Теги", "Примечание", "Примечание 2", "Примечание 3", "Примечание 4", "Примечание 5", "Этап сделки", "Воронка", "Полное имя контакта",
		"Компания контакта", "Ответственный за контакт", "Компания", "Рабочий телефон", "Рабочий прямой телефон", "Мобильный телефон", "Факс", "Домашний телефон",
		"Другой телефон", "Рабочий email", "Личный email", "Другой email", "Код 1С"}
}

const missingDealID = "missing deal id"

// spoilDeals puts in what real exports have: rows that cannot be read, tests,
// deals that were entered after they were closed, and hostile names.
func spoilDeals(r random, p period, all []deal) {
	h := dealHeader()
	id, amount, created := h[0], h[2], h[4]
	wanted := [][]fault{{{created, "31.02.2025 10:00:00", impossibleDate}}, {{amount, "1O500", badAmount}}, {{id, "", missingDealID}}}
	lost := func(i int) bool { return all[i].closedBy(p) && !all[i].Won && all[i].Expected > 0 }
	spoil(r, len(all), lost, wanted, func(i int, faults []fault) { all[i].Faults = faults })
	plain := func(i int) bool { return lost(i) && len(all[i].Faults) == 0 && !all[i].Test }
	spoil(r, len(all), plain, make([][]fault, 4), func(i int, _ []fault) {
		all[i].Test, all[i].Name = true, pick(r, []string{"Тест", "Тестовая сделка", "test"})
	})
	spoil(r, len(all), plain, make([][]fault, 3), func(i int, _ []fault) {
		all[i].Closed, all[i].Edited = all[i].Opened.AddDate(0, 0, -r.between(2, 30)), all[i].Opened
	})
	names := hostileNames()
	running := func(i int) bool { return all[i].openedBy(p) && !all[i].closedBy(p) }
	spoil(r, len(all), running, make([][]fault, 3), func(i int, _ []fault) { all[i].Name, names = names[0], names[1:] })
}

func (d deal) cells(p period) []string {
	stage, closed, budget := dealStages()[min(d.stage, len(dealStages())-1)], "не закрыта", d.Expected
	if d.closedBy(p) {
		stage, closed = "Закрыто и не реализовано", d.Closed.Format("02.01.2006 15:04:00")
		if d.Won {
			stage, budget = "Успешно реализовано", d.Final
		}
	}
	written := strconv.Itoa(int(budget / 100))
	if budget == 0 {
		written = ""
	}
	name, company := html.EscapeString(d.Name), html.EscapeString(d.Customer.Company)
	tag := ""
	if d.ID%5 == 0 {
		tag = "опт, выставка"
	}
	cells := []string{strconv.Itoa(d.ID), name, written, d.Seller.Owner, d.Opened.Format(crmTime), d.Seller.Owner, d.Edited.Format(crmTime), d.Seller.Owner,
		closed, tag, d.Note, "", "", "", "", stage, d.Pipeline, d.Customer.fullName(),
		company, d.Customer.Manager, company, d.Phone, "", "", "", "", "", d.Email, "", "", d.Customer.Code}
	replace(dealHeader(), cells, d.Faults, func(s string) string { return s })
	return cells
}

func dealsCSV(c company) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(dealHeader()); err != nil {
		return nil, err
	}
	for _, d := range c.Deals {
		if d.openedBy(c.Period) {
			if err := w.Write(d.cells(c.Period)); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
