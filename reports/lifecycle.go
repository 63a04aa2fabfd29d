package reports

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// lifecycle shows where customers stand in their life as customers and how they
// moved. There is no such section where nothing is known of it.
func (b *builder) lifecycle() []Section {
	m := movesOf(b.answers.LifecycleFlows, "from_stage", "to_stage")
	if len(m.months) == 0 {
		return nil
	}
	s := b.section("lifecycle", "segments/lifecycle", "segments/lifecycle_flows")
	kind := b.lifecycleStages().with(m)
	month, _ := b.lastEnded(m)
	s.Lead = slices.Concat(b.stagesNow(m), b.monthMoves(m, month), b.atRiskMoney())
	s.Figures = b.stageFigures(m, month)
	if chart := b.streams("lifecycle-streams", kind, m, b.lastMonths(m), streamed); chart != nil {
		chart.Table = "lifecycle-flows"
		s.Charts = append(s.Charts, *chart)
	}
	byMonth := b.stageMonths(m)
	s.Charts = append(s.Charts, b.stagesChart(byMonth))
	if money := b.stageMoneyChart(m); len(money.Series) > 0 { // else nobody brought anything
		s.Charts = append(s.Charts, money)
	}
	s.Tables = []Table{
		b.stagesTable(m), b.matrix("lifecycle-matrix", kind, m, month), b.movesTable("lifecycle-flows", kind, m, month, false),
		b.stageMonthsTable(byMonth), b.historyTable("lifecycle-history", kind, m),
	}
	s.Note = b.say("lifecycle.note")
	return []Section{s}
}

// stageKeys are the stages in the order of a customer's life.
func stageKeys() []string {
	return []string{"new", "active", "won_back", "at_risk", "lost", "prospect"}
}

// buying are the stages in which a customer buys as he uses to.
func buying() []string { return []string{"new", "active", "won_back"} }

// lifecycleStages are the lifecycle's groups. A stage has one colour everywhere.
func (b *builder) lifecycleStages() kindOfGroups {
	return kindOfGroups{
		id: "lifecycle", order: stageKeys(), label: b.stageName,
		colour: func(key string) Colour { return SegmentColour("lifecycle", key) },
	}
}

// stageName is what people call a stage; one without a key is that of those who
// were no customers yet.
func (b *builder) stageName(key string) string {
	if key == "" {
		return b.say("stage.none")
	}
	if word, ok := b.Words.Find("stage." + slug(key)); ok {
		return word
	}
	return name(key)
}

// streamed leaves out those who stay lost and those who have never bought: they
// are most, and nothing happens with them.
func streamed(m moved) bool {
	return m.to != "prospect" && (m.from != m.to || m.to != "lost")
}

// streamMonths is how many steps the streams show: more would be a net.
const streamMonths = 3

// lastMonths are the last months that have ended, or all of them where none has.
func (b *builder) lastMonths(m moves) []time.Time {
	months := b.ended(m)
	if len(months) == 0 {
		months = m.months
	}
	return months[max(0, len(months)-streamMonths):]
}

// count adds up some stages at the end of a month.
func (m moves) count(month time.Time, stages ...string) int64 {
	n := int64(0)
	for _, stage := range stages {
		n += m.at(month, stage)
	}
	return n
}

// stagesNow says where customers stand on the report's day.
func (b *builder) stagesNow(m moves) []string {
	now := m.months[len(m.months)-1]
	all := m.count(now, "new", "active", "won_back", "at_risk", "lost")
	if all == 0 {
		return nil
	}
	return []string{b.Words.Count("lifecycle.now", all,
		"buying", b.Words.Integer(m.count(now, buying()...)), "at_risk", b.Words.Integer(m.count(now, "at_risk")), "lost", b.Words.Integer(m.count(now, "lost")))}
}

// monthMoves tells the moves of a month that matter.
func (b *builder) monthMoves(m moves, month time.Time) []string {
	came, silent, back, lost, won := monthCounts(m, month)
	var parts []string
	for _, one := range []struct {
		key string
		n   int64
	}{{"lifecycle.came", came}, {"lifecycle.silent", silent}, {"lifecycle.back", back}, {"lifecycle.lost", lost}, {"lifecycle.won", won}} {
		if one.n > 0 {
			parts = append(parts, b.Words.Count(one.key, one.n))
		}
	}
	if len(parts) == 0 {
		return []string{b.say("lifecycle.nothing", "month", b.Words.LongMonth(month))}
	}
	return []string{b.say("lifecycle.month", "month", b.Words.FirstMonth(month), "moves", strings.Join(parts, ", "))}
}

// monthCounts are the customers who came, fell silent, came back from that,
// were lost and were won back within a month.
func monthCounts(m moves, month time.Time) (came, silent, back, lost, won int64) {
	for _, row := range m.rows {
		if !row.month.Equal(month) || row.nobodys() || row.from == row.to {
			continue
		}
		first := row.from == "" || row.from == "prospect"
		switch {
		case row.to == "won_back":
			won += row.customers
		case first && row.to != "prospect":
			came += row.customers
		case row.to == "at_risk":
			silent += row.customers
		case row.to == "lost":
			lost += row.customers
		case row.from == "at_risk":
			back += row.customers
		}
	}
	return came, silent, back, lost, won
}

// atRiskMoney says what those who are silent for too long brought within a year.
func (b *builder) atRiskMoney() []string {
	t, r := b.summaryRow("lifecycle", "at_risk")
	if r < 0 || t.Integer(r, "customers") == 0 || !t.Decimal(r, "revenue_12m").IsPositive() {
		return nil
	}
	return []string{b.Words.Count("lifecycle.at_risk_money", t.Integer(r, "customers"), "money", b.money(t.Decimal(r, "revenue_12m")))}
}

// stageFigures are the customers who buy, those who are silent for too long,
// and what a month changed.
func (b *builder) stageFigures(m moves, month time.Time) []Figure {
	now := m.months[len(m.months)-1]
	yearBefore := now.AddDate(-1, 0, 0)
	buyers, silent := m.count(now, buying()...), m.count(now, "at_risk")
	buyersFigure, silentFigure := b.figure("stage_buying", buyers, integerFormat()), b.figure("stage_at_risk", silent, integerFormat())
	if slices.ContainsFunc(m.months, yearBefore.Equal) && b.soldBy(yearBefore.AddDate(-1, 0, 0)) {
		buyersFigure = b.compared(buyersFigure, decimal.NewFromInt(buyers), decimal.NewFromInt(m.count(yearBefore, buying()...)), "compare.year")
	}
	_, _, _, lost, won := monthCounts(m, month)
	lostFigure, wonFigure := b.figure("stage_lost_month", lost, integerFormat()), b.figure("stage_won_month", won, integerFormat())
	lostFigure.Label = b.say("figure.stage_lost_month", "month", b.Words.LongMonth(month))
	wonFigure.Label = b.say("figure.stage_won_month", "month", b.Words.LongMonth(month))
	return []Figure{buyersFigure, silentFigure, lostFigure, wonFigure}
}

// soldBy says whether the company's data begin by a month: in their first year
// all customers seem to be new.
func (b *builder) soldBy(month time.Time) bool {
	for r := range length(b.answers.Months) {
		if !b.answers.Months.Time(r, "month").After(month) {
			return true
		}
	}
	return false
}

// summaryRow finds a segment in the summary of all of them; −1 where it is not.
func (b *builder) summaryRow(kind, segment string) (*table.Table, int) {
	t := b.answers.SegmentSummary
	for r := range length(t) {
		if t.Text(r, "kind") == kind && t.Text(r, "segment") == segment {
			return t, r
		}
	}
	return t, -1
}
