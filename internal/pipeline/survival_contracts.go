package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"

	"clientele/internal/survival"
	"clientele/internal/table"
	"clientele/queries"
)

const (
	contractChances = "contract_chances"
	contractRisks   = "contract_risks"
)

const (
	daysAMonth = daysAYear / monthsAYear
	// contractLimit is the two years within which the mean life is looked at.
	contractLimit = 2 * 366
	// contractHorizon is within how many days a running contract may end.
	contractHorizon = 90
	// risksListed is how many running contracts are listed.
	risksListed = 1000
	// A plan's own curve tells its contracts' chances from so many contracts and
	// ends on; with fewer, that of all contracts does. No chance is told where
	// fewer have ended at all, nor read where fewer are at risk.
	ownContracts = 50
	fewestEnds   = 10
	fewestAtRisk = 20
)

// monthEnd is the last day of so many months after a contract began: no
// calendar has so many months with more days, so that a contract that ended on
// its anniversary has ended by then.
func monthEnd(months int) float64 {
	if months == 0 {
		return 0
	}
	return math.Ceil(float64(months)*daysAMonth) + 2
}

// contractsOf are the lives of contracts by plan.
func contractsOf(rows *table.Table) lasting {
	made := lasting{kind: contractKind, unit: daysAMonth, step: 1, limit: contractLimit, mark: monthEnd}
	for i := range rows.Len() {
		span := survival.Span{
			Start: float64(rows.Integer(i, "watched_days")), Stop: float64(rows.Integer(i, "days")),
			Ended: rows.Boolean(i, "has_ended"), Count: rows.Integer(i, "contracts"),
		}
		made.all = append(made.all, span)
		plan := rows.Text(i, "plan")
		if last := len(made.groups) - 1; last < 0 || made.groups[last].name != plan {
			made.groups = append(made.groups, lastingGroup{name: plan})
		}
		last := &made.groups[len(made.groups)-1]
		last.spans = append(last.spans, span)
	}
	made.groups = largeEnough(made.groups)
	slices.SortStableFunc(made.groups, func(a, b lastingGroup) int { return cmp.Compare(b.subjects(), a.subjects()) })
	made.groups = made.groups[:min(mostGroups, len(made.groups))]
	if len(made.groups) == 1 {
		made.groups = nil // would say again what all say
	}
	made.compared = made.groups
	return made
}

// contractRisks lists the running contracts, those with most at stake first.
func (w *work) contractRisks(ctx context.Context, durations *table.Table) error {
	chances, err := chancesToEnd(durations)
	if err != nil {
		return err
	}
	if err := w.engine.CreateTable(ctx, contractChances, chances); err != nil {
		return err
	}
	query, err := queries.Get("reports/" + contractRisks)
	if err != nil {
		return err
	}
	arguments := w.arguments()
	arguments["top"] = int64(risksListed)
	bound, err := query.BindSome(arguments)
	if err != nil {
		return err
	}
	if err := w.engine.Create(ctx, bound); err != nil {
		return err
	}
	return w.checkContracts(ctx)
}

// chancesToEnd is, for each plan and each age that a running contract has, the
// chance that it ends within the horizon, given that it has lasted until now.
func chancesToEnd(durations *table.Table) (*table.Table, error) {
	out := &table.Table{Columns: []table.Column{{Name: "plan", Kind: table.Text}, {Name: "age_days", Kind: table.Integer}, {Name: "chance", Kind: table.Float}}}
	whole, err := survival.Estimate(contractsOf(durations).all)
	if err != nil || whole.Ended < fewestEnds {
		return out, err
	}
	curve, plan := whole, ""
	for i := range durations.Len() {
		if next := durations.Text(i, "plan"); i == 0 || next != plan {
			plan = next
			if curve, err = planCurve(durations, i, whole); err != nil {
				return nil, err
			}
		}
		age := durations.Integer(i, "days")
		if durations.Boolean(i, "has_ended") {
			continue
		}
		if chance, ok := chanceToEnd(curve, float64(age)); ok {
			out.Rows = append(out.Rows, []any{plan, age, chance})
		}
	}
	return onceEach(out), nil
}

// planCurve is the curve of the plan whose rows begin here, or that of all
// contracts where these are too few.
func planCurve(durations *table.Table, from int, whole survival.Curve) (survival.Curve, error) {
	until := from
	for until < durations.Len() && durations.Text(until, "plan") == durations.Text(from, "plan") {
		until++
	}
	curve, err := survival.Estimate(contractsOf(&table.Table{Columns: durations.Columns, Rows: durations.Rows[from:until]}).all)
	if err != nil || curve.Subjects < ownContracts || curve.Ended < fewestEnds {
		return whole, err
	}
	return curve, nil
}

// chanceToEnd is 1 − S(age + horizon) / S(age). One that is older than what
// enough contracts have shown is taken for the oldest of which that is not so.
func chanceToEnd(curve survival.Curve, age float64) (chance float64, ok bool) {
	seen := math.Inf(-1)
	for _, p := range curve.Points {
		if p.AtRisk >= fewestAtRisk {
			seen = p.Time - contractHorizon
		}
	}
	age = math.Max(0, math.Min(age, seen))
	now, err := curve.At(age)
	if err != nil || now.Survival == 0 {
		return 0, false
	}
	then, err := curve.At(age + contractHorizon)
	if err != nil {
		return 0, false
	}
	return 1 - then.Survival/now.Survival, true
}

// onceEach keeps one row of each plan and age: contracts of one age may have
// been watched from different ages on.
func onceEach(rows *table.Table) *table.Table {
	seen := map[planAge]bool{}
	out := &table.Table{Columns: rows.Columns}
	for i, row := range rows.Rows {
		if at := (planAge{rows.Text(i, "plan"), rows.Integer(i, "age_days")}); !seen[at] {
			seen[at] = true
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}
