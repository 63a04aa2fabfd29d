package etl

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// row is a line of a random file: its cells as written, and what they mean.
type row struct {
	cells    [7]string // no, at, who, sku, qty, price, state
	fate     string    // loaded, excluded, rejected
	amount   decimal.Decimal
	readable bool // its amount can be read
}

type randomFile []row

// randomPurchases writes lines of which it knows what must become of them.
func randomPurchases(seed uint64, n int) randomFile {
	random := rand.New(rand.NewPCG(seed, 7))
	file := make(randomFile, n)
	for i := range file {
		file[i] = randomRow(random, i)
	}
	return file
}

func randomRow(random *rand.Rand, i int) row {
	quantity := decimal.New(random.Int64N(2_000_000)-500_000, -random.Int32N(4))
	price := decimal.New(random.Int64N(1_000_000), -random.Int32N(5))
	r := row{fate: "loaded", readable: true, amount: quantity.Mul(price).Round(4)}
	r.cells = [7]string{
		fmt.Sprintf("N%d", i/3), fmt.Sprintf("%02d.%02d.2024 %02d:%02d", 1+random.IntN(28), 1+random.IntN(12), random.IntN(24), random.IntN(60)),
		[]string{"", "K\"1\"", "ключ; 2", "two\nlines"}[random.IntN(4)], fmt.Sprint(random.IntN(50)),
		german(random, quantity), german(random, price), "paid",
	}
	if random.IntN(10) == 0 {
		r.cells[3], r.fate = "Post", "excluded"
	}
	if random.IntN(15) == 0 {
		r.cells[6], r.fate = "VOIDED", "excluded"
	}
	r.spoil(random)
	return r
}

// spoil puts a mistake into one row of twelve.
func (r *row) spoil(random *rand.Rand) {
	switch random.IntN(60) {
	case 0:
		r.cells[0], r.fate = " ", "rejected"
	case 1:
		r.cells[1], r.fate = []string{"", "31.02.2024", "never", "2024-13-01", "01.01.0001"}[random.IntN(5)], "rejected"
	case 2:
		r.cells[4], r.fate, r.readable = []string{"", "1O0", "zwei", "1.5", "12,5,7"}[random.IntN(5)], "rejected", false
	case 3:
		r.cells[5], r.fate, r.readable = []string{"", "NaN", "- -1", "99999999999999999999"}[random.IntN(4)], "rejected", false
	case 4:
		r.cells[1], r.cells[5], r.fate, r.readable = "?", "?", "rejected", false
	}
}

// german writes a number with a decimal comma, in one of the ways that occur.
func german(random *rand.Rand, number decimal.Decimal) string {
	whole, decimals, _ := strings.Cut(number.Abs().String(), ".")
	if len(whole) > 3 && random.IntN(2) == 0 {
		mark := []string{".", " ", "\u00a0", "'"}[random.IntN(4)]
		grouped := whole[len(whole)-3:]
		for rest := whole[:len(whole)-3]; rest != ""; {
			cut := max(0, len(rest)-3)
			grouped, rest = rest[cut:]+mark+grouped, rest[:cut]
		}
		whole = grouped
	}
	if decimals != "" {
		whole += "," + decimals
	}
	if number.IsNegative() {
		return []string{"-" + whole, whole + "-", "(" + whole + ")", "−" + whole}[random.IntN(4)]
	}
	return whole
}

func (f randomFile) csv() string {
	var out strings.Builder
	out.WriteString("no;at;who;sku;qty;price;state\n")
	for _, row := range f {
		for i, cell := range row.cells {
			if i > 0 {
				out.WriteByte(';')
			}
			if strings.ContainsAny(cell, "\";\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			out.WriteString(cell)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func randomSource() Source {
	return Source{
		Name: "random", Entity: "purchases", ExcludeStatuses: []string{"voided"}, Decimal: ",", Dates: "day first",
		Columns: pairs("order_id", "no", "purchased_at", "at", "customer", "who", "product_id", "sku", "quantity", "qty", "price", "price", "status", "state"),
	}
}

// longer is the small number, or the large one where long tests are wanted.
func longer(small, large int) int {
	if os.Getenv("CLIENTELE_LONG") != "" {
		return large
	}
	return small
}

// loaded + excluded + rejected = read, in rows and in money, and each is what
// the writer of the file knows.
func TestLoad_RowsAndMoneyAreWhatTheFileSays(t *testing.T) {
	for seed := range uint64(longer(5, 100)) {
		file := randomPurchases(seed, 300)
		rows, money, unreadable := map[string]int64{}, map[string]decimal.Decimal{}, int64(0)
		for _, row := range file {
			rows[row.fate]++
			if row.readable {
				money[row.fate] = money[row.fate].Add(row.amount)
			} else {
				unreadable++
			}
		}
		w := newWorkspace(t, 2)
		loads, snapshot := w.mustLoad([]string{"POST"}, w.file("f.csv", file.csv(), randomSource()))
		load := loads[0].Load
		if load.Read != 300 || load.Loaded != rows["loaded"] || load.Excluded != rows["excluded"] || load.Rejected != rows["rejected"] || load.UnreadableAmounts != unreadable {
			t.Errorf("seed %d: got %+v, want %v and %d unreadable", seed, load, rows, unreadable)
		}
		for fate, got := range map[string]string{"loaded": load.AmountLoaded, "excluded": load.AmountExcluded, "rejected": load.AmountRejected} {
			if want := money[fate].StringFixed(4); got != want {
				t.Errorf("seed %d: money %s: got %s, want %s", seed, fate, got, want)
			}
		}
		if want := money["loaded"].Add(money["excluded"]).Add(money["rejected"]).StringFixed(4); load.AmountRead != want {
			t.Errorf("seed %d: money read: got %s, want %s", seed, load.AmountRead, want)
		}
		w.view(snapshot, purchases())
		w.view(snapshot, Rejects())
		stored := w.ask(`select cast(count(*) as bigint) as n, cast(count(distinct (order_id, line)) as bigint) as keys, cast(sum(amount) as decimal(38, 4)) as money,
			(select count(distinct source_row) from rejects) as rejected from purchases`)
		if stored.Integer(0, "n") != rows["loaded"]+rows["excluded"] || stored.Integer(0, "keys") != stored.Integer(0, "n") || stored.Integer(0, "rejected") != rows["rejected"] ||
			!stored.Decimal(0, "money").Equal(money["loaded"].Add(money["excluded"])) {
			t.Errorf("seed %d: the lake has %v, want %v %v", seed, stored.Rows, rows, money)
		}
	}
}
