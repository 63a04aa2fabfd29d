package reports

import "slices"

// Director makes the one page that a director reads once a month: what is new,
// the figures, what comes, what moved, what may go wrong, what to ask.
func Director(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	d := b.document("director", []Section{b.directorSince()}, b.directorResult(), b.directorAhead(), b.directorMoved(), b.directorRisks(), b.directorAsk())
	d.OnePage = true
	return d, nil
}

// directorResult has the key figures of the last complete month; nil where
// there is none.
func (b *builder) directorResult() []Section {
	figures := b.monthFigures()
	if len(figures) == 0 {
		return nil
	}
	s := b.section("result", "reports/overview_months")
	s.Figures = figures
	return []Section{s}
}

// directorMoved shows by what the last month differs from a year before, as
// the complete report does.
func (b *builder) directorMoved() []Section {
	whole := b.monthBridge()
	if len(whole) == 0 {
		return nil
	}
	s := b.section("moved", whole[0].Queries...)
	s.Lead, s.Charts, s.Tables = whole[0].Lead[1:], whole[0].Charts, whole[0].Tables[:1]
	s.Tables[0].PageRows, s.Tables[0].Note = OnlyInWorkbook, ""
	return []Section{s}
}

// worstFirst puts bad news before the others and cuts the list.
func worstFirst(points []Point, most int) []Point {
	slices.SortStableFunc(points, func(x, y Point) int { return urgency(y) - urgency(x) })
	return points[:min(most, len(points))]
}
