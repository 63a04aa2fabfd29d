package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"clientele/internal/schedule"
)

// memory is what is recorded of each job.
type memory map[string]schedule.Past

// find does what a process does whenever it wakes.
func (m memory) find(jobs []schedule.Job, now time.Time) []schedule.Due {
	for _, job := range jobs {
		m[job.Name] = job.Settle(m[job.Name], now)
	}
	return schedule.FindDue(jobs, func(job string) schedule.Past { return m[job] }, now)
}

func (m memory) done(due schedule.Due) { m[due.Job.Name] = due.Done(m[due.Job.Name]) }

// ticks are the times at which the fake clock stands still: every quarter of an hour for
// three days around each change of the zone's clocks, and every minute for three hours; in
// the long test every quarter of an hour of the two years, and every minute of those days.
func ticks(zone *time.Location, from, until time.Time) [][]time.Time {
	const around = 36 * time.Hour
	near := 90 * time.Minute
	if long() {
		near = around
	}
	var changes []time.Time
	for _, end := from.Add(around).In(zone).ZoneBounds(); !end.IsZero() && end.Before(until.Add(-around)); _, end = end.In(zone).ZoneBounds() {
		changes = append(changes, end)
	}
	var windows [][]time.Time
	window := func(from, until time.Time, changes []time.Time) {
		var times []time.Time
		for at := from; at.Before(until); at = at.Add(time.Minute) {
			if at.Minute()%15 == 0 || slices.ContainsFunc(changes, func(c time.Time) bool { return at.Sub(c).Abs() < near }) {
				times = append(times, at)
			}
		}
		windows = append(windows, times)
	}
	if long() {
		window(from, until, changes)
		return windows
	}
	for _, change := range changes {
		window(change.Add(-around), change.Add(around), []time.Time{change})
	}
	return windows
}

// All kinds of schedules at once, in each zone, while a clock ticks: every slot is due once,
// at its instant, and nothing else does.
func TestFindDue_FindsEverySlotOnceInEveryZone(t *testing.T) {
	for _, of := range places() {
		t.Run(fmt.Sprintf("%s %d", of.zone, of.from), func(t *testing.T) {
			t.Parallel()
			zone, from := located(t, of.zone), time.Date(of.from, time.January, 1, 0, 0, 0, 0, time.UTC)
			var jobs []schedule.Job
			for _, kind := range kinds() {
				jobs = append(jobs, schedule.Job{Name: kind.text, Spec: parsed(t, kind.text), Zone: zone})
			}
			for _, window := range ticks(zone, from, from.AddDate(2, 0, 0)) {
				start, end := window[0], window[len(window)-1]
				var want []string
				for i, slots := range expected(zone, start.Add(time.Minute), end.Add(time.Minute), kinds(), time.Minute, 15*time.Minute) {
					for _, slot := range slots {
						want = append(want, fmt.Sprintf("%s %s at %s", kinds()[i].text, slot.Key(), slot.At.UTC()))
					}
				}
				var got []string
				state := memory{}
				for _, now := range window {
					for _, due := range state.find(jobs, now) {
						if due.Missed > 0 || due.TooLate || due.Edited {
							t.Errorf("%+v", due)
						}
						got = append(got, fmt.Sprintf("%s %s at %s", due.Job.Name, due.Slot.Key(), now.UTC()))
						state.done(due)
					}
				}
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					t.Fatalf("from %s to %s:\n%s", start, end, difference(got, want))
				}
			}
		})
	}
}

func difference(got, want []string) string {
	var lines []string
	for _, line := range got {
		if !slices.Contains(want, line) {
			lines = append(lines, "+ "+line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			lines = append(lines, "- "+line)
		}
	}
	return strings.Join(lines, "\n")
}

// 02:30 on the nights of both changes in Madrid, for a clock that ticks every minute.
func TestFindDue_FindsHalfPastTwoOnceInSpringAndInAutumn(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"2026-03-28T12:00:00Z", "[2026-03-29T02:30 at 2026-03-29 01:00:00 2026-03-30T02:30 at 2026-03-30 00:30:00]"},
		{"2026-10-24T12:00:00Z", "[2026-10-25T02:30 at 2026-10-25 00:30:00 2026-10-26T02:30 at 2026-10-26 01:30:00]"},
	} {
		from, state := instantOf(t, c.from), memory{}
		var found []string
		for now := from; now.Before(from.AddDate(0, 0, 2)); now = now.Add(time.Minute) {
			for _, due := range state.find([]schedule.Job{madrid(t, "every day at 02:30")}, now) {
				found = append(found, due.Slot.Key()+" at "+now.Format(time.DateTime))
				state.done(due)
			}
		}
		if got := fmt.Sprint(found); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// A process that is stopped, killed or suspended at random moments, while jobs take their
// time: each slot that was run to its end ran once, and all are accounted for.
func TestFindDue_SurvivesKillsAndPauses(t *testing.T) {
	texts := []string{"every 15 minutes", "every hour", "every day at 02:30", "every Monday at 08:00"}
	for seed := range seeds(20, 200) {
		random := rand.New(rand.NewPCG(seed, 10))
		zone := located(t, places()[random.IntN(len(places()))].zone)
		var jobs []schedule.Job
		for _, text := range texts {
			jobs = append(jobs, schedule.Job{Name: text, Spec: parsed(t, text), Zone: zone, Late: 90 * time.Minute})
		}
		start := instantOf(t, "2026-03-24T00:00:00Z").Add(time.Duration(random.Int64N(int64(300 * 24 * time.Hour))))
		state, dealt, done := memory{}, map[string]int{}, map[string]bool{}
		now := start
		state.find(jobs, now)
		for last := false; !last; {
			last = now.After(start.AddDate(0, 0, 7))
			for _, due := range state.find(jobs, now) {
				if key := due.Job.Name + " " + due.Slot.Key(); done[key] {
					t.Fatalf("seed %d: %s is due again", seed, key)
				} else if random.IntN(10) > 0 || last {
					done[key] = true
					dealt[due.Job.Name] += 1 + due.Missed
					state.done(due)
				} // else it was killed, and nothing is recorded
				if !last {
					now = now.Add(time.Duration(random.Int64N(int64(40 * time.Minute)))) // it took its time
				}
			}
			if last {
				break
			}
			now = now.Add(time.Minute)
			if random.IntN(100) == 0 {
				now = now.Add(time.Duration(random.Int64N(int64(20 * time.Hour)))) // suspended
			}
		}
		for _, job := range jobs {
			want := 0
			for slot, _ := job.Spec.Next(start, zone); !slot.At.After(now); slot, _ = job.Spec.Next(slot.At, zone) {
				want++
			}
			if dealt[job.Name] != want {
				t.Errorf("seed %d: %s: %d slots of %d", seed, job.Name, dealt[job.Name], want)
			}
		}
	}
}
