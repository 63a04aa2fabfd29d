package deliveries

import (
	"errors"
	"testing"
)

// brokenOff is a failure of a sender whose last write failed, or did not.
type brokenOff struct {
	error
	unsent bool
}

func (brokenOff) Kind() string              { return Temporary }
func (brokenOff) OfServer() bool            { return false }
func (brokenOff) At() (stage string, c int) { return "end", 0 }
func (b brokenOff) Unsent() bool            { return b.unsent }

// A message whose end was never written cannot have been taken; one whose end
// was, may have been, whatever the sender calls it.
func TestJudge_AnEndThatWasNotWrittenIsKnown(t *testing.T) {
	for _, test := range []struct {
		handed, unsent bool
		want           string
	}{{true, true, Temporary}, {true, false, NotKnown}, {false, false, Temporary}} {
		if got := judge(brokenOff{errors.New("reset"), test.unsent}, test.handed); got.outcome != test.want {
			t.Errorf("%+v: got %s", test, got.outcome)
		}
	}
}
