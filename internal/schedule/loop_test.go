package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"clientele/internal/schedule"
)

// memory keeps the state as a file would: as bytes. It fails where it is told to.
type memory struct {
	t       testing.TB
	pasts   map[string]schedule.Past
	failure error
}

func remembering(t testing.TB) *memory { return &memory{t: t, pasts: map[string]schedule.Past{}} }

func (m *memory) Past(job string) (schedule.Past, error) { return m.pasts[job], m.failure }

func (m *memory) Record(job string, past schedule.Past) error {
	if m.failure == nil {
		m.pasts[job] = stored(m.t, past)
	}
	return m.failure
}

// hands is a clock whose hands the test moves: Wait goes straight to the time, and what
// is to happen then happens.
type hands struct {
	now   time.Time
	until time.Time
	then  func(now time.Time)
	waits []time.Duration
}

func (h *hands) Now() time.Time { return h.now }

var errStopped = errors.New("the test is over")

func (h *hands) Wait(ctx context.Context, until time.Time) error {
	h.waits = append(h.waits, until.Sub(h.now))
	if until.After(h.now) {
		h.now = until
	}
	if h.then != nil {
		h.then(h.now)
	}
	if !h.now.Before(h.until) {
		return errStopped
	}
	return ctx.Err()
}

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

// All kinds of schedules at once, in each zone, while a clock ticks: every slot runs once,
// at its instant, and nothing else does.
func TestRunner_RunsEverySlotOnceInEveryZone(t *testing.T) {
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
				for i, slots := range expected(zone, start.Add(time.Minute), end.Add(time.Minute), kinds(), time.Minute, grain()) {
					for _, slot := range slots {
						want = append(want, fmt.Sprintf("%s %s at %s", kinds()[i].text, slot.Key(), slot.At.UTC()))
					}
				}
				var got []string
				clock, state := &hands{}, remembering(t)
				runner := schedule.Runner{Jobs: jobs, State: state, Clock: clock, Run: func(_ context.Context, due schedule.Due) error {
					if due.Missed > 0 || due.TooLate || due.Edited {
						t.Errorf("%+v", due)
					}
					got = append(got, fmt.Sprintf("%s %s at %s", due.Job.Name, due.Slot.Key(), clock.now.UTC()))
					return nil
				}}
				for _, clock.now = range window {
					if _, err := runner.Due(t.Context()); err != nil {
						t.Fatal(err)
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

// 02:30 on the nights of both changes in Madrid, by the loop itself.
func TestLoop_RunsHalfPastTwoOnceInSpringAndInAutumn(t *testing.T) {
	for _, c := range []struct{ from, want string }{
		{"2026-03-28T12:00:00Z", "[2026-03-29T02:30 at 2026-03-29 01:00:00 2026-03-30T02:30 at 2026-03-30 00:30:00]"},
		{"2026-10-24T12:00:00Z", "[2026-10-25T02:30 at 2026-10-25 00:30:00 2026-10-26T02:30 at 2026-10-26 01:30:00]"},
	} {
		clock := &hands{now: instantOf(t, c.from), until: instantOf(t, c.from).AddDate(0, 0, 2)}
		var ran []string
		runner := schedule.Runner{Jobs: []schedule.Job{madrid(t, "every day at 02:30")}, State: remembering(t), Clock: clock,
			Run: func(_ context.Context, due schedule.Due) error {
				ran = append(ran, due.Slot.Key()+" at "+clock.now.Format(time.DateTime))
				return nil
			}}
		if err := runner.Loop(t.Context()); !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		if got := fmt.Sprint(ran); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
		if longest := slices.Max(clock.waits); longest > time.Minute {
			t.Errorf("it slept for %s", longest)
		}
	}
}

// A process that is stopped, killed or suspended at random moments, while jobs take their
// time and fail: each slot that was run to its end ran once, and all are accounted for.
func TestLoop_SurvivesRestartsAndPauses(t *testing.T) {
	texts := []string{"every 15 minutes", "every hour", "every day at 02:30", "every Monday at 08:00"}
	for seed := range seeds(8, 300) {
		random := rand.New(rand.NewPCG(seed, 10))
		zone := located(t, places()[random.IntN(len(places()))].zone)
		var jobs []schedule.Job
		for _, text := range texts {
			jobs = append(jobs, schedule.Job{Name: text, Spec: parsed(t, text), Zone: zone, Late: 90 * time.Minute})
		}
		start := instantOf(t, "2026-03-24T00:00:00Z").Add(time.Duration(random.Int64N(int64(300 * 24 * time.Hour))))
		clock, state := &hands{now: start, until: start.AddDate(0, 0, 5)}, remembering(t)
		dealt, done, running := map[string]int{}, map[string]bool{}, false
		run := func(ctx context.Context, due schedule.Due) error {
			if running {
				t.Fatalf("seed %d: two jobs at once", seed)
			}
			running = true
			defer func() { running = false }()
			if ctx.Err() != nil {
				t.Fatalf("seed %d: begun after the end", seed)
			}
			key := due.Job.Name + " " + due.Slot.Key()
			if done[key] {
				t.Fatalf("seed %d: %s ran twice", seed, key)
			}
			clock.now = clock.now.Add(time.Duration(random.Int64N(int64(40 * time.Minute))))
			if random.IntN(20) == 0 {
				return context.Canceled // below: the process is stopped while it runs
			}
			done[key] = true
			dealt[due.Job.Name] += 1 + due.Missed
			if random.IntN(3) == 0 {
				return errors.New("it went wrong")
			}
			return nil
		}
		for clock.now.Before(clock.until) {
			ctx, stop := context.WithCancel(t.Context())
			clock.then = func(time.Time) {
				if random.IntN(200) == 0 {
					clock.now = clock.now.Add(time.Duration(random.Int64N(int64(20 * time.Hour)))) // suspended
				}
				if random.IntN(300) == 0 {
					stop()
				}
			}
			runner := schedule.Runner{Jobs: jobs, State: state, Clock: clock, Run: func(ctx context.Context, due schedule.Due) error {
				err := run(ctx, due)
				if errors.Is(err, context.Canceled) {
					stop()
				}
				return err
			}}
			if err := runner.Loop(ctx); err != nil && !errors.Is(err, errStopped) {
				t.Fatal(err)
			}
			stop()
			clock.now = clock.now.Add(time.Duration(random.Int64N(int64(3 * time.Hour)))) // stopped
		}
		clock.then = nil
		final := schedule.Runner{Jobs: jobs, State: state, Clock: clock, Run: func(_ context.Context, due schedule.Due) error {
			dealt[due.Job.Name] += 1 + due.Missed
			return nil
		}}
		if _, err := final.Due(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, job := range jobs {
			want := 0
			for slot, _ := job.Spec.Next(start, zone); !slot.At.After(clock.now); slot, _ = job.Spec.Next(slot.At, zone) {
				want++
			}
			if dealt[job.Name] != want {
				t.Errorf("seed %d: %s: %d slots of %d", seed, job.Name, dealt[job.Name], want)
			}
		}
	}
}

func TestRunner_OneJobThatFailsOrPanicsStopsNoOther(t *testing.T) {
	jobs := []schedule.Job{madrid(t, morning), madrid(t, morning), madrid(t, morning)}
	jobs[0].Name, jobs[1].Name, jobs[2].Name = "a", "b", "c"
	state, clock := remembering(t), &hands{now: instantOf(t, "2026-12-01T00:00:00Z")}
	var ran, failed []string
	boom := errors.New("no disk")
	runner := schedule.Runner{Jobs: jobs, State: state, Clock: clock,
		Run: func(_ context.Context, due schedule.Due) error {
			ran = append(ran, due.Job.Name)
			switch due.Job.Name {
			case "a":
				panic("nil map")
			case "b":
				return boom
			}
			return nil
		},
		Failed: func(due schedule.Due, _ error) { failed = append(failed, due.Job.Name) },
	}
	if count, err := runner.Due(t.Context()); count != 0 || err != nil {
		t.Fatal(count, err)
	}
	clock.now = instantOf(t, "2026-12-01T07:00:00Z")
	count, err := runner.Due(t.Context())
	if count != 3 || fmt.Sprint(ran) != "[a b c]" || fmt.Sprint(failed) != "[a b]" {
		t.Error(count, ran, failed)
	}
	var failure *schedule.RunError
	if !errors.Is(err, boom) || !errors.As(err, &failure) || failure.Job != "a" || failure.Slot != "2026-12-01T08:00" || !strings.Contains(err.Error(), "nil map") {
		t.Error(err)
	}
	if count, err := runner.Due(t.Context()); count != 0 || err != nil {
		t.Error("they are due again:", count, err)
	}
}

func TestRunner_DoesASlotAgainThatWasInterrupted(t *testing.T) {
	state, clock := remembering(t), &hands{now: instantOf(t, "2026-12-01T00:00:00Z")}
	ctx, stop := context.WithCancel(t.Context())
	other := madrid(t, morning)
	other.Name = "next"
	var ran []string
	runner := schedule.Runner{Jobs: []schedule.Job{madrid(t, morning), other}, State: state, Clock: clock,
		Run: func(ctx context.Context, due schedule.Due) error {
			ran = append(ran, due.Job.Name)
			stop()
			return ctx.Err()
		}}
	if _, err := runner.Due(ctx); err != nil {
		t.Fatal(err)
	}
	clock.now = instantOf(t, "2026-12-01T07:00:00Z")
	if err := runner.Loop(ctx); err != nil {
		t.Error(err)
	}
	if fmt.Sprint(ran) != "[month]" {
		t.Error(ran)
	}
	if _, err := runner.Due(t.Context()); err != nil {
		t.Error(err)
	}
	if fmt.Sprint(ran) != "[month month next]" {
		t.Error(ran)
	}
}

func TestLoop_EndsWhereTheStateCannotBeKept(t *testing.T) {
	full := errors.New("disk full")
	state, clock := remembering(t), &hands{now: instantOf(t, "2026-12-01T06:59:30Z"), until: instantOf(t, "2026-12-02T00:00:00Z")}
	count := 0
	runner := schedule.Runner{Jobs: []schedule.Job{madrid(t, morning)}, State: state, Clock: clock,
		Run: func(context.Context, schedule.Due) error {
			count++
			state.failure = full
			return nil
		}}
	if err := runner.Loop(t.Context()); !errors.Is(err, full) || count != 1 {
		t.Error(err, count)
	}
	if err := runner.Loop(t.Context()); !errors.Is(err, full) || count != 1 {
		t.Error(err, count)
	}
}

// The computer's own clock, in a bubble of time: a laptop sleeps, and is awake within a
// minute of the timers' time.
func TestWallClock_WaitsUntilTheTimeAndAtMostAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := time.Duration(0)
		clock := schedule.WallClock{Time: func() time.Time { return time.Now().Add(set) }}
		for _, wait := range []time.Duration{-time.Hour, 0, time.Second, time.Minute, time.Hour} {
			before := time.Now()
			if err := clock.Wait(t.Context(), clock.Now().Add(wait)); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(before); took != min(max(wait, 0), time.Minute) {
				t.Errorf("%s took %s", wait, took)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := clock.Wait(ctx, clock.Now().Add(time.Hour)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if now := clock.Now(); now != now.Round(0) {
			t.Error("it keeps a monotonic reading, which stands still in sleep")
		}
		set = time.Hour // somebody sets it
		if got := clock.Now().Sub(time.Now().Round(0)); got != time.Hour {
			t.Error(got)
		}
	})
}

// The whole loop by the computer's clock, which is set forth and back while it runs.
func TestLoop_RunsOnceByAClockThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := time.Duration(0)
		clock := schedule.WallClock{Time: func() time.Time { return time.Now().Add(set) }}
		job := schedule.Job{Name: "hour", Spec: parsed(t, "every hour"), Late: time.Hour}
		ran := map[string]int{}
		runner := schedule.Runner{Jobs: []schedule.Job{job}, State: remembering(t), Clock: clock, Run: func(_ context.Context, due schedule.Due) error {
			ran[due.Slot.Key()]++
			if late := clock.Now().Sub(due.Slot.At); late < 0 || late > 30*time.Minute+time.Minute {
				t.Errorf("%s runs %s after its time", due.Slot.Key(), late)
			}
			return nil
		}}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- runner.Loop(ctx) }()
		start := clock.Now()
		for i := range 20 {
			time.Sleep(47 * time.Minute)
			if i%2 == 0 {
				set += 30 * time.Minute
			} else {
				set -= 45 * time.Minute
			}
		}
		time.Sleep(time.Hour)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		for slot, _ := job.Spec.Next(start, nil); slot.At.Before(clock.Now()); slot, _ = job.Spec.Next(slot.At, nil) {
			if ran[slot.Key()] != 1 {
				t.Errorf("%s ran %d times", slot.Key(), ran[slot.Key()])
			}
		}
	})
}
