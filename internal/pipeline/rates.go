package pipeline

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/etl"
	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
)

// Rates say what money in other currencies is worth: a file with a rate for
// each day, or one fixed rate for each currency.
type Rates = strictyaml.Either[string]

const (
	ratesEntity = "rates"
	fixedRates  = "fixed_rates"
)

// rateDigits are the digits behind the point of a rate: one dong is worth
// 0.0000346 euro.
const rateDigits = 8

// checkRates adds the mistakes of the config about rates.
func (c *Config) checkRates() {
	for _, pair := range c.Rates.Keys {
		path := strictyaml.Child("rates", pair.Key)
		rate, err := decimal.NewFromString(pair.Value)
		switch {
		case len(pair.Key) != 3 || strings.Trim(pair.Key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
			c.document.Add(path, "%q is no currency code; codes look like EUR", pair.Key)
		case pair.Key == c.Currency:
			c.document.Add(path, "this is the currency of the reports, which needs no rate")
		case err != nil || strings.ContainsAny(pair.Value, "eE"):
			c.document.Add(path, "%q is no number; a rate is what one %s is worth in %s, like 92.5", pair.Value, pair.Key, c.Currency)
		case !rate.IsPositive() || rate.GreaterThanOrEqual(decimal.New(1, 9)):
			c.document.Add(path, "a rate lies above 0 and below a thousand million")
		case !rate.Equal(rate.Round(rateDigits)):
			c.document.Add(path, "a rate has at most %d digits behind the point", rateDigits)
		}
	}
	if c.Rates.Text != "" && slices.ContainsFunc(c.Sources, func(s etl.Source) bool { return s.Name == ratesEntity }) {
		c.document.Add("rates", "a source is called %q already; give it another name, or name the file there", ratesEntity)
	}
}

// viewRates gives the engine the fixed rates of the config.
func (w *work) viewRates(ctx context.Context) error {
	return viewFixedRates(ctx, w.engine, w.config.Rates.Keys)
}

func viewFixedRates(ctx context.Context, engine *duck.Engine, fixed strictyaml.Ordered[string]) error {
	if _, known := etl.EntityNamed(ratesEntity); !known {
		empty := &table.Table{Columns: []table.Column{{Name: "source"}, {Name: "source_file"}, {Name: "source_row", Kind: table.Integer}, {Name: "excluded"},
			{Name: "currency"}, {Name: "rate_on", Kind: table.Timestamp}, {Name: "rate", Kind: table.Decimal, Scale: rateDigits}}}
		if err := engine.CreateTable(ctx, ratesEntity, empty); err != nil {
			return err
		}
	}
	return engine.CreateTable(ctx, fixedRates, fixedRatesTable(fixed))
}

func fixedRatesTable(fixed strictyaml.Ordered[string]) *table.Table {
	rows := &table.Table{Columns: []table.Column{{Name: "currency"}, {Name: "rate", Kind: table.Decimal, Scale: rateDigits}}}
	for _, pair := range fixed {
		rate, err := decimal.NewFromString(pair.Value)
		if err != nil {
			continue // checked when the config was read
		}
		rows.Rows = append(rows.Rows, []any{pair.Key, rate})
	}
	return rows
}
