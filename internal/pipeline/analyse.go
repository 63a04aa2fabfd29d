package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"clientele/etl"
	"clientele/internal/job"
	"clientele/queries"
)

// analysisSteps is a step for the tables of the lake and one for each query,
// in an order in which what a query reads is there.
func (w *work) analysisSteps() job.Job {
	steps := job.Job{{Name: "tables", Reads: []string{"lake"}, Writes: given(), Run: w.tables}}
	for _, query := range analysisQueries(given()) {
		steps = append(steps, w.queryStep(query))
	}
	return steps
}

// queryStep keeps the answer of a query as a table.
func (w *work) queryStep(query queries.Query) job.Step {
	return job.Step{
		Name: query.Name, Reads: query.Reads, Writes: written(query),
		Run: func(ctx context.Context, _ *job.Reporter) error {
			return create(ctx, w.engine, query, w.arguments(), w.config.identityRules())
		},
	}
}

// given are the tables that are there before the first query.
func given() []string {
	var names []string
	for _, entity := range etl.Entities() {
		names = append(names, entity.Name)
	}
	return append(names, "rejects", "loads", previousLoads, "sources", fixedRates, rfmCells, rfmThresholds, plannedTerms, toldMembers)
}

const previousLoads = "previous_loads"

// tables makes the lake's tables and finds the day that the numbers are for.
func (w *work) tables(ctx context.Context, _ *job.Reporter) error {
	if err := w.makeTables(ctx); err != nil {
		return err
	}
	asOf, err := w.findAsOf(ctx)
	w.asOf = asOf
	return err
}

func (w *work) makeTables(ctx context.Context) error {
	if err := w.view(ctx, w.snapshot); err != nil {
		return err
	}
	if err := w.config.rfmTables(ctx, w.engine); err != nil {
		return err
	}
	return w.makePlanned(ctx)
}

// findAsOf is the day that the caller or the config says, else the last day
// with a purchase; never today. A day long after the data is a slip: customers
// who bought since would all count as gone.
func (w *work) findAsOf(ctx context.Context) (time.Time, error) {
	last, err := w.lastDay(ctx)
	if err != nil {
		return time.Time{}, err
	}
	asked, err := w.askedDay()
	if err != nil {
		return time.Time{}, err
	}
	if asked.IsZero() {
		return last, nil
	}
	if asked.After(last.AddDate(0, 0, mostDaysAhead)) {
		return time.Time{}, &UsageError{Text: fmt.Sprintf("the numbers cannot be told for %s: the data ends on %s", asked.Format(time.DateOnly), last.Format(time.DateOnly)),
			Hint: "name a day up to a month later, or load newer exports"}
	}
	return asked, nil
}

// mostDaysAhead is how far behind the last purchase a day may lie: a month in
// which nothing was sold on its last days has ended all the same.
const mostDaysAhead = 31

// askedDay is the day that the caller or the config says, zero where neither
// does.
func (w *work) askedDay() (time.Time, error) {
	for _, given := range []string{w.options.AsOf, w.config.AsOf} {
		if given == "" {
			continue
		}
		day, err := time.Parse(time.DateOnly, given)
		if err != nil {
			return time.Time{}, &UsageError{Text: fmt.Sprintf("%q is no day; days look like 2026-10-31", given)}
		}
		return day, nil
	}
	return time.Time{}, nil
}

// lastWanted is the day that was asked for, and where none was a day behind all
// others. One that is no day is refused by findAsOf.
func (w *work) lastWanted() string {
	if asked, err := w.askedDay(); err == nil && !asked.IsZero() {
		return dayText(asked)
	}
	return endOfDays
}

const endOfDays = "9999-12-31"

// lastDay is the last day with a purchase.
func (w *work) lastDay(ctx context.Context) (time.Time, error) {
	found, err := w.engine.Ask(ctx, "staging/last_day", map[string]any{"zone": w.config.TimeZone})
	if err != nil {
		return time.Time{}, err
	}
	day := found.Time(0, "last_on")
	if day.IsZero() {
		return day, &UsageError{Text: "the lake has no purchases, so there is nothing to analyse",
			Hint: "give a source with entity: purchases, and see what was rejected: clientele query -c " + w.config.path + " 'select * from rejects'"}
	}
	return day, nil
}

// arguments are the values that queries ask for by these names.
func (w *work) arguments() map[string]any {
	given := map[string]any{
		"zone": w.config.TimeZone, "top": int64(bestListed),
		"currency": w.config.Currency, "rate_days": int64(w.config.Limits.RateDays),
		"until": w.lastWanted(),
	}
	maps.Copy(given, w.config.Retention.arguments(w.asOf))
	return given
}

// bestListed is how many customers and articles the lists of the best have:
// what one sheet still shows at a glance.
const bestListed = 100

// analysisQueries lists the queries that a job keeps as tables, in an order in
// which what each reads is there.
func analysisQueries(given []string) []queries.Query {
	all, err := queries.All()
	if err != nil {
		panic(fmt.Sprintf("pipeline: the embedded queries do not parse, which a test forbids: %v", err))
	}
	kept := slices.DeleteFunc(all, func(query queries.Query) bool { return !query.Kept() })
	return inOrder(append(kept, identityQuery()), given)
}

// neededFor are the queries that make tables, and those that they read, in an
// order in which what each reads is there.
func neededFor(tables []string) []queries.Query {
	wanted := map[string]bool{}
	for _, name := range tables {
		wanted[name] = true
	}
	var needed []queries.Query
	for _, query := range slices.Backward(analysisQueries(given())) {
		if !wanted[query.Table()] {
			continue
		}
		needed = append(needed, query)
		for _, name := range query.Reads {
			wanted[name] = true
		}
	}
	slices.Reverse(needed)
	return needed
}

// inOrder sorts queries so that each stands behind those whose tables it
// reads; among those that could come next, the first by name does.
func inOrder(wanted []queries.Query, given []string) []queries.Query {
	there := slices.Clone(given)
	var sorted []queries.Query
	for len(wanted) > 0 {
		next := slices.IndexFunc(wanted, func(query queries.Query) bool {
			return !slices.ContainsFunc(query.Reads, func(name string) bool { return !slices.Contains(there, name) })
		})
		if next < 0 {
			next = 0 // reads something that nobody writes; the job's check says so
		}
		sorted = append(sorted, wanted[next])
		there = append(there, wanted[next].Table())
		wanted = slices.Delete(wanted, next, next+1)
	}
	return sorted
}
