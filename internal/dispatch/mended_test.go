package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/smtp/unruly"
)

// wrongPassword is a world whose mails wait for a password that was refused, ten
// seconds after.
func wrongPassword(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.env["SMTP_PASSWORD"], w.now = "wrong", at("2026-11-02 08:00")
	w.due(true)
	w.now = w.now.Add(10 * time.Second)
	return w
}

// Who mends the password need do nothing more: the next look tries it, whatever
// the pause that the server was left.
func TestDue_AMendedPasswordIsTriedAtOnce(t *testing.T) {
	w := wrongPassword(t)
	w.env["SMTP_PASSWORD"] = hidden
	if summary := w.due(false); summary.Waiting != 0 || summary.Trouble != "" {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
}

// So does who mends the config.
func TestDue_AMendedConfigIsTriedAtOnce(t *testing.T) {
	w := wrongPassword(t)
	w.config("  reply_to: office@example.com\n" + dailyJob)
	w.due(true)
	if attempts := troubleOf(t, w).Count; attempts != 1 {
		t.Errorf("tried %d times, though nothing of the server was changed", attempts)
	}
	w.write("clientele.yaml", strings.Replace(w.read("clientele.yaml"), "reports@example.com", "sales@example.com", 1))
	w.due(true)
	if attempts := troubleOf(t, w).Count; attempts != 2 {
		t.Errorf("tried %d times after a change", attempts)
	}
}

// What did not change is not tried, and the old answer is not told as a new one:
// it is said when it was given, when the next is asked for, and what to do.
func TestDue_AnOldAnswerIsToldWithItsTime(t *testing.T) {
	w := wrongPassword(t)
	for range 3 {
		_, err := w.dispatcher().Due(context.Background())
		w.checkNeeds(err, true)
		for _, part := range []string{"535", "last tried 2026-11-02 08:00", "next from 2026-11-02 08:01 on", "clientele send --test owner@example.com -c "} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("no %q in %v", part, err)
			}
		}
		w.now = w.now.Add(10 * time.Second)
	}
	delete(w.env, "SMTP_PASSWORD") // a shell without it must use up no attempt
	w.due(true)
	trouble := troubleOf(t, w)
	if trouble.Count != 1 {
		t.Errorf("tried %d times", trouble.Count)
	}
	found, _, err := Deliveries(w.dispatcher().config, Wanted{})
	if err != nil || len(found) != 4 {
		t.Fatal(found, err)
	}
	for _, one := range found {
		if !one.Next.Equal(trouble.Until) {
			t.Errorf("%s is shown to go from %v on, the server is left alone until %v", one.Key, one.Next, trouble.Until)
		}
	}
}

func troubleOf(t *testing.T, w *world) deliveries.Trouble {
	t.Helper()
	trouble, err := w.dispatcher().ledger.Trouble()
	if err != nil {
		t.Fatal(err)
	}
	return trouble
}
