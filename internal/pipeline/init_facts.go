package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	exports "clientele/etl/export"
	"clientele/etl/profiles"
	"clientele/etl/values"
)

// facts are what the rows of a table say beyond what they hold: how dates and
// numbers are written, when they were, in which currencies, and whether
// another table says the same.
type facts struct {
	spelling   values.Notation
	first      [3]int64 // the earliest moment in each of the orders
	last       [3]int64
	moments    int
	unread     int    // texts that are no moments
	odd        string // one of them
	currencies map[string]int64
	unnamed    map[string]int64 // texts in the column of currencies that name none that is known
	bareDollar bool             // a $ stands for the currency, without saying whose
	keys       sketch           // of the rows: numbers of orders, deals, contacts
	rows       sketch           // the numbers with what stays as it is: when it was, and who or how much
	customers  sketch           // keys of customers
	sales      sketch           // day and sum of each order
	orders     int64
	months     map[string]int64  // the sum of each month's sales
	stages     [2]map[string]int // what stands in the columns of a deal's state and stage

	when, key, customer, amount, total, quantity, price, currency, order []int
	lasting                                                              []int
	state                                                                [2][]int

	extracted []extracted     // patterns that find the currency
	signs     map[int]string  // currency in the header of a column
	guess     values.Notation // of the sample, by which sums are read
	clock     *values.Clock
	open      string // the order whose lines are being added up
	sum       int64
	onDay     string
	lines     int
	seenAt    map[string]int // equal sales of one day are told apart by their number
}

func (f *facts) begin(s *seenTable, sample [][]string) {
	entity := s.entity()
	f.currencies, f.unnamed, f.signs, f.seenAt = map[string]int64{}, map[string]int64{}, map[int]string{}, map[string]int{}
	f.months = map[string]int64{}
	f.stages = [2]map[string]int{{}, {}}
	f.clock = values.NewClock(time.UTC)
	f.when, f.key = s.when(entity), s.positions(keyField(entity))
	f.customer, f.amount, f.total = s.positions("customer"), s.positions("amount"), s.positions("order_total")
	if entity == "contacts" && f.customer == nil {
		f.customer = s.positions("source_id")
	}
	// What a later export of the same list still says of a row.
	for _, field := range []string{"email", "full_name", "first_name", "product", "amount", "price", "rate"} {
		if entity != "deals" && f.lasting == nil {
			f.lasting = s.positions(field)
		}
	}
	f.quantity, f.price, f.currency, f.order = s.positions("quantity"), s.positions("price"), s.positions("currency"), s.positions("order_id")
	f.extracted = s.extracts("currency")
	if entity == "deals" {
		f.state = [2][]int{s.positions("status"), s.positions("stage")}
	}
	f.first, f.last = [3]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, [3]int64{math.MinInt64, math.MinInt64, math.MinInt64}
	for _, positions := range [][]int{f.total, f.amount, f.price} {
		for _, position := range positions {
			if _, code := profiles.Normalise(s.header[position]); code != "" {
				f.signs[position] = code
			}
		}
	}
	for _, row := range sample {
		f.spell(s, row, func(int) exports.Kind { return exports.Text }, &f.guess)
	}
}

// spell looks at how the row's dates and numbers are written.
func (f *facts) spell(s *seenTable, row []string, kind func(int) exports.Kind, into *values.Notation) {
	for _, planned := range s.plan {
		// As a load does: of several columns for a field the first filled one.
		text, position := filled(row, planned.positions)
		if position < 0 || kind(position) != exports.Text {
			continue
		}
		switch {
		case planned.time:
			into.Moment(text)
		case planned.number:
			into.Number(text)
		}
	}
}

// filled is the first text that stands in one of the columns.
func filled(row []string, positions []int) (text string, position int) {
	for _, position := range positions {
		if position < len(row) {
			if text := strings.TrimSpace(row[position]); text != "" {
				return text, position
			}
		}
	}
	return "", -1
}

func (f *facts) row(s *seenTable, row []string, kind func(int) exports.Kind) {
	f.spell(s, row, kind, &f.spelling)
	day := f.moment(row, s.profile.Reading)
	if key, _ := filled(row, f.key); key != "" {
		f.keys.add(key)
		f.rows.add(key + "\x00" + f.alike(row))
	}
	if customer, _ := filled(row, f.customer); customer != "" {
		f.customers.add(strings.ToLower(customer))
	}
	for i, positions := range f.state {
		if text, _ := filled(row, positions); text != "" && len(f.stages[i]) < 200 {
			f.stages[i][text]++
		}
	}
	f.money(s, row)
	if s.entity() == "purchases" {
		f.sale(s, row, day)
	}
}

// dayOrders are those in which dates may be meant. A date that no order changes is
// read in all of them.
func dayOrders() []values.DayOrder {
	return []values.DayOrder{values.DayFirst, values.MonthFirst, values.YearFirst}
}

// moment widens the period, and returns the day as the sample writes it.
func (f *facts) moment(row []string, reading profiles.Reading) string {
	text, _ := filled(row, f.when)
	if text == "" || slices.Contains(reading.Nothing, text) {
		return ""
	}
	found := false
	for i, order := range dayOrders() {
		if micros, ok := values.Moment(text, order, f.clock); ok {
			f.first[i], f.last[i] = min(f.first[i], micros), max(f.last[i], micros)
			found = true
		}
	}
	if days, err := strconv.ParseFloat(text, 64); err == nil && !found {
		// A workbook whose dates lost their format.
		if micros, ok := values.Serial(days); ok {
			for i := range f.first {
				f.first[i], f.last[i] = min(f.first[i], micros), max(f.last[i], micros)
			}
			f.moments++
			return time.UnixMicro(micros).UTC().Format(time.DateOnly)
		}
	}
	if !found {
		if f.unread++; f.odd == "" {
			f.odd = text
		}
		return ""
	}
	f.moments++
	decided, _ := f.guess.DayOrder()
	if reading.Dates != "" {
		decided = values.DayOrderNamed(reading.Dates)
	}
	micros, ok := values.Moment(text, decided, f.clock)
	if !ok {
		return ""
	}
	return time.UnixMicro(micros).UTC().Format(time.DateOnly)
}

func (f *facts) money(s *seenTable, row []string) {
	text, at := filled(row, f.total)
	if text == "" {
		if text, at = filled(row, f.amount); text == "" {
			if text, at = filled(row, f.price); text == "" {
				return
			}
		}
	}
	code := ""
	written := taken(row, f.extracted)
	if written == "" {
		written, _ = filled(row, f.currency)
	}
	if written != "" {
		if code, _ = values.Currency(written); code == "" {
			// No figure counts it as the company's money, and so it is nobody's here.
			f.unnamed[strings.TrimSpace(written)]++
			return
		}
		f.bareDollar = f.bareDollar || strings.TrimSpace(written) == "$"
	}
	if code == "" {
		code = f.signs[at]
		f.bareDollar = f.bareDollar || code == "USD" && dollarSign(s.header[at])
	}
	if code == "" {
		beside := values.CurrencyBeside(text)
		code = values.KnownCurrency(beside)
		f.bareDollar = f.bareDollar || beside == "$"
	}
	f.currencies[code]++
}

// dollarSign tells "Amount $" from "Amount US$" and "Amount (USD)".
func dollarSign(header string) bool {
	return strings.Contains(header, "$") && !strings.Contains(strings.ToUpper(header), "US")
}

// sale adds a line to its order; lines of an order stand together.
func (f *facts) sale(s *seenTable, row []string, day string) {
	order, _ := filled(row, f.order)
	if order == "" || order != f.open {
		f.close()
		f.open, f.sum, f.onDay, f.lines = order, 0, day, 0
	}
	mark, _ := f.guess.DecimalMark()
	if s.profile.Reading.Decimal != "" {
		mark = s.profile.Reading.Decimal[0]
	}
	read := func(positions []int) (int64, bool) {
		text, _ := filled(row, positions)
		units, fault := values.Number(text, mark, 18, 4)
		return units, text != "" && fault == values.Sound
	}
	f.lines++
	if f.onDay == "" {
		f.onDay = day
	}
	if f.total != nil {
		if total, ok := read(f.total); ok && f.sum == 0 {
			f.sum = total
		}
		return
	}
	if amount, ok := read(f.amount); ok {
		f.sum += amount
		return
	}
	quantity, counted := read(f.quantity)
	price, priced := read(f.price)
	if counted && priced {
		if product, ok := values.Product(quantity, price, 4, 4); ok {
			f.sum += product
		}
	}
}

func (f *facts) close() {
	if f.lines == 0 || f.onDay == "" || f.sum == 0 {
		return
	}
	f.months[f.onDay[:len("2006-01")]] += f.sum
	sale := f.onDay + " " + values.Text(f.sum, 4)
	if len(f.seenAt) < 200_000 {
		f.seenAt[sale]++
		sale += fmt.Sprint(" ", f.seenAt[sale])
	}
	f.orders++
	f.sales.add(sale)
}

func (f *facts) end() {
	f.close()
	f.seenAt = nil
}

// period is the first and the last day, "" where there is none.
func (f *facts) period(order string) (from, to string) {
	if f.moments == 0 {
		return "", ""
	}
	decided, _ := f.spelling.DayOrder()
	if order != "" {
		decided = values.DayOrderNamed(order)
	}
	i := max(slices.Index(dayOrders(), decided), 0)
	if f.first[i] > f.last[i] {
		return "", ""
	}
	day := func(micros int64) string { return time.UnixMicro(micros).UTC().Format(time.DateOnly) }
	return day(f.first[i]), day(f.last[i])
}

// mostly lists the keys of counts, the most frequent first.
func mostly[N int | int64](counts map[string]N) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
