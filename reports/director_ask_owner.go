package reports

import (
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// askOwner asks for the manager whose month is farthest below target: by what is
// expected, and by what has come where nothing is.
func (b *builder) askOwner() []Point {
	if empty(b.answers.Plan) || !slices.Contains(b.planScopes(), "owner") {
		return nil
	}
	data := sortedBy(b.scopeRows("owner", b.scopeMonth("owner")), "scope_value", false) // of two alike always the same
	worst, column, least := -1, "", decimal.NewFromInt(1)
	for r := range data.Len() {
		if data.Boolean(r, "complete") || Clean(data.Text(r, "scope_value")) == "" {
			continue
		}
		by := "expected"
		if data.Value(r, by) == nil {
			by = "so_far"
		}
		share, ok := ratio(b.rounded(data, r, by), b.rounded(data, r, "target")).(decimal.Decimal)
		if !ok || by == "so_far" && !b.behind(data, r, share) {
			continue
		}
		if share.LessThan(least) {
			worst, column, least = r, by, share
		}
	}
	if worst < 0 {
		return nil
	}
	key := "director.ask_owner"
	if column == "so_far" {
		key = "director.ask_owner_came"
	}
	return []Point{{Section: "plan", Text: b.say(key, "owner", Shorten(b.scopeName("owner", data.Text(worst, "scope_value")), nameLength),
		"month", b.Words.InMonth(data.Time(worst, "month")), "value", b.planValue(data, worst, column), "target", b.planValue(data, worst, "target"))}}
}

// behind says that less of a target has come than of its month's days is over:
// on the first days of a month nobody has reached much.
func (b *builder) behind(data *table.Table, row int, share decimal.Decimal) bool {
	month := data.Time(row, "month")
	if data.Value(row, "so_far") == nil || !b.begun(data, row) {
		return false
	}
	all := int64(month.AddDate(0, 1, -1).Day())
	over := min(all, int64(b.settings.AsOf.Sub(month).Hours())/24+1)
	return share.Mul(decimal.NewFromInt(all)).LessThan(decimal.NewFromInt(over))
}
