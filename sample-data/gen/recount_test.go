package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// centsOf reads 12, 12.5 and -12.55, and nothing else.
func centsOf(s string) (int64, bool) {
	sign := int64(1)
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		s, sign = rest, -1
	}
	whole, rest, dotted := strings.Cut(s, ".")
	if whole == "" || len(rest) > 2 || dotted && rest == "" || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(rest + "00")[:2], 10, 64)
	return sign * n, err == nil
}

func money(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) < 3 {
		s = "0" + s
	}
	return sign + s[:len(s)-2] + "." + s[len(s)-2:]
}

// purchase is how the recount is told to read one of the two files of purchases.
type purchase struct {
	order, date, quantity, price, amount, customer, article string
	at                                                      func(string) (time.Time, bool)
	status                                                  func(record) string
	sign                                                    func(record) int64
}

func (p purchase) faults(rec record) []countedFault {
	var faults []countedFault
	bad := func(header string, is bool) {
		if is {
			faults = append(faults, countedFault{header, rec.cells[header]})
		}
	}
	_, dated := p.at(rec.cells[p.date])
	_, counts := strconv.Atoi(rec.cells[p.quantity])
	_, paid := centsOf(rec.cells[p.amount])
	bad(p.order, rec.cells[p.order] == "")
	bad(p.date, !dated)
	bad(p.quantity, counts != nil)
	bad(p.amount, !paid)
	return faults
}

func (p purchase) recount(records []record) counted {
	c := counted{Rows: len(records)}
	orders, customers := map[string]bool{}, map[string]bool{}
	var read, loaded, excluded, rejected, net, anonymous int64
	var moments []time.Time
	for _, rec := range records {
		amount, paid := centsOf(rec.cells[p.amount])
		read += amount
		if faults := p.faults(rec); len(faults) > 0 {
			row := countedRow{Row: rec.row, Line: rec.line, Faults: faults}
			if paid {
				text := money(amount)
				row.Amount = &text
				rejected += amount
			} else {
				c.UnreadableAmounts++
			}
			c.Rejected = append(c.Rejected, row)
			continue
		}
		if article := rec.cells[p.article]; article == "DELIVERY" || article == "BANK" {
			c.Excluded++
			excluded += amount
			continue
		}
		c.Loaded++
		loaded += amount
		net += amount * p.sign(rec)
		orders[rec.cells[p.order]] = true
		at, _ := p.at(rec.cells[p.date])
		moments = append(moments, at)
		c.ByStatus = addStatus(c.ByStatus, p.status(rec), amount)
		if customer := rec.cells[p.customer]; customer != "" {
			customers[customer] = true
		} else {
			c.AnonymousLines++
			anonymous += amount * p.sign(rec)
		}
	}
	c.Orders, c.Customers, c.RejectedRows = len(orders), len(customers), len(c.Rejected)
	c.AmountRead, c.AmountLoaded, c.AmountExcluded = money(read), money(loaded), money(excluded)
	c.AmountRejected, c.NetLoaded, c.NetAnonymous = money(rejected), money(net), money(anonymous)
	c.FirstAt, c.LastAt = span(moments)
	return c
}

func span(moments []time.Time) (first, last string) {
	low, high := moments[0], moments[0]
	for _, m := range moments {
		if m.Before(low) {
			low = m
		}
		if m.After(high) {
			high = m
		}
	}
	return low.UTC().Format(time.RFC3339), high.UTC().Format(time.RFC3339)
}

// addStatus keeps the list sorted by status.
func addStatus(list []countedStatus, status string, amount int64) []countedStatus {
	at := 0
	for at < len(list) && list[at].Status < status {
		at++
	}
	if at == len(list) || list[at].Status != status {
		list = append(list[:at], append([]countedStatus{{status, 0, "0.00"}}, list[at:]...)...)
	}
	before, _ := centsOf(list[at].Amount)
	list[at].Lines++
	list[at].Amount = money(before + amount)
	return list
}

func accountingPurchase(z *time.Location) purchase {
	return purchase{
		order: "Регистратор номер", date: "Дата", quantity: "Количество", price: "Цена",
		amount: "Сумма включая НДС", customer: "Контрагент.Код", article: "Артикул",
		at: func(s string) (time.Time, bool) {
			serial, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return time.Time{}, false
			}
			wall, err := excelize.ExcelDateToTime(serial, false)
			wall = wall.Round(time.Second)
			return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, z), err == nil
		},
		status: func(r record) string {
			return map[string]string{"Реализация товаров и услуг": "sale", "Возврат товаров от покупателя": "return"}[r.cells["Вид документа"]]
		},
		sign: func(r record) int64 {
			if strings.HasPrefix(r.cells["Вид документа"], "Возврат") {
				return -1
			}
			return 1
		},
	}
}

func shopPurchase() purchase {
	return purchase{
		order: "Name", date: "Created at", quantity: "Lineitem quantity", price: "Lineitem price",
		amount: "Lineitem total", customer: "Email", article: "Lineitem sku",
		at: func(s string) (time.Time, bool) {
			at, err := time.Parse("2006-01-02 15:04:05 -0700", s)
			return at, err == nil
		},
		status: func(r record) string { return r.cells["Financial Status"] },
		sign:   func(record) int64 { return 1 },
	}
}

func TestTruth_EqualsARecountOfAccounting(t *testing.T) {
	got := accountingPurchase(zone(t)).recount(readWorkbook(t))
	if diff := cmp.Diff(readKnown(t).Accounting, got); diff != "" {
		t.Errorf("truth (-) against the file (+):\n%s", diff)
	}
}

func TestTruth_EqualsARecountOfTheShop(t *testing.T) {
	got := shopPurchase().recount(readShop(t))
	if diff := cmp.Diff(readKnown(t).Shop, got); diff != "" {
		t.Errorf("truth (-) against the file (+):\n%s", diff)
	}
}

func TestTruth_MonthsEqualARecountInLocalDays(t *testing.T) {
	z := zone(t)
	sums := map[string]map[string]int64{"accounting": {}, "shop": {}}
	add := func(source string, p purchase, records []record) {
		for _, rec := range records {
			service := rec.cells[p.article] == "DELIVERY" || rec.cells[p.article] == "BANK"
			if len(p.faults(rec)) > 0 || service || p.status(rec) == "voided" {
				continue
			}
			at, _ := p.at(rec.cells[p.date])
			amount, _ := centsOf(rec.cells[p.amount])
			sums[source][at.In(z).Format("2006-01")] += amount * p.sign(rec)
		}
	}
	add("accounting", accountingPurchase(z), readWorkbook(t))
	add("shop", shopPurchase(), readShop(t))
	months := readKnown(t).Months
	if len(months) != 36 || len(sums["shop"]) != 36 || len(sums["accounting"]) != 36 {
		t.Fatalf("months: truth %d, shop %d, accounting %d; want 36", len(months), len(sums["shop"]), len(sums["accounting"]))
	}
	for _, m := range months {
		books, till := sums["accounting"][m.Month], sums["shop"][m.Month]
		want := [3]string{money(books), money(till), money(books + till)}
		if got := [3]string{m.Accounting, m.Shop, m.Net}; got != want {
			t.Errorf("%s: truth %v, files %v", m.Month, got, want)
		}
		if net := books + till; net < 20_000_00 || net > 100_000_00 {
			t.Errorf("%s: %s is outside of what the company sells", m.Month, money(net))
		}
	}
}

func TestContacts_EqualTheirTruth(t *testing.T) {
	known := readKnown(t)
	records := readCyrillic(t, "exports/amocrm_export_contacts.csv")
	var rejected []countedRow
	for _, rec := range records {
		_, err := time.Parse(crmTime, rec.cells["Дата создания контакта"])
		if err != nil || rec.cells["ID"] == "" {
			rejected = append(rejected, countedRow{Row: rec.row, Line: rec.line})
		}
	}
	compareRejected(t, known.Contacts.Rejected, rejected)
	if known.Contacts.Rows != len(records) || known.Contacts.Loaded != len(records)-len(rejected) {
		t.Errorf("truth %d rows, %d loaded; file %d, %d rejected", known.Contacts.Rows, known.Contacts.Loaded, len(records), len(rejected))
	}
	if known.Contacts.Persons+known.Contacts.Duplicates != len(records) || known.Contacts.Duplicates < 150 {
		t.Errorf("%d persons, %d duplicates, %d rows", known.Contacts.Persons, known.Contacts.Duplicates, len(records))
	}
}

func TestEvents_EqualTheirTruth(t *testing.T) {
	known := readKnown(t)
	records := readCyrillic(t, "exports/crm-events.csv")
	var rejected []countedRow
	noCode := 0
	for _, rec := range records {
		_, err := time.Parse(crmTime, rec.cells["Дата"])
		if err != nil || rec.cells["ID"] == "" {
			rejected = append(rejected, countedRow{Row: rec.row, Line: rec.line})
		} else if rec.cells["Код 1С"] == "" {
			noCode++
		}
	}
	compareRejected(t, known.Events.Rejected, rejected)
	if known.Events.Rows != len(records) || known.Events.NoCode != noCode {
		t.Errorf("truth %d rows, %d without customer; file %d, %d", known.Events.Rows, known.Events.NoCode, len(records), noCode)
	}
}

func compareRejected(t *testing.T, want, got []countedRow) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("rejected rows: truth %d, file %d", len(want), len(got))
	}
	for i := range want {
		if want[i].Row != got[i].Row || want[i].Line != got[i].Line {
			t.Errorf("truth row %d line %d, file row %d line %d", want[i].Row, want[i].Line, got[i].Row, got[i].Line)
		}
	}
}

func TestTruth_TwentyFiveRowsAreRejected(t *testing.T) {
	known := readKnown(t)
	all := len(known.Accounting.Rejected) + len(known.Shop.Rejected) + len(known.Contacts.Rejected) + len(known.Events.Rejected)
	if all != 25 {
		t.Errorf("%d rejected rows", all)
	}
}
