package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/internal/pipeline"
)

// tellOutcome says in words what a run did.
func tellOutcome(w io.Writer, outcome pipeline.Outcome) error {
	var text bytes.Buffer
	tellLoads(&text, outcome)
	for _, file := range outcome.Forgotten {
		fmt.Fprintf(&text, "Taken out of the lake: %s, which is no longer there.\n", printable(file))
	}
	for _, warning := range outcome.Warnings {
		fmt.Fprintf(&text, "Note: %s\n", printable(warning))
	}
	for i, finding := range outcome.Findings {
		if i == findingsTold {
			break
		}
		if i == 0 {
			fmt.Fprintf(&text, "As of %s:\n", outcome.AsOf.Format(time.DateOnly))
		}
		fmt.Fprintf(&text, "  • %s\n", withoutMarks(finding))
	}
	tellReports(&text, outcome)
	if outcome.Workbook != "" {
		fmt.Fprintf(&text, "Workbook: %s\nPage:     %s\n", outcome.Workbook, outcome.Page)
	} else if outcome.Folder != "" {
		fmt.Fprintf(&text, "Answers:  %s\n", outcome.Folder)
	}
	_, err := w.Write(text.Bytes())
	return err
}

// tellReports names the reports where there is more than one.
func tellReports(text *bytes.Buffer, outcome pipeline.Outcome) {
	if len(outcome.Reports) < 2 {
		return
	}
	var pages []string
	for _, report := range outcome.Reports {
		if report.Language == outcome.Reports[0].Language {
			pages = append(pages, filepath.Base(report.Page))
		}
	}
	fmt.Fprintf(text, "Reports:  %s", strings.Join(pages, ", "))
	var others []string
	for _, report := range outcome.Reports {
		if report.Language != outcome.Reports[0].Language && !slices.Contains(others, "."+report.Language) {
			others = append(others, "."+report.Language)
		}
	}
	if len(others) > 0 {
		fmt.Fprintf(text, "; the same with %s", strings.Join(others, " and "))
	}
	fmt.Fprintf(text, "; each also as .xlsx\n")
}

// findingsTold are as many as are read; the page has them all.
const findingsTold = 5

// withoutMarks takes out the marks that keep a name's direction of writing to
// itself on a page, and whatever else a terminal would stumble over.
func withoutMarks(text string) string {
	return printable(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text))
}

// tellLoads is the table of what became of rows and money.
func tellLoads(text *bytes.Buffer, outcome pipeline.Outcome) {
	switch {
	case len(outcome.Loads) > 0:
		fmt.Fprintf(text, "Snapshot %d. What became of the rows, and of their money:\n", outcome.Snapshot)
	case outcome.Known > 0 && len(outcome.Forgotten) == 0:
		fmt.Fprintf(text, "Nothing new: the lake has %s already (snapshot %d).\n", counted(outcome.Known, "file"), outcome.Snapshot)
		return
	default:
		return
	}
	columns := tabwriter.NewWriter(text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "file\tread\tloaded\texcluded\trejected\t")
	for _, load := range outcome.Loads {
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\t\n", load.File, whole(load.Read), whole(load.Loaded), whole(load.Excluded), whole(load.Rejected))
		if hasMoney(load) {
			fmt.Fprintf(columns, "\t%s\t%s\t%s\t%s\t\n", amount(load.AmountRead), amount(load.AmountLoaded), amount(load.AmountExcluded), amount(load.AmountRejected))
		}
		if load.UnreadableAmounts > 0 {
			fmt.Fprintf(columns, "\t\t\t\t+ %s unreadable\t\n", counted(int(load.UnreadableAmounts), "amount"))
		}
	}
	_ = columns.Flush() // into memory
	if outcome.Known > 0 {
		fmt.Fprintf(text, "%s more had been loaded before.\n", counted(outcome.Known, "file"))
	}
}

func hasMoney(load job.LoadCount) bool {
	read, err := decimal.NewFromString(load.AmountRead)
	return err == nil && !read.IsZero()
}

// whole is a count with thousands apart.
func whole(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// amount is money to the cent with thousands apart.
func amount(text string) string {
	value, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	fixed := value.Abs().StringFixed(2)
	sign := ""
	if value.IsNegative() {
		sign = "-"
	}
	units, err := strconv.ParseInt(fixed[:len(fixed)-3], 10, 64)
	if err != nil {
		return sign + fixed
	}
	return sign + whole(units) + fixed[len(fixed)-3:]
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return whole(int64(n)) + " " + noun + "s"
}
