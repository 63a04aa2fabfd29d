package customerbase

import "time"

// Day is what the customers of a base did on a day.
type Day struct {
	On      time.Time
	Firsts  int64 // first purchases
	Repeats int64
}

// Track is the repeat purchases of all customers from the first day to the end
// of a week or a month.
type Track struct {
	Period    time.Time // its first day
	Actual    int64
	Predicted float64
	HeldOut   bool // the period ends behind the end of the history
}

// longestInWeeks is how many days are followed by weeks; more are by months.
const longestInWeeks = 3 * 366

// Track follows the repeat purchases by weeks (from Monday) or months, up to
// the last day, and what the model foretells for customers who came when these
// did. A naive rule can say nothing of newcomers, so it is the model's.
// The base are the customers who had come by until.
func (c Choice) Track(days []Day, until, last time.Time) (unit string, track []Track) {
	if len(days) == 0 {
		return "", nil
	}
	first := days[0].On
	begin, next := monday(first), func(period time.Time) time.Time { return period.AddDate(0, 0, daysAWeek) }
	unit = "week"
	if last.Sub(first).Hours()/24 > longestInWeeks {
		unit, begin = "month", time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
		next = func(period time.Time) time.Time { return period.AddDate(0, 1, 0) }
	}
	grows := c.growth(int(last.Sub(first).Hours() / 24))
	var actual int64
	at := 0
	for period := begin; !period.After(last); period = next(period) {
		end := next(period).AddDate(0, 0, -1)
		if end.After(last) {
			end = last
		}
		for ; at < len(days) && !days[at].On.After(end); at++ {
			actual += days[at].Repeats
		}
		predicted := 0.0
		for _, day := range days {
			if day.On.After(end) {
				break
			}
			predicted += float64(day.Firsts) * grows[int(end.Sub(day.On).Hours()/24)]
		}
		track = append(track, Track{Period: period, Actual: actual, Predicted: predicted, HeldOut: end.After(until)})
	}
	return unit, track
}

// growth is the purchases that are expected of anybody within 0 … days.
func (c Choice) growth(days int) []float64 {
	grows := make([]float64, days+1)
	beside(len(grows), c.Question.Workers, func(from, to int) {
		for day := from; day < to; day++ {
			grows[day] = c.Model.forecaster.newcomer(float64(day))
		}
	})
	return grows
}

func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
