package pipeline

import (
	"context"
	"time"

	"clientele/internal/customerbase"
)

// held is a contest on the last part of a history, or why there was none.
type held struct {
	refused string
	until   time.Time // the last day that was not held out
	last    time.Time
	contest customerbase.Contest

	choice customerbase.Choice // of the contest's own history
	later  customerbase.Later

	// What check adds.
	check  customerbase.Check
	missed customerbase.Misses // by the same choice, in the part that was held out and before
	unit   string
	track  []customerbase.Track
}

func (h held) contestOrNil() *customerbase.Contest {
	if h.refused != "" {
		return nil
	}
	return &h.contest
}

// chosen is the contest's choice on all of the history. Where that cannot be
// fitted to it, or nothing was judged, it is the best of those that can.
func (h held) chosen(history customerbase.History, question customerbase.Question) (customerbase.Choice, error) {
	if h.refused == "" {
		again, err := h.choice.Again(history)
		if err == nil && again.Fitted() || err != nil && customerbase.Refusal(err) == "" {
			return again, err
		}
	}
	field, err := customerbase.Fit(history, question)
	if err != nil {
		return customerbase.Choice{}, err
	}
	return field.Pick(h.contestOrNil()), nil
}

// holdOut holds back the last part of the history, as long as the horizon but
// a third of the history at most, and lets all models foretell it.
func (b bases) holdOut(ctx context.Context, question customerbase.Question, last time.Time) (held, error) {
	span := daysBetween(b.first, last)
	days := min(int(question.HorizonDays), span/3)
	if days < fewestHeld {
		return held{refused: unjudged + "the history is too short (" + grouped(int64(span)) + " days; 21 are needed)"}, nil
	}
	until := last.AddDate(0, 0, -days)
	history, err := b.history(ctx, until)
	if err != nil {
		return held{}, err
	}
	field, err := customerbase.Fit(history, question)
	if customerbase.Refusal(err) != "" {
		return held{refused: unjudged + err.Error()}, nil
	}
	if err != nil {
		return held{}, err
	}
	earlier, err := b.yearEarlier(ctx, question, last, days)
	if err != nil {
		return held{}, err
	}
	return b.judge(ctx, field, until, last, earlier...)
}

// yearEarlier is the same months as those that are to be foretold, a year ago,
// where there are twice as many days before them to learn from: in a business with
// seasons the last months alone would choose for another season.
func (b bases) yearEarlier(ctx context.Context, question customerbase.Question, last time.Time, days int) ([]customerbase.Window, error) {
	until := last.AddDate(-1, 0, 0)
	if daysBetween(b.first, until) < 2*days {
		return nil, nil
	}
	history, err := b.history(ctx, until)
	if err != nil {
		return nil, err
	}
	field, err := customerbase.Fit(history, question)
	if customerbase.Refusal(err) != "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	later, err := b.later(ctx, history, until, until.AddDate(0, 0, days))
	return []customerbase.Window{{Field: field, Later: later}}, err
}

const unjudged = "the models could not be judged by a part of the history that they have not seen: "

// fewestHeld days are held out: in less than a week the day of the week decides.
const fewestHeld = daysAWeek

// judge lets all models foretell the days behind until, and the other windows.
func (b bases) judge(ctx context.Context, field customerbase.Field, until, last time.Time, others ...customerbase.Window) (held, error) {
	later, err := b.later(ctx, field.History, until, last)
	if err != nil {
		return held{}, err
	}
	contest := field.Judge(later, others...)
	return held{until: until, last: last, contest: contest, choice: field.Pick(&contest), later: later}, nil
}

// check says how well the choice did on what was held out, and how sure it was.
func (b bases) check(ctx context.Context, h *held) error {
	before, err := b.missedBefore(ctx, h.choice, h.until, h.later.Days)
	if err != nil {
		return err
	}
	h.check = h.choice.Check(h.later, before)
	h.missed = before.And(h.check.Missed)
	days, err := b.days(ctx, h.until, h.last)
	if err != nil {
		return err
	}
	h.unit, h.track = h.choice.Track(days, h.until, h.last)
	return nil
}

// missedBefore is how the same choice would have fared at five, six and seven
// tenths of the history up to until, each time as far ahead in proportion as
// the end is from until.
func (b bases) missedBefore(ctx context.Context, choice customerbase.Choice, until time.Time, days int) (customerbase.Misses, error) {
	var misses customerbase.Misses
	span := daysBetween(b.first, until)
	for tenths := 5; tenths <= 7; tenths++ {
		cut := b.first.AddDate(0, 0, span*tenths/10)
		end := cut.AddDate(0, 0, min(days*tenths/10, daysBetween(cut, until)))
		history, err := b.history(ctx, cut)
		if err != nil {
			return misses, err
		}
		earlier, err := choice.Again(history)
		if customerbase.Refusal(err) != "" || err == nil && !earlier.Fitted() {
			continue // too little had happened by then
		}
		if err != nil {
			return misses, err
		}
		later, err := b.later(ctx, history, cut, end)
		if err != nil {
			return misses, err
		}
		misses = misses.And(earlier.Missed(later))
	}
	return misses, nil
}
