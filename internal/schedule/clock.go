package schedule

import (
	"context"
	"time"
)

// WallClock is the computer's own clock; Time is time.Now.
type WallClock struct{ Time func() time.Time }

// Now drops the monotonic reading, which stands still while a computer sleeps and does not
// know of a clock that was set.
func (c WallClock) Now() time.Time { return c.Time().Round(0) }

// Wait waits for the instant, a minute at most.
func (c WallClock) Wait(ctx context.Context, until time.Time) error {
	timer := time.NewTimer(min(until.Sub(c.Now()), time.Minute))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
