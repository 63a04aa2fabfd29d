package deliveries

import (
	"fmt"
	"os"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// write30 writes what a small company mails in so many days: thirty mails and
// five runs a day, straight into the tables.
func write30(t testing.TB, l *Ledger, from time.Time, days int) {
	t.Helper()
	for day := range days {
		at := from.AddDate(0, 0, day)
		period := at.Format("2006-01-02T15:04")
		err := l.update(func(tx *bbolt.Tx) error {
			b := open(tx)
			for job := range 5 {
				name := fmt.Sprintf("job%d", job)
				run := Run{Job: name, Slot: period, Begun: at, Begins: 1, Ended: at.Add(time.Minute), Outcome: "done", AsOf: at.Format(time.DateOnly)}
				key, err := runKey(name, period)
				if err != nil {
					return err
				}
				record, err := encode(key, run)
				if err != nil {
					return err
				}
				if err := tx.Bucket([]byte(tableRuns)).Put(key, record); err != nil {
					return err
				}
				for i := range 6 {
					d := Delivery{
						Key: Key{Job: name, Period: period, Recipient: fmt.Sprintf("recipient.%d@example.com", i)}, State: Sent, Kind: "report",
						MessageID: "<" + hashOf([]byte(name + period))[:32] + "@example.com>", Subject: "Clientele · The month at a glance · 31 October 2026",
						Attachments: []string{"The month at a glance 2026-10-31.xlsx"}, File: hashOf([]byte(period))[:32] + messageSuffix,
						SHA256: hashOf([]byte(period)), Bytes: 123456, Answer: "250 2.0.0 Ok: queued as 4D2F1A0C3E", Queued: at, Done: at.Add(time.Second),
					}
					if err := b.set(Delivery{}, d); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What five years of a small company weigh, and what a look at them costs.
func BenchmarkLedger_OfYears(b *testing.B) {
	for _, days := range []int{30, 400, 5 * 365} {
		l := newLedger(b)
		write30(b, l, dawn().AddDate(0, 0, -days), days)
		state, err := os.Stat(l.path())
		if err != nil {
			b.Fatal(err)
		}
		for name, act := range map[string]func() error{
			"open":    func() error { _, err := Open(l.folder); return err },
			"to tell": func() error { _, err := l.ToTell(); return err },
			"list":    func() error { _, err := l.List(""); return err },
			"queue one": func() error {
				_, err := l.Hold(Delivery{Key: keyOf(1)}, "x", dawn())
				return err
			},
		} {
			b.Run(fmt.Sprintf("%d days/%s", days, name), func(b *testing.B) {
				for b.Loop() {
					if err := act(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(state.Size())/1e6, "MB")
			})
		}
	}
}
