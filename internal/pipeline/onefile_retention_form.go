package pipeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"clientele/reports"
)

// RetentionForm says when a customer counts as one who stays. The zero value
// of each part but Period is the usual form.
type RetentionForm struct {
	Period    string `yaml:"period"`    // day, week, month, quarter, year, or brackets of days: 1-7,8-30,31-90
	Window    string `yaml:"window"`    // on, on-or-after, on-or-before or streak
	Cohort    string `yaml:"cohort"`    // the unit of cohorts where it is not the period's
	Rolling   bool   `yaml:"rolling"`   // periods begin on each customer's own first day
	Recurring bool   `yaml:"recurring"` // whoever buys in a period is of its cohort
}

// retentionPeriods are the calendar's, and retentionWindows those of which a
// form has one.
func retentionPeriods() []string { return []string{"day", "week", "month", "quarter", "year"} }
func retentionWindows() []string { return []string{"on", "on-or-after", "on-or-before", "streak"} }

// rollingDays is how long a customer's own period is. Periods of one length
// can be compared, which those between equal dates of two months cannot.
func rollingDays(period string) int64 {
	return map[string]int64{"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}[period]
}

// mostBracketDay bounds what brackets reach to: a hundred years.
const mostBracketDay = 36_525

// check tells the mistakes of a form by the name of the part.
func (f RetentionForm) check(add func(part, text string)) {
	isPeriod := slices.Contains(retentionPeriods(), f.Period)
	if _, err := readRetentionBrackets(f.Period); !isPeriod && err != nil {
		add("period", err.Error())
	}
	if f.Window != "" && !slices.Contains(retentionWindows(), f.Window) {
		add("window", fmt.Sprintf("%q is none of %s", f.Window, strings.Join(retentionWindows(), ", ")))
	}
	switch {
	case f.Cohort == "":
	case !slices.Contains(retentionPeriods(), f.Cohort):
		add("cohort", fmt.Sprintf("%q is none of %s", f.Cohort, strings.Join(retentionPeriods(), ", ")))
	case isPeriod && !f.Rolling && f.Cohort != f.Period:
		add("cohort", fmt.Sprintf("on the calendar, cohorts of a %s have periods of a %s; where customers count their own periods (rolling) they need not", f.Cohort, f.Cohort))
	}
}

// readRetentionBrackets reads brackets of days, such as 1-7,8-30 or 1,7,30, in
// the form that queries take.
func readRetentionBrackets(written string) (string, error) {
	if written == "" || strings.Trim(written, "0123456789-, ") != "" {
		return "", fmt.Errorf("%q is none of %s, and no brackets of days such as 1-7,8-30,31-90", written, strings.Join(retentionPeriods(), ", "))
	}
	var brackets []string
	behind := int64(-1)
	for part := range strings.SplitSeq(written, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			to = from
		}
		first, err := strconv.ParseInt(from, 10, 32)
		last, errLast := strconv.ParseInt(to, 10, 32)
		switch {
		case err != nil || errLast != nil || last > mostBracketDay:
			return "", fmt.Errorf("%q: %q is no bracket of days; brackets look like 1-7, and a single day like 30", written, strings.TrimSpace(part))
		case first > last:
			return "", fmt.Errorf("%q: the bracket %s ends before it begins", written, strings.TrimSpace(part))
		case first <= behind:
			return "", fmt.Errorf("%q: the bracket %s begins in the one before it or earlier", written, strings.TrimSpace(part))
		}
		behind = last
		brackets = append(brackets, fmt.Sprintf("%d-%d", first, last))
	}
	return strings.Join(brackets, ","), nil
}

// brackets are those of the form, "" where its periods are the calendar's or
// of one length.
func (f RetentionForm) brackets() string {
	if slices.Contains(retentionPeriods(), f.Period) {
		return ""
	}
	brackets, err := readRetentionBrackets(f.Period)
	if err != nil {
		return "" // which check has refused
	}
	return brackets
}

// arguments are what the queries of retention ask for by name.
func (f RetentionForm) arguments(asOf time.Time) map[string]any {
	given := map[string]any{
		"as_of": asOf.Format(time.DateOnly), "unit": f.cohortUnit(), "rolling_days": int64(0), "brackets": f.brackets(),
		"window": "on", "cohorts": "first",
	}
	if f.Rolling && f.brackets() == "" {
		given["rolling_days"] = rollingDays(f.Period)
	}
	if f.Window != "" {
		given["window"] = f.Window
	}
	if f.Recurring {
		given["cohorts"] = "recurring"
	}
	return given
}

// cohortUnit is the calendar's unit of the cohorts: of brackets, the month.
func (f RetentionForm) cohortUnit() string {
	switch {
	case f.Cohort != "":
		return f.Cohort
	case f.brackets() != "":
		return "month"
	}
	return f.Period
}

// shown is the form for the reports' words.
func (f RetentionForm) shown() reports.RetentionForm {
	form := reports.RetentionForm{Unit: f.Period, Cohort: f.cohortUnit(), Window: f.Window, Rolling: f.Rolling, Recurring: f.Recurring}
	if brackets := f.brackets(); brackets != "" {
		form.Unit, form.Brackets = "", strings.Split(brackets, ",")
	}
	return form
}
