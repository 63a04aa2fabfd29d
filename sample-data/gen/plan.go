package main

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"
)

const (
	// plannedGrowth is what the directors ask for: of the last twelve months they asked for
	// more than of the next ones.
	lastYearsGrowth, nextYearsGrowth, ownersGrowth = 1.25, 1.15, 1.20
	companyStep, ownerStep                         = 500, 100 // euros that plans are rounded to
	plannedMonths                                  = 12
)

func planHeader() []string {
	return []string{"Показатель", "Месяц", "Разрез", "Кто", "План"}
}

// planRecords are the company's targets of the last and of the next twelve months, each from what
// the same month brought a year before, and those of the managers for the current quarter, of
// what they sold wholesale.
func planRecords(c company, months []monthTruth) [][]string {
	records := [][]string{planHeader()}
	for i := len(months) - plannedMonths; i < len(months)+plannedMonths; i++ {
		growth := lastYearsGrowth
		if i >= len(months) {
			growth = nextYearsGrowth
		}
		records = append(records, planRecord(c.Period.First.AddDate(0, i, 0), "", "", months[i-12].Net.euros()*growth, companyStep))
	}
	quarter := c.Period.AsOf.AddDate(0, -int(c.Period.AsOf.Month()-1)%3, 1-c.Period.AsOf.Day())
	for _, owner := range managers() {
		for m := range 3 {
			month := quarter.AddDate(0, m, 0)
			records = append(records, planRecord(month, "Менеджер", owner, soldBy(c.Accounting, owner, month.AddDate(-1, 0, 0)).euros()*ownersGrowth, ownerStep))
		}
	}
	return records
}

func planRecord(month time.Time, scope, who string, euros float64, step int) []string {
	return []string{"Выручка", month.Format("02.01.2006"), scope, who, strconv.Itoa(int(euros/float64(step)+0.5) * step)}
}

// soldBy is what a manager's documents of a month come to, returns off.
func soldBy(rows []accountingRow, owner string, month time.Time) cents {
	sum := cents(0)
	facts := accountingFacts(rows)
	for i, row := range rows {
		if row.Manager == owner && facts[i].loaded() && row.At.Year() == month.Year() && row.At.Month() == month.Month() {
			sum += facts[i].net()
		}
	}
	return sum
}

// planCSV is the spreadsheet in which the plan is kept: UTF-8, semicolons.
func planCSV(c company, months []monthTruth) ([]byte, error) {
	var out bytes.Buffer
	writer := csv.NewWriter(&out)
	writer.Comma = ';'
	if err := writer.WriteAll(planRecords(c, months)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
