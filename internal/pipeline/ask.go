package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/table"
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
	if err := work.readSnapshotStep().Run(ctx, nil); err != nil {
		return nil, false, err
	}
	// Not the step, which wants a purchase: who has none must be able to look
	// at the rejects.
	if err := work.makeTables(ctx); err != nil {
		return nil, false, err
	}
	for _, query := range analysisQueries(given()) {
		if !isInside(query) {
			continue
		}
		if err := create(ctx, work.engine, query, work.arguments(), config.identityRules()); err != nil {
			return nil, false, err
		}
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
		return nil, false, &UsageError{Text: "the query cannot be answered: " + err.Error(),
			Hint: "tables: " + strings.Join(askable(), ", "), Cause: err}
	}
	return answer, more, nil
}

// askable names the tables that a user's statement can read.
func askable() []string {
	names := append([]string{"customers", "orders", "purchase_lines", "deal_lines", "campaign_lines", "member_lines", "customer_events", "planned_members", "customer_reach", toldForecasts}, given()...)
	return slices.DeleteFunc(names, func(name string) bool {
		return name == previousLoads || name == fixedRates || name == toldMembers
	})
}
