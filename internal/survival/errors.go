package survival

import "errors"

// The reasons for which there is no figure. They are matched with errors.Is;
// the error itself is a sentence with what was given.
var (
	ErrNothing       = errors.New("nothing was watched")
	ErrBadSpan       = errors.New("impossible times")
	ErrBeyond        = errors.New("beyond what was watched")
	ErrOneGroup      = errors.New("there is nothing to compare")
	ErrNothingEnded  = errors.New("nothing ended")
	ErrNotComparable = errors.New("the groups cannot be compared")
)
