package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/etl"
	"clientele/etl/profiles"
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

// addRates makes the file of rates a source like any other, after those that
// the config lists.
func (c *Config) addRates() {
	if c.Rates.Text != "" {
		c.Sources = append(c.Sources, etl.Source{Name: ratesEntity, Files: []string{c.Rates.Text}, Entity: ratesEntity})
	}
}

// placeRates adds to what is asked about a file of rates where to answer: the
// short form has no place for it.
func (w *work) placeRates(file export, err error) error {
	var asked *etl.FileError
	if !w.config.isRatesFile(file.source) || !errors.As(err, &asked) {
		return err
	}
	return &UsageError{Text: err.Error(), Cause: err, Hint: fmt.Sprintf(
		"list the file among the sources instead of `rates:`, where there is room for the answer: {name: %s, files: %s, entity: %[1]s, dates: day first, columns: {currency: HEADER, rate_on: HEADER, rate: HEADER}}", ratesEntity, w.config.Rates.Text)}
}

// isRatesFile tells that source from the listed ones.
func (c *Config) isRatesFile(index int) bool {
	return c.Rates.Text != "" && index == len(c.Sources)-1
}

// sourcePath is where the config has a source.
func (c *Config) sourcePath(index int) string {
	if c.isRatesFile(index) {
		return ratesEntity
	}
	return strictyaml.Item("sources", index)
}

// ratesColumns finds the three columns of a file of rates by their headers.
func (c *Config) ratesColumns(files []etl.File) ([]etl.File, error) {
	wanted := []string{"currency", "rate_on", "rate"}
	for i, file := range files {
		_, _, header, err := etl.Recognise(file, nil)
		if err != nil {
			return nil, err
		}
		columns, missing := profiles.Columns(ratesEntity, wanted, header)
		if len(missing) > 0 {
			return nil, c.ratesMistake("%s has no column for %s; a file of rates has the columns currency, date and rate. Its headers are: %s; if others hold them, list the file as a source of entity rates",
				file.Name, strings.Join(missing, ", "), strings.Join(header, ", "))
		}
		if at := slices.IndexFunc(header, isUnits); at >= 0 {
			return nil, c.ratesMistake("%s gives rates for several units of a currency (column %q), but a rate is for one unit: divide by it and take the column out", file.Name, header[at])
		}
		for _, field := range wanted {
			files[i].Source.Columns = append(files[i].Source.Columns, strictyaml.Pair[[]string]{Key: field, Value: []string{columns[field]}})
		}
	}
	return files, nil
}

func (c *Config) ratesMistake(format string, arguments ...any) error {
	return &UsageError{Text: c.describe(c.document.Mistake(ratesEntity, format, arguments...)), Cause: etl.ErrInput}
}

// isUnits knows the column of tables of central banks that quote 100 yen.
func isUnits(header string) bool {
	name, _ := profiles.Normalise(header)
	return slices.Contains([]string{"nominal", "units", "unit", "номинал", "единиц", "единица", "unidades", "unidade", "cantidad"}, name)
}

// viewRates gives the engine the fixed rates of the config.
func (w *work) viewRates(ctx context.Context) error {
	return viewFixedRates(ctx, w.engine, w.config.Rates.Keys)
}

func viewFixedRates(ctx context.Context, engine *duck.Engine, fixed strictyaml.Ordered[string]) error {
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
