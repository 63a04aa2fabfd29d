package pipeline

import (
	"errors"
	"math"
	"slices"

	"clientele/internal/series"
	"clientele/internal/table"
)

func judgedTable(all []judged) *table.Table {
	float := func(name string) table.Column { return table.Column{Name: name, Kind: table.Float} }
	out := &table.Table{Columns: []table.Column{
		{Name: "told_on", Kind: table.Date}, {Name: "month", Kind: table.Date}, {Name: "ahead", Kind: table.Integer},
		float("mean"), float("lo80"), float("hi80"), float("lo95"), float("hi95"), float("actual"), float("naive"),
		{Name: "published", Kind: table.Boolean}, {Name: "snapshot", Kind: table.Integer},
	}}
	for _, one := range all {
		var snapshot any
		if one.published {
			snapshot = int64(one.snapshot)
		}
		out.Rows = append(out.Rows, []any{
			one.on, one.month, int64(one.ahead), one.mean, one.lo80, one.hi80, one.lo95, one.hi95, one.actual, one.naive, one.published, snapshot,
		})
	}
	return out
}

// surely is the level of the test: one in twenty forecasts that are no better would be
// called better or worse.
const surely = 0.05

// skillTable says, for each number of months ahead and for all, how the errors
// compare with those of the rule of thumb: what was told first, what the method
// would have told behind it. The verdict is better or worse where the test is
// sure, unproven where the errors are smaller and the test is not, no_better
// where they are not smaller, unjudged where there are too few.
func skillTable(told, tried []judged) *table.Table {
	float := func(name string) table.Column { return table.Column{Name: name, Kind: table.Float} }
	out := &table.Table{Columns: []table.Column{
		{Name: "ahead", Kind: table.Integer}, {Name: "forecasts", Kind: table.Integer},
		float("mae"), float("naive_mae"), float("skill"), float("dm"), float("p_value"), float("inside80"), float("inside95"), float("bias"),
		{Name: "published", Kind: table.Boolean}, {Name: "verdict"},
	}}
	for _, kind := range [][]judged{told, tried} {
		var steps []int
		for _, one := range kind {
			steps = append(steps, one.ahead)
		}
		slices.Sort(steps)
		for _, ahead := range slices.Compact(steps) {
			of := slices.DeleteFunc(slices.Clone(kind), func(one judged) bool { return one.ahead != ahead })
			out.Rows = append(out.Rows, skillRow(of, ahead))
		}
		if len(kind) > 0 {
			out.Rows = append(out.Rows, skillRow(kind, allAhead))
		}
	}
	return out
}

// allAhead stands for forecasts of any number of months ahead.
const allAhead = -1

// skillRow measures forecasts so many months ahead, or all of them.
// Those of all are not independent of each other, so nothing is tested there.
func skillRow(of []judged, ahead int) []any {
	var misses, rival []float64
	var off, naive, bias, actual, in80, in95 float64
	for _, one := range of {
		e := one.actual - one.mean
		misses, rival = append(misses, e), append(rival, one.actual-one.naive)
		off, naive, bias, actual = off+math.Abs(e), naive+math.Abs(one.actual-one.naive), bias+one.mean-one.actual, actual+one.actual
		if one.lo80 <= one.actual && one.actual <= one.hi80 {
			in80++
		}
		if one.lo95 <= one.actual && one.actual <= one.hi95 {
			in95++
		}
	}
	count := float64(len(of))
	row := []any{nil, int64(len(of)), cents(off / count), cents(naive / count), ratioOrNull(naive-off, naive), nil, nil, in80 / count, in95 / count, ratioOrNull(bias, math.Abs(actual)), of[0].published, "unjudged"}
	if ahead == allAhead {
		return row
	}
	row[0] = int64(ahead)
	if len(of) < enoughJudged {
		return row
	}
	row[11] = "no_better"
	test, err := series.DieboldMariano(misses, rival, max(1, ahead), 1)
	var refused *series.ComparisonError
	alike := errors.As(err, &refused) && refused.Problem == series.ErrorsAlike
	if err == nil {
		row[5], row[6] = test.Statistic, test.P
	}
	// What is better by the same amount every time needs no test.
	sure := alike || err == nil && test.P < surely
	switch {
	case sure && off < naive:
		row[11] = "better"
	case sure && off > naive:
		row[11] = "worse"
	case off < series.Clearly*naive:
		row[11] = "unproven"
	}
	return row
}

// ratioOrNull has no value where there is nothing to divide by.
func ratioOrNull(part, whole float64) any {
	if whole == 0 {
		return nil
	}
	return part / whole
}
