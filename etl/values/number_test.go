package values_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"

	"clientele/etl/values"
)

func TestNumber_ReadsWhatPeopleWrite(t *testing.T) {
	for _, c := range []struct {
		written string
		mark    byte
		want    string
	}{
		{"12.50", '.', "12.5000"}, {"12,50", ',', "12.5000"}, {"-0.1", '.', "-0.1000"}, {"007", '.', "7.0000"}, {"0", ',', "0.0000"},
		{"1 234,50", ',', "1234.5000"}, {"18\u00a0997\u202f284,50", ',', "18997284.5000"}, {"1\u2009000\u2003,5", ',', "1000.5000"},
		{"1.234.567,8", ',', "1234567.8000"}, {"1,234,567.8", '.', "1234567.8000"}, {"1,234", '.', "1234.0000"}, {"1,234.", '.', "1234.0000"},
		{"1.5", ',', "is no number"}, {"1,5", '.', "is no number"}, {"12,34.5", '.', "is no number"}, {"1234,567", '.', "is no number"}, {",567", '.', "is no number"},
		{"(12,50)", ',', "-12.5000"}, {"12,50-", ',', "-12.5000"}, {"-3", '.', "-3.0000"}, {"−3", '.', "-3.0000"}, {"+3", '.', "3.0000"},
		{"$1,200.00", '.', "1200.0000"}, {"1200 руб.", ',', "1200.0000"}, {"€ 5", '.', "5.0000"}, {"5 EUR", '.', "5.0000"}, {"-$5", '.', "-5.0000"}, {"($5.00)", '.', "-5.0000"},
		{"R$ 1.234,56", ',', "1234.5600"}, {"(5) €", '.', "-5.0000"}, {"$-5", '.', "-5.0000"}, {"৳2,999", '.', "2999.0000"}, {"100 zł", '.', "100.0000"}, {"12 р.", ',', "12.0000"},
		{"1O0,50", ',', "is no number"}, {"пять", ',', "is no number"}, {"", '.', "is no number"}, {"-", '.', "is no number"}, {".", '.', "is no number"}, {"1_000", '.', "is no number"},
		{"EUR", '.', "is no number"}, {"(5", '.', "is no number"}, {"5)", '.', "is no number"}, {"--5", '.', "is no number"}, {"-5-", '.', "is no number"}, {"(-5)", '.', "is no number"},
		{"1e3", '.', "1000.0000"}, {"1,5E+03", ',', "1500.0000"}, {"-1.5E3", '.', "-1500.0000"}, {"2.5e-3", '.', "0.0025"}, {"1e", '.', "is no number"}, {"1e5.5", '.', "is no number"}, {"e5", '.', "is no number"}, {"1e1234", '.', "is no number"},
		{"1'000.5", '.', "1000.5000"}, {"1’000.5", '.', "1000.5000"}, {".5", '.', "0.5000"}, {"5.", '.', "5.0000"}, {"1-2", '.', "is no number"}, {"NaN", '.', "is no number"}, {"inf", '.', "is no number"}, {"0x10", '.', "is no number"}, {"١٢", '.', "is no number"},
		{"12345678901.2345", '.', "12345678901.2345"}, {"99999999999999.9999", '.', "99999999999999.9999"}, {"99999999999999.99995", '.', "is too large"}, {"100000000000000", '.', "is too large"}, {"1e999", '.', "is too large"}, {"-99999999999999999999", '.', "is too large"},
		{"0.00005", '.', "0.0001"}, {"-0.00005", '.', "-0.0001"}, {"0.00004999999999999999999", '.', "0.0000"}, {"2.5499999999999998", '.', "2.5500"}, {"0.000000000000000000000000001", '.', "0.0000"}, {"1e-999", '.', "0.0000"}, {"0e999", '.', "0.0000"},
	} {
		units, fault := values.Number(c.written, c.mark, 18, 4)
		got := fault.String()
		if fault == values.Sound {
			got = values.Text(units, 4)
		}
		if got != c.want {
			t.Errorf("Number(%q, %q) = %s, want %s", c.written, c.mark, got, c.want)
		}
	}
}

// Numbers of every length are what shopspring/decimal makes of them.
func TestNumber_IsWhatDecimalSays(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 1))
	for range 200_000 {
		text := fmt.Sprint(random.Int64() >> random.IntN(64))
		if places := random.IntN(len(text) + 9); random.IntN(4) > 0 {
			text = strings.Repeat("0", max(0, places+1-len(text))) + text
			text = text[:len(text)-places] + "." + text[len(text)-places:]
		}
		if random.IntN(3) == 0 {
			text = "-" + text
		}
		if random.IntN(5) == 0 {
			text += fmt.Sprintf("e%d", random.IntN(41)-20)
		}
		scale := random.IntN(7)
		precision := scale + random.IntN(19-scale)
		if precision == 0 {
			precision = 18
		}
		checkNumber(t, text, precision, scale)
	}
}

func checkNumber(t *testing.T, text string, precision, scale int) {
	t.Helper()
	exact, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	want := exact.Round(int32(scale)).Shift(int32(scale))
	units, fault := values.Number(text, '.', precision, scale)
	tooLarge := want.Abs().GreaterThanOrEqual(decimal.New(1, int32(precision)))
	if tooLarge != (fault == values.TooLarge) || !tooLarge && !decimal.NewFromInt(units).Equal(want) {
		t.Fatalf("Number(%q, %d, %d) = %d %s, want %s", text, precision, scale, units, fault, want)
	}
}

func TestProduct_IsRoundedOnceAsBigRationalsAre(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 2))
	for range 100_000 {
		a, b := random.Int64()>>(4+random.IntN(60)), random.Int64()>>(4+random.IntN(60))
		if random.IntN(2) == 0 {
			a = -a
		}
		got, ok := values.Product(a, b, 6, 4)
		want := decimal.NewFromBigInt(big.NewInt(a), -6).Mul(decimal.NewFromBigInt(big.NewInt(b), -6)).Round(4).Shift(4)
		if fits := want.Abs().LessThan(decimal.New(1, 18)); fits != ok || ok && !want.Equal(decimal.NewFromInt(got)) {
			t.Fatalf("%d × %d: got %d %v, want %s", a, b, got, ok, want)
		}
	}
}

func TestFloat_ReadsTheNotationOfTheFile(t *testing.T) {
	for _, c := range []struct {
		written string
		mark    byte
		want    float64
		fault   values.Fault
	}{
		{"0,1", ',', 0.1, values.Sound}, {"1.5e300", '.', 1.5e300, values.Sound}, {"(7)", '.', -7, values.Sound}, {"1 000,25", ',', 1000.25, values.Sound},
		{"1e999", '.', 0, values.TooLarge}, {"1.5", ',', 0, values.NoNumber}, {"NaN", '.', 0, values.NoNumber},
	} {
		if got, fault := values.Float(c.written, c.mark); got != c.want || fault != c.fault {
			t.Errorf("Float(%q) = %v %s", c.written, got, fault)
		}
	}
}

func TestText_WritesAllDecimals(t *testing.T) {
	for want, units := range map[string]int64{"0.0000": 0, "-0.0001": -1, "12.3450": 123450, "-922337203685477.5808": -1 << 63} {
		if got := values.Text(units, 4); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := values.Text(-7, 0); got != "-7" {
		t.Errorf("got %s", got)
	}
}

// FuzzNumber holds that a text is refused or becomes the digits that were
// written, in their order.
func FuzzNumber(f *testing.F) {
	for _, seed := range []string{"1.5", "1,5", "1.234,5", "(3)", "5-", "−7", "$5", "5 EUR", "1e3", "1\u00a0000", "١٢", "1.2.3", "+5", "--5", "", "0x10", "1e999", "руб.5", "R$ 1", "\xff1"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, written string, comma bool) {
		mark := byte('.')
		if comma {
			mark = ','
		}
		units, fault := values.Number(written, mark, 18, 4)
		if fault != values.Sound {
			return
		}
		if units <= -1e18 || units >= 1e18 {
			t.Fatalf("%q becomes %d", written, units)
		}
		if strings.ContainsFunc(written, unicode.IsLetter) {
			return // an exponent, or a mark that belongs to a word
		}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == rune(mark) {
				return r
			}
			return -1
		}, written)
		whole, fraction, _ := strings.Cut(digits, string(mark))
		fraction = strings.ReplaceAll(fraction, string(mark), "")
		want, err := decimal.NewFromString("0" + whole + "." + fraction + "0")
		if err != nil {
			t.Fatalf("%q becomes %d", written, units)
		}
		if got := decimal.New(units, -4).Abs(); !got.Equal(want.Round(4)) {
			t.Fatalf("%q becomes %s, want %s", written, got, want)
		}
	})
}

func BenchmarkNumber(b *testing.B) {
	texts := []string{"12.50", "3", "1234.5", "0.99", "-17.25"}
	for i := range b.N {
		if _, fault := values.Number(texts[i%len(texts)], '.', 18, 4); fault != values.Sound {
			b.Fatal(fault)
		}
	}
}
