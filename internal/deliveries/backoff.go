package deliveries

import (
	"encoding/binary"
	"hash/fnv"
	"time"
)

// Backoff says when a failed attempt is made again, and when no more.
type Backoff struct {
	// Steps are the pauses after the first, second, … attempt; the last one
	// stands for all that follow.
	Steps []time.Duration
	// Attempts is how many there are before a delivery is given up.
	Attempts int
	// Jitter is the share of a pause by which it may be longer, so that
	// messages that failed together are not all tried in the same second.
	Jitter float64
}

// DefaultBackoff tries six times over five and a half hours. The first pauses
// outlast greylisting, which lets a message in after one to five minutes, the
// last ones a server that is mended.
func DefaultBackoff() Backoff {
	return Backoff{
		Steps:    []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour},
		Attempts: 6,
		Jitter:   0.2,
	}
}

// pause is how long to wait after so many attempts. It depends on the seed,
// never on chance: the same ledger goes the same way.
func (b Backoff) pause(attempts int, seed []byte) time.Duration {
	step := time.Minute // where there are no steps
	if len(b.Steps) > 0 {
		step = b.Steps[min(max(attempts, 1), len(b.Steps))-1]
	}
	hash := fnv.New64a()
	hash.Write(seed)
	hash.Write(binary.BigEndian.AppendUint64(nil, uint64(attempts)))
	share := float64(hash.Sum64()>>11) / (1 << 53)
	// Never at once: a pause of nothing would be a loop without an end.
	return max((step + time.Duration(share*max(b.Jitter, 0)*float64(step))).Round(time.Second), time.Second)
}

// exhausted reports whether so many attempts are all there are.
func (b Backoff) exhausted(attempts int) bool { return attempts >= max(b.Attempts, 1) }
