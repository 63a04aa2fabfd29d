package main

import (
	"sort"
	"strconv"
	"time"
)

// event is one touch that a manager wrote down.
type event struct {
	ID                  int
	Kind, Subject       string
	At                  time.Time
	Code, Owner, Status string
	Faults              []fault
}

func eventHeader() []string {
	return []string{"ID", "Тип", "Дата", "Код 1С", "Тема", "Ответственный", "Статус"}
}

// newEvents follow the customers of accounting from a month before they first
// bought until they left, about one in fifteen weeks.
func newEvents(seed uint64, p period, all []*person) []event {
	r := newRandom(seed, streamEvents)
	var events []event
	for _, known := range all {
		if known.Code == "" {
			continue
		}
		days := known.History.Days
		until := int(p.AsOf.Sub(p.First).Hours() / 24)
		if known.History.Left {
			until = min(until, days[len(days)-1]+60)
		}
		for day := days[0] - r.between(0, 30); day <= until; day += 1 + int(r.ExpFloat64()*105) {
			if day < 0 {
				continue
			}
			events = append(events, newEvent(r, p, known, p.First.AddDate(0, 0, day)))
		}
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].At.Before(events[j].At) })
	for i := range events {
		events[i].ID = 500001 + i
	}
	spoilEvents(r, events)
	return events
}

func newEvent(r random, p period, known *person, day time.Time) event {
	kinds := []struct {
		kind     string
		subjects []string
	}{
		{"Звонок", []string{"Новый заказ", "Уточнение адреса", "Жалоба на бой посуды", "Напоминание об оплате", "Не дозвонились"}},
		{"Звонок", []string{"Новый заказ", "Прайс на месяц", "Предложение к праздникам"}},
		{"Письмо", []string{"Прайс-лист", "Счёт на оплату", "Акт сверки", "Re: образцы; новые сорта"}},
		{"Визит", []string{"Дегустация", "Договор", "Выкладка \"Самовары\""}},
		{"Задача", []string{"Подготовить предложение", "Согласовать скидку", "Поздравить"}},
	}
	k := pick(r, kinds)
	e := event{Kind: k.kind, Subject: pick(r, k.subjects), At: p.moment(day, r.between(9, 18), r.IntN(60), r.IntN(60)),
		Code: known.Code, Owner: known.Manager, Status: "Завершено"}
	if r.chance(0.08) {
		e.Status = "Просрочено"
	}
	if p.AsOf.Sub(day) < 20*24*time.Hour && r.chance(0.4) {
		e.Status = "Запланировано"
	}
	if r.chance(0.04) {
		e.Code = ""
	}
	return e
}

func spoilEvents(r random, events []event) {
	h := eventHeader()
	id, date := h[0], h[2]
	wanted := [][]fault{{{date, "31.02.2025", impossibleDate}}, {{date, "не указана", notADate}}, {{id, "", missingEventID}}}
	ordinary := func(i int) bool { return events[i].Code != "" }
	spoil(r, len(events), ordinary, wanted, func(i int, faults []fault) { events[i].Faults = faults })
}

func (e event) cells() []string {
	cells := []string{strconv.Itoa(e.ID), e.Kind, e.At.Format(crmTime), e.Code, e.Subject, e.Owner, e.Status}
	replace(eventHeader(), cells, e.Faults, func(s string) string { return s })
	return cells
}

func eventsCSV(events []event) ([]byte, error) {
	records := [][]string{eventHeader()}
	for _, e := range events {
		records = append(records, e.cells())
	}
	return cyrillicCSV(records)
}
