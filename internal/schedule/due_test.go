package schedule_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"clientele/internal/schedule"
)

const morning = "every day at 08:00"

func madrid(t testing.TB, text string) schedule.Job {
	return schedule.Job{Name: "month", Spec: parsed(t, text), Zone: located(t, "Europe/Madrid"), Late: 12 * time.Hour}
}

// known is the record of a job that was first seen at a time.
func known(job schedule.Job, at time.Time) schedule.Past { return job.Settle(schedule.Past{}, at) }

func findDue(job schedule.Job, past schedule.Past, now time.Time) (schedule.Due, bool) {
	due := schedule.FindDue([]schedule.Job{job}, func(string) schedule.Past { return past }, now)
	if len(due) == 0 {
		return schedule.Due{}, false
	}
	return due[0], true
}

func TestFindDue_MakesUpForNothingBeforeTheJobWasFirstSeen(t *testing.T) {
	job := madrid(t, morning)
	now := instantOf(t, "2026-12-01T07:01:00Z") // 08:01
	if due, is := findDue(job, schedule.Past{}, now); is {
		t.Errorf("a job that was never seen is due: %v", due)
	}
	past := known(job, now)
	if due, is := findDue(job, past, now.Add(23*time.Hour)); is {
		t.Errorf("due: %v", due.Slot.Key())
	}
	if due, is := findDue(job, past, now.Add(24*time.Hour)); !is || due.Slot.Key() != "2026-12-02T08:00" || due.Missed != 0 || due.TooLate || due.Edited {
		t.Errorf("%v %v", is, due)
	}
}

func TestFindDue_CatchesUpOnceAfterAPause(t *testing.T) {
	job := madrid(t, morning)
	past := known(job, instantOf(t, "2026-12-01T00:00:00Z"))
	now := instantOf(t, "2026-12-05T12:00:00Z")
	due, is := findDue(job, past, now)
	if !is || due.Slot.Key() != "2026-12-05T08:00" || due.Missed != 4 || due.TooLate {
		t.Fatalf("%v %+v", is, due)
	}
	past = due.Done(past)
	if due, is := findDue(job, past, now); is {
		t.Errorf("%s is due after it ran", due.Slot.Key())
	}
	if due, is := findDue(job, past, now.AddDate(0, 0, 1)); !is || due.Missed != 0 || due.Slot.Key() != "2026-12-06T08:00" {
		t.Errorf("%v %+v", is, due)
	}
}

func TestFindDue_SaysWhatIsTooLate(t *testing.T) {
	job := madrid(t, morning)
	past := known(job, instantOf(t, "2026-12-01T00:00:00Z"))
	for _, c := range []struct {
		late time.Duration
		now  string
		want bool
	}{
		{12 * time.Hour, "2026-12-01T19:00:00Z", false},
		{12 * time.Hour, "2026-12-01T19:00:01Z", true},
		{time.Hour, "2026-12-01T08:00:01Z", true},
		{0, "2026-12-01T07:05:00Z", false},
		{0, "2026-12-01T07:05:01Z", true},
		{-time.Hour, "2026-12-01T07:00:00Z", false},
	} {
		job.Late = c.late
		if due, is := findDue(job, past, instantOf(t, c.now)); !is || due.TooLate != c.want {
			t.Errorf("late %s, now %s: %v %+v", c.late, c.now, is, due)
		}
	}
}

func TestFindDue_ListsTheOldestFirstAndEqualsByName(t *testing.T) {
	jobs := []schedule.Job{madrid(t, morning), madrid(t, "every day at 07:00"), madrid(t, morning), madrid(t, "every day at 09:00")}
	jobs[0].Name, jobs[1].Name, jobs[2].Name, jobs[3].Name = "week", "day", "alerts", "later"
	past := known(jobs[0], instantOf(t, "2026-12-01T00:00:00Z"))
	var got []string
	due := schedule.FindDue(jobs, func(name string) schedule.Past {
		past.Timetable = jobs[slices.IndexFunc(jobs, func(j schedule.Job) bool { return j.Name == name })].Timetable()
		return past
	}, instantOf(t, "2026-12-01T07:30:00Z"))
	for _, d := range due {
		got = append(got, d.Job.Name)
	}
	if fmt.Sprint(got) != "[day alerts week]" {
		t.Error(got)
	}
}

func TestFindDue_NeverRunsASlotTwiceWhereAClockGoesBack(t *testing.T) {
	job := madrid(t, morning)
	past := known(job, instantOf(t, "2026-11-30T12:00:00Z"))
	now := instantOf(t, "2026-12-01T07:00:00Z")
	due, _ := findDue(job, past, now)
	past = due.Done(past)
	if due, is := findDue(job, schedule.Past{Timetable: past.Timetable, Ran: past.Ran}, now); is {
		t.Errorf("%s is due though it is known to have run", due.Slot.Key())
	}
	for _, back := range []time.Duration{time.Second, time.Hour, 23 * time.Hour, 3 * 24 * time.Hour, 56 * 365 * 24 * time.Hour} {
		p := job.Settle(past, now.Add(-back))
		if due, is := findDue(job, p, now.Add(-back)); is && due.Slot.Key() >= "2026-12-01" {
			t.Errorf("after %s back: %s", back, due.Slot.Key())
		}
		// The clock comes right again.
		p = job.Settle(p, now.Add(time.Minute))
		if due, is := findDue(job, p, now.Add(time.Minute)); is {
			t.Errorf("after %s back and forth: %s", back, due.Slot.Key())
		}
		if due, is := findDue(job, p, now.Add(24*time.Hour)); !is || due.Missed != 0 {
			t.Errorf("after %s back and forth, on the next day: %v %+v", back, is, due)
		}
	}
}

// A clock that ran years ahead must not leave the jobs asleep until those years are over.
func TestSettle_GoesOnAfterAClockThatRanAhead(t *testing.T) {
	job := madrid(t, morning)
	before := instantOf(t, "2026-11-30T08:00:00Z")
	ran, is := findDue(job, known(job, before.AddDate(0, 0, -1)), before)
	if !is {
		t.Fatal("not due")
	}
	past := ran.Done(known(job, before))
	ahead := instantOf(t, "2036-05-05T12:00:00Z")
	due, is := findDue(job, past, ahead)
	if !is || due.Missed < 3000 {
		t.Fatalf("%v %+v", is, due)
	}
	past = due.Done(past)
	now := instantOf(t, "2026-12-01T06:00:00Z")
	past = job.Settle(past, now)
	past = job.Settle(past, now.Add(30*time.Minute)) // again and again, as the loop does
	if due, is := findDue(job, past, now.Add(time.Hour)); !is || due.Slot.Key() != "2026-12-01T08:00" || due.Missed != 0 {
		t.Errorf("%v %+v", is, due)
	}
}

func TestFindDue_RunsNothingAgainWhereTheTimetableWasEdited(t *testing.T) {
	at := func(zone, text string) schedule.Job {
		job := madrid(t, text)
		job.Zone = located(t, zone)
		return job
	}
	ran := at("Europe/Madrid", "first working day at 08:00")
	start := instantOf(t, "2026-11-20T00:00:00Z")
	first := instantOf(t, "2026-12-01T07:00:10Z")
	due, is := findDue(ran, known(ran, start), first)
	if !is {
		t.Fatal("not due")
	}
	past := due.Done(known(ran, start))
	edited := instantOf(t, "2026-12-01T09:30:00Z") // 10:30 in Madrid
	hasty := at("Europe/Madrid", "every day at 09:30")
	hasty.Late = 30 * time.Minute
	for _, c := range []struct {
		job  schedule.Job
		told string // what is told as passed over
		next string
	}{
		{at("Europe/Lisbon", "first working day at 08:00"), "", "2027-01-01T08:00"},
		{at("America/New_York", "first working day at 08:00"), "", "2027-01-01T08:00"},
		{at("Asia/Tokyo", "first working day at 08:00"), "", "2027-01-01T08:00"},
		{at("Europe/Madrid", "first working day at 07:00"), "", "2027-01-01T07:00"},
		{at("Europe/Madrid", "first working day at 09:00"), "2026-12-01T09:00", "2027-01-01T09:00"},
		{at("Europe/Madrid", "day 1 at 08:00"), "", "2027-01-01T08:00"},
		{at("Europe/Madrid", "every day at 10:00"), "2026-12-01T10:00", "2026-12-02T10:00"},
		{hasty, "", "2026-12-02T09:30"}, // whose slot was long ago
		{at("Europe/Madrid", "every day at 11:00"), "", "2026-12-01T11:00"},
	} {
		name := c.job.Timetable()
		p := c.job.Settle(past, edited)
		due, is := findDue(c.job, p, edited)
		if told := is; told != (c.told != "") || told && (!due.Edited || due.Slot.Key() != c.told) {
			t.Errorf("%s: told %v %+v, want %q", name, told, due, c.told)
		}
		if is {
			p = due.Done(p)
		}
		if due, is := findDue(c.job, p, edited.Add(time.Minute)); is {
			t.Errorf("%s: %s is due right after the edit", name, due.Slot.Key())
		}
		slot, _ := c.job.Spec.Next(edited, c.job.Zone)
		for slot.Key() <= p.Ran[len(p.Ran)-1].Last {
			slot, _ = c.job.Spec.Next(slot.At, c.job.Zone)
		}
		due, is = findDue(c.job, c.job.Settle(p, slot.At), slot.At)
		if !is || due.Edited || due.Slot.Key() != c.next {
			t.Errorf("%s: next is %v %+v, want %s", name, is, due, c.next)
		}
	}
}

func TestTimetable_IsTheSameHoweverTheScheduleIsWritten(t *testing.T) {
	if a, b := madrid(t, "1st working day of the month at 8:00").Timetable(), madrid(t, "first working day at 08:00").Timetable(); a != b {
		t.Errorf("%q, %q", a, b)
	}
}

// seeds are few, or in the long test many.
func seeds(few, many uint64) uint64 {
	if long() {
		return many
	}
	return few
}

// What is recorded survives being written and read.
func stored(t testing.TB, past schedule.Past) schedule.Past {
	t.Helper()
	text, err := json.Marshal(past)
	if err != nil {
		t.Fatal(err)
	}
	var read schedule.Past
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// Whatever pauses there are, each slot since the job was first seen either ran, or a later
// one stood for it, or it was told as too late: their number is the number of all. It is
// always the latest that is due.
func TestFindDue_AccountsForEverySlotWhateverThePauses(t *testing.T) {
	for seed := range seeds(80, 1500) {
		random := rand.New(rand.NewPCG(seed, 8))
		of := places()[random.IntN(len(places()))]
		schedules := kinds()
		job := schedule.Job{
			Name: "job", Spec: parsed(t, schedules[random.IntN(len(schedules))].text), Zone: located(t, of.zone),
			Late: time.Duration(random.IntN(48)) * time.Hour,
		}
		now := time.Date(of.from, time.January, 1, 0, 0, random.IntN(365*24*3600), 0, time.UTC)
		past, first := known(job, now), now
		dealt := 0
		for range 60 {
			pauses := []time.Duration{time.Second, time.Minute, 7 * time.Minute, time.Hour, 5 * time.Hour, 30 * time.Hour, 9 * 24 * time.Hour}
			now = now.Add(time.Duration(random.Int64N(int64(pauses[random.IntN(len(pauses))]))))
			past = job.Settle(stored(t, past), now)
			due, is := findDue(job, past, now)
			if !is {
				continue
			}
			if next, found := job.Spec.Next(due.Slot.At, job.Zone); found && !next.At.After(now) {
				t.Fatalf("seed %d: at %s, %s is due, and %s has come", seed, now, due.Slot.Key(), next.Key())
			}
			if due.TooLate != (now.Sub(due.Slot.At) > max(job.Late, schedule.LeastLate)) || due.Edited {
				t.Fatalf("seed %d: at %s: %+v", seed, now, due)
			}
			dealt += 1 + due.Missed
			past = due.Done(past)
		}
		want := 0
		for slot, found := job.Spec.Next(first, job.Zone); found && !slot.At.After(now); slot, found = job.Spec.Next(slot.At, job.Zone) {
			want++
		}
		if dealt != want {
			t.Fatalf("seed %d: %s from %s to %s: %d slots of %d", seed, job.Timetable(), first, now, dealt, want)
		}
	}
}

// Clocks that jump by up to some days in both directions, and zones and schedules that
// are edited: no wall clock time runs twice, and nothing runs before its time.
func TestFindDue_RunsNoSlotTwiceWhateverTheClockAndTheAdministratorDo(t *testing.T) {
	early := false
	for seed := range seeds(80, 1500) {
		random := rand.New(rand.NewPCG(seed, 9))
		of := places()[random.IntN(len(places()))]
		schedules := []string{morning, "every day at 02:30", "every hour", "every Monday and Thursday at 08:00", "day 1, 10, 20 at 08:00"}
		job := schedule.Job{Name: "job", Spec: parsed(t, schedules[random.IntN(len(schedules))]), Zone: located(t, of.zone), Late: 6 * time.Hour}
		now := time.Date(of.from, time.January, 1, 0, 0, random.IntN(365*24*3600), 0, time.UTC)
		past := known(job, now)
		ran := map[string]bool{}
		var edited time.Time
		promised := ""
		for range 300 {
			moment := random.IntN(40)
			if slot, found := job.Spec.Next(past.Until, job.Zone); found && moment > 0 && moment < 3 {
				promised = slot.Key()
			}
			switch moment {
			case 0:
				now = now.Add(-time.Duration(random.Int64N(int64(24 * time.Hour))))
				if now.Before(edited) {
					edited = time.Time{} // the times up to the edit come a second time
				}
			case 1:
				job.Zone = located(t, places()[random.IntN(len(places()))].zone)
				edited = now
			case 2:
				job.Spec = parsed(t, schedules[random.IntN(len(schedules))])
				edited = now
			default:
				now = now.Add(time.Duration(random.Int64N(int64(3 * time.Hour))))
			}
			past = job.Settle(stored(t, past), now)
			due, is := findDue(job, past, now)
			if !is {
				continue
			}
			if due.Slot.At.After(now) {
				t.Fatalf("seed %d: %s at %s, now is %s", seed, due.Slot.Key(), due.Slot.At, now)
			}
			if !due.TooLate && !due.Edited {
				if ran[due.Slot.Key()] {
					t.Fatalf("seed %d: %s ran twice", seed, due.Slot.Key())
				}
				if due.Slot.At.Before(edited) && !edited.After(now) && promised[:10] > due.Slot.Key()[:10] {
					t.Fatalf("seed %d: %s at %s was before the edit at %s, and %s was promised", seed, due.Slot.Key(), due.Slot.At, edited, promised)
				}
				early = early || due.Slot.At.Before(edited)
			}
			ran[due.Slot.Key()] = true
			past = due.Done(past)
		}
	}
	if !early {
		t.Error("no edit was made that keeps a promise: that tries too little")
	}
}

// Who changes a time around the time itself: what was promised for the day comes, what
// was not does not.
func TestFindDue_AMovedTimeKeepsWhatWasPromisedForItsDay(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		ran, now      string // when the one before ran last, and when the edit is seen
		want          string
		edited        bool
	}{
		"earlier, and just passed":       {"every day at 09:00", "every day at 08:00", "2026-12-01T09:00", "2026-12-02T08:30", "2026-12-02T08:00", false},
		"earlier, and passed long ago":   {"every day at 23:00", "every day at 08:00", "2026-12-01T23:00", "2026-12-02T20:30", "", false},
		"later, after the day's run":     {"every day at 08:00", "every day at 09:00", "2026-12-02T08:00", "2026-12-02T16:00", "2026-12-02T09:00", true},
		"later, before any run":          {"every day at 08:00", "every day at 08:15", "2026-12-01T08:00", "2026-12-02T08:30", "2026-12-02T08:15", false},
		"a day that had none":            {"every Monday at 08:00", "every day at 08:00", "2026-11-30T08:00", "2026-12-01T10:00", "2026-12-01T08:00", true},
		"another day of the month":       {"day 15 at 09:00", "day 5 at 09:00", "2026-11-15T09:00", "2026-12-05T10:00", "2026-12-05T09:00", true},
		"more often, with one to come":   {"every hour", "every 30 minutes", "2026-12-01T08:00", "2026-12-01T08:40", "2026-12-01T08:30", true},
		"after days without the machine": {"every day at 08:00", "every day at 07:00", "2026-11-27T08:00", "2026-12-02T07:30", "2026-12-02T07:00", false},
	} {
		job := madrid(t, c.before)
		job.Late = 12 * time.Hour
		wall := func(text string) time.Time {
			at, err := time.ParseInLocation("2006-01-02T15:04", text, job.Zone)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		past := known(job, wall(c.ran).Add(-time.Minute))
		ran, is := findDue(job, past, wall(c.ran))
		if !is || ran.Slot.Key() != c.ran {
			t.Fatalf("%s: %v %+v", name, is, ran)
		}
		past = job.Settle(ran.Done(past), wall(c.ran).Add(time.Minute))
		job.Spec = parsed(t, c.after)
		past = job.Settle(stored(t, past), wall(c.now))
		due, is := findDue(job, past, wall(c.now))
		if is != (c.want != "") && !due.TooLate || is && !due.TooLate && (due.Slot.Key() != c.want || due.Edited != c.edited || due.Missed != 0) {
			t.Errorf("%s: %v %+v", name, is, due)
			continue
		}
		if is {
			past = due.Done(past)
		}
		if again, is := findDue(job, job.Settle(past, wall(c.now)), wall(c.now)); is {
			t.Errorf("%s: %s is due once more", name, again.Slot.Key())
		}
		slot, _ := job.Spec.Next(wall(c.now), job.Zone)
		if next, is := findDue(job, job.Settle(past, slot.At), slot.At); !is || next.Edited || next.Slot.Key() != slot.Key() {
			t.Errorf("%s: next is %v %+v, want %s", name, is, next, slot.Key())
		}
	}
}
