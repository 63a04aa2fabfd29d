package pipeline

import (
	"context"
	"errors"
	"math"
	"time"

	"clientele/internal/dealflow"
	"clientele/internal/job"
	"clientele/internal/table"
)

// draws is how many futures are drawn: so many, unless there are so many deals
// that it takes longer than a second or two; and never fewer than their ranges
// can be read from.
type draws struct{ fewest, most, ends int }

func futures() draws { return draws{fewest: 200, most: 2000, ends: 3_000_000} }

// pastFutures are those of each month that is told again.
func pastFutures() draws { return draws{fewest: 100, most: 500, ends: 600_000} }

// dealAnswers are the tables of what the deals in the pipeline should bring.
func dealAnswers() []string {
	return []string{"deal_forecast", "deal_stages_open", "deal_owners", "deal_check"}
}

// dealStep says what the deals in the pipeline should bring, beside what the
// months themselves say.
func (w *work) dealStep() job.Step {
	return job.Step{
		Name: "deals", Reads: []string{"deal_courses", "deal_sightings", "monthly_series"}, Optional: []string{"forecast"},
		Writes: append(dealAnswers(), openDeals), Run: w.deals,
	}
}

const (
	// dealMonthsAhead: open deals end within months, and what is further away
	// hangs on those that nobody has met yet.
	dealMonthsAhead = 6
	// dealCuts past months are told again.
	dealCuts = 12
	dealSeed = 20170301
)

func (w *work) deals(ctx context.Context, report *job.Reporter) error {
	courses, err := w.engine.ReadTable(ctx, "deal_courses")
	if err != nil {
		return err
	}
	if courses.Len() == 0 {
		return job.Skip("there are no deals")
	}
	sightings, err := w.engine.ReadTable(ctx, "deal_sightings")
	if err != nil {
		return err
	}
	book := newDealBook(courses, sightings, w.asOf)
	for _, left := range book.left() {
		report.Warn(left)
	}
	model, err := dealflow.Fit(book.deals, dayNumber(w.asOf))
	if isDealRefusal(err) {
		return job.Skip("deals: " + err.Error())
	}
	if err != nil {
		return err
	}
	report.Add(int64(courses.Len()))
	trials, err := dealflow.Try(book.deals, book.months(w.asOf), dealflow.Trying{
		Ahead: dealMonthsAhead, Cuts: dealCuts, Simulation: dealflow.Simulation{Draws: book.draws(pastFutures()), Seed: dealSeed},
	})
	if err != nil {
		return err
	}
	borders := monthBorders(w.asOf, min(dealMonthsAhead, w.config.Forecast.Months))
	told := model.Forecast(borders, dealflow.Simulation{Draws: book.draws(futures()), Seed: dealSeed, Keep: true})
	beside, err := w.besideDeals(ctx, book)
	if err != nil {
		return err
	}
	for _, made := range []struct {
		name string
		rows *table.Table
	}{
		{"deal_forecast", dealForecastTable(told, borders, dealflow.NewSpread(trials), book.soFar(w.asOf), beside)},
		{"deal_stages_open", book.stagesTable(told, w.asOf)}, {"deal_owners", book.ownersTable(told)}, {"deal_check", dealCheckTable(trials)},
		{openDeals, book.openTable(told, w.asOf)},
	} {
		if err := w.engine.CreateTable(ctx, made.name, made.rows); err != nil {
			return err
		}
	}
	return nil
}

func isDealRefusal(err error) bool {
	return errors.Is(err, dealflow.ErrFewClosed) || errors.Is(err, dealflow.ErrNoneWon) || errors.Is(err, dealflow.ErrNoAmounts)
}

// dayNumber counts days from 1970.
func dayNumber(day time.Time) int { return int(math.Floor(float64(day.Unix()) / (24 * 60 * 60))) }

func dayOfNumber(number int) time.Time { return time.Unix(int64(number)*24*60*60, 0).UTC() }

// monthBorders are the day behind the last one that is known, and the first days
// of the months behind it: what is left of a month that has begun is the first.
func monthBorders(asOf time.Time, months int) []int {
	next := asOf.AddDate(0, 0, 1)
	borders := []int{dayNumber(next)}
	first := time.Date(next.Year(), next.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range months {
		borders = append(borders, dayNumber(first.AddDate(0, i+1, 0)))
	}
	return borders
}

// dealForecastTable has a row a month; in one that has begun what was won by now
// is added to what is still to come.
func dealForecastTable(told dealflow.Forecast, borders []int, spread dealflow.Spread, soFar wonSoFar, beside besideDeals) *table.Table {
	out := &table.Table{Columns: columnsOf("month d, deals f, mean f, lo80 f, hi80 f, lo95 f, hi95 f, from_open f, from_new f, " +
		"series_mean f, series_lo80 f, series_hi80 f, ratio f, share f, revenue_mean f, so_far f")}
	for i, month := range told.Months {
		first := dayOfNumber(borders[i])
		first = first.AddDate(0, 0, 1-first.Day())
		so := wonSoFar{}
		if i == 0 {
			so = soFar
		}
		lo80, hi80, lo95, hi95 := spread.Bands(month)
		row := []any{first, math.Round((month.Deals+so.deals)*100) / 100}
		for _, amount := range []float64{month.Mean, lo80, hi80, lo95, hi95} {
			row = append(row, cents(amount+so.amount))
		}
		row = append(row, cents(month.FromOpen), cents(month.FromNew))
		out.Rows = append(out.Rows, append(append(row, beside.of(first, month.Mean+so.amount)...), cents(so.amount)))
	}
	return out
}

func dealCheckTable(trials []dealflow.Trial) *table.Table {
	out := &table.Table{Columns: columnsOf("cut_on d, month d, predicted f, lo80 f, hi80 f, lo95 f, hi95 f, actual f, naive f, written_probability f")}
	for _, t := range trials {
		row := []any{dayOfNumber(t.Cut), dayOfNumber(t.Month)}
		for _, amount := range []float64{t.Predicted, t.Lo80, t.Hi80, t.Lo95, t.Hi95, t.Actual, t.Naive} {
			row = append(row, cents(amount))
		}
		out.Rows = append(out.Rows, append(row, orNull(cents(t.Written))))
	}
	return out
}

// besideDeals is the other forecast of the months, and the share of past revenue
// that won deals made: only so much of it is the same money.
type besideDeals struct {
	share  float64 // NaN where there is none
	spread float64 // of a month's share, relative to it
	months map[time.Time][3]float64
}

// shareMonths is how many of the last months say which share is made by deals.
const shareMonths = 12

// besideDeals reads the forecast of the months, if there is one.
func (w *work) besideDeals(ctx context.Context, book *dealBook) (besideDeals, error) {
	out := besideDeals{months: map[time.Time][3]float64{}}
	history, err := w.engine.ReadTable(ctx, "monthly_series")
	if err != nil {
		return out, err
	}
	out.share, out.spread = shareOfDeals(history, book)
	there, err := w.engine.HasTable(ctx, "forecast")
	if err != nil || !there {
		return out, err
	}
	forecast, err := w.engine.ReadTable(ctx, "forecast")
	if err != nil {
		return out, err
	}
	for i := range forecast.Len() {
		if forecast.Value(i, "mean") != nil {
			out.months[forecast.Time(i, "month")] = [3]float64{forecast.Float(i, "mean"), forecast.Float(i, "lo80"), forecast.Float(i, "hi80")}
		}
	}
	return out, nil
}

// shareOfDeals is the money of deals won in the last months to what was sold in
// them, and how much a month's is off it.
func shareOfDeals(history *table.Table, book *dealBook) (share, spread float64) {
	won, sold := 0.0, 0.0
	var shares []float64
	for i := max(0, history.Len()-shareMonths); i < history.Len(); i++ {
		month := history.Time(i, "month")
		revenue := history.Float(i, "revenue")
		if dayNumber(month) < book.watched || revenue <= 0 {
			continue
		}
		brought := book.wonWithin(dayNumber(month), dayNumber(month.AddDate(0, 1, 0))).amount
		won, sold = won+brought, sold+revenue
		shares = append(shares, brought/revenue)
	}
	if won <= 0 || sold <= 0 {
		return math.NaN(), math.NaN()
	}
	share = won / sold
	for _, s := range shares {
		spread += (s/share - 1) * (s/share - 1) / float64(len(shares))
	}
	return share, math.Sqrt(spread)
}

// of is a month of the other forecast, like with like: its revenue times the
// share that deals make, whose band is wider by how much months' shares differ;
// the ratio of the two means, the share, and the revenue itself.
func (b besideDeals) of(month time.Time, mean float64) []any {
	told, there := b.months[month]
	if !there || math.IsNaN(b.share) {
		if !there {
			return []any{nil, nil, nil, nil, orNull(math.Round(b.share*1e4) / 1e4), nil}
		}
		return []any{nil, nil, nil, nil, nil, cents(told[0])}
	}
	middle := told[0] * b.share
	reach := normal80 * b.spread * middle
	lo := middle - math.Hypot(middle-told[1]*b.share, reach)
	hi := middle + math.Hypot(told[2]*b.share-middle, reach)
	var ratio any
	if middle > 0 {
		ratio = math.Round(mean/middle*1e4) / 1e4
	}
	return []any{cents(middle), cents(max(lo, min(0, told[1]*b.share))), cents(hi), ratio, math.Round(b.share*1e4) / 1e4, cents(told[0])}
}

// normal80 is the normal quantile that 80 % lie within.
const normal80 = 1.2815515655446004
