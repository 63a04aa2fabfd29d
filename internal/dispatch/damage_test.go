package dispatch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// A ledger that is damaged is nothing unexpected to whoever asks: it is said what
// to mend, and nothing is sent.
func TestDue_ADamagedLedgerSaysWhatToMend(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	config := w.dispatcher().config
	path := filepath.Join(w.folder, "state", "deliveries.db")
	if err := os.WriteFile(path, []byte("not a ledger"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, list := Deliveries(config, Wanted{})
	_, alerts := Alerts(config)
	_, begun := New(config, w.options())
	_, arrived := Arrived(config, Wanted{}, w.now)
	_, dismissed := Dismiss(config, Wanted{To: "anna@example.com"}, w.now)
	for i, err := range []error{list, alerts, begun, arrived, dismissed} {
		var usage *pipeline.UsageError
		if !errors.As(err, &usage) || !errors.Is(err, deliveries.ErrDamaged) || usage.Hint == "" {
			t.Errorf("%d: %v", i, err)
		}
	}
}

// A full disk keeps what waits from nothing but the ledger's own word: where the
// copy of the config cannot be kept, the jobs run.
func TestDue_RunsWhereTheConfigCannotBeKept(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	blocked := filepath.Join(w.folder, "state", lastGoodName)
	if err := errors.Join(os.Remove(blocked), os.Mkdir(blocked, 0o700)); err != nil {
		t.Fatal(err)
	}
	w.now = at("2026-11-02 08:00")
	if _, err := w.dispatcher().Due(context.Background()); err != nil {
		t.Error(err)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
}
