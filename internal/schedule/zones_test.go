package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"clientele/internal/schedule"
)

// kind is a schedule, and independently of it when it comes: whether a local date and
// minute of the day belong to it.
type kind struct {
	text  string
	comes func(date time.Time, hour, minute int) bool
}

func lastOfMonth(date time.Time) int { return date.AddDate(0, 1, -date.Day()).Day() }

func workingOf(date time.Time) (nth int, last bool) {
	last = true
	for d := date.AddDate(0, 0, 1-date.Day()); d.Month() == date.Month(); d = d.AddDate(0, 0, 1) {
		working := d.Weekday() >= time.Monday && d.Weekday() <= time.Friday
		if working && !d.After(date) {
			nth++
		}
		if working && d.After(date) {
			last = false
		}
	}
	return nth, last
}

func kinds() []kind {
	weekday := func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	daily := func(h, m int) func(time.Time, int, int) bool {
		return func(_ time.Time, hour, minute int) bool { return hour == h && minute == m }
	}
	return []kind{
		{"every day at 00:00", daily(0, 0)},
		{"every day at 00:30", daily(0, 30)},
		{"every day at 01:30", daily(1, 30)},
		{"every day at 02:00", daily(2, 0)},
		{"every day at 02:30", daily(2, 30)},
		{"every day at 03:00", daily(3, 0)},
		{"every day at 23:30", daily(23, 30)},
		{"every hour", func(_ time.Time, _, minute int) bool { return minute == 0 }},
		{"every 15 minutes", func(_ time.Time, _, minute int) bool { return minute%15 == 0 }},
		{"every Sunday at 02:30", func(d time.Time, h, m int) bool { return d.Weekday() == time.Sunday && h == 2 && m == 30 }},
		{"every working day at 00:30", func(d time.Time, h, m int) bool { return weekday(d) && h == 0 && m == 30 }},
		{"first working day at 08:00", func(d time.Time, h, m int) bool {
			if h != 8 || m != 0 {
				return false
			}
			nth, _ := workingOf(d)
			return weekday(d) && nth == 1
		}},
		{"last working day at 17:00", func(d time.Time, h, m int) bool {
			if h != 17 || m != 0 {
				return false
			}
			_, last := workingOf(d)
			return weekday(d) && last
		}},
		{"last day at 18:00", func(d time.Time, h, m int) bool { return h == 18 && m == 0 && d.Day() == lastOfMonth(d) }},
		{"day 30 at 08:00", func(d time.Time, h, m int) bool { return h == 8 && m == 0 && d.Day() == 30 }},
		{"30 2 * * SUN#L", func(d time.Time, h, m int) bool {
			return h == 2 && m == 30 && d.Weekday() == time.Sunday && d.Day()+7 > lastOfMonth(d)
		}},
		{"15,45 0-3 8-31 * *", func(d time.Time, h, m int) bool { return h <= 3 && (m == 15 || m == 45) && d.Day() >= 8 }},
	}
}

// place is a zone, and the years in which something of note happens to its clocks.
type place struct {
	zone string
	from int
	note string
}

func places() []place {
	return []place{
		{"Europe/Madrid", 2026, "an hour, at 01:00 UTC"},
		{"Europe/London", 2026, ""},
		{"Europe/Dublin", 2026, "summer is standard, winter is less"},
		{"Europe/Moscow", 2010, "summer for good in 2011"},
		{"Europe/Moscow", 2013, "winter for good in 2014, without an end of summer"},
		{"America/New_York", 2026, ""},
		{"America/Santiago", 2026, "at midnight, in both directions"},
		{"America/Havana", 2026, "at midnight and at one"},
		{"America/Sao_Paulo", 2017, "at midnight"},
		{"America/Asuncion", 2023, "at midnight, and summer for good"},
		{"America/St_Johns", 2010, "at one minute past midnight until 2011"},
		{"America/Caracas", 2015, "half an hour forward, once"},
		{"Australia/Lord_Howe", 2026, "half an hour"},
		{"Asia/Beirut", 2026, "at midnight"},
		{"Africa/Cairo", 2026, "at midnight, in the night of a Thursday"},
		{"Africa/Casablanca", 2026, "an hour back in Ramadan"},
		{"Antarctica/Troll", 2026, "two hours"},
		{"Pacific/Apia", 2011, "30 December 2011 does not exist"},
		{"Pacific/Kwajalein", 1993, "21 August 1993 does not exist"},
		{"Asia/Pyongyang", 2015, "half an hour back, and forward"},
		{"Asia/Kathmandu", 1985, "a quarter of an hour"},
		{"Pacific/Chatham", 2026, "at 02:45"},
		{"Asia/Tehran", 2021, "at midnight, until 2022"},
		{"America/Godthab", 2023, "leaves and joins, an hour before midnight"},
		{"UTC", 2026, "never"},
	}
}

// expected walks through the instants and looks at the clock: whenever it
// shows a time that it never showed before, all schedule's times that were passed come.
// Of several at one instant, the latest counts. It knows nothing of zones' changes. It
// looks at the clock after each step, and for times that are multiples of a grain.
func expected(zone *time.Location, from, until time.Time, schedules []kind, step, grain time.Duration) [][]schedule.Slot {
	slots := make([][]schedule.Slot, len(schedules))
	var highest time.Time
	for at := from.AddDate(0, 0, -4); at.Before(until); at = at.Add(step) {
		local := at.In(zone)
		shown := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, time.UTC)
		if highest.IsZero() {
			highest = shown.Truncate(grain)
		}
		passed := make([]bool, len(schedules))
		for !shown.Before(highest.Add(grain)) {
			highest = highest.Add(grain)
			if at.Before(from) {
				continue
			}
			for i, s := range schedules {
				if !s.comes(highest, highest.Hour(), highest.Minute()) {
					continue
				}
				slot := schedule.Slot{Wall: highest, At: local}
				if passed[i] {
					slots[i][len(slots[i])-1] = slot
				} else {
					slots[i] = append(slots[i], slot)
				}
				passed[i] = true
			}
		}
	}
	return slots
}

// step is how often to look at the clock: at every instant at which the zone's clocks may
// change or show a quarter of an hour; in a long test, at every minute at least.
func (p place) step() time.Duration {
	if strings.Contains(p.note, "minute") || long() {
		return time.Minute
	}
	return 15 * time.Minute
}

// grain is how far apart the moments of the oracle are: each kind of schedule
// comes at quarters of an hour alone, and the long run tries every minute.
func grain() time.Duration {
	if long() {
		return time.Minute
	}
	return 15 * time.Minute
}

func long() bool { return os.Getenv("CLIENTELE_LONG") != "" }

func sameSlot(a, b schedule.Slot) bool { return a.Wall.Equal(b.Wall) && a.At.Equal(b.At) }

func located(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Both directions of the search give, one after the other, the slots that a person would
// find who looks at the wall clock through all of two years.
func TestNextAndLast_GiveEveryWallClockTimeOnceInEveryZone(t *testing.T) {
	for _, of := range places() {
		t.Run(fmt.Sprintf("%s %d", of.zone, of.from), func(t *testing.T) {
			t.Parallel()
			zone, from := located(t, of.zone), time.Date(of.from, time.January, 1, 0, 0, 0, 0, time.UTC)
			until := from.AddDate(2, 0, 0)
			compare(t, kinds(), zone, from, until, expected(zone, from, until, kinds(), of.step(), grain()))
		})
	}
}

// Days that a moved date line takes or repeats, in zones whose clocks were not whole
// minutes from UTC.
func TestNextAndLast_GiveEveryWallClockTimeOnceWhereDateLinesMove(t *testing.T) {
	for _, of := range []struct{ zone, day string }{
		{"Asia/Manila", "1844-12-31"}, {"Pacific/Guam", "1844-12-31"}, {"America/Juneau", "1867-10-18"}, {"Africa/Monrovia", "1972-01-07"},
	} {
		t.Run(of.zone, func(t *testing.T) {
			t.Parallel()
			day, err := time.Parse(time.DateOnly, of.day)
			if err != nil {
				t.Fatal(err)
			}
			zone, from, until := located(t, of.zone), day.AddDate(0, 0, -2), day.AddDate(0, 0, 4)
			schedules := append(kinds(), kind{"every minute", func(time.Time, int, int) bool { return true }})
			compare(t, schedules, zone, from, until, expected(zone, from, until, schedules, time.Second, time.Minute))
		})
	}
}

func compare(t *testing.T, schedules []kind, zone *time.Location, from, until time.Time, slots [][]schedule.Slot) {
	t.Helper()
	for i, kind := range schedules {
		spec := parsed(t, kind.text)
		after := from.Add(-1)
		for n, want := range slots[i] {
			got, found := spec.Next(after, zone)
			if !found || !sameSlot(got, want) {
				t.Fatalf("%s: slot %d after %s is %s at %s, want %s at %s", kind.text, n, after.In(zone), got.Key(), got.At, want.Key(), want.At)
			}
			after = got.At
		}
		if got, found := spec.Next(after, zone); found && got.At.Before(until) {
			t.Fatalf("%s: %s at %s is one too many", kind.text, got.Key(), got.At)
		}
		before := until.Add(-1)
		for _, want := range slices.Backward(slots[i]) {
			got, found := spec.Last(before, zone)
			if !found || !sameSlot(got, want) {
				t.Fatalf("%s: last slot until %s is %s at %s, want %s at %s", kind.text, before.In(zone), got.Key(), got.At, want.Key(), want.At)
			}
			before = got.At.Add(-1)
		}
		betweenSlots(t, spec, zone, from, until, slots[i])
	}
}

// betweenSlots asks at moments that are none of the slots', as a clock does.
func betweenSlots(t *testing.T, spec schedule.Spec, zone *time.Location, from, until time.Time, slots []schedule.Slot) {
	t.Helper()
	random := rand.New(rand.NewPCG(8, uint64(len(slots))))
	for range 100 {
		at := from.Add(time.Duration(random.Int64N(int64(until.Sub(from)))))
		behind, _ := slices.BinarySearchFunc(slots, at.Add(1), func(s schedule.Slot, t time.Time) int { return s.At.Compare(t) })
		if behind < 1 || behind == len(slots) {
			continue
		}
		if got, _ := spec.Next(at, zone); !sameSlot(got, slots[behind]) {
			t.Fatalf("%s: next after %s is %s at %s, want %s", spec, at.In(zone), got.Key(), got.At, slots[behind].At)
		}
		if got, _ := spec.Last(at, zone); !sameSlot(got, slots[behind-1]) {
			t.Fatalf("%s: last until %s is %s at %s, want %s", spec, at.In(zone), got.Key(), got.At, slots[behind-1].At)
		}
	}
}
