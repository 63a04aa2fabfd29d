package pipeline

import (
	"testing"
	"time"
)

// A month is doubted from half a width of its band outside of it, and never for
// what an older month, a forecast of two months ahead or the running month did.
func TestForecastMiss_IsAMonthFarOutsideOfItsBand(t *testing.T) {
	month := func(m int) time.Time { return time.Date(2026, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }
	of := func(m, ahead int, actual float64, published bool) judged {
		return judged{on: month(m - 1), month: month(m), ahead: ahead, mean: 100, lo80: 90, hi80: 110, lo95: 80, hi95: 120, actual: actual, published: published}
	}
	for name, test := range map[string]struct {
		rows []judged
		want float64 // the month's revenue, 0 where nothing is doubted
	}{
		"inside":                      {[]judged{of(10, 1, 81, true)}, 0},
		"outside, not far":            {[]judged{of(10, 1, 60, true)}, 0},
		"far below":                   {[]judged{of(10, 1, 59, true)}, 59},
		"far above":                   {[]judged{of(10, 1, 141, false)}, 141},
		"an older month":              {[]judged{of(9, 1, 10, true), of(10, 1, 100, false)}, 0},
		"two months ahead":            {[]judged{of(10, 2, 10, true), of(9, 1, 100, true)}, 0},
		"the running month":           {[]judged{of(10, 0, 10, true)}, 0},
		"what was told counts first":  {[]judged{of(10, 1, 100, false), of(10, 1, 10, true)}, 10},
		"whatever the order of these": {[]judged{of(10, 1, 10, true), of(10, 1, 100, false)}, 10},
	} {
		got := forecastMiss(judgedTable(test.rows))
		if (got != nil) != (test.want != 0) || got != nil && got.Actual != test.want {
			t.Errorf("%s: got %+v, want %v", name, got, test.want)
		}
	}
	if forecastMiss(nil) != nil {
		t.Error("without a forecast nothing is doubted")
	}
}
