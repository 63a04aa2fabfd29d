package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	cron "github.com/netresearch/go-cron"

	"clientele/internal/schedule"
)

// daysOfMonth counts what the letters of a crontab mean by looking at every day of the
// month, one after the other.
type daysOfMonth []time.Time

func monthOf(date time.Time) daysOfMonth {
	var days daysOfMonth
	for d := date.AddDate(0, 0, 1-date.Day()); d.Month() == date.Month(); d = d.AddDate(0, 0, 1) {
		days = append(days, d)
	}
	return days
}

// nearest is the day from Monday to Friday with the smallest distance to a day.
func (m daysOfMonth) nearest(day int) int {
	if day < 1 || day > len(m) {
		return 0
	}
	for distance := range 4 {
		for _, d := range m {
			if (d.Day() == day-distance || d.Day() == day+distance) && (mondayToFriday{}).Working(d) {
				return d.Day()
			}
		}
	}
	return 0
}

func (m daysOfMonth) all(weekday time.Weekday) []int {
	var days []int
	for _, d := range m {
		if d.Weekday() == weekday {
			days = append(days, d.Day())
		}
	}
	return days
}

func (m daysOfMonth) nth(n int, weekday time.Weekday) int {
	if all := m.all(weekday); n <= len(all) {
		return all[n-1]
	}
	return 0
}

func (m daysOfMonth) last(weekday time.Weekday) int {
	all := m.all(weekday)
	return all[len(all)-1]
}

type dayRule struct {
	text string
	is   func(m daysOfMonth, day int) bool
}

func letters() []dayRule {
	rules := []dayRule{
		{"L * *", func(m daysOfMonth, day int) bool { return day == len(m) }},
		{"LW * *", func(m daysOfMonth, day int) bool { return day == m.nearest(len(m)) }},
		{"1W,15W,LW * *", func(m daysOfMonth, day int) bool {
			return day == m.nearest(1) || day == m.nearest(15) || day == m.nearest(len(m))
		}},
		{"15,L * *", func(m daysOfMonth, day int) bool { return day == 15 || day == len(m) }},
		{"L-1,10-12,20W * *", func(m daysOfMonth, day int) bool {
			return day == len(m)-1 || day >= 10 && day <= 12 || day == m.nearest(20)
		}},
		{"L 2 *", func(m daysOfMonth, day int) bool { return m[0].Month() == time.February && day == len(m) }},
		{"29W FEB *", func(m daysOfMonth, day int) bool { return m[0].Month() == time.February && day == m.nearest(29) }},
		{"* * 5L", func(m daysOfMonth, day int) bool { return day == m.last(time.Friday) }},
		{"* * FRIL", func(m daysOfMonth, day int) bool { return day == m.last(time.Friday) }},
		{"* * 7#1,SAT#L", func(m daysOfMonth, day int) bool { return day == m.nth(1, time.Sunday) || day == m.last(time.Saturday) }},
		{"* * TUE,MON#1,MON#3", func(m daysOfMonth, day int) bool {
			return m[day-1].Weekday() == time.Tuesday || day == m.nth(1, time.Monday) || day == m.nth(3, time.Monday)
		}},
		{"* 6-8 MON#1", func(m daysOfMonth, day int) bool {
			return m[0].Month() >= time.June && m[0].Month() <= time.August && day == m.nth(1, time.Monday)
		}},
	}
	for n := 1; n <= 31; n++ {
		rules = append(rules, dayRule{fmt.Sprintf("%dW * *", n), func(m daysOfMonth, day int) bool { return day == m.nearest(n) }})
	}
	for n := 1; n <= 30; n++ {
		rules = append(rules,
			dayRule{fmt.Sprintf("L-%d * *", n), func(m daysOfMonth, day int) bool { return day == len(m)-n }},
			dayRule{fmt.Sprintf("L-%dW * *", n), func(m daysOfMonth, day int) bool { return day == m.nearest(len(m)-n) }})
	}
	for i, name := range []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} {
		rules = append(rules, dayRule{"* * " + name + "#L", func(m daysOfMonth, day int) bool { return day == m.last(time.Weekday(i)) }})
		for n := 1; n <= 5; n++ {
			rules = append(rules, dayRule{fmt.Sprintf("* * %s#%d", name, n), func(m daysOfMonth, day int) bool { return day == m.nth(n, time.Weekday(i)) }})
		}
	}
	return rules
}

// Every rule with a letter, on every day of 28 years: after these, months begin on the
// same weekdays again. The short test has ten of them.
func TestCron_LettersMeanTheDaysThatABruteForceFinds(t *testing.T) {
	from, end := time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC), 2010
	if long() {
		end = 2028
	}
	for _, rule := range letters() {
		spec := parsed(t, "0 8 "+rule.text)
		after := from
		for first := from; first.Year() < end; first = first.AddDate(0, 1, 0) {
			m := monthOf(first)
			for _, d := range m {
				if !rule.is(m, d.Day()) {
					continue
				}
				got, found := spec.Next(after, time.UTC)
				if want := d.Add(8 * time.Hour); !found || !got.At.Equal(want) {
					t.Fatalf("%s: after %s comes %s, want %s", spec, after, got.At, want)
				}
				if last, _ := spec.Last(got.At.Add(time.Hour), time.UTC); last != got {
					t.Fatalf("%s: until %s comes %s", spec, got.At.Add(time.Hour), last.At)
				}
				after = got.At
			}
		}
		if got, found := spec.Next(after, time.UTC); found && got.At.Year() < end {
			t.Fatalf("%s: %s is one too many", spec, got.At)
		}
	}
}

func TestCron_WeekdaysGoRoundAndSundayIsBothEnds(t *testing.T) {
	sunday := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"*": "SMTWTFS", "0-7": "SMTWTFS", "1-7": "SMTWTFS", "0": "S------", "7": "S------", "5-7": "S----FS", "7-1": "SM-----", "FRI-MON": "SM---FS",
		"*/2": "S-T-T-S", "1-5": "-MTWTF-", "mon,WED,5": "-M-W-F-", "1-5/2": "-M-W-F-", "SAT-FRI": "SMTWTFS", "7-7": "S------", "2/2": "--T-T-S",
	} {
		got := []byte("-------")
		for _, slot := range parsed(t, "0 8 * * "+text).Coming(sunday, time.UTC, 7) {
			if slot.At.Before(sunday.AddDate(0, 0, 7)) {
				got[slot.At.Weekday()] = slot.At.Weekday().String()[0]
			}
		}
		if string(got) != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// goCron reads a crontab by the library.
func goCron(t testing.TB, text string) cron.ScheduleWithPrev {
	t.Helper()
	parser, err := cron.TryNewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Extended)
	if err != nil {
		t.Fatal(err)
	}
	read, err := parser.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	s, ok := read.(*cron.SpecSchedule)
	if !ok {
		t.Fatalf("%q is a %T", text, read)
	}
	return s
}

// randomField writes a field by the grammar that both readers share.
func randomField(random *rand.Rand, least, most int) string {
	var items []string
	for range 1 + random.IntN(3) {
		low, high := least+random.IntN(most-least+1), least+random.IntN(most-least+1)
		switch random.IntN(4) {
		case 0:
			return "*"
		case 1:
			items = append(items, fmt.Sprint(low))
		case 2:
			items = append(items, fmt.Sprintf("%d-%d", low, high)) // high may be less: it goes round
		default:
			low, high = min(low, high), max(low, high)
			if high-low < 2 {
				items = append(items, fmt.Sprint(low))
				continue
			}
			items = append(items, fmt.Sprintf("%d-%d/%d", low, high, 1+random.IntN(high-low)))
		}
	}
	return strings.Join(items, ",")
}

// The library is an oracle in UTC for what both read.
func TestCron_FieldsAreReadAsTheLibraryReadsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	for range 2000 {
		days, weekdays := randomField(random, 1, 28), "*"
		if random.IntN(2) == 0 {
			days, weekdays = "*", randomField(random, 0, 6)
		}
		text := strings.Join([]string{randomField(random, 0, 59), randomField(random, 0, 23), days, randomField(random, 1, 12), weekdays}, " ")
		spec, library := parsed(t, text), goCron(t, text)
		at := time.Date(2026, time.Month(1+random.IntN(12)), 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60), 0, time.UTC)
		if got, _ := spec.Last(at.Add(-1), time.UTC); !got.At.Equal(library.Prev(at)) {
			t.Fatalf("%q before %s: %s, the library says %s", text, at, got.At, library.Prev(at))
		}
		for range 40 {
			want := library.Next(at)
			got, found := spec.Next(at, time.UTC)
			if !found || !got.At.Equal(want) {
				t.Fatalf("%q after %s: %s, the library says %s", text, at, got.At, want)
			}
			previous, _ := spec.Last(got.At.Add(-1), time.UTC)
			if back := library.Prev(got.At); !previous.At.Equal(back) {
				t.Fatalf("%q before %s: %s, the library says %s", text, got.At, previous.At, back)
			}
			at = got.At
		}
	}
}

// What the library does otherwise, and why it is an oracle here and no more. It hangs
// besides, for ever, when asked when "0 8 30 12 *" comes next in Pacific/Apia in 2011: there
// was no such day.
func TestCron_DiffersFromTheLibraryWhereThatIsWrong(t *testing.T) {
	from := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	t.Run("it reads what means nothing", func(t *testing.T) {
		for _, text := range []string{"*-5 8 * * *", "+5 8 * * *", ", 8 * * *", "5,,6 8 * * *", "0 8 31 2 *"} {
			goCron(t, text)
			if spec, err := schedule.Parse(text, nil); err == nil {
				t.Errorf("%q is read as %s", text, spec)
			}
		}
		if never := goCron(t, "0 8 31 2 *").Next(from); !never.IsZero() {
			t.Error(never)
		}
	})
	t.Run("it has no Thursday in capitals, no 5L and no L-3W", func(t *testing.T) {
		parser, err := cron.TryNewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Extended)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"0 8 * * THU", "0 8 * * 5L", "0 8 L-3W * *"} {
			if _, err := parser.Parse(text); err == nil {
				t.Errorf("%q: the library reads it now", text)
			}
			parsed(t, text)
		}
	})
	t.Run("a range of weekdays with a step counts Sunday twice", func(t *testing.T) {
		library, spec := goCron(t, "0 8 * * FRI-MON/2"), parsed(t, "0 8 * * FRI-MON/2")
		var theirs, ours []string
		for after, n := from, 0; n < 3; n++ {
			after = library.Next(after)
			theirs = append(theirs, after.Weekday().String())
		}
		for _, slot := range spec.Coming(from, time.UTC, 3) {
			ours = append(ours, slot.At.Weekday().String())
		}
		if fmt.Sprint(theirs) != "[Friday Sunday Monday]" || fmt.Sprint(ours) != "[Friday Sunday Friday]" {
			t.Error(theirs, ours)
		}
	})
	t.Run("it gives up after five years", func(t *testing.T) {
		after := time.Date(2097, time.January, 1, 0, 0, 0, 0, time.UTC)
		if at := goCron(t, "0 8 29 2 *").Next(after); !at.IsZero() {
			t.Error(at)
		}
		if slot, found := parsed(t, "0 8 29 2 *").Next(after, time.UTC); !found || slot.Key() != "2104-02-29T08:00" {
			t.Error(slot, found)
		}
	})
}

// Which times the library gives for one wall clock time on the day of a change, and which
// one is right.
func TestCron_DiffersFromTheLibraryWhereClocksChange(t *testing.T) {
	for _, c := range []struct{ zone, text, from, until, library, ours string }{
		// The library comes an hour after the gap's end here, and not at all in the others.
		{"Europe/Madrid", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "03-29 03:30 CEST", "03-29 03:00 CEST"},
		{"Europe/Madrid", "30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z", "10-25 02:30 CEST; 10-25 02:30 CET", "10-25 02:30 CEST"},
		{"Australia/Lord_Howe", "15 2 * * *", "2026-10-03T00:00:00Z", "2026-10-04T12:00:00Z", "", "10-04 02:30 +11"},
		{"Antarctica/Troll", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "", "03-29 03:00 +02"},
		{"America/Havana", "30 0 * * *", "2026-03-07T12:00:00Z", "2026-03-08T12:00:00Z", "", "03-08 01:00 CDT"},
		{"America/Santiago", "30 0 * * *", "2026-09-05T12:00:00Z", "2026-09-06T12:00:00Z", "", "09-06 01:00 -03"},
		{"Africa/Cairo", "0 0 * * *", "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z", "", "04-24 01:00 EEST"},
		{"Pacific/Apia", "0 8 * * *", "2011-12-29T20:00:00Z", "2011-12-30T17:00:00Z", "", "12-31 00:00 +14"},
	} {
		zone, from, until := located(t, c.zone), instantOf(t, c.from), instantOf(t, c.until)
		const layout = "01-02 15:04 MST"
		var theirs, ours []string
		for at := goCron(t, c.text).Next(from.In(zone)); at.Before(until); at = goCron(t, c.text).Next(at) {
			theirs = append(theirs, at.Format(layout))
		}
		for _, slot := range parsed(t, c.text).Coming(from, zone, 2) {
			if slot.At.Before(until) {
				ours = append(ours, slot.At.Format(layout))
			}
		}
		if got := strings.Join(theirs, "; "); got != c.library {
			t.Errorf("%s %q: the library says %q, it said %q", c.zone, c.text, got, c.library)
		}
		if got := strings.Join(ours, "; "); got != c.ours {
			t.Errorf("%s %q: %q, want %q", c.zone, c.text, got, c.ours)
		}
	}
}

func instantOf(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
