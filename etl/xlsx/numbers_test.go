package xlsx

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestAppendNumber_ShowsFifteenDigitsWithoutExponent(t *testing.T) {
	for raw, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "007": "7", "1": "1", "-1": "-1", "+5": "5", ".5": "0.5", "5.": "5", "1.50": "1.5", "-0.10": "-0.1", "00.5": "0.5",
		"2.5499999999999998": "2.55", "0.30000000000000004": "0.3", "0.1": "0.1", "1234567.8": "1234567.8", "-4287.63": "-4287.63",
		// Excel would show 15 digits of these and zeros after them.
		"123456789012345": "123456789012345", "1234567890123456": "1234567890123456", "4111111111111111": "4111111111111111",
		"1E3": "1000", "1.5e+2": "150", "1.2E-3": "0.0012", "1e-7": "0.0000001", "9.99999999999999999": "10", "999999999999999.9": "1000000000000000",
		"1e20": "100000000000000000000", "1e21": "1E+21", "-1.25e30": "-1.25E+30", "1e-21": "0.000000000000000000001", "2.5e-22": "2.5E-22", "1.7976931348623157E308": "1.79769313486232E+308", "5e-324": "4.94065645841247E-324", "1e-999": "0",
	} {
		if got, ok := appendNumber([]byte("x"), []byte(raw)); !ok || string(got) != "x"+want {
			t.Errorf("%s: got %s, want x%s", raw, got, want)
		}
	}
	for _, raw := range []string{"", "-", ".", "+", "e5", "1e", "1..2", "1 2", "0x1p-2", "1_0", "inf", "NaN", "1e999", "--1", "1,5", "١"} {
		if got, ok := appendNumber(nil, []byte(raw)); ok {
			t.Errorf("%q was read as the number %s", raw, got)
		}
	}
}

func TestAppendNumber_IsStableAndExactToFifteenDigits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		value := math.Float64frombits(random.Uint64())
		if math.IsNaN(value) || math.IsInf(value, 0) {
			continue
		}
		if random.IntN(2) == 0 {
			value = math.Round(random.NormFloat64()*1e9) / math.Pow10(random.IntN(9))
		}
		raw := strconv.FormatFloat(value, 'G', 17, 64)
		shown, ok := appendNumber(nil, []byte(raw))
		if !ok {
			t.Fatalf("%s is a number", raw)
		}
		if isWhole(raw) {
			if string(shown) != raw {
				t.Fatalf("%s: a whole number that is written out is shown as %s", raw, shown)
			}
			continue
		}
		// strconv rounds to 15 digits on its own; both must be the same number.
		want, err := strconv.ParseFloat(strconv.FormatFloat(value, 'e', 14, 64), 64)
		got, err2 := strconv.ParseFloat(string(shown), 64)
		if err != nil || err2 != nil || got != want {
			t.Fatalf("%s: shown as %s, which is %v and not %v", raw, shown, got, want)
		}
		if again, _ := appendNumber(nil, shown); string(again) != string(shown) {
			t.Fatalf("%s: shown as %s and that as %s", raw, shown, again)
		}
	}
}

func TestIsPlain_OnlyPassesWhatTheLongWayWouldGive(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const letters = "0012345.9-e"
	for range 200_000 {
		raw := make([]byte, 1+random.IntN(17))
		for i := range raw {
			raw[i] = letters[random.IntN(len(letters))]
		}
		if !isPlain(raw) || isWhole(string(raw)) {
			continue
		}
		value, ok := parseNumber(raw)
		if want := appendFloat(nil, value); !ok || string(want) != string(raw) {
			t.Fatalf("%s passes as it is, but the long way gives %s", raw, want)
		}
	}
}

// isWhole reports whether a number is written out without point and exponent.
func isWhole(raw string) bool { return !strings.ContainsAny(raw, ".eE") }
