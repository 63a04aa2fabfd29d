package dispatch

import (
	"errors"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/pipeline"
	"clientele/reports/catalogue"
)

// doubt is a reason not to send a report unseen.
type doubt struct {
	kind  string // as the ledger keeps it: stale, audit, failed, …
	holds bool   // nothing is sent; else the mail says it
	say   func(words *catalogue.Catalogue) string
}

// phrase is what a doubt says without numbers of its own.
func phrase(key string, pairs ...string) func(*catalogue.Catalogue) string {
	return func(words *catalogue.Catalogue) string { return words.Say(key, pairs...) }
}

// ofRun are the doubts about a run of the pipeline by what it came to.
func ofRun(job *pipeline.Job, err error) []doubt {
	var (
		audit       *pipeline.AuditError
		rejected    *pipeline.RejectedError
		convergence *pipeline.ConvergenceError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &convergence):
		return []doubt{{kind: "model", say: phrase("jobs.unconverged")}}
	case errors.As(err, &rejected):
		return []doubt{{kind: kindRejected, holds: job.HoldsFailed(), say: phrase("jobs.rejected", "what", err.Error())}}
	case errors.As(err, &audit):
		return []doubt{{kind: kindAudit, holds: job.HoldsFailed(), say: phrase("jobs.audit", "what", strings.Join(audit.Problems, "; "))}}
	}
	return []doubt{{kind: kindFailed, holds: job.HoldsFailed(), say: phrase("jobs.failed", "what", sentence(err))}}
}

// Kinds of doubts about a run: it has no reports of its own, or such as leave
// out too much.
const (
	kindFailed   = "failed"
	kindAudit    = "audit"
	kindRejected = "rejected"
)

// firstLine is what an error says without the lines of a file that it shows;
// the log has them.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// sentence is what an error says on the first line, and what it hints at, as one
// text: what stands on lines of its own in a terminal has a stop between.
func sentence(err error) string {
	text := firstLine(err)
	var usage *pipeline.UsageError
	if !errors.As(err, &usage) || usage.Hint == "" {
		return text
	}
	hint, _, _ := strings.Cut(usage.Hint, "\n")
	if strings.HasSuffix(text, hint) {
		return text
	}
	return strings.TrimRight(text, ".;:") + "; " + hint
}

// ofDay is the doubt about data that ends too long before the job's time. Days
// are counted by the calendar of the job's zone.
func ofDay(job *pipeline.Job, asOf, slot time.Time) []doubt {
	local := slot.In(job.Zone())
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	age := today.Sub(asOf)
	if age <= job.Stale.Duration {
		return nil
	}
	days := int64(age / (24 * time.Hour))
	return []doubt{{kind: "stale", holds: true, say: func(words *catalogue.Catalogue) string {
		return words.Count("jobs.stale", days, "day", words.Date(asOf), "most", spanText(words, job.Stale.Duration))
	}}}
}

// ofForecast is the doubt about a month that came far from what was foretold.
func ofForecast(job *pipeline.Job, miss *pipeline.ForecastMiss, currency string) []doubt {
	if miss == nil {
		return nil
	}
	return []doubt{{kind: "forecast", holds: job.HoldsForecast(), say: func(words *catalogue.Catalogue) string {
		money := func(value float64) string { return words.Money(decimal.NewFromFloat(value), currency, 0) }
		return words.Say("jobs.off", "month", words.InMonth(miss.Month), "actual", money(miss.Actual), "mean", money(miss.Mean), "low", money(miss.Low), "high", money(miss.High))
	}}}
}

// spanText is a length of time in words.
func spanText(words *catalogue.Catalogue, span time.Duration) string {
	switch {
	case span >= 24*time.Hour && span%(24*time.Hour) == 0:
		return words.Count("jobs.span.days", int64(span/(24*time.Hour)))
	case span%time.Hour == 0:
		return words.Count("jobs.span.hours", int64(span/time.Hour))
	}
	return words.Count("jobs.span.minutes", int64(span/time.Minute))
}

// held tells the first of the doubts that hold back, if any.
func held(doubts []doubt) (doubt, bool) {
	for _, one := range doubts {
		if one.holds {
			return one, true
		}
	}
	return doubt{}, false
}
