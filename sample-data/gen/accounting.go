package main

import (
	"fmt"
	"sort"
	"time"

	"github.com/xuri/excelize/v2"
)

// accountingRow is one line of a document, as accounting lists it.
type accountingRow struct {
	Number         string
	At             time.Time
	Return         bool
	Customer, Code string
	Line           line
	Manager        string
	Service        bool
	Faults         []fault
}

func accountingHeader() []string {
	return []string{"Регистратор номер", "Дата", "Вид документа", "Контрагент", "Контрагент.Код", "Номенклатура", "Артикул",
		"Группа", "Количество", "Цена", "Сумма включая НДС", "Себестоимость", "Валюта", "Менеджер"}
}

// newAccounting numbers the documents and adds what only documents have:
// delivery and the bank's fee.
func newAccounting(seed uint64, orders []order) []accountingRow {
	r := newRandom(seed, streamAccounting)
	var rows []accountingRow
	sold, returned := 0, 0
	for _, o := range orders {
		head := accountingRow{At: o.At, Return: o.Return, Customer: "Розничный покупатель", Manager: "Касса"}
		if o.Return {
			returned++
			head.Number = fmt.Sprintf("СВ00-%06d", returned)
		} else {
			sold++
			head.Number = fmt.Sprintf("СС00-%06d", sold)
		}
		if p := o.Person; p != nil {
			head.Customer, head.Code, head.Manager = accountingName(p), p.Code, p.Manager
		}
		for _, l := range append(o.Lines, services(r, o)...) {
			row := head
			row.Line = l
			row.Service = l.Product.Group == delivery().Group
			rows = append(rows, row)
		}
	}
	spoilAccounting(r, rows)
	return rows
}

func accountingName(p *person) string {
	if p.Company != "" {
		return p.Company
	}
	return p.Last.Native + " " + p.First.Native
}

func services(r random, o order) []line {
	var lines []line
	if o.Return || o.Person == nil {
		return nil
	}
	if r.chance(0.22) {
		lines = append(lines, newLine(delivery(), 1, delivery().price(o.At)))
	}
	if r.chance(0.04) {
		lines = append(lines, newLine(bankFee(), 1, bankFee().price(o.At)))
	}
	return lines
}

func spoilAccounting(r random, rows []accountingRow) {
	h := accountingHeader()
	number, date, quantity, amount := h[0], h[1], h[8], h[10]
	wanted := [][]fault{
		{{date, "31.02.2025", impossibleDate}}, {{date, "31.02.2025", impossibleDate}}, {{date, "30.02.2026", impossibleDate}},
		{{date, "не указана", notADate}}, {{date, "не указана", notADate}},
		{{amount, "1O0,50", badAmount}}, {{amount, "2З5,10", badAmount}},
		{{quantity, "пять", badQuantity}}, {{quantity, "2 шт.", badQuantity}},
		{{number, "", missingOrder}},
		{{quantity, "пять", badQuantity}, {amount, "1O0,50", badAmount}},
	}
	ordinary := func(i int) bool { return rows[i].Code != "" && !rows[i].Service && !rows[i].Return }
	spoil(r, len(rows), ordinary, wanted, func(i int, faults []fault) { rows[i].Faults = faults })
}

func (a accountingRow) cells(date int) []any {
	kind := "Реализация товаров и услуг"
	if a.Return {
		kind = "Возврат товаров от покупателя"
	}
	// Accounting writes its wall clock; excelize takes a time by its wall clock too.
	at := excelize.Cell{StyleID: date, Value: a.At}
	cells := []any{a.Number, at, kind, a.Customer, a.Code, a.Line.Product.Russian, a.Line.Product.SKU, a.Line.Product.Group,
		a.Line.Quantity, a.Line.Price.euros(), a.Line.Amount.euros(), a.Line.Cost.euros(), "EUR", a.Manager}
	replace(accountingHeader(), cells, a.Faults, func(s string) any { return s })
	for i, c := range cells {
		if c == "" {
			cells[i] = nil
		}
	}
	return cells
}

func accountingWorkbook(rows []accountingRow) (content []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	const sheet = "Продажи"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	format := "dd.mm.yyyy hh:mm:ss"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return nil, err
	}
	if err := fillSheet(f, sheet, rows, date); err != nil {
		return nil, err
	}
	const fixed = "2026-11-01T06:00:00Z"
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "1C:Enterprise", LastModifiedBy: "1C:Enterprise",
		Created: fixed, Modified: fixed}); err != nil {
		return nil, err
	}
	// excelize fills this list from a map.
	sort.Slice(f.ContentTypes.Defaults, func(i, j int) bool {
		return f.ContentTypes.Defaults[i].Extension < f.ContentTypes.Defaults[j].Extension
	})
	buffer, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

func fillSheet(f *excelize.File, sheet string, rows []accountingRow, date int) error {
	header := accountingHeader()
	dimension := fmt.Sprintf("A1:N%d", len(rows)+1)
	if err := f.SetSheetDimension(sheet, dimension); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(header), 18); err != nil {
		return err
	}
	first := make([]any, len(header))
	for i, h := range header {
		first[i] = h
	}
	if err := w.SetRow("A1", first); err != nil {
		return err
	}
	for i, row := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row.cells(date)); err != nil {
			return fmt.Errorf("write row %d: %w", i+2, err)
		}
	}
	return w.Flush()
}
