package reports

import (
	"strconv"
	"strings"

	"clientele/internal/table"
)

// RetentionForm says which form of retention the answer has. The zero value is
// the usual one: months of the calendar, by first purchase.
type RetentionForm struct {
	Unit      string   // of the periods: day, week, month (also where empty), quarter, year
	Cohort    string   // of the cohorts; the periods' where empty
	Brackets  []string // of days since the first one, in place of a unit: 1-7, 8-30
	Window    string   // on (also where empty), on-or-after, on-or-before, streak
	Rolling   bool     // periods are counted from each customer's own first day
	Recurring bool     // whoever buys in a period is of its cohort
}

func (b *builder) retentionUnit() string {
	switch {
	case len(b.settings.Retention.Brackets) > 0:
		return "bracket"
	case b.settings.Retention.Unit == "":
		return "month"
	}
	return b.settings.Retention.Unit
}

// usualRetention is a form for which a period is one in which somebody bought
// again after their first purchase.
func (b *builder) usualRetention() bool {
	form := b.settings.Retention
	return (form.Window == "" || form.Window == "on") && !form.Recurring && len(form.Brackets) == 0
}

func (b *builder) cohortFormat() Format {
	unit := b.settings.Retention.Cohort
	if unit == "" {
		unit = b.retentionUnit()
	}
	if unit == "month" || unit == "bracket" {
		return monthFormat()
	}
	return dateFormat()
}

// periodLabel is a period above its column: its number, or its days.
func (b *builder) periodLabel(period int) string {
	brackets := b.settings.Retention.Brackets
	if len(brackets) > 0 && !strings.HasPrefix(brackets[0], "0") {
		period-- // period 0 is the first day itself
	}
	switch {
	case len(brackets) == 0:
		return strconv.Itoa(period)
	case period < 0 || period >= len(brackets):
		return "0"
	}
	from, to, _ := strings.Cut(brackets[period], "-")
	if from == to {
		return from
	}
	return from + "–" + to
}

// periodColumn is the number of a period, or its days as text.
func (b *builder) periodColumn() Column {
	if b.retentionUnit() == "bracket" {
		return b.column("retention_days", textFormat()).of("label")
	}
	return b.column("period", integerFormat())
}

func (b *builder) retentionSentence(averages *table.Table, period int) string {
	rate := b.percent(averages.Value(period, "rate"))
	if b.usualRetention() {
		return b.Words.Count("retention.lead."+b.retentionUnit(), int64(period), "rate", rate)
	}
	name := b.say("retention.period."+b.retentionUnit(), "n", averages.Text(period, "label"))
	return b.say("retention.says."+slug(b.retentionWindow()), "period", name, "rate", rate)
}

func (b *builder) retentionWindow() string {
	if b.settings.Retention.Window == "" {
		return "on"
	}
	return b.settings.Retention.Window
}

func (b *builder) cohortTitle() string {
	if b.usualRetention() {
		return b.say("retention.table." + b.retentionUnit())
	}
	return b.say("retention.table_form")
}

// retentionNote says how the numbers are counted.
func (b *builder) retentionNote() string {
	form := b.settings.Retention
	note := b.say("retention.window." + slug(b.retentionWindow()))
	if form.Recurring {
		note += " " + b.say("retention.recurring")
	}
	if form.Rolling || len(form.Brackets) > 0 {
		note += " " + b.say("retention.rolling")
	}
	return note + " " + b.say("retention.note")
}
