package alerts

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

// soldDays are the days of a shop like that of soldWeeks, closed on every seventh.
func soldDays(random *rand.Rand, n int) []float64 {
	values, mood := make([]float64, n), 0.0
	for day := range values {
		mood = 0.9*mood + 0.03*random.NormFloat64()
		rate := 13 * (1 + 0.15*float64(day)/365) * (1 + 0.25*math.Cos(2*math.Pi*float64(day)/365.25)) * math.Exp(mood)
		if day%7 == 6 {
			continue
		}
		for range poisson(random, rate) {
			values[day] += 60 * math.Exp(0.8*random.NormFloat64())
		}
	}
	return values
}

// weeksUntil are sums of seven days that end with a day.
func weeksUntil(days []float64, day int) []float64 {
	weeks := make([]float64, (day+1)/7)
	for i := range weeks {
		from := day + 1 - 7*(len(weeks)-i)
		for _, value := range days[from : from+7] {
			weeks[i] += value
		}
	}
	return weeks
}

// Who looks every day sees seven times as many weeks, which overlap: a shop in which
// nothing is wrong hears of it a few times a year, and of a week at half its sales
// before it is over.
func TestExpect_LookedAtEveryDay(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("a year of days of five shops; CLIENTELE_LONG=1 runs it")
	}
	const shops, begin, year = 5, 160 * 7, 364
	rule, mistakes := Parse("revenue this week below the forecast's lower band")
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	mails, found, looks, held := 0, 0, 0, 0
	for seed := range uint64(shops) {
		days := soldDays(rand.New(rand.NewPCG(seed, 31)), begin+year)
		state := State{}
		judge := func(state State, days []float64, day int) (bool, State) {
			weeks := weeksUntil(days, day)
			band, err := Expect(weeks[:len(weeks)-1])
			if err != nil {
				t.Fatal(err)
			}
			measured := Final(weeks[len(weeks)-1])
			measured.Expected = band
			verdict, ok := rule.Judge(measured)
			if looks++; verdict.Holds {
				held++
			}
			return Step(state, Reading{Rule: rule.String(), Day: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day), Known: ok, Verdict: verdict})
		}
		for day := begin; day < begin+year; day++ {
			mail, next := judge(state, days, day)
			if state = next; mail {
				mails++
			}
		}
		// A week at half the sales, in the middle of the year.
		broken := append([]float64(nil), days...)
		for day := begin + 180; day < begin+187; day++ {
			broken[day] /= 2
		}
		state = State{}
		for day := begin + 180; day < begin+187; day++ {
			mail, next := judge(state, broken, day)
			if state = next; mail {
				found++
				break
			}
		}
	}
	t.Logf("%d looks, %.4f of them below; %.2f mails a shop and year; %d of %d weeks at half the sales found within the week", looks, float64(held)/float64(looks), float64(mails)/shops, found, shops)
	if float64(mails)/shops > 6 || found < shops-2 {
		t.Error("too many alarms, or too few")
	}
}
