package pipeline

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
	"clientele/reports"
)

// mostColumns of a section: a sheet with more is one that nobody reads.
const mostColumns = 60

// bind finds the columns of a section's answer, and what the config says of
// columns that it does not have.
func (w *work) bind(ctx context.Context, desk *sectionDesk, section *ownSection, found *sectionMistakes) error {
	columns, err := desk.columns(ctx, section)
	var of *duck.TextError
	switch {
	case errors.As(err, &of):
		found.add(section, of)
		return nil
	case errors.Is(err, errStuck), errors.Is(err, context.DeadlineExceeded):
		found.add(section, &duck.TextError{Text: "the query takes too long to be read; its constants are computed then, and one of them is too large"})
		return nil
	case err != nil:
		return err
	}
	if text := columnMistake(columns); text != "" {
		found.add(section, &duck.TextError{Text: text})
		return nil
	}
	checker{w.config.document, section, columns}.check()
	return nil
}

func columnMistake(columns []table.Column) string {
	if len(columns) > mostColumns {
		return fmt.Sprintf("the answer has %d columns; a section has room for %d", len(columns), mostColumns)
	}
	for i, column := range columns {
		if slices.ContainsFunc(columns[:i], func(other table.Column) bool { return strings.EqualFold(other.Name, column.Name) }) {
			return fmt.Sprintf("two columns of the answer are called %q; give one of them another name: … as other_name", column.Name)
		}
	}
	return ""
}

// checker compares what the config says of a section's columns with those that
// there are.
type checker struct {
	document *strictyaml.Document
	section  *ownSection
	columns  []table.Column
}

func (c checker) check() {
	for _, pair := range c.section.Columns {
		path := strictyaml.Child(c.section.path+".columns", pair.Key)
		if column, ok := c.column(path, pair.Key); ok {
			c.format(path, column, pair.Value)
		}
	}
	if chart := c.section.Chart; chart != nil {
		c.chart(chart)
	}
	c.lead(c.section.path+".lead", c.section.Lead.Text)
	for _, pair := range c.section.Lead.Keys {
		c.lead(strictyaml.Child(c.section.path+".lead", pair.Key), pair.Value)
	}
	hidden := 0
	for _, pair := range c.section.Columns {
		if pair.Value.Hide {
			hidden++
		}
	}
	if hidden == len(c.columns) {
		c.document.Add(c.section.path+".columns", "all columns are hidden")
	}
}

// column finds a column by the name that the config has for it.
func (c checker) column(path, name string) (table.Column, bool) {
	at := slices.IndexFunc(c.columns, func(column table.Column) bool { return column.Name == name })
	if at >= 0 {
		return c.columns[at], true
	}
	names := make([]string, len(c.columns))
	for i, column := range c.columns {
		names[i] = column.Name
	}
	c.document.Add(path, "the query has no column %q; %sit has %s", name, didYouMean(name, names), strings.Join(names, ", "))
	return table.Column{}, false
}

// format refuses a format for values that it is none of.
func (c checker) format(path string, column table.Column, form OwnColumn) {
	kind := shownKind(column, form)
	if form.Format != "" && !fits(kind, column.Kind) {
		c.document.Add(path+".format", "%q is no format for %s, and %s has that", form.Format, column.Kind, column.Name)
		return
	}
	numeric := reports.Format{Kind: kind}.Numeric()
	switch {
	case form.Digits != nil && !numeric:
		c.document.Add(path+".digits", "%s is no number, and has no digits behind the point", column.Name)
	case form.Bar && !numeric:
		c.document.Add(path+".bar", "%s is no number, and has no bars", column.Name)
	case form.Total && !numeric:
		c.document.Add(path+".total", "%s is no number, and has no total", column.Name)
	case form.Total && kind == reports.Percent:
		c.document.Add(path+".total", "%s is in percent, and percents do not add up", column.Name)
	}
}

// fits reports whether a format is one for values of a kind.
func fits(format reports.FormatKind, kind table.Kind) bool {
	switch format {
	case reports.Money, reports.Integer, reports.Decimal, reports.Percent:
		return kind == table.Integer || kind == table.Float || kind == table.Decimal
	case reports.Date, reports.Month:
		return kind == table.Date || kind == table.Timestamp
	case reports.YesNo:
		return kind == table.Boolean
	}
	return true
}

// shownKind is the format that the config gives a column, else that of its
// type.
func shownKind(column table.Column, form OwnColumn) reports.FormatKind {
	if kind, known := columnFormat(form.Format); known {
		return kind
	}
	return reports.KindOf(column)
}

func (c checker) chart(chart *OwnChart) {
	path := c.section.path + ".chart"
	c.column(path+".x", chart.X)
	var kinds []reports.FormatKind
	for i, name := range chart.Y {
		at := strictyaml.Item(path+".y", i)
		column, ok := c.column(at, name)
		if !ok {
			continue
		}
		form, _ := c.section.Columns.Get(name)
		kind := shownKind(column, form)
		if column.Kind != table.Integer && column.Kind != table.Float && column.Kind != table.Decimal {
			c.document.Add(at, "%s is %s; a chart draws numbers", name, column.Kind)
			continue
		}
		if !(reports.Format{Kind: kind}).Numeric() {
			kind = reports.Decimal
		}
		kinds = append(kinds, kind)
		if kind == reports.Percent != (kinds[0] == reports.Percent) || kind == reports.Money != (kinds[0] == reports.Money) {
			c.document.Add(at, "%s is of another format than %s; a chart has one scale", name, chart.Y[0])
		}
	}
}

// rowsWord stands in a sentence for the number of rows.
const rowsWord = "rows"

func (c checker) lead(path, text string) {
	for _, found := range regexp.MustCompile(`\{([^{}]*)\}`).FindAllStringSubmatchIndex(text, -1) {
		name := text[found[2]:found[3]]
		if name == rowsWord || slices.ContainsFunc(c.columns, func(column table.Column) bool { return column.Name == name }) {
			continue
		}
		names := []string{rowsWord}
		for _, column := range c.columns {
			names = append(names, column.Name)
		}
		c.document.AddWithin(path, text, utf8.RuneCountInString(text[:found[0]]), "no column is called %q; %sin braces can stand %s", name, didYouMean(name, names), strings.Join(names, ", "))
	}
}
