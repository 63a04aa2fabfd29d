package alerts

import (
	"math"
	"math/rand/v2"
	"testing"
)

func parsed(t *testing.T, text string) Rule {
	t.Helper()
	rule, mistakes := Parse(text)
	if len(mistakes) > 0 {
		t.Fatalf("%s: %v", text, mistakes)
	}
	return rule
}

func TestJudge_ComparesAsTheSentenceSays(t *testing.T) {
	band := Expected{Mean: 100, Lo95: 50, Lo80: 70, Hi80: 130, Hi95: 150}
	final := Final
	before := func(value, before, orders float64) Measured {
		m := Final(value)
		m.Before, m.Orders = before, orders
		return m
	}
	target := func(m Measured, target float64) Measured { m.Target = target; return m }
	expected := func(value float64) Measured { m := Final(value); m.Expected = band; return m }
	for _, one := range []struct {
		rule     string
		measured Measured
		want     string // # holds, . released, - in between, ? not known
	}{
		{"orders this week below 50", final(49), "#"},
		{"orders this week below 50", final(50), "-"},
		{"orders this week below 50", final(51), "-"},
		{"orders this week below 50", final(51.1), "."},
		{"orders this week at most 50", final(50), "#"},
		{"orders this week at most 50", final(50.5), "-"},
		{"orders this week above 50", final(50), "-"},
		{"orders this week above 50", final(51), "#"},
		{"orders this week at least 50", final(50), "#"},
		{"orders this week at least 50", final(48.9), "."},
		{"margin this week below 0", final(0), "-"},
		{"margin this week below 0", final(1), "."},
		{"margin this week below -100", final(-99), "-"},
		{"margin this week below -100", final(-97), "."},
		{"orders this month below 50", Measured{Value: 45, Low: 40, High: 49}, "#"},
		{"orders this month below 50", Measured{Value: 45, Low: 40, High: 50.5}, "-"},
		{"orders this month below 50", Measured{Value: 45, Low: 30, High: 60}, "."},
		{"orders this week below 50", final(math.NaN()), "?"},

		{"revenue this week below the forecast's lower band", expected(49.9), "#"},
		{"revenue this week below the forecast's lower band", expected(50), "-"},
		{"revenue this week below the forecast's lower band", expected(69), "-"},
		{"revenue this week below the forecast's lower band", expected(70), "."},
		{"revenue this week below the forecast's lower band", expected(500), "."},
		{"revenue this week above the forecast's upper band", expected(150), "-"},
		{"revenue this week above the forecast's upper band", expected(151), "#"},
		{"revenue this week above the forecast's upper band", expected(130), "."},

		{"revenue last month below plan by 10 %", target(final(89), 100), "#"},
		{"revenue last month below plan by 10 %", target(final(90), 100), "-"},
		{"revenue last month below plan by 10 %", target(final(92), 100), "."},
		{"revenue last month below plan", target(final(99), 100), "#"},
		{"revenue last month above plan by 10 %", target(final(110.1), 100), "#"},
		{"revenue last month above plan by 10 %", target(final(99), 100), "."},
		{"revenue last month below plan", target(final(99), 0), "?"},
		{"revenue this month above plan", target(Measured{Value: 120, Low: 99, High: 130}, 100), "-"},

		{"At risk grew by 20 %", before(120, 100, 0), "#"},
		{"At risk grew by 20 %", before(119, 100, 0), "-"},
		{"At risk grew by 20 %", before(117, 100, 0), "."},
		{"At risk grew by 20 %", before(6, 5, 0), "."},
		{"At risk grew by 20 %", before(14, 5, 0), "-"},
		{"At risk grew by 20 %", before(15, 5, 0), "#"},
		{"At risk grew by 20 % and at least 1", before(6, 5, 0), "#"},
		{"At risk grew by 20 %", before(10, 0, 0), "#"},
		{"At risk grew by 20 %", before(0, 0, 0), "."},
		{"At risk grew by 5", before(5, 0, 0), "#"},
		{"At risk fell by 5", before(5, 10, 0), "#"},
		{"At risk fell by 5", before(6, 10, 0), "."},
		{"At risk fell by 10 %", before(0, 0, 0), "."},
		{"At risk fell by 100 %", before(0, 30, 0), "#"},
		{"revenue this week fell by 20 %", before(80, 100, 20), "#"},
		{"revenue this week fell by 20 %", before(80, 100, 19), "-"},
		{"revenue this week fell by 20 %", before(90, 100, 19), "."},
		{"revenue this week fell by 20 % and at least 5", before(80, 100, 2), "#"},
		{"revenue this week fell by 20", before(80, 100, 2), "#"},
		{"revenue this week grew by 20 %", before(80, 0, 200), "#"},
		{"revenue this week grew by 20 %", before(80, 0, 2), "-"},
		{"revenue this week fell by 20 %", before(80, 0, 200), "."},
		{"revenue this week fell by 20 %", before(0, 0, 200), "."},
		{"margin this week grew by 20 %", before(80, -10, 200), "?"},
		{"margin this week grew by 20", before(80, -10, 200), "#"},
	} {
		verdict, ok := parsed(t, one.rule).Judge(one.measured)
		got := "-"
		switch {
		case !ok:
			got = "?"
		case verdict.Holds && verdict.Released:
			got = "both"
		case verdict.Holds:
			got = "#"
		case verdict.Released:
			got = "."
		}
		if got != one.want {
			t.Errorf("%s of %+v: %s, want %s (%+v)", one.rule, one.measured, got, one.want, verdict)
		}
	}
}

// Whatever the numbers, no rule holds and is released at once; a rule and its mirror
// image never hold together; and whoever is told that a number fell by 20 % is told so
// as well where it fell further.
func TestJudge_Laws(t *testing.T) {
	mirrors := [][2]string{
		{"orders this week below 50", "orders this week above 50"},
		{"revenue this week below the forecast's lower band", "revenue this week above the forecast's upper band"},
		{"revenue this month below plan by 3 %", "revenue this month above plan by 3 %"},
		{"orders this week fell by 20 %", "orders this week grew by 20 %"},
		{"margin this week fell by 7", "margin this week grew by 7"},
	}
	random := rand.New(rand.NewPCG(1, 9))
	held := 0
	var rules [][2]Rule
	for _, pair := range mirrors {
		rules = append(rules, [2]Rule{parsed(t, pair[0]), parsed(t, pair[1])})
	}
	for range 20_000 {
		m := Final(math.Round(120 * (random.Float64() - 0.1)))
		m.Low, m.High = m.Value-3*random.Float64(), m.Value+3*random.Float64()
		m.Before, m.Target, m.Orders = math.Round(100*random.Float64()), 100*random.Float64(), 40*random.Float64()
		mean := 100 * random.Float64()
		m.Expected = Expected{Mean: mean, Lo80: mean * 0.8, Lo95: mean * 0.7, Hi80: mean * 1.2, Hi95: mean * 1.4}
		for _, pair := range rules {
			down, up := pair[0], pair[1]
			a, _ := down.Judge(m)
			b, _ := up.Judge(m)
			if a.Holds && a.Released || b.Holds && b.Released || a.Holds && b.Holds {
				t.Fatalf("%v of %+v: %+v and %+v", pair, m, a, b)
			}
			if !a.Holds {
				continue
			}
			held++
			further := m
			further.Value, further.Low, further.High = m.Value-5, m.Low-5, m.High-5
			if again, _ := down.Judge(further); !again.Holds {
				t.Fatalf("%s holds of %+v and not of %+v", pair[0], m, further)
			}
		}
	}
	if held < 5000 {
		t.Errorf("rules held %d times", held)
	}
}
