package reports

import "clientele/internal/table"

// leaving says whom to call: customers who are silent for longer than they use
// to be, with what is at stake, and how well the same method did before.
func (b *builder) leaving() Section {
	s := b.section("leaving", "forecasts/btyd_statistics", "forecasts/rhythm")
	a := b.answers
	if empty(a.ChurnRisks) && empty(a.Leaving) && empty(a.ChurnReliability) {
		return b.missing(s)
	}
	s.Lead = append(b.callSentences(), b.bandSentences()...)
	s.Lead = append(s.Lead, b.activeSentence()...)
	if s.Checks = b.judgedSentences(); len(s.Checks) == 0 {
		s.Checks = []string{b.say("leaving.unchecked")}
	}
	if rule, model, ok := b.naiveUsed(); ok {
		s.Checks = append(s.Checks, b.say("leaving.naive", "rule", rule, "model", model))
	}
	if !empty(a.Leaving) {
		s.Lead = append(s.Lead, b.say("leaving.do"))
		s.Tables = append(s.Tables, b.callList())
	}
	s.Figures = b.leavingFigures()
	if !empty(a.ChurnReliability) {
		s.Charts = append(s.Charts, b.reliabilityChart())
	}
	if !empty(a.ChurnRisks) {
		s.Tables = append(s.Tables, b.risksTable())
	}
	if !empty(a.ChurnReliability) {
		s.Tables = append(s.Tables, b.reliabilityTable())
	}
	if !empty(a.ValueMap) {
		s.Tables = append(s.Tables, b.activeMap(), b.customersMap())
	}
	s.Note = b.say("leaving.note")
	return s
}

// activeSentence stands here, beside those who are late, and nowhere else: a
// customer who is late can still be active.
func (b *builder) activeSentence() []string {
	if empty(b.answers.ValueCustomers) {
		return nil
	}
	e := b.expected()
	if e.repeaters == 0 {
		return nil
	}
	line := b.Words.Count("value.alive", e.repeaters, "alive", b.Show(integerLike(), e.active))
	switch listed := b.slipping(); {
	case listed.gone == listed.customers: // nobody, or nobody who is left
	case listed.gone > 0:
		line += " " + b.say("leaving.warning_rest")
	default:
		line += " " + b.say("leaving.warning")
	}
	return []string{line}
}

// within is the time that purchases are expected for, in words; "" where it is
// not known.
func (b *builder) within() string {
	if b.settings.ValueHorizon <= 0 {
		return ""
	}
	return b.Words.Count("value.within", int64(b.settings.ValueHorizon))
}

func (b *builder) leavingFigures() []Figure {
	var figures []Figure
	if slipping := b.answers.Leaving; !empty(slipping) {
		n := int64(slipping.Len())
		customers := b.figure("slipping", n, integerFormat())
		if b.slipping().gone > 0 {
			customers = b.figure("slipping_lost", n, integerFormat())
		}
		figures = append(figures, customers, b.moneyFigure("at_stake", sum(slipping, "at_stake")))
	}
	if risks := b.answers.ChurnRisks; !empty(risks) {
		figures = append(figures, b.moneyFigure("at_stake_all", sum(risks, "at_stake")))
	}
	if !empty(b.answers.ValueCustomers) {
		figures = append(figures, b.activeFigure()...)
	}
	return figures
}

// risksTable has the bands of risk, from the safest.
func (b *builder) risksTable() Table {
	data := b.translated(withShares(b.answers.ChurnRisks, "customers", "customers_share"), "risk", "risk.")
	stake, share := b.moneyColumn(data, "at_stake"), b.column("customers_share", percentFormat())
	stake.Bar, share.Bar = true, true
	out := Table{
		ID: "churn-risks", Title: b.say("leaving.risks"), Data: data, Note: b.say("leaving.risks_note"),
		Columns: []Column{
			b.column("risk", textFormat()), b.column("customers", integerFormat()), share, b.column("p_buys", percentFormat()),
			stake, b.moneyColumn(data, "clv"), b.moneyColumn(data, "revenue"),
		},
		Total: []any{
			b.say("total"), sum(data, "customers").IntPart(), sum(data, "customers_share"), nil,
			sum(data, "at_stake"), sum(data, "clv"), sum(data, "revenue"),
		},
	}
	if data.Index("held_bought") >= 0 {
		tried := b.column("held_bought", percentFormat())
		tried.None = "–"
		out.Columns = append(out.Columns, tried, b.column("held_customers", integerFormat()).inWorkbook())
		out.Total = append(out.Total, nil, nil)
	} else {
		out.Note = b.say("leaving.risks_alone")
	}
	return summed(out, "customers", "at_stake", "clv", "revenue")
}

// leavingPoints are the summary's, the bad news first.
func (b *builder) leavingPoints() []Point {
	if !b.churnKnown() {
		return nil
	}
	tone := Neutral
	if !empty(b.answers.Leaving) {
		tone = Worse
	}
	points := []Point{{Section: "leaving", Tone: tone, Text: b.callSentences()[0]}}
	if lines := b.judgedSentences(); len(lines) > 0 && tone == Worse {
		points[0].Text += " " + lines[0]
	}
	return points
}

// churnKnown says that it was asked who is leaving: that answer then takes the
// place of the segments' coarser one.
func (b *builder) churnKnown() bool { return !empty(b.answers.ChurnRisks) || !empty(b.answers.Leaving) }

// activeFigure is how many of those who bought again are still active.
func (b *builder) activeFigure() []Figure {
	e := b.expected()
	if e.repeaters == 0 {
		return nil
	}
	alive := b.figure("alive", e.active, integerLike())
	alive.Label = b.Words.Count("figure.alive", e.repeaters)
	return []Figure{alive}
}

// float is a model's number where there is one.
func float(t *table.Table, row int, column string) (float64, bool) {
	v, ok := t.Value(row, column).(float64)
	return v, ok && v == v
}
