package mail

import (
	"strings"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

// extreme is what a series has at one place of a chart.
type extreme struct {
	place string
	value decimal.Decimal
}

// mostSaid is of how many series a picture's figures are told.
const mostSaid = 2

// saidOf tells the main figures of a picture to those who do not see it: of each
// series the last value and the greatest one, of parts the greatest.
func (w *writer) saidOf(c *reports.Chart) []string {
	if c.Kind == reports.Waterfall {
		return w.saidOfSteps(c)
	}
	if c.Kind == reports.Ranges {
		return nil // what its marks are, its description says
	}
	timely := c.XFormat.Kind == reports.Month || c.XFormat.Kind == reports.Date
	if c.Kind == reports.StackedBars || c.Kind == reports.StackedRows {
		return w.said(c, "", timely, columnsOf(c))
	}
	var out []string
	for _, column := range columnsOf(c) {
		if len(out) == mostSaid {
			break
		}
		out = append(out, w.said(c, w.labelOf(c, column), timely, []string{column})...)
	}
	return out
}

// columnsOf are the columns that a chart draws as lines or bars.
func columnsOf(c *reports.Chart) []string {
	var out []string
	for _, s := range c.Series {
		if !s.Mark && !s.Dashed && !s.Pale {
			out = append(out, s.Column)
		}
	}
	return out
}

// labelOf names a series where there is more than one.
func (w *writer) labelOf(c *reports.Chart, column string) string {
	for _, s := range c.Series {
		if s.Column == column && len(columnsOf(c)) > 1 {
			return line(s.Label)
		}
	}
	return ""
}

// said tells the last and the greatest sum of columns; months that have not
// ended are no last ones.
func (w *writer) said(c *reports.Chart, label string, timely bool, columns []string) []string {
	var last, most *extreme
	ended := c.Data.Index(c.Incomplete)
	for _, row := range c.Data.Rows {
		if ended >= 0 && row[ended] == false {
			continue
		}
		sum, known := decimal.Zero, false
		for _, column := range columns {
			if at := c.Data.Index(column); at >= 0 {
				if value, ok := reports.ChartNumber(c, row[at]); ok {
					sum, known = sum.Add(value), true
				}
			}
		}
		if !known {
			continue
		}
		last = &extreme{w.placeOf(c, row), sum}
		if most == nil || sum.GreaterThanOrEqual(most.value) {
			most = last
		}
	}
	if last == nil {
		return nil
	}
	words := []string{"value", w.amountOf(c, last.value), "place", last.place, "most", w.amountOf(c, most.value), "when", most.place}
	text := ""
	switch {
	case !timely:
		text = w.Words.Say("mail.says_most", words...)
	case last == most:
		text = w.Words.Say("mail.says_last_most", words...)
	default:
		text = w.Words.Say("mail.says_last", words...)
	}
	if label != "" {
		text = w.Words.Say("mail.says_of", "what", label, "text", text)
	}
	return []string{line(upperFirst(text)) + "."}
}

// saidOfSteps tells where the steps of a waterfall begin and end.
func (w *writer) saidOfSteps(c *reports.Chart) []string {
	at := c.Data.Index(c.Series[0].Column)
	rows := c.Data.Rows
	if at < 0 || len(rows) < 2 {
		return nil
	}
	from, ok := reports.ChartNumber(c, rows[0][at])
	to, known := reports.ChartNumber(c, rows[len(rows)-1][at])
	if !ok || !known {
		return nil
	}
	return []string{line(w.Words.Say("mail.says_steps", "from", w.amountOf(c, from), "place", w.placeOf(c, rows[0]), "to", w.amountOf(c, to), "when", w.placeOf(c, rows[len(rows)-1])))}
}

// placeOf is the name of a row along X.
func (w *writer) placeOf(c *reports.Chart, row []any) string {
	if at := c.Data.Index(c.X); at >= 0 {
		return isolated(w.Label(c.XFormat, row[at]))
	}
	return ""
}

// amountOf is a value as a sentence has it: money with its currency.
func (w *writer) amountOf(c *reports.Chart, value decimal.Decimal) string {
	format := c.Format
	format.Bare = false
	if format.Kind == reports.Money && value.Abs().GreaterThanOrEqual(decimal.NewFromInt(leastWhole)) {
		format.Digits = 0
	}
	return w.Show(format, value)
}

// upperFirst makes a sentence of a phrase.
func upperFirst(text string) string {
	for i, r := range text {
		return text[:i] + strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
