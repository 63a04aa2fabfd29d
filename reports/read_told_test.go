package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// told is what a reader finds in a renderedReport report, in the page's order.
type told struct {
	title    string
	sections []*toldSection
}

type toldSection struct {
	id, title string
	texts     []string // sentences, points, notes: each paragraph
	figures   []toldFigure
	charts    []toldChart
	tables    []toldTable
}

// toldFigure has values as toldTable has cells.
type toldFigure struct{ id, label, value, comparison, shown string }

// toldChart has what a chart draws: the places along X and the values there,
// "" where there is none.
type toldChart struct {
	id, title string
	places    []string
	series    []toldSeries
}

type toldSeries struct {
	name   string
	values []string
}

// toldTable has a number for machines where a cell is a number, a day as
// 2006-01-02 where it is one, else its text.
type toldTable struct {
	id, title string
	heads     []string
	rows      [][]string
	total     []string
	shown     [][]string // rows and total as people read them; of pages alone
}

// renderedReport is one report in both forms.
type renderedReport struct {
	name       string
	hostile    bool
	document   *reports.Document
	page, book []byte
}

// renderAll makes every report in every language, and each once more of hostile
// answers. Pages are without stills: these are tested where they are drawn.
func renderAll(t *testing.T) []renderedReport {
	t.Helper()
	var out []renderedReport
	personal := []reports.Kind{{ID: "manager", Make: sample.Manager}, {ID: "by-rule", Make: sample.ByRule}}
	for _, kind := range append(reports.Kinds(), personal...) {
		for _, language := range catalogue.Languages() {
			out = append(out, render(t, kind.ID+"."+language, kind.Make, sample.Answers(), sample.Settings(language)))
		}
		one := render(t, kind.ID+" of hostile names", kind.Make, sample.HostileAnswers(), sample.HostileSettings())
		one.hostile = true
		out = append(out, one)
	}
	return out
}

func render(t *testing.T, name string, make func(reports.Answers, reports.Settings) (*reports.Document, error), answers reports.Answers, settings reports.Settings) renderedReport {
	t.Helper()
	d, err := make(answers, settings)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var page, book bytes.Buffer
	if err := new(html.Writer).Write(&page, d); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := xlsx.Write(&book, d, xlsx.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return renderedReport{name: name, document: d, page: page.Bytes(), book: book.Bytes()}
}

// plainNumber is how both forms' numbers are compared: offices keep 15 digits.
func plainNumber(text string) (string, bool) {
	number, err := decimal.NewFromString(text)
	if err != nil {
		return "", false
	}
	return number.Round(9).String(), true
}

// says reads a text as people do and compares it with a number to the digits
// that are written. A percentage may stand without its sign.
func says(language, text string, number decimal.Decimal) bool {
	shown, digits, ok := asRead(language, text)
	if !ok {
		return false
	}
	for _, scale := range []int32{0, 2} {
		if number.Shift(scale).Round(digits).Equal(shown) {
			return true
		}
	}
	return false
}

// asRead is the number that people read in a text, and its digits after the
// point.
func asRead(language, text string) (decimal.Decimal, int32, bool) {
	group, point := ",", "."
	if language == "es" {
		group, point = ".", ","
	}
	if language == "ru" {
		group, point = "\u00a0", ","
	}
	plain := strings.NewReplacer(group, "", point, ".", "−", "-", "+", "", "\u00a0", "", "\u202f", "", "%", "", "£", "", "€", "", "₽", "").Replace(text)
	shown, err := decimal.NewFromString(plain)
	_, fraction, _ := strings.Cut(plain, ".")
	return shown, int32(len(fraction)), err == nil
}
