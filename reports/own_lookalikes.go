package reports

import (
	"slices"
	"strings"

	"clientele/internal/table"
)

// lookalikes list who is like the members of a segment and not in it, and say
// how well that can be told.
func (b *builder) lookalikes() []Table {
	models := b.answers.LookalikeModels
	if empty(models) {
		return nil
	}
	data := &table.Table{Columns: []table.Column{{Name: "segment", Kind: table.Text}, {Name: "members", Kind: table.Integer}, {Name: "told_by", Kind: table.Text}, {Name: "found", Kind: table.Text}}}
	for r := range models.Len() {
		data.Rows = append(data.Rows, []any{b.anyName(models.Text(r, "segment")), models.Value(r, "members"), b.toldBy(models, r), b.foundText(models, r)})
	}
	out := []Table{{
		ID: "own-lookalike-models", Title: b.say("own.lookalike_models"), Data: data, PageRows: 20,
		Columns: []Column{b.column("segment", textFormat()), b.column("members", integerFormat()), b.column("told_by", textFormat()), b.column("found", textFormat()).wide()},
	}}
	if list := b.answers.Lookalikes; !empty(list) {
		out = append(out, b.lookalikesTable(list))
	}
	return out
}

// toldBy names what members are told from others by, where they can be.
func (b *builder) toldBy(models *table.Table, r int) any {
	if models.Index("features") < 0 || models.Text(r, "features") == "" || !models.Boolean(r, "chosen") {
		return nil
	}
	var names []string
	for _, feature := range strings.Split(models.Text(r, "features"), ", ") {
		names = append(names, b.featureName(feature))
	}
	return strings.Join(names, "; ")
}

// foundText says how well members can be told from others, of a hundred pairs.
func (b *builder) foundText(models *table.Table, r int) string {
	auc, ok := float(models, r, "auc")
	switch {
	case !ok:
		if models.Index("refused") >= 0 {
			if text, known := b.Words.Find("lookalike." + slug(models.Text(r, "refused"))); known {
				return text
			}
		}
		return b.say("own.lookalike_unknown")
	case !models.Boolean(r, "chosen"):
		return b.say("own.lookalike_chance", "right", b.Show(decimalFormat(0), 100*auc))
	case auc >= 0.8:
		return b.say("own.lookalike_good", "right", b.Show(decimalFormat(0), 100*auc))
	}
	return b.say("own.lookalike_fair", "right", b.Show(decimalFormat(0), 100*auc))
}

// anyName is what a segment of whatever kind is called.
func (b *builder) anyName(segment string) string {
	if _, r := b.summaryRow("own", segment); r >= 0 {
		return b.ownName(segment)
	}
	if _, r := b.summaryRow("cluster", segment); r >= 0 {
		return b.clusterName(segment)
	}
	return b.segmentName(segment)
}

// lookalikesTable has the customers whom to address too; contacts' addresses
// stand in it, so it has a sheet of its own.
func (b *builder) lookalikesTable(list *table.Table) Table {
	list = b.called(list)
	at := list.Index("segment")
	data := &table.Table{Columns: list.Columns, Rows: slices.Clone(list.Rows)}
	for r := range data.Rows {
		data.Rows[r] = slices.Clone(data.Rows[r])
		data.Rows[r][at] = b.anyName(list.Text(r, "segment"))
	}
	columns := []Column{
		b.column("segment", textFormat()), b.column("customer", textFormat()), b.column("customer_id", textFormat()).inWorkbook(),
		b.column("likeness", Format{Kind: Percent}).of("score"), b.column("owner", textFormat()), b.column("email", textFormat()), b.column("phone", textFormat()),
	}
	columns = slices.DeleteFunc(columns, func(c Column) bool { return data.Index(c.Name) < 0 || !hasValue(data, c.Name) })
	return Table{ID: "own-lookalikes", Title: b.say("own.lookalikes"), Sheet: b.say("own.lookalikes_sheet"), Data: data, List: true, PageRows: 10, Columns: columns, Note: b.say("own.lookalikes_note")}
}
