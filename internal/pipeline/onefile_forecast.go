package pipeline

import (
	"context"
	"fmt"
	"math"
	"runtime"
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

// ForecastAnswer has a row for each series and step, a sentence for each
// series that could not be forecast, and one for each that has gaps.
type ForecastAnswer struct {
	Rows    *table.Table
	Refused []string
	Gaps    []string
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
		inputs[i] = series.Input{Name: track.name, Values: track.values(clocks[i])}
	}
	workers := file.Threads
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	outcomes, err := series.ForecastMany(ctx, inputs, nil,
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
// time that is missing is a gap; a series whose times lie in no raster is refused.
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
		if gaps := clock.places - len(track.points); gaps > 0 {
			answer.Gaps = append(answer.Gaps, fmt.Sprintf("%s: %d of %d times have no value, the first behind %s; they are gaps, not 0",
				track.name, gaps, clock.places, track.beforeGap(clock)))
		}
		tracks, clocks = append(tracks, track), append(clocks, clock)
	}
	return tracks, clocks
}

// values puts each value in its place; a place without one is a gap.
func (t track) values(clock clock) []float64 {
	values := make([]float64, clock.places)
	for i := range values {
		values[i] = math.NaN()
	}
	for _, point := range t.points {
		values[clock.place(t.points[0], point)] = point.value
	}
	return values
}

// beforeGap is the last time before the first gap.
func (t track) beforeGap(clock clock) string {
	for i, point := range t.points[1:] {
		if clock.place(t.points[i], point) > 1 {
			return t.points[i].label()
		}
	}
	return ""
}
