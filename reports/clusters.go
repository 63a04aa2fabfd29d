package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"clientele/internal/table"
	"clientele/reports/catalogue"
)

// clusters shows the groups that the data fall into by themselves, by what sets
// each apart. There is no such section where nobody looked for them.
func (b *builder) clusters() []Section {
	quality := b.answers.ClusterQuality
	if empty(quality) {
		return nil
	}
	s := b.section("clusters", "segments/customer_features")
	profiles := b.answers.ClusterProfiles
	chosen := slices.IndexFunc(quality.Rows, func(row []any) bool { return row[quality.Index("chosen")] == true })
	if chosen < 0 || empty(profiles) {
		s.Lead = []string{b.say("clusters.none")}
		s.Tables = []Table{b.clusterTrials()}
		return []Section{s}
	}
	data := b.clusterRows()
	s.Lead = b.clusterLead(data)
	s.Checks = b.clusterQuality(chosen)
	s.Charts = []Chart{b.sharesChart("clusters", b.say("clusters.chart"), data)}
	s.Tables = []Table{b.clustersTable(data), b.clusterApart(data), b.clusterFeatures(data), b.clusterTrials()}
	s.Note = b.say("clusters.note")
	return []Section{s}
}

// clusterRows are the clusters in their order, with their shares and what is
// known of them elsewhere.
func (b *builder) clusterRows() *table.Table {
	t := sortedBy(b.answers.ClusterProfiles, "position", false)
	out := &table.Table{Columns: []table.Column{
		{Name: "key", Kind: table.Text}, {Name: "segment", Kind: table.Text}, {Name: "customers", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2},
		{Name: "value_to_come", Kind: table.Decimal, Scale: 2}, {Name: "at_risk", Kind: table.Float}, {Name: "traits", Kind: table.Text},
	}}
	var seen []string
	for r := range t.Len() {
		key := t.Text(r, "cluster")
		if slices.Contains(seen, key) {
			continue
		}
		seen = append(seen, key)
		row := []any{key, b.clusterName(key), t.Value(r, "customers"), t.Value(r, "revenue"), nil, nil, nil}
		if summary, at := b.summaryRow("cluster", key); at >= 0 {
			row[4], row[5] = summary.Value(at, "value_to_come"), summary.Value(at, "at_risk")
		}
		if text := b.traitsText(b.clusterTraits(key)); text != "" {
			row[6] = b.Words.Capital(text)
		}
		out.Rows = append(out.Rows, row)
	}
	return withShares(withShares(out, "customers", "customers_share"), "revenue", "revenue_share")
}

// clusterName puts a cluster's name together from the words of its key.
func (b *builder) clusterName(key string) string {
	if title := ClusterName(b.Words, key); title != "" {
		return title
	}
	return name(key)
}

// ClusterName is what reports call a cluster, by the words of its key; "" where
// the key is not made of such.
func ClusterName(book *catalogue.Catalogue, key string) string {
	var words []string
	twin := ""
	for _, part := range strings.Split(key, "_") {
		if word, ok := book.Find("cluster." + part); ok {
			words = append(words, word)
		} else if len(part) == 1 && len(words) > 0 { // b, c … of clusters that are alike
			twin = " (" + strconv.Itoa(int(part[0]-'a')+1) + ")"
		} else {
			return ""
		}
	}
	return book.Capital(strings.Join(words, ", ")) + twin
}

// clearlyApart is from how many standard deviations on a cluster's mean is worth a
// word.
const clearlyApart = 0.4

// clusterTraits are what sets a cluster apart, the weightiest first.
func (b *builder) clusterTraits(key string) []trait {
	t := b.answers.ClusterProfiles
	var out []trait
	for r := range t.Len() {
		z, ok := float(t, r, "z")
		if t.Text(r, "cluster") != key || !ok || math.Abs(z) < clearlyApart {
			continue
		}
		out = append(out, trait{feature: t.Text(r, "feature"), level: t.Text(r, "typical"), inside: t.Float(r, "mean"), outside: t.Float(r, "overall"), effect: z})
	}
	slices.SortStableFunc(out, func(x, y trait) int {
		switch {
		case math.Abs(x.effect) > math.Abs(y.effect):
			return -1
		case math.Abs(x.effect) < math.Abs(y.effect):
			return 1
		}
		return 0
	})
	return out
}

// clusterLead says how many groups there are, and which brings the most.
func (b *builder) clusterLead(data *table.Table) []string {
	lines := []string{b.Words.Count("clusters.lead", int64(data.Len()))}
	best := mostRevenue(data)
	customers, revenue := sum(data, "customers"), sum(data, "revenue")
	if best < 0 || !customers.IsPositive() || !revenue.IsPositive() {
		return lines
	}
	lines = append(lines, b.Words.Count("clusters.best", data.Integer(best, "customers"), "cluster", name(data.Text(best, "segment")),
		"share", b.percent(ratio(number(data, best, "customers"), customers)), "revenue", b.percent(ratio(data.Decimal(best, "revenue"), revenue))))
	return lines
}

// clusterQuality says how far apart the groups are and whether they would come
// out again.
func (b *builder) clusterQuality(row int) []string {
	t := b.answers.ClusterQuality
	var lines []string
	if apart, ok := float(t, row, "silhouette"); ok {
		switch {
		case apart >= 0.5:
			lines = append(lines, b.say("clusters.apart"))
		case apart >= 0.25:
			lines = append(lines, b.say("clusters.soft"))
		default:
			lines = append(lines, b.say("clusters.blurred"))
		}
	}
	if stable, ok := float(t, row, "stability"); ok {
		switch {
		case stable >= 0.8:
			lines = append(lines, b.say("clusters.stable"))
		case stable >= 0.6:
			lines = append(lines, b.say("clusters.mostly"))
		default:
			lines = append(lines, b.say("clusters.unstable"))
		}
	}
	return lines
}

func (b *builder) clustersTable(data *table.Table) Table {
	share, revenueShare := b.column("customers_share", percentFormat()), b.column("revenue_share", percentFormat())
	share.Bar, revenueShare.Bar = true, true
	out := Table{
		ID: "clusters", Title: b.say("clusters.table"), Data: data, Swatches: b.swatches("cluster", data, "key"),
		Columns: []Column{b.column("group", textFormat()).of("segment"), b.column("customers", integerFormat()), share, b.moneyColumn(data, "revenue"), revenueShare},
		Total:   []any{b.say("total"), sum(data, "customers").IntPart(), sum(data, "customers_share"), sum(data, "revenue"), sum(data, "revenue_share")},
	}
	if hasValue(data, "value_to_come") {
		out.Columns, out.Total = append(out.Columns, b.moneyColumn(data, "value_to_come")), append(out.Total, sum(data, "value_to_come"))
	}
	if hasValue(data, "at_risk") {
		out.Columns, out.Total, out.Note = append(out.Columns, b.column("churn_risk", percentFormat()).of("at_risk")), append(out.Total, nil), b.say("own.risk_note", "within", b.within())
	}
	return summed(out, "customers", "revenue", "value_to_come")
}

// clusterApart says in words what sets each cluster apart.
func (b *builder) clusterApart(data *table.Table) Table {
	shown := extend(data, table.Column{Name: "apart", Kind: table.Text}, func(r int) any {
		if text := data.Text(r, "traits"); text != "" {
			return text
		}
		return b.say("own.like_all")
	})
	return Table{ID: "clusters-apart", Title: b.say("clusters.traits"), Data: shown, Swatches: b.swatches("cluster", data, "key"),
		Columns: []Column{b.column("group", textFormat()).of("segment"), b.column("apart", textFormat()).wide()}}
}

// clusterFeatures has the means of the clusters beside those of all customers.
func (b *builder) clusterFeatures(data *table.Table) Table {
	t := b.answers.ClusterProfiles
	out := &table.Table{Columns: []table.Column{{Name: "feature", Kind: table.Text}, {Name: "overall", Kind: table.Text}}}
	columns := []Column{b.column("feature", textFormat()), b.column("all_customers", textFormat()).of("overall")}
	for r := range data.Len() {
		id := "cluster " + strconv.Itoa(r+1)
		out.Columns = append(out.Columns, table.Column{Name: id, Kind: table.Text})
		columns = append(columns, Column{Name: id, Label: data.Text(r, "segment"), Format: textFormat()})
	}
	place := map[string]int{}
	for r := range t.Len() {
		if t.Text(r, "typical") != "" || t.Value(r, "mean") == nil {
			continue
		}
		feature := t.Text(r, "feature")
		at, ok := place[feature]
		if !ok {
			at = out.Len()
			place[feature] = at
			row := make([]any, len(out.Columns))
			row[0], row[1] = b.featureName(feature), b.featureValue(feature, "", t.Float(r, "overall"))
			out.Rows = append(out.Rows, row)
		}
		for c := range data.Len() {
			if data.Text(c, "key") == t.Text(r, "cluster") {
				out.Rows[at][2+c] = b.featureValue(feature, "", t.Float(r, "mean"))
			}
		}
	}
	return Table{ID: "clusters-features", Title: b.say("clusters.features"), Data: out, Columns: columns}
}

// clusterTrials are the numbers of groups that were tried.
func (b *builder) clusterTrials() Table {
	data := sortedBy(b.answers.ClusterQuality, "k", false)
	return Table{
		ID: "clusters-tried", Title: b.say("clusters.tried"), Data: data, Note: b.say("clusters.tried_note"), PageRows: OnlyInWorkbook,
		Columns: []Column{b.column("groups", integerFormat()).of("k"), b.column("silhouette", decimalFormat(2)), b.column("stability", decimalFormat(2)), b.column("chosen", yesNoFormat())},
	}
}
