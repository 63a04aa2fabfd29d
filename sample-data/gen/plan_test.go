package main

import (
	"strconv"
	"testing"
)

// Who reads the plan finds every month once, and growth on what the exports hold of the year before.
func TestPlan_AsksForGrowthOnTheYearBefore(t *testing.T) {
	c, err := newCompany(20261101)
	if err != nil {
		t.Fatal(err)
	}
	months := newTruth(20261101, c).Months
	byMonth := map[string]monthTruth{}
	for _, m := range months {
		byMonth[m.Month] = m
	}
	seen, companies, owners := map[string]bool{}, 0, 0
	for _, row := range parseCSV(t, committed(t, "exports/plan.csv"), ';') {
		month, who := row.cells["Месяц"], row.cells["Кто"]
		key := month + who
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		target, err := strconv.Atoi(row.cells["План"])
		if err != nil || target <= 0 {
			t.Fatalf("%v: %v", row.cells, err)
		}
		if row.cells["Разрез"] != "" {
			owners++
			continue
		}
		companies++
		year, err := strconv.Atoi(month[6:])
		if err != nil {
			t.Fatal(err)
		}
		before := byMonth[strconv.Itoa(year-1)+"-"+month[3:5]].Net.euros()
		if growth := float64(target) / before; growth < 1.1 || growth > 1.3 {
			t.Errorf("%s: %d is %.2f of the year before", month, target, growth)
		}
	}
	if companies != 24 || owners != 18 {
		t.Errorf("%d targets of the company, %d of managers", companies, owners)
	}
}
