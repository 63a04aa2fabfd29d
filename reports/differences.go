package reports

import (
	"math"
	"slices"
	"strings"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// trait is one thing by which the customers of a group differ from others.
type trait struct {
	feature, level  string
	inside, outside float64
	effect          float64
	sure            float64 // the corrected p-value
	defined         bool    // the group is defined by it
}

// The least differences that are worth a word: in standard deviations, and in
// shares of customers.
const (
	leastEffect = 0.2
	leastShare  = 0.05
	leastSure   = 0.05
)

// traitWords is how many traits are told of a group.
const traitWords = 4

// family joins the features that say nearly the same: one of them is told.
func family(feature string) string {
	switch feature {
	case "orders_12m", "mean_gap_days":
		return "orders"
	case "revenue_12m":
		return "revenue"
	}
	return feature
}

// traits are what sets a segment apart from everybody else, the weightiest
// first. What the segment is defined by is no news, nor is what says nearly the
// same.
func (b *builder) traits(kind, segment string) []trait {
	t := b.answers.SegmentDifferences
	var out []trait
	var defining []string
	for _, r := range b.differencesOf(kind, segment) {
		if t.Index("by_definition") >= 0 && t.Boolean(r, "by_definition") {
			defining = append(defining, family(t.Text(r, "feature")))
		}
	}
	for _, r := range b.differencesOf(kind, segment) {
		one := trait{feature: t.Text(r, "feature"), level: t.Text(r, "level"), inside: t.Float(r, "inside"), outside: t.Float(r, "outside"),
			effect: t.Float(r, "effect"), sure: t.Float(r, "p_adjusted"), defined: slices.Contains(defining, family(t.Text(r, "feature")))}
		if one.telling() {
			out = append(out, one)
		}
	}
	return out
}

// differencesOf are the rows of a segment against everybody else, in their order.
func (b *builder) differencesOf(kind, segment string) []int {
	t := b.answers.SegmentDifferences
	var rows []int
	for r := range length(t) {
		if t.Text(r, "kind") == kind && t.Text(r, "segment") == segment && t.Value(r, "against") == nil {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y int) int { return int(t.Integer(x, "position") - t.Integer(y, "position")) })
	return rows
}

// telling says whether a difference is sure, great enough and news.
func (one trait) telling() bool {
	least := leastEffect
	if one.level != "" {
		least = leastShare
	}
	return !one.defined && one.sure < leastSure && math.Abs(one.effect) >= least && one.inside != one.outside
}

// traitsText tells the first traits in words, "" where there are none. Of
// features that say nearly the same the first one is told.
func (b *builder) traitsText(traits []trait) string {
	var words, told []string
	for _, one := range traits {
		key := family(one.feature) + " " + one.level
		if slices.Contains(told, key) || len(words) == traitWords {
			continue
		}
		if text := b.traitText(one); text != "" {
			words, told = append(words, text), append(told, key)
		}
	}
	return strings.Join(words, "; ")
}

// traitText is one trait in words: what, and how much against how much.
func (b *builder) traitText(one trait) string {
	key := "less"
	if one.inside > one.outside {
		key = "more"
	}
	level := name(one.level)
	if one.feature == "weekday" {
		if word, ok := b.Words.Find("weekday." + slug(one.level)); ok {
			level = word
		}
	}
	what, ok := b.Words.Find("trait." + slug(one.feature) + "_" + key)
	if !ok {
		what = b.say("trait.other_"+key, "feature", b.featureName(one.feature))
		if one.level != "" {
			what = b.say("trait.level_"+key, "feature", b.featureName(one.feature), "level", level)
		}
	}
	what = strings.ReplaceAll(what, "{level}", level)
	if one.feature == "trend" {
		return what
	}
	inside, outside := b.featureValue(one.feature, one.level, one.inside), b.featureValue(one.feature, one.level, one.outside)
	if inside == outside {
		return what
	}
	if times := one.times(); times >= 1.5 {
		return b.say("trait.times", "what", what, "times", b.Show(decimalFormat(1), times), "inside", inside, "outside", outside)
	}
	return b.say("trait.against", "what", what, "inside", inside, "outside", outside)
}

// times is how many times the others' number the group has, 0 where that says
// nothing: of shares, of what can be below zero, and of times so many that
// nobody can picture them.
func (one trait) times() float64 {
	if one.level != "" || one.outside <= 0 || one.inside <= 0 || isShare(one.feature) || one.feature == "trend" {
		return 0
	}
	if times := one.inside / one.outside; times <= 20 {
		return times
	}
	return 0
}

func isShare(feature string) bool { return strings.HasSuffix(feature, "_share") }

// featureName is what people call a feature.
func (b *builder) featureName(feature string) string {
	if word, ok := b.Words.Find("feature." + slug(feature)); ok {
		return word
	}
	return name(feature)
}

// featureValue writes a feature's value as what it is: a share, an amount,
// days, or a number.
func (b *builder) featureValue(feature, level string, value float64) string {
	switch {
	case math.IsNaN(value) || math.IsInf(value, 0):
		return "–"
	case level != "" || isShare(feature):
		return b.Show(Format{Kind: Percent}, value)
	case strings.HasSuffix(feature, "_days"):
		return b.Words.Count("count.days", int64(math.Round(value)))
	case feature == "revenue" || feature == "revenue_12m" || feature == "average_order":
		return b.money(decimal.NewFromFloat(value).Round(2))
	case feature == "trend":
		return b.Show(Format{Kind: Decimal, Digits: 2, Signed: true}, value)
	case math.Abs(value) >= 100:
		return b.Show(decimalFormat(0), value)
	}
	return b.Show(decimalFormat(1), value)
}

// differencesTable has all that sets the segments of a kind apart, for the
// workbook.
func (b *builder) differencesTable(kind string, label func(string) string) []Table {
	t := b.answers.SegmentDifferences
	data := &table.Table{Columns: []table.Column{
		{Name: "segment", Kind: table.Text}, {Name: "against", Kind: table.Text}, {Name: "feature", Kind: table.Text}, {Name: "level", Kind: table.Text},
		{Name: "inside", Kind: table.Text}, {Name: "outside", Kind: table.Text}, {Name: "sure", Kind: table.Text}, {Name: "by_definition", Kind: table.Boolean},
	}}
	for r := range length(t) {
		if t.Text(r, "kind") != kind {
			continue
		}
		feature, level, against := t.Text(r, "feature"), t.Text(r, "level"), b.say("own.everybody")
		if other := t.Text(r, "against"); other != "" {
			against = label(other)
		}
		data.Rows = append(data.Rows, []any{label(t.Text(r, "segment")), against, b.featureName(feature), t.Value(r, "level"),
			b.featureValue(feature, level, t.Float(r, "inside")), b.featureValue(feature, level, t.Float(r, "outside")), b.surely(t.Float(r, "p_adjusted")),
			t.Index("by_definition") >= 0 && t.Boolean(r, "by_definition")})
	}
	if data.Len() == 0 {
		return nil
	}
	return []Table{{
		ID: kind + "-differences", Title: b.say("own.differences"), Sheet: b.say("own.differences_sheet"), Data: data, List: true, PageRows: OnlyInWorkbook, Note: b.say("own.differences_note"),
		Columns: []Column{
			b.column("segment", textFormat()), b.column("against", textFormat()), b.column("feature", textFormat()), b.column("level", textFormat()), b.column("within_segment", textFormat()).of("inside"),
			b.column("outside", textFormat()), b.column("sure", textFormat()), b.column("by_definition", yesNoFormat()),
		},
	}}
}

// surely is how sure a difference is, in words.
func (b *builder) surely(p float64) string {
	switch {
	case p < 0.001:
		return b.say("own.sure")
	case p < leastSure:
		return b.say("own.likely")
	}
	return b.say("own.chance")
}
