package schedule_test

import (
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/schedule"
)

func BenchmarkSpec(b *testing.B) {
	russia, err := calendar.New("RU", nil)
	if err != nil {
		b.Fatal(err)
	}
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, time.March, 29, 0, 30, 0, 0, time.UTC)
	for _, text := range []string{
		"every minute", "every day at 02:30", "first working day at 08:00", "last working day at 17:00", "every working day at 07:30",
		"0 8 15W * *", "0 8 * * MON#5", "0 0 29 2 *", "0 0 29W 2 *",
	} {
		spec, err := schedule.Parse(text, russia)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("Next/"+text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				spec.Next(now, madrid)
			}
		})
		b.Run("Last/"+text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				spec.Last(now, madrid)
			}
		})
	}
	b.Run("Parse/never", func(b *testing.B) {
		for b.Loop() {
			if _, err := schedule.Parse("0 8 31 2,4,6,9,11 *", russia); err == nil {
				b.Fatal("it comes")
			}
		}
	})
}
