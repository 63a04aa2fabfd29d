package customerbase

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"clientele/internal/realdata"
)

// ledger is what every customer paid, by day.
type ledger map[string]map[int]float64

// history is what the ledger says up to a day, by the definitions of the
// queries.
func (l ledger) history(until int) History {
	var h History
	gaps := map[int64]int64{}
	for _, id := range l.ids(until) {
		days := l.days(id, until)
		first, last := days[0], days[len(days)-1]
		c := Customer{ID: id, Margin: math.NaN(), Revenue: l[id][first], FirstSpend: l[id][first], Habit: Habit{
			Repeats: int64(len(days) - 1), RecencyDays: int64(last - first), AgeDays: int64(until - first), Weeks: int64((until - first) / 7),
		}}
		weeks := map[int64]bool{}
		for i, day := range days[1:] {
			gaps[int64(day-days[i])]++
			c.Revenue += l[id][day]
			c.Spend += l[id][day] / float64(c.Repeats)
			if c.Weeks > 0 {
				week := max(1, c.Weeks-int64((until-day)/7))
				weeks[week], c.LastWeek = true, max(c.LastWeek, week)
			}
		}
		c.WeeksBought = int64(len(weeks))
		h.Customers = append(h.Customers, c)
	}
	for days, count := range gaps {
		h.Gaps = append(h.Gaps, Gap{Days: days, Count: count})
	}
	slices.SortFunc(h.Gaps, func(a, b Gap) int { return int(a.Days - b.Days) })
	return NewHistory(h.Customers, h.Gaps)
}

func (l ledger) ids(until int) []string {
	var ids []string
	for id := range l {
		if len(l.days(id, until)) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (l ledger) days(id string, until int) []int {
	var days []int
	for day := range l[id] {
		if day <= until {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

func (l ledger) later(until, days int) Later {
	later := Later{Days: days}
	for _, id := range l.ids(until) {
		came, paid := int64(0), 0.0
		for day, amount := range l[id] {
			if day > until && day <= until+days {
				came++
				paid += amount
			}
		}
		later.Purchases, later.Revenue = append(later.Purchases, came), append(later.Revenue, paid)
	}
	return later
}

// byDay is what happened on each day of those who had come by until; day 0 is
// the first of 1997.
func (l ledger) byDay(until, last int) []Day {
	days := map[int]*Day{}
	for _, id := range l.ids(until) {
		for i, day := range l.days(id, last) {
			if days[day] == nil {
				days[day] = &Day{On: newYear().AddDate(0, 0, day)}
			}
			if i == 0 {
				days[day].Firsts++
			} else {
				days[day].Repeats++
			}
		}
	}
	var list []Day
	for day := 0; day <= last; day++ {
		if days[day] != nil {
			list = append(list, *days[day])
		}
	}
	return list
}

func newYear() time.Time { return time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC) }

// simulated are customers who come within the first 90 days, buy at rates and
// leave after times of their own, and spend 20 to 80 a purchase.
func simulated(seed uint64, customers, days int) ledger {
	random := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a test
	l := ledger{}
	for i := range customers {
		paid := map[int]float64{}
		rate, stays := random.ExpFloat64()/40, random.ExpFloat64()*300
		level := 20 + 60*random.Float64()
		first := random.IntN(90)
		for day := float64(first); day < float64(days) && day-float64(first) < stays; day += 1 + random.ExpFloat64()/rate {
			paid[int(day)] = math.Round(100*level*(0.5+random.Float64())) / 100
		}
		paid[first] = level
		l[fmt.Sprintf("c%05d", i)] = paid
	}
	return l
}

// cdnow is the published sample.
func cdnow(t testing.TB) ledger {
	t.Helper()
	content, err := os.ReadFile(realdata.Path(t, "cdnow/CDNOW_sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	l := ledger{}
	for line := range strings.Lines(string(content)) {
		fields := strings.Fields(line)
		if len(fields) != 5 {
			continue
		}
		on, err := time.Parse("20060102", fields[2])
		if err != nil {
			t.Fatal(err)
		}
		paid, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if l[fields[1]] == nil {
			l[fields[1]] = map[int]float64{}
		}
		l[fields[1]][int(on.Sub(newYear()).Hours()/24)] += paid
	}
	return l
}

func weeks(horizonDays float64) Question {
	return Question{UnitDays: 7, HorizonDays: horizonDays, DiscountRate: 0.1, Seed: 1}
}

func fitted(t testing.TB, history History, question Question) Field {
	t.Helper()
	field, err := Fit(history, question)
	if err != nil {
		t.Fatal(err)
	}
	return field
}

func near(t testing.TB, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %.9g, not %.9g", what, got, want)
	}
}
