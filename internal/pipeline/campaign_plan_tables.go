package pipeline

import (
	"math"

	"clientele/internal/table"
	"clientele/reports"
)

// planColumns are those of the segments and of the totals.
const planColumns = "segment t, kind t, offer t, position i, customers i, reachable i, no_consent i, no_address i, suppressed i, under_pressure i, other_campaign i, holdout i, " +
	"treated i, control i, response f, response_lo f, response_hi f, response_basis t, baseline f, lift f, lift_lo f, lift_hi f, lift_basis t, " +
	"revenue m, incremental m, incremental_lo m, incremental_hi m, cost m, profit m, profit_lo m, profit_hi m, break_even f, power f, detectable f, needed i, chosen b, budget m, outlay m, discount m"

// tables are the answers of the plan.
func (p *campaignPlan) tables() reports.CampaignPlanAnswers {
	out := reports.CampaignPlanAnswers{
		Segments: &table.Table{Columns: columnsOf(planColumns)}, Totals: &table.Table{Columns: columnsOf(planColumns)},
		Lists:    &table.Table{Columns: columnsOf("list t, channel t, owner t, arm t, customers i, file t")},
		Warnings: &table.Table{Columns: columnsOf("key t, value f, text t")},
	}
	var counts [reasons]int
	for i, s := range p.strata {
		for reason, n := range s.counts {
			counts[reason] += n
		}
		basis := fromValues
		if s.likeBefore || !p.foretold {
			basis = fromOwn
		}
		row := []any{s.title, s.named.Kind, orNothing(p.campaign.Offers[s.offer].Text), int64(i + 1)}
		out.Segments.Rows = append(out.Segments.Rows, append(append(row, countsOf(s.counts)...), p.planRow(s.figures, basis, s.chosen > 0)...))
	}
	total := p.total()
	p.warnOfSize(total)
	row := append(append([]any{nil, nil, nil, nil}, countsOf(counts)...), p.planRow(total, "", total.treated > 0)...)
	out.Totals.Rows = [][]any{p.summed(out.Segments, out.Totals, row)}
	for _, file := range p.files {
		out.Lists.Rows = append(out.Lists.Rows, []any{file.list, p.campaign.Channel, orNothing(file.owner), file.arm, int64(len(file.people)), file.name + ".csv"})
	}
	for _, warning := range p.warnings {
		value := warning.value
		if whole, ok := value.(int64); ok {
			value = float64(whole)
		}
		out.Warnings.Rows = append(out.Warnings.Rows, []any{warning.key, value, warning.text})
	}
	return out
}

// countsOf are the customers, and why some of them are left out.
func countsOf(counts [reasons]int) []any {
	all := 0
	for _, n := range counts {
		all += n
	}
	row := []any{int64(all)}
	for _, n := range counts {
		row = append(row, int64(n))
	}
	return row
}

func (p *campaignPlan) planRow(f figures, basis string, chosen bool) []any {
	needed, budget := any(nil), any(nil)
	if f.needed > 0 {
		needed = int64(f.needed)
	}
	if p.campaign.Budget != nil && f.treated > 0 {
		budget = inCents(f.outlay)
	}
	cost, revenue, outlay, discount := inCents(f.cost), inCents(f.revenue), inCents(f.outlay), inCents(f.discount)
	return []any{
		int64(f.treated), int64(f.control), millionths(f.response[0]), millionths(f.response[1]), millionths(f.response[2]), orNothing(basis),
		millionths(f.baseline), millionths(f.lift.value), millionths(f.lift.low), millionths(f.lift.high), orNothing(f.lift.basis),
		revenue, inCents(f.increment[0]), inCents(f.increment[1]), inCents(f.increment[2]), cost, inCents(f.profit[0]), inCents(f.profit[1]), inCents(f.profit[2]),
		millionths(f.breakEven), millionths(f.power), millionths(f.detectable), needed, chosen, budget, outlay, discount,
	}
}

// summed has in its columns of money the sums of the segments' cents, so that
// the page adds up.
func (p *campaignPlan) summed(parts, totals *table.Table, row []any) []any {
	for i, column := range totals.Columns {
		if column.Kind != table.Decimal || row[i] == nil {
			continue
		}
		sum := 0.0
		for r := range parts.Len() {
			if value := parts.Float(r, column.Name); !math.IsNaN(value) {
				sum += value
			}
		}
		row[i] = inCents(sum)
	}
	return row
}
