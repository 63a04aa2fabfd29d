package workbook

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"clientele/etl/xlsx"
)

// The reader of the project is the judge: what was meant is what is read.
func TestOf_WhatIsWrittenIsRead(t *testing.T) {
	content, err := Of(Sheet{"Отчёт", "Период: май\t<<\n\n>>>>····Пиво, \tn:12.5\td:2026-05-01T10:00:00\n>>\td:2026-05-01\tb:true\tt:n:1\ta:b\n"}, Sheet{"Two", "x"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(bytes.NewReader(content), int64(len(content)), "book")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, sheet := range book.Sheets() {
		rows, err := book.Rows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			line := fmt.Sprintf("%s %d %d %d:", rows.Sheet(), rows.Number(), rows.Outline(), rows.Indent())
			for _, cell := range rows.Cells() {
				line += fmt.Sprintf(" %v %s|", cell.Kind, cell.Text)
			}
			got = append(got, line)
		}
		if rows.Err() != nil {
			t.Fatal(rows.Err())
		}
	}
	want := []string{
		"Отчёт 1 0 0: text Период: май|",
		"Отчёт 3 2 2: text Пиво, | number 12.5| date 2026-05-01 10:00:00|",
		"Отчёт 4 1 0: empty | date 2026-05-01 00:00:00| boolean true| text n:1| text a:b|",
		"Two 1 0 0: text x|",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOf_AMistakeIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{"a\nn:x": "line 2", "d:01.05.2026": "line 1", "b:maybe": "line 1"} {
		if _, err := Of(Sheet{"S", text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
