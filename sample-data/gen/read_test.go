package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// The recount reads the committed exports with a mind of its own: nothing of
// the generator's but the headers' names, which it spells out again.

// counted has the part of the truth that can be found in a file, and the names
// under which truth.json has it.
type counted struct {
	Rows              int             `json:"rows"`
	Loaded            int             `json:"loaded"`
	Excluded          int             `json:"excluded_service_lines"`
	RejectedRows      int             `json:"rejected_rows"`
	AnonymousLines    int             `json:"anonymous_lines"`
	Orders            int             `json:"orders"`
	Customers         int             `json:"customers"`
	FirstAt           string          `json:"first_at"`
	LastAt            string          `json:"last_at"`
	AmountRead        string          `json:"amount_read"`
	AmountLoaded      string          `json:"amount_loaded"`
	AmountExcluded    string          `json:"amount_excluded"`
	AmountRejected    string          `json:"amount_rejected"`
	UnreadableAmounts int             `json:"unreadable_amounts"`
	NetLoaded         string          `json:"net_loaded"`
	NetAnonymous      string          `json:"net_anonymous"`
	ByStatus          []countedStatus `json:"loaded_by_status"`
	Rejected          []countedRow    `json:"rejected"`
}

type countedStatus struct {
	Status string `json:"status"`
	Lines  int    `json:"lines"`
	Amount string `json:"amount"`
}

type countedRow struct {
	Row    int            `json:"row"`
	Line   int            `json:"line"`
	Faults []countedFault `json:"faults"`
	Amount *string        `json:"amount"`
}

type countedFault struct {
	Header string `json:"header"`
	Value  string `json:"value"`
}

type knownTruth struct {
	TimeZone   string  `json:"time_zone"`
	Accounting counted `json:"accounting"`
	Shop       counted `json:"shop"`
	Contacts   struct {
		Rows, Loaded, Persons, Duplicates int
		Rejected                          []countedRow
		Namesakes                         []struct{ Lead, Customer string }
		Relatives                         []struct{ Lead, Customer string } `json:"relatives_with_one_phone"`
	}
	Events struct {
		Rows, Loaded int
		NoCode       int `json:"loaded_without_customer"`
		Rejected     []countedRow
	}
	Persons struct {
		Customers, Leads, Churned int
		InAccounting              int `json:"in_accounting"`
		InShop                    int `json:"in_shop"`
		InBoth                    int `json:"in_accounting_and_shop"`
		BoughtOnlyOnce            int `json:"bought_only_once"`
	}
	Months []struct{ Month, Accounting, Shop, Net string }
}

func readKnown(t *testing.T) knownTruth {
	t.Helper()
	var known knownTruth
	if err := json.Unmarshal(committed(t, "truth/truth.json"), &known); err != nil {
		t.Fatal(err)
	}
	return known
}

func committed(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// record is a row by its headers, with where it stands.
type record struct {
	cells     map[string]string
	row, line int
}

func parseCSV(t *testing.T, content []byte, comma rune) []record {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(content))
	r.Comma = comma
	header, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	var records []record
	for {
		cells, err := r.Read()
		if err != nil {
			break
		}
		line, _ := r.FieldPos(0)
		rec := record{cells: map[string]string{}, row: len(records) + 2, line: line}
		for i, h := range header {
			rec.cells[h] = cells[i]
		}
		records = append(records, rec)
	}
	return records
}

func readCyrillic(t *testing.T, path string) []record {
	t.Helper()
	content, err := charmap.Windows1251.NewDecoder().Bytes(committed(t, path))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsRune(content, '\uFFFD') {
		t.Errorf("%s has bytes that cp1251 does not know", path)
	}
	return parseCSV(t, content, ';')
}

func readWorkbook(t *testing.T) []record {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(committed(t, "exports/1c-sales.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var records []record
	for i, cells := range rows[1:] {
		rec := record{cells: map[string]string{}, row: i + 2, line: i + 2}
		for j, c := range cells {
			rec.cells[rows[0][j]] = c
		}
		records = append(records, rec)
	}
	return records
}

func zone(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(readKnown(t).TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func readShop(t *testing.T) []record {
	t.Helper()
	content, marked := bytes.CutPrefix(committed(t, "exports/shop-orders.csv"), []byte("\xef\xbb\xbf"))
	if !marked {
		t.Error("the shop's file has no byte-order mark")
	}
	return parseCSV(t, content, ',')
}
