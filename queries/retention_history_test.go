package queries_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// shopHistory is a small shop in Madrid: orders at moments, many of them half
// an hour before or after midnight of the days on which clocks change.
type shopHistory struct {
	orders      []shopOrder
	first, asOf time.Time // days
}

type shopOrder struct {
	customer string // "" is nobody known
	at       time.Time
	on       time.Time // the day on the calendar of the shop
	amount   decimal.Decimal
	bought   bool
}

func newShopHistory(t *testing.T, seed uint64) shopHistory {
	t.Helper()
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(seed, 9))
	first := day("2024-03-20").AddDate(0, 0, chance.IntN(14)-7)
	span := []int{3, 20, 60, 250, 420}[chance.IntN(5)]
	h := shopHistory{first: first.AddDate(0, 0, -1), asOf: first.AddDate(0, 0, span-chance.IntN(1+span/3))}
	if chance.IntN(4) == 0 {
		h.asOf = day([]string{"2024-03-30", "2024-03-31", "2024-04-30", "2024-10-26", "2024-10-27"}[chance.IntN(5)])
	}
	customers := 1 + chance.IntN(9)
	for range 1 + chance.IntN(12*customers) {
		on := first.AddDate(0, 0, chance.IntN(span))
		if chance.IntN(3) == 0 {
			on = day([]string{"2024-03-30", "2024-03-31", "2024-04-01", "2024-10-26", "2024-10-27", "2024-10-28"}[chance.IntN(6)])
		}
		clock := [][2]int{{23, 30}, {0, 30}, {2, 30}, {12, 0}, {23, 59}, {0, 0}}[chance.IntN(6)]
		at := time.Date(on.Year(), on.Month(), on.Day(), clock[0], clock[1], 0, 0, madrid)
		amount := decimal.New(1+chance.Int64N(99_999), -2)
		bought := chance.IntN(5) > 0
		if !bought {
			amount = amount.Neg()
		}
		customer := fmt.Sprint("c", chance.IntN(customers))
		if chance.IntN(10) == 0 {
			customer = ""
		}
		// What the clock shows is the day: 2:30 does not exist on one of them.
		local := at.In(madrid)
		h.orders = append(h.orders, shopOrder{customer, at, time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC), amount, bought})
		if h.first.After(on) {
			h.first = on
		}
	}
	return h
}

// customers are those who are known, by name.
func (h shopHistory) customers() []string {
	var names []string
	for _, order := range h.orders {
		if order.customer != "" && !slices.Contains(names, order.customer) {
			names = append(names, order.customer)
		}
	}
	slices.Sort(names)
	return names
}

// shopRows is an empty table of purchases.
func shopRows() *table.Table {
	rows := text("source", "order_id", "customer", "source_file", "currency")
	rows.Columns = append(rows.Columns, table.Column{Name: "line", Kind: table.Integer}, table.Column{Name: "source_row", Kind: table.Integer},
		table.Column{Name: "purchased_at", Kind: table.Timestamp}, table.Column{Name: "quantity", Kind: table.Decimal, Scale: 3}, table.Column{Name: "amount", Kind: table.Decimal, Scale: 2})
	return rows
}

// rows are the orders as lines of a source of their own.
func (h shopHistory) rows(number int) [][]any {
	var rows [][]any
	for i, order := range h.orders {
		source := fmt.Sprint("shop ", number)
		var customer any
		if order.customer != "" {
			customer = order.customer
		}
		quantity := decimal.NewFromInt(1)
		if !order.bought {
			quantity = quantity.Neg()
		}
		rows = append(rows, []any{source, strconv.Itoa(i), customer, "shop.csv", "EUR", int64(1), int64(i + 2), order.at.UTC(), quantity, order.amount})
	}
	return rows
}

// make creates the tables of these names, and those that they are made of.
func (w *world) make(t *testing.T, names ...string) {
	t.Helper()
	wanted := &testCase{want: map[string]*table.Table{}}
	for _, name := range names {
		wanted.want[name] = nil
	}
	for _, query := range wanted.needed(everyQuery(t)) {
		w.create(t, query)
	}
}

func beginningOf(on time.Time, unit string) time.Time {
	switch unit {
	case "day":
		return on
	case "year":
		return time.Date(on.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return beginning(on, unit)
}

func nextOf(period time.Time, unit string) time.Time {
	switch unit {
	case "day":
		return period.AddDate(0, 0, 1)
	case "year":
		return period.AddDate(1, 0, 0)
	}
	return next(period, unit)
}

// readBrackets puts the first day before brackets that begin later.
func readBrackets(written string) [][2]int {
	var brackets [][2]int
	for _, part := range strings.Split(written, ",") {
		var from, to int
		if _, err := fmt.Sscanf(part, "%d-%d", &from, &to); err != nil {
			panic(err)
		}
		brackets = append(brackets, [2]int{from, to})
	}
	if brackets[0][0] > 0 {
		brackets = slices.Insert(brackets, 0, [2]int{0, 0})
	}
	return brackets
}
