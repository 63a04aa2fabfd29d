package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"clientele/internal/schedule"
)

// mondayToFriday is a calendar without holidays.
type mondayToFriday struct{}

func (mondayToFriday) Working(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

func parsed(t testing.TB, text string) schedule.Spec {
	t.Helper()
	spec, err := schedule.Parse(text, mondayToFriday{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return spec
}

func TestParse_WritesEveryScheduleInOneFormThatItReadsAgain(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"0 8 * * mon#1", "0 8 * * MON#1"},
		{"  0\t8  L *  ? ", "0 8 L * *"},
		{"0 8 15w,lw,L-3 jan-mar *", "0 8 15W,LW,L-3 JAN-MAR *"},
		{"*/15 8-18/2 ? * 5L", "*/15 8-18/2 * * 5L"},
		{"first working day at 08:00", "first working day at 08:00"},
		{"First Working Day of the month AT 8:00", "first working day at 08:00"},
		{"1st working day at 8:00", "first working day at 08:00"},
		{"last working day at 17:00", "last working day at 17:00"},
		{"3rd working day at 9:00", "third working day at 09:00"},
		{"last and 12th and 3rd working day at 9:00", "third, 12th and last working day at 09:00"},
		{"every day at 07:30", "every day at 07:30"},
		{"every day at 17:00, 9:00 and 12:30", "every day at 09:00, 12:30 and 17:00"},
		{"every working day at 07:30", "every working day at 07:30"},
		{"every Monday at 8:00", "every Monday at 08:00"},
		{"every sunday, friday and Monday at 8:00", "every Monday, Friday and Sunday at 08:00"},
		{"first Monday of every month at 8:00", "first Monday at 08:00"},
		{"2nd and 4th Tuesday at 8:00", "second and fourth Tuesday at 08:00"},
		{"last Friday at 16:00", "last Friday at 16:00"},
		{"day 15 at 08:00", "day 15 at 08:00"},
		{"day 15, 1 of the month at 08:00", "day 1 and 15 at 08:00"},
		{"15th day at 08:00", "15th day at 08:00"},
		{"last day at 18:00", "last day at 18:00"},
		{"every hour", "every hour"},
		{"every 60 minutes", "every hour"},
		{"every 120 minutes", "every 2 hours"},
		{"every 15 minutes", "every 15 minutes"},
		{"every minute", "every minute"},
	} {
		spec := parsed(t, c.text)
		if spec.String() != c.want {
			t.Errorf("%q is written %q, want %q", c.text, spec, c.want)
		}
		again := parsed(t, spec.String())
		if again.String() != spec.String() {
			t.Errorf("%q is written %q the second time", spec, again)
		}
		from := time.Date(2026, time.January, 31, 22, 0, 0, 0, time.UTC)
		for i, slot := range again.Coming(from, time.UTC, 50) {
			if first := spec.Coming(from, time.UTC, 50)[i]; slot != first {
				t.Fatalf("%q: slot %d is %s, of %q %s", c.text, i, first.Key(), spec, slot.Key())
			}
		}
	}
}

func TestParse_SaysWhereWhatIsWrongAndWhatToWrite(t *testing.T) {
	for _, c := range []struct {
		text     string
		position int
		says     string
	}{
		{"", 1, "nothing says when"},
		{" \t\n", 1, "nothing says when"},
		{strings.Repeat("x", 201), 1, "at most 200 characters"},
		{"0 8 * *", 7, "5 fields, this has 4"},
		{"0 0 8 * * MON", 11, "5 fields, this has 6"},
		{"60 8 * * *", 1, `"60" is no minute (0 to 59)`},
		{"0 24 * * *", 3, `"24" is no hour (0 to 23)`},
		{"0 8 0 * *", 5, `"0" is no day of the month`},
		{"0 8 32 * *", 5, "1 to 31"},
		{"0 8 31 2 *", 5, "no day 31 ever comes in month 2"},
		{"0 8 30,31 FEB *", 5, "ever comes"},
		{"0 8 31 2,4,6,9,11 *", 5, "ever comes"},
		{"0 8 31W 4 *", 5, "ever comes"},
		{"0 8 L-30 FEB *", 5, "ever comes"},
		{"0 8 * 13 *", 7, "1 to 12, or JAN to DEC"},
		{"0 8 * MRA *", 7, "did you mean MAR?"},
		{"0 8 * JANUARY *", 7, "did you mean JAN?"},
		{"0 8 * * Monday", 9, "did you mean MON?"},
		{"0 8 * * MNO", 9, "did you mean MON?"},
		{"0 8 * * 8", 9, "0 to 7, or SUN to SAT"},
		{"0 8 * * MON#6", 13, "MON#1 to MON#5"},
		{"0 8 * * MON#", 13, "MON#L"},
		{"0 8 * * MON#1#2", 15, "one # is enough"},
		{"0 8 * * #1", 9, "a weekday is missing"},
		{"0 8 * * L", 9, "FRI#L"},
		{"0 8 * * TUE,MON#9", 17, "MON#1 to MON#5"},
		{"0 8 W * *", 5, "15W"},
		{"0 8 32W * *", 5, "15W"},
		{"0 8 LL * *", 5, "L is the last day"},
		{"0 8 L- * *", 5, "L is the last day"},
		{"0 8 L-31 * *", 5, "L is the last day"},
		{"0 8 15,,16 * *", 8, "is missing"},
		{"0 8 , * *", 5, "is missing"},
		{"0,5,61 8 * * *", 5, `"61" is no minute`},
		{"5- 8 * * *", 3, "a minute is missing"},
		{"-5 8 * * *", 1, "a minute is missing"},
		{"+5 8 * * *", 1, "not understood"},
		{"1-2-3 8 * * *", 5, "two ends"},
		{"*-5 8 * * *", 1, `"*" is no minute`},
		{"*/0 8 * * *", 3, "is no step"},
		{"*/ 8 * * *", 3, "is no step"},
		{"*/5/5 8 * * *", 5, "second step"},
		{"*/60 8 * * *", 3, "leaves but one"},
		{"0-5/10 8 * * *", 5, "leaves but one"},
		{"99999999999999999999 8 * * *", 1, "is no minute"},
		{"? 8 * * *", 1, `"?" is no minute`},
		{"0 8 1 * MON", 9, "days of the month and weekdays at once"},
		{"0 8 1-7 * 1", 11, "MON#1"},
		{"TZ=Europe/Madrid 0 8 * * *", 1, "time_zone"},
		{"@daily", 1, "every day at 00:00"},
		{"@every 5m", 1, "every 15 minutes"},
		{"every day", 10, "too early"},
		{"every day 8:00", 11, `"at" and a time`},
		{"every day at", 13, "a time of the day"},
		{"every day at 8", 14, "write 08:00"},
		{"every day at 8.00", 14, "with a colon"},
		{"every day at 8:0", 14, "no time"},
		{"every day at 25:00", 14, "00:00 to 23:59"},
		{"every day at 24:00", 14, "23:59"},
		{"every day at noon", 14, "12:00"},
		{"every day at 08:00 please", 20, "ends behind the time"},
		{"every dya at 08:00", 7, `did you mean "day"?`},
		{"evry day at 08:00", 1, `did you mean "every"?`},
		{"every Mondy at 08:00", 7, `did you mean "Monday"?`},
		{"every Monday and Tusday at 08:00", 18, `did you mean "Tuesday"?`},
		{"каждый день в 8:00", 1, "first working day at 08:00"},
		{"every день at 08:00", 7, "a weekday"},
		{"every 7 minutes", 7, "not a whole number of 7 minutes"},
		{"every 0 minutes", 7, "whole number"},
		{"every 25 hours", 7, "whole number"},
		{"every 15 minuets", 10, `did you mean "minutes"?`},
		{"every 15 minutes at 08:00", 18, "counted from midnight"},
		{"every weekday at 08:00", 7, "every working day"},
		{"every month at 08:00", 7, "first working day"},
		{"daily at 08:00", 1, "every day"},
		{"Monday at 08:00", 1, "every Monday"},
		{"at 08:00 every day", 1, "the day comes first"},
		{"08:00 every day", 1, "every"},
		{"15 minutes", 1, "every"},
		{"day 32 at 08:00", 5, "1 to 31"},
		{"day at 08:00", 5, "1 to 31"},
		{"32nd day at 08:00", 1, "no month has a 32nd day"},
		{"first at 08:00", 7, "working day, day or a weekday"},
		{"frst working day at 08:00", 1, `did you mean "first"?`},
		{"first wrking day at 08:00", 7, `did you mean "working"?`},
		{"6th Monday at 08:00", 1, "no month has a 6th Monday"},
		{"24th working day at 08:00", 1, "no month has a 24th working day"},
		{"0th day at 08:00", 1, "no month has a 0th day"},
	} {
		_, err := schedule.Parse(c.text, mondayToFriday{})
		var wrong *schedule.SyntaxError
		if !errors.As(err, &wrong) {
			t.Errorf("%q: %v is no SyntaxError", c.text, err)
			continue
		}
		if wrong.Position != c.position || !strings.Contains(wrong.Error(), c.says) {
			t.Errorf("%q: %v; want character %d and %q", c.text, wrong, c.position, c.says)
		}
	}
}

func TestParse_NeedsACalendarForWorkingDays(t *testing.T) {
	for _, text := range []string{"first working day at 08:00", "every working day at 08:00"} {
		if _, err := schedule.Parse(text, nil); err == nil || !strings.Contains(err.Error(), "calendar") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := schedule.Parse("0 8 LW * *", nil); err != nil {
		t.Error(err)
	}
}

// closed is a company that never works.
type closed struct{}

func (closed) Working(time.Time) bool { return false }

func TestParse_RefusesWorkingDaysWhereNobodyEverWorks(t *testing.T) {
	for _, text := range []string{"every working day at 08:00", "first working day at 08:00", "last working day at 08:00", "2nd and last working day at 08:00"} {
		if _, err := schedule.Parse(text, closed{}); err == nil || !strings.Contains(err.Error(), "working day") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"0 8 * * MON#1", "0 8 L-3W * *", "*/15 8-18/2 15W,LW * ?", "first and last working day of the month at 8:00, 9:00", "every 15 minutes",
		"day 1, 15 at 08:00", "last Friday at 16:00", "every \u202eMonday at\u00a008:00", "\xff\xfe 8 * * *", "0 8 * * 5L", "١ 8 * * *", "@daily", "TZ=UTC 0 8 * * *",
	} {
		f.Add(text)
	}
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := schedule.Parse(text, mondayToFriday{})
		if err != nil {
			var wrong *schedule.SyntaxError
			if !errors.As(err, &wrong) || wrong.Position < 1 || wrong.Position > utf8.RuneCountInString(text)+1 || wrong.Text == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		again, err := schedule.Parse(spec.String(), mondayToFriday{})
		if err != nil || again.String() != spec.String() {
			t.Fatalf("%q is written %q: %v", text, spec, err)
		}
		now := time.Date(2026, time.October, 3, 12, 0, 0, 0, time.UTC)
		next, found := spec.Next(now, zone)
		if !found || !next.At.After(now) {
			t.Fatalf("%q: next %v %v", text, next, found)
		}
		if last, found := spec.Last(next.At, zone); !found || last != next {
			t.Fatalf("%q: last %v, next %v", text, last, next)
		}
		if before, found := spec.Last(next.At.Add(-1), zone); found && before.At.After(now) {
			t.Fatalf("%q: %v lies between %v and %v", text, before, now, next)
		}
	})
}
