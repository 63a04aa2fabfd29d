package dispatch

import (
	"strings"
	"testing"

	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// moveWorld is a world whose job ran at eight on 2 November.
func moveWorld(t *testing.T, fails error) *world {
	t.Helper()
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), fails
	w.due(fails != nil)
	w.fails = nil
	return w
}

func (w *world) moveTo(when string) {
	w.config(strings.Replace(dailyJob, "every day at 08:00", when, 1))
}

// A job is moved from eight to nine at half past eight: the day's mail has been
// there, and the next one comes on the next day at nine.
func TestMoved_LaterOnTheSameDayIsTheSameMail(t *testing.T) {
	w := moveWorld(t, nil)
	w.moveTo("every day at 09:00")
	w.now = at("2026-11-02 08:30")
	w.due(false)
	w.now = at("2026-11-02 09:00")
	if summary := w.due(false); summary.Known != 4 || summary.Sent != 0 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
	w.now = at("2026-11-03 09:00")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
}

// It is moved because nothing could be sent at eight: at nine everybody gets it.
func TestMoved_WhoWasHeldBackGetsItAtTheNewTime(t *testing.T) {
	w := moveWorld(t, &pipeline.UsageError{Text: "no file yet"})
	w.moveTo("every day at 09:00")
	w.now = at("2026-11-02 08:30")
	w.due(false)
	w.now = at("2026-11-02 09:00")
	w.due(false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
}

// It is moved from eight to seven at half past seven of the next day: that day's
// mail was promised, and comes at once instead of never.
func TestMoved_EarlierIsNotLost(t *testing.T) {
	w := moveWorld(t, nil)
	w.moveTo("every day at 07:00")
	w.now = at("2026-11-03 07:30")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
	w.now = at("2026-11-03 08:00")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
}

// It is moved to a time that has passed: on a day that had its run nobody needs to
// hear of it, on one that had none the owner does, and can send it.
func TestMoved_ToWhatHasPassedIsToldWhereTheDayHasNone(t *testing.T) {
	w := moveWorld(t, nil)
	w.moveTo("every day at 09:00")
	w.now = at("2026-11-02 16:00")
	w.due(false)
	w.want("anna 1, boris 1, director 1, vera 1")
	if told := strings.Join(w.told, "\n"); !strings.Contains(told, "left out: its time was written into the config after it had passed; it comes next at 2026-11-03 09:00") {
		t.Errorf("the log:\n%s", told)
	}
	w.moveTo("every Wednesday at 09:00") // the 4th is one
	w.now = at("2026-11-03 06:00")
	w.due(false)
	w.moveTo("every day at 07:00")
	w.now = at("2026-11-03 10:00") // a Tuesday, which had none
	w.due(true)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	notice := w.mails("owner")[0]
	if text := unwrapped(notice.text); !strings.Contains(text, "The time 2026-11-03 07:00 was written into the config when it had passed") || !strings.Contains(text, "next at 2026-11-04 07:00") {
		t.Errorf("the owner reads:\n%s", notice.text)
	}
	w.send(Request{Job: "month", Period: "2026-11-03T07:00"}, false)
	w.want("anna 2, boris 2, director 2, owner 1, vera 2")
}

// It is moved twice, or first to a time that has passed, by a slip: that is the
// same mail still. A person who sends without --again sends nobody a second one,
// and a machine that was off at the new time has missed nothing.
func TestMoved_AgainAndAgainIsTheSameMail(t *testing.T) {
	for name, times := range map[string][]string{
		"on and on":       {"08:30", "every day at 09:00", "09:00", "", "09:30", "every day at 10:00", "10:00", ""},
		"a slip":          {"16:00", "every day at 09:00", "16:01", "every day at 19:00", "19:00", ""},
		"found too late":  {"08:30", "every day at 09:00", "12:00", ""},
		"sent by a human": {"08:30", "every day at 09:00", "09:00", "", "09:30", "by hand"},
	} {
		t.Run(name, func(t *testing.T) {
			once := strings.Replace(dailyJob, "stale: 30 days", "stale: 30 days\n    late: 1 hour", 1)
			w := newWorld(t, unruly.Script{}, once)
			w.due(false)
			w.now = at("2026-11-02 08:00")
			w.due(false)
			for i := 0; i < len(times); i += 2 {
				w.now = at("2026-11-02 " + times[i])
				switch do := times[i+1]; do {
				case "by hand":
					w.send(Request{Job: "month"}, false)
					w.send(Request{Job: "month", Period: "2026-11-02T08:00"}, false)
				case "":
				default:
					w.config(strings.Replace(once, "every day at 08:00", do, 1))
				}
				w.due(false)
			}
			w.want("anna 1, boris 1, director 1, vera 1")
		})
	}
}

// Of two times of a day the second is moved: it is a mail of its own.
func TestMoved_TheEveningsMailIsNotTheMornings(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "every day at 08:00", "every day at 08:00 and 18:00", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.moveTo("every day at 19:00")
	w.now = at("2026-11-02 10:00")
	w.due(false)
	w.now = at("2026-11-02 19:00")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
}
