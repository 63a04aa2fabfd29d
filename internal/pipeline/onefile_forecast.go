package pipeline

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"clientele/internal/series"
	"clientele/internal/table"
)

// ForecastQuestion is what the one-file form of forecasts asks.
type ForecastQuestion struct {
	Horizon, Season int
	NonNegative     bool // never forecast below 0 what has never been below
	Progress        func(done, of int)
}

// ForecastAnswer has a row for each series and step, and a sentence for each
// series that could not be forecast.
type ForecastAnswer struct {
	Rows    *table.Table
	Refused []string
	Counts  Counts
}

// track is one series: its values in the order of time.
type track struct {
	name   string
	points []point
}

// point is a value at a place in time: a number that counts, or a day.
type point struct {
	step  int64
	day   time.Time
	value float64
}

// ForecastFile continues every series of a file.
func ForecastFile(ctx context.Context, file OneFile, question ForecastQuestion) (ForecastAnswer, error) {
	if question.Horizon < 1 || question.Horizon > 1000 {
		return ForecastAnswer{}, &UsageError{Text: "--horizon lies between 1 and 1000"}
	}
	if question.Season < 1 || question.Season > 366 {
		return ForecastAnswer{}, &UsageError{Text: "--season lies between 1 (none) and 366"}
	}
	// A file without a column of names is one series.
	file.Otherwise = map[string]string{"series": "series"}
	desk, err := file.open(ctx, "observations", []string{"series", "at", "value"})
	if err != nil {
		return ForecastAnswer{}, err
	}
	defer desk.close()
	rows, err := desk.engine.Ask(ctx, "forecasts/observations", nil)
	if err != nil {
		return ForecastAnswer{}, err
	}
	answer := ForecastAnswer{Counts: desk.counts, Rows: forecastColumns()}
	tracks, clocks := split(rows, &answer)
	inputs := make([]series.Input, len(tracks))
	for i, track := range tracks {
		inputs[i] = series.Input{Name: track.name, Values: track.values()}
	}
	workers := file.Threads
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	outcomes, err := series.ForecastMany(ctx, inputs, series.DefaultModels(),
		series.Options{Season: question.Season, Horizon: question.Horizon, NonNegative: question.NonNegative}, workers,
		func(done int) {
			if question.Progress != nil {
				question.Progress(done, len(tracks))
			}
		})
	if err != nil {
		return ForecastAnswer{}, err
	}
	for i, outcome := range outcomes {
		if outcome.Err != nil {
			answer.Refused = append(answer.Refused, fmt.Sprintf("%s: %v", outcome.Name, outcome.Err))
			continue
		}
		answer.add(outcome, clocks[i])
	}
	return answer, nil
}

func forecastColumns() *table.Table {
	float := func(name string) table.Column { return table.Column{Name: name, Kind: table.Float} }
	return &table.Table{Columns: []table.Column{
		{Name: "series"}, {Name: "step", Kind: table.Integer}, {Name: "at"},
		float("mean"), float("lo80"), float("hi80"), float("lo95"), float("hi95"), {Name: "model"},
	}}
}

func (a *ForecastAnswer) add(outcome series.Outcome, clock clock) {
	made := outcome.Forecast
	for i, mean := range made.Mean {
		a.Rows.Rows = append(a.Rows.Rows, []any{
			outcome.Name, int64(i + 1), clock.at(i + 1), mean, made.Lo80[i], made.Hi80[i], made.Lo95[i], made.Hi95[i], made.Model,
		})
	}
}

// split takes the rows, which are in the order of series and time, apart. A
// series whose times are not evenly spaced is refused: what stands in a gap is
// not known.
func split(rows *table.Table, answer *ForecastAnswer) (tracks []track, clocks []clock) {
	var all []track
	for i := range rows.Len() {
		name := rows.Text(i, "series")
		if len(all) == 0 || all[len(all)-1].name != name {
			all = append(all, track{name: name})
		}
		last := &all[len(all)-1]
		last.points = append(last.points, point{rows.Integer(i, "step"), rows.Time(i, "at_day"), rows.Float(i, "value")})
	}
	for _, track := range all {
		clock, err := track.clock()
		if err != nil {
			answer.Refused = append(answer.Refused, fmt.Sprintf("%s: %v", track.name, err))
			continue
		}
		tracks, clocks = append(tracks, track), append(clocks, clock)
	}
	return tracks, clocks
}

func (t track) values() []float64 {
	values := make([]float64, len(t.points))
	for i, point := range t.points {
		values[i] = point.value
	}
	return values
}

// clock continues the times of a series.
type clock struct {
	days   bool
	last   point
	step   int64 // between numbers, or between days
	months int   // between days that are months apart
	day    int   // of the month, where months are counted; 31 stands for the last
}

func (c clock) at(ahead int) string {
	switch {
	case !c.days:
		return strconv.FormatInt(c.last.step+c.step*int64(ahead), 10)
	case c.months > 0:
		first := time.Date(c.last.day.Year(), c.last.day.Month()+time.Month(c.months*ahead), 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, min(c.day, daysIn(first))-1).Format(time.DateOnly)
	}
	return c.last.day.AddDate(0, 0, int(c.step)*ahead).Format(time.DateOnly)
}

func daysIn(month time.Time) int { return month.AddDate(0, 1, -1).Day() }

// clock finds the spacing of a series, and refuses one that has none.
func (t track) clock() (clock, error) {
	last := t.points[len(t.points)-1]
	found := clock{days: !last.day.IsZero(), last: last, step: 1, day: 1}
	for i, point := range t.points {
		if point.day.IsZero() == found.days {
			return clock{}, fmt.Errorf("some of its times are dates and some are numbers")
		}
		if i > 0 && point.step == t.points[i-1].step && point.day.Equal(t.points[i-1].day) {
			return clock{}, fmt.Errorf("two values stand at %s; add them up first", point.label())
		}
	}
	if len(t.points) == 1 {
		found.months = 1
		found.day = last.day.Day()
		return found, nil
	}
	if found.days {
		if months, day, ok := t.monthly(); ok {
			found.months, found.day = months, day
			return found, nil
		}
	}
	return found, t.even(&found)
}

// monthly finds a spacing of whole months: the same day of each, or its last.
func (t track) monthly() (months, day int, ok bool) {
	for _, point := range t.points {
		day = max(day, point.day.Day())
	}
	for i, point := range t.points {
		if point.day.Day() != min(day, daysIn(point.day.AddDate(0, 0, 1-point.day.Day()))) {
			return 0, 0, false
		}
		if i == 0 {
			continue
		}
		before := t.points[i-1].day
		gap := (point.day.Year()-before.Year())*monthsAYear + int(point.day.Month()) - int(before.Month())
		if months == 0 {
			months = gap
		}
		if gap != months || gap < 1 {
			return 0, 0, false
		}
	}
	return months, day, true
}

// even finds the same distance between all times.
func (t track) even(found *clock) error {
	for i := 1; i < len(t.points); i++ {
		gap := t.points[i].step - t.points[i-1].step
		if found.days {
			gap = int64(t.points[i].day.Sub(t.points[i-1].day).Hours() / 24)
		}
		if i == 1 {
			found.step = gap
		}
		if gap != found.step {
			return fmt.Errorf("its times are not evenly spaced: %s follows %s; fill the gap, with 0 where nothing was sold",
				t.points[i].label(), t.points[i-1].label())
		}
	}
	return nil
}

func (p point) label() string {
	if p.day.IsZero() {
		return strconv.FormatInt(p.step, 10)
	}
	return p.day.Format(time.DateOnly)
}
