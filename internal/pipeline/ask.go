package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
	"clientele/queries"
)

// Ask answers a statement that a user wrote, over the lake's latest snapshot:
// its entities, and the tables that the analysis makes of them (purchase_lines,
// orders, customers). The statement runs locked in: it can read the lake and
// nothing else. At most limit rows are returned; more says whether there are
// others.
func Ask(ctx context.Context, config *Config, statement string, limit int, options Options) (answer *table.Table, more bool, err error) {
	work := &work{config: config, options: options, out: newOut()}
	defer work.close()
	if err := work.open(ctx); err != nil {
		return nil, false, err
	}
	if err := work.askedTables(ctx, statement); err != nil {
		return nil, false, err
	}
	if err := work.makeTold(ctx); err != nil {
		return nil, false, err
	}
	data, err := filepath.Abs(filepath.Join(work.lake.Dir(), "data"))
	if err != nil {
		return nil, false, fmt.Errorf("finding the lake: %w", err)
	}
	if err := work.engine.LockDown(ctx, data+string(filepath.Separator)); err != nil {
		return nil, false, err
	}
	answer, more, err = work.engine.QueryText(ctx, statement, limit)
	if err != nil {
		return nil, false, &UsageError{Text: "the query cannot be answered: " + askedWrong(statement, err),
			Hint: "tables: " + strings.Join(askable(), ", "), Cause: err}
	}
	return answer, more, nil
}

// askedWrong tells what is wrong with a statement, and shows the line that it is
// in.
func askedWrong(statement string, err error) string {
	var of *duck.TextError
	if !errors.As(err, &of) || of.Line == 0 {
		return err.Error()
	}
	shown := strictyaml.Elsewhere("", statement, of.Line, of.Column, "").List[0].Excerpt
	return tidy(of.Error()) + "\n" + shown
}

// askedTables makes what the statement can read. Who is in which segment takes
// the models, and so is found out for those alone who name it.
func (w *work) askedTables(ctx context.Context, statement string) error {
	for _, name := range segmentTables() {
		if strings.Contains(strings.ToLower(statement), name) {
			return withoutStep(w.makeSegments(ctx))
		}
	}
	if err := w.readSnapshotStep().Run(ctx, nil); err != nil {
		return err
	}
	// Not the step, which wants a purchase: who has none must be able to look
	// at the rejects.
	if err := w.makeTables(ctx); err != nil {
		return err
	}
	for _, query := range w.askedQueries(ctx, statement) {
		if err := create(ctx, w.engine, query, w.arguments(), w.config.identityRules()); err != nil {
			return err
		}
	}
	return nil
}

// askedQueries make the tables that a statement names. They make all where it
// asks what there is, or names something that is not known: what is said of that
// names the tables that are meant.
func (w *work) askedQueries(ctx context.Context, statement string) []queries.Query {
	read, err := w.engine.ReadSelect(ctx, statement)
	if err != nil {
		return nil // it is not run
	}
	outside := func(query queries.Query) bool { return !isInside(query) }
	all := slices.DeleteFunc(analysisQueries(given()), outside)
	var names []string
	for _, table := range read.Tables {
		name := strings.ToLower(table.Name)
		made := slices.ContainsFunc(all, func(query queries.Query) bool { return query.Table() == name })
		own := slices.ContainsFunc(read.Defined, func(defined string) bool { return strings.EqualFold(defined, name) })
		if !made && !own && name != toldForecasts && !slices.Contains(given(), name) {
			return all
		}
		names = append(names, name)
	}
	if read.Shows {
		return all
	}
	return slices.DeleteFunc(neededFor(names), outside)
}

// segmentTables are those of a user's statement that only the step "segments"
// makes, or what it reads.
func segmentTables() []string {
	return []string{segmentMembers, "segment_summary", "rfm", "lifecycle", "customer_clusters"}
}

// askable names the tables that a user's statement can read.
func askable() []string {
	names := append([]string{"customers", "orders", "purchase_lines", "deal_lines", "campaign_lines", "member_lines", "customer_events", "planned_members", "customer_reach", "typed_records", toldForecasts}, given()...)
	return slices.DeleteFunc(names, func(name string) bool {
		return name == previousLoads || name == fixedRates || name == toldMembers
	})
}
