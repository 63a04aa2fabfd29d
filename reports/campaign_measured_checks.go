package reports

import (
	"clientele/internal/table"
)

// failed are the checks that say the comparison is not as it should be.
func (m *campaignMeasured) failed() []Point {
	var points []Point
	told := map[string]bool{}
	for r := range m.checks.Len() {
		check := m.checks.Text(r, "check")
		if m.checks.Value(r, "ok") != false || told[check] {
			continue
		}
		if text := m.checkSentence(r); text != "" {
			told[check] = true
			points = append(points, Point{Tone: Worse, Text: text, Section: "campaign_checks"})
		}
	}
	return points
}

// checkSentence says what a check that failed means, with how many customers.
func (m *campaignMeasured) checkSentence(row int) string {
	key := "check_failed." + m.checks.Text(row, "check")
	if m.checks.Text(row, "subject") == "left_out" { // unknown members of one arm alone
		key += "_left_out"
	}
	if _, ok := m.Words.Find(key); !ok {
		return ""
	}
	return m.Words.Count(key, m.checks.Integer(row, "customers"), "subject", m.checkSubject(row), "share", m.Show(percentFormat(), m.checks.Value(row, "value")))
}

// checkSubject is what a check is of: what was known before, or another
// campaign.
func (m *campaignMeasured) checkSubject(row int) string {
	subject := m.checks.Text(row, "subject")
	if word, ok := m.Words.Find("known_before." + subject); ok && slug(subject) == subject {
		return word
	}
	if subject == "" {
		return m.say("campaign.all_members")
	}
	return name(subject)
}

// checked shows all checks, each with what it means and what to do.
func (m *campaignMeasured) checked() []Section {
	if m.checks.Len() == 0 {
		return nil
	}
	s := m.section("campaign_checks", "segments/campaign_outcomes")
	failed := int64(0)
	for r := range m.checks.Len() {
		if m.checks.Value(r, "ok") == false {
			failed++
		}
	}
	s.Lead = []string{m.Words.Count("campaign_checks.passed", int64(m.checks.Len()))}
	if failed > 0 {
		s.Lead = []string{m.Words.Count("campaign_checks.failed", failed, "all", m.Words.Integer(int64(m.checks.Len())))}
	}
	s.Tables = []Table{m.checkTable()}
	s.Note = m.say("campaign_checks.note")
	return []Section{s}
}

func (m *campaignMeasured) checkTable() Table {
	data := extend(m.checks, table.Column{Name: "means", Kind: table.Text}, func(r int) any {
		if m.checks.Value(r, "ok") == false {
			if text := m.checkSentence(r); text != "" {
				return text
			}
		}
		prefix := "check_means."
		if m.checks.Value(r, "ok") == nil {
			prefix = "check_unknown."
		}
		if word, ok := m.Words.Find(prefix + m.checks.Text(r, "check")); ok && m.checks.Value(r, "ok") != false {
			return word
		}
		return nil
	})
	data = extend(data, table.Column{Name: "state", Kind: table.Text}, func(r int) any {
		switch m.checks.Value(r, "ok") {
		case true:
			return m.say("campaign_checks.good")
		case false:
			return m.say("campaign_checks.bad")
		}
		return m.say("campaign_checks.unjudged")
	})
	data = extend(data, table.Column{Name: "of_what", Kind: table.Text}, func(r int) any {
		if m.checks.Text(r, "subject") == "" {
			return nil
		}
		return m.checkSubject(r)
	})
	data = m.translated(data, "check", "check.")
	means := m.column("means", textFormat())
	means.Wide = true
	columns := m.filled(data, []Column{
		m.column("check", textFormat()), m.column("of_what", textFormat()), m.column("state", textFormat()), m.column("customers", integerFormat()), means,
		m.column("check_value", decimalFormat(4)).of("value").inWorkbook(), m.column("check_expected", decimalFormat(4)).of("expected").inWorkbook(), m.column("p", decimalFormat(4)).inWorkbook(),
	})
	return Table{ID: "campaign-checks", Title: m.say("campaign_checks.table"), Data: data, Columns: columns}
}

// upliftSection draws what addressing the most promising part alone would have
// brought; there is none without a curve.
func (m *campaignMeasured) upliftSection() []Section {
	if m.uplift.Len() < 2 || !hasValue(m.uplift, "gain") || !m.usable() {
		return nil
	}
	s := m.section("campaign_uplift", "segments/campaign_outcomes")
	s.Lead = m.upliftSentences()
	series := []Series{{Column: "gain", Label: m.say("campaign_uplift.gain"), Colour: Accent}}
	if hasValue(m.uplift, "random") {
		series = append(series, Series{Column: "random", Label: m.say("campaign_uplift.random"), Colour: Muted, Dashed: true})
	}
	chart := Chart{
		ID: "campaign-uplift", Title: m.withCurrency(m.say("campaign_uplift.chart")), Description: m.say("campaign_uplift.chart_says"), Kind: Line, X: "fraction", XFormat: Format{Kind: Percent},
		XTitle: m.say("campaign_uplift.axis"), Format: Format{Kind: Money, Digits: 2}, Series: series, Data: m.uplift, Table: "campaign-uplift",
	}
	if hasValue(m.uplift, "lo95") && hasValue(m.uplift, "hi95") {
		chart.Bands = []Band{{Low: "lo95", High: "hi95", Label: m.say("campaign.interval")}}
	}
	s.Charts = []Chart{chart}
	cents := Format{Kind: Money, Digits: 2, Bare: true}
	column := func(name, key string) Column {
		return Column{Name: name, Label: m.withCurrency(m.say(key)), Format: cents}
	}
	s.Tables = []Table{{
		ID: "campaign-uplift", Title: m.say("campaign_uplift.table"), Data: m.uplift, PageRows: 12,
		Columns: m.filled(m.uplift, []Column{
			m.column("fraction", Format{Kind: Percent}), column("gain", "campaign_uplift.gain"), column("lo95", "column.effect_lo"), column("hi95", "column.effect_hi"), column("random", "campaign_uplift.random"),
		}),
	}}
	s.Note = m.say("campaign_uplift.note")
	return []Section{s}
}

// upliftSentences say whether it could be told beforehand who is moved, and
// what the first half of them would have brought.
func (m *campaignMeasured) upliftSentences() []string {
	if m.qini.Len() == 0 {
		return nil
	}
	low, known := measure(m.qini, 0, "lo95")
	if !known || low <= 0 {
		return []string{m.say("campaign_uplift.no_order")}
	}
	lines := []string{m.say("campaign_uplift.order")}
	all, one := m.gainAt(1)
	half, two := m.gainAt(0.5)
	switch {
	case !one || !two || all <= 0:
	case half >= all:
		lines = append(lines, m.say("campaign_uplift.half_more"))
	case half > 0:
		lines = append(lines, m.say("campaign_uplift.half", "share", m.Show(Format{Kind: Percent}, half/all)))
	}
	return lines
}

// gainAt is the curve's height at a part of the members.
func (m *campaignMeasured) gainAt(fraction float64) (float64, bool) {
	for r := range m.uplift.Len() {
		if at, ok := measure(m.uplift, r, "fraction"); ok && at > fraction-1e-9 {
			return measure(m.uplift, r, "gain")
		}
	}
	return 0, false
}
