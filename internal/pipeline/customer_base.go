package pipeline

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/customerbase"
	"clientele/internal/duck"
	"clientele/queries"
)

// bases asks an engine for the histories of customers.
type bases struct {
	engine *duck.Engine
	first  time.Time // no purchase before it counts
}

// each hands over the answer a row at a time: customers may be many.
func (b bases) each(ctx context.Context, name string, arguments map[string]any, take func(row []any)) error {
	query, err := queries.Get(name)
	if err != nil {
		return err
	}
	bound, err := query.Bind(arguments)
	if err != nil {
		return err
	}
	return b.engine.Each(ctx, bound, func(row []any) error {
		take(row)
		return nil
	})
}

func dayText(day time.Time) string { return day.Format(time.DateOnly) }

// history is what every customer did up to a day.
func (b bases) history(ctx context.Context, until time.Time) (customerbase.History, error) {
	var history customerbase.History
	between := map[string]any{"first": dayText(b.first), "until": dayText(until)}
	err := b.each(ctx, "forecasts/btyd_statistics", between, func(row []any) {
		history.Customers = append(history.Customers, customerbase.Customer{
			ID: row[0].(string),
			Habit: customerbase.Habit{
				Repeats: row[1].(int64), RecencyDays: row[2].(int64), AgeDays: row[3].(int64),
				WeeksBought: row[5].(int64), LastWeek: row[6].(int64), Weeks: row[7].(int64),
			},
			Spend: floatOf(row[4]), Revenue: floatOf(row[8]), FirstSpend: floatOf(row[9]), Margin: math.NaN(),
		})
	})
	if err != nil {
		return history, err
	}
	err = b.each(ctx, "forecasts/btyd_gaps", between, func(row []any) {
		history.Gaps = append(history.Gaps, customerbase.Gap{Days: row[0].(int64), Count: row[1].(int64)})
	})
	return customerbase.NewHistory(history.Customers, history.Gaps), err
}

// later is what the customers of a history did behind its end.
func (b bases) later(ctx context.Context, history customerbase.History, until, last time.Time) (customerbase.Later, error) {
	n := len(history.Customers)
	later := customerbase.Later{Days: daysBetween(until, last), Purchases: make([]int64, 0, n), Revenue: make([]float64, 0, n)}
	apart := 0
	err := b.each(ctx, "forecasts/btyd_holdout", map[string]any{"until": dayText(until), "last": dayText(last)}, func(row []any) {
		at := len(later.Purchases)
		if at >= n || history.Customers[at].ID != row[0].(string) {
			apart++
		}
		later.Purchases = append(later.Purchases, row[1].(int64))
		later.Revenue = append(later.Revenue, floatOf(row[3]))
	})
	if err == nil && (apart > 0 || len(later.Purchases) != n) {
		err = fmt.Errorf("comparing with what came later: %d customers before %s, %d behind, %d of them others", n, dayText(until), len(later.Purchases), apart)
	}
	return later, err
}

// days is what the customers did, day by day, who had come by until.
func (b bases) days(ctx context.Context, until, last time.Time) ([]customerbase.Day, error) {
	var days []customerbase.Day
	err := b.each(ctx, "forecasts/btyd_tracking", map[string]any{"first": dayText(b.first), "until": dayText(until), "last": dayText(last)}, func(row []any) {
		days = append(days, customerbase.Day{On: row[0].(time.Time), Firsts: row[1].(int64), Repeats: row[2].(int64)})
	})
	return days, err
}

// rhythms are those of the customers of a history up to a day, by position.
func (b bases) rhythms(ctx context.Context, history customerbase.History, until time.Time, zone string) ([]customerbase.Rhythm, error) {
	rhythms := make([]customerbase.Rhythm, len(history.Customers))
	at := 0
	err := b.each(ctx, "forecasts/rhythm", map[string]any{"as_of": dayText(until), "zone": zone}, func(row []any) {
		for at < len(rhythms) && history.Customers[at].ID != row[0].(string) {
			at++
		}
		if at == len(rhythms) {
			return
		}
		r := &rhythms[at]
		r.Gaps, r.UsualDays, r.WideDays, r.Weekday, r.Hour = row[2].(int64), floatOf(row[3]), floatOf(row[4]), wholeOf(row[5], 0), wholeOf(row[6], -1)
	})
	return rhythms, err
}

// addMargins says how much of each customer's money stays, where costs are
// known: the customer's own share where it makes sense, else the company's.
func (b bases) addMargins(ctx context.Context, history *customerbase.History, until time.Time) error {
	var sold, cost float64
	at, customers := 0, history.Customers
	err := b.each(ctx, "forecasts/margins", map[string]any{"as_of": dayText(until)}, func(row []any) {
		mine, paid := floatOf(row[2]), floatOf(row[3])
		sold, cost = sold+mine, cost+paid
		for at < len(customers) && customers[at].ID < row[0].(string) {
			at++
		}
		if at == len(customers) || customers[at].ID != row[0].(string) || !(mine > 0) {
			return
		}
		if share := 1 - paid/mine; share >= -1 && share <= 1 {
			customers[at].Margin = share
		}
	})
	if err != nil || !(sold > 0) {
		return err
	}
	for i := range customers {
		if math.IsNaN(customers[i].Margin) {
			customers[i].Margin = 1 - cost/sold
		}
	}
	return nil
}

func floatOf(value any) float64 {
	switch v := value.(type) {
	case float64:
		return v
	case decimal.Decimal:
		return v.InexactFloat64()
	case int64:
		return float64(v)
	}
	return 0
}

func wholeOf(value any, otherwise int64) int64 {
	if v, ok := value.(int64); ok {
		return v
	}
	return otherwise
}

func daysBetween(from, to time.Time) int { return int(math.Round(to.Sub(from).Hours() / 24)) }
