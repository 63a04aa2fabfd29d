package pipeline

import (
	"context"
	"math"

	"clientele/internal/duck"
	"clientele/queries"
)

// numberFeatures are the columns of segments/feature_values with a number, by
// the names that the answers give them.
func numberFeatures() []string {
	return []string{
		"recency_days", "tenure_days", "orders", "average_order", "lines_an_order", "given_back_share", "top_group_share", "trend",
		"revenue", "mean_gap_days", "orders_12m", "revenue_12m", "product_groups", "top_channel_share", "weekend_share",
	}
}

// textFeatures are the columns behind them.
func textFeatures() []string {
	return []string{"product_group", "channel", "country", "city", "owner", "weekday"}
}

// featured is a customer with features. The slices are the next one's too.
type featured struct {
	id      string
	numbers []float64 // NaN is not known
	texts   []string  // empty is not known
}

// everybody is how many customers there cannot be.
const everybody = math.MaxInt64

// eachFeatured hands over at most about so many customers, by id.
func eachFeatured(ctx context.Context, engine *duck.Engine, most int64, take func(featured)) error {
	query, err := queries.Get("segments/feature_values")
	if err != nil {
		return err
	}
	bound, err := query.Bind(map[string]any{"most": most})
	if err != nil {
		return err
	}
	n := len(numberFeatures())
	customer := featured{numbers: make([]float64, n), texts: make([]string, len(textFeatures()))}
	return engine.Each(ctx, bound, func(row []any) error {
		customer.read(row, n)
		take(customer)
		return nil
	})
}

// read takes an id, numbers and texts out of a row.
func (c *featured) read(row []any, numbers int) {
	c.id = row[0].(string)
	for i := range numbers {
		c.numbers[i] = math.NaN()
		if v, known := row[1+i].(float64); known {
			c.numbers[i] = v
		}
	}
	for i := range c.texts {
		c.texts[i], _ = row[1+numbers+i].(string)
	}
}
