package etl

import (
	"fmt"
	"strings"
	"testing"
)

// good is a value that a field of the kind takes.
func good(field Field) string {
	switch field.Kind {
	case NumberField:
		return "12"
	case TimeField:
		return "2024-05-01"
	case BooleanField:
		return "yes"
	}
	if field.Name == "at" {
		return "2024-05-01"
	}
	return "x"
}

// A file of each entity has a good row, and for each field one in which that
// field alone is bad, and one in which it alone is empty.
func TestEntities_ABadCellRejectsItsRowAndNoOther(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, entity := range everyEntity() {
		fields := entity.Input()
		source := Source{Name: "s", Entity: entity.Name, Dates: "year first"}
		var header, whole []string
		for _, field := range fields {
			source.Columns = append(source.Columns, pairs(field.Name, field.Name)...)
			header, whole = append(header, field.Name), append(whole, good(field))
		}
		lines, want := []string{strings.Join(header, ","), strings.Join(whole, ",")}, []string{"2"}
		add := func(at int, value, problem string) {
			row := append([]string(nil), whole...)
			row[0] += fmt.Sprint(len(lines)) // rows with one number would be one order
			row[at] = value
			lines = append(lines, strings.Join(row, ","))
			outcome := fmt.Sprint(len(lines))
			if problem != "" {
				outcome += fmt.Sprintf(" ! %s «%s» %s", fields[at].Name, value, problem)
			}
			want = append(want, outcome)
		}
		for i, field := range fields {
			add(i, "bad", badReason(entity, field))
			empty := ""
			if field.Required || field.Name == groupField(entity) || field.Name == "event_id" || field.Name == "contract_id" {
				empty = "is empty"
			}
			add(i, "", empty)
		}
		w.expect(w.file(entity.Name+".csv", strings.Join(lines, "\n"), source), nil, want...)
	}
}

func badReason(entity Entity, field Field) string {
	switch {
	case entity.Name == "observations" && field.Name == "at":
		return "is neither a date (2026-10-31, 2026-10, 2026Q4) nor a whole number of up to seven digits"
	case field.Name == "line":
		return "is no whole number"
	case field.Kind == NumberField:
		return "is no number"
	case field.Period:
		return "is no date and no month"
	case field.Kind == TimeField:
		return "is no date"
	case field.Kind == BooleanField:
		return "is neither yes nor no"
	}
	return "" // any text is one
}

func TestEntities_NumbersTooLargeAreTold(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, entity := range everyEntity() {
		for _, field := range entity.Input() {
			if field.Kind != NumberField || field.Name == "line" || field.Type == "DOUBLE" {
				continue
			}
			source := Source{Name: "s", Entity: entity.Name, Decimal: "."}
			var header, row []string
			for _, other := range entity.Input() {
				source.Columns = append(source.Columns, pairs(other.Name, other.Name)...)
				header, row = append(header, other.Name), append(row, good(other))
				if other.Name == field.Name {
					row[len(row)-1] = strings.Repeat("9", 30)
				}
			}
			w.expect(w.file("f.csv", strings.Join(header, ",")+"\n"+strings.Join(row, ","), source), nil,
				fmt.Sprintf("2 ! %s «%s» is too large", field.Name, strings.Repeat("9", 30)))
		}
	}
}
