package pipeline

import (
	"slices"
	"testing"
	"time"

	"clientele/internal/series"
)

// A plan by managers alone, or by kinds of customers or groups alone, is followed like one
// with targets of the company.
func TestPlan_PartsAreFollowedWithoutATargetOfTheCompany(t *testing.T) {
	for _, scope := range plannedScopes()[1:] {
		for _, metric := range plannedMetrics()[:metricsOfParts] {
			p := tenADay(t, "2024-10-16")
			one, other := planPart{metric, scope, "Ann"}, planPart{metric, scope, "Bob"}
			whole := p.days.values[planPart{metric: revenueFigure}]
			p.days.values[one], p.days.values[other] = slices.Clone(whole), slices.Clone(whole)
			for day := range whole {
				p.days.values[one][day] *= 0.6
				p.days.values[other][day] *= 0.4
			}
			got := p.planOf(t, []any{metric, "2024-09", scope, "Ann", 100.0}, []any{metric, "2024-10", scope, "Ann", 130.0}, []any{metric, "2024-10", scope, "Bob", 90.0})
			if got.Len() != 3 {
				t.Fatalf("%s of %s: %v", metric, scope, got.Rows)
			}
			for row := range got.Len() {
				if got.Text(row, "scope") != scope || got.Value(row, "so_far") == nil || got.Value(row, "missing") == nil || got.Value(row, "reached") == nil {
					t.Errorf("%s of %s: %v", metric, scope, got.Rows[row])
				}
				for _, column := range []string{"expected", "lo80", "hi80", "chance", "weeks_left", "per_week"} {
					if known, running := got.Value(row, column) != nil, !got.Boolean(row, "complete"); known != running {
						t.Errorf("%s of %s, row %d: %s is %v", metric, scope, row, column, got.Value(row, column))
					}
				}
			}
		}
	}
}

// Who has ended is forecast at 0 and expected at 0; who sells again is expected by that.
func TestPlan_WhoHasEndedIsExpectedAtNothingUntilTheNextSale(t *testing.T) {
	ann := planPart{revenueFigure, "owner", "Ann"}
	for _, back := range []bool{false, true} {
		p := tenADay(t, "2024-10-16")
		sold := p.days.values[ann]
		for day := range sold {
			if month := p.days.firstMonth.AddDate(0, 0, day).Month(); month > 3 && (month < 10 || !back) {
				sold[day] = 0
			}
		}
		p.expect(t, "2024-10", series.NewOutlook(260, 180, 300))
		p.prospects[ann] = map[time.Time]series.Outlook{monthDay("2024-10"): series.NewOutlook(0, 0, 0), monthDay("2024-11"): series.NewOutlook(0, 0, 0)}
		got := p.planOf(t, []any{"revenue", "2024-10", "owner", "Ann", 100.0}, []any{"revenue", "2024-11", "owner", "Ann", 100.0})
		for _, column := range []string{"expected", "lo80", "hi80", "chance"} {
			if value := got.Value(1, column); value != 0.0 {
				t.Errorf("November: %s is %v", column, value)
			}
			if value := got.Value(0, column); !back && value != 0.0 {
				t.Errorf("October: %s is %v", column, value)
			}
		}
		if soFar := got.Float(0, "so_far"); back && !(soFar > 0 && got.Float(0, "expected") > 1.5*soFar) {
			t.Errorf("%v so far, %v expected", soFar, got.Value(0, "expected"))
		}
	}
}
