package reports

import "slices"

// Marketing makes the report of those who plan campaigns: what is new, which
// lists to act on, who the customers are and how they move, what campaigns
// brought, who comes back, what customers are worth. How the methods did on what
// they had not seen stands in the complete report.
func Marketing(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("marketing",
		[]Section{b.marketingSince(), b.todo(), b.marketingLeaving()}, b.marketingGroups(),
		[]Section{b.marketingRetention(), b.marketingSurvival(), b.marketingValue(), b.customers(), b.products()},
	), nil
}

// marketingGroups are who belongs together, how they move, and what was done
// with them.
func (b *builder) marketingGroups() []Section {
	sections := []Section{b.segments().without("segments-matrix", "segments-history", "rfm-grid")}
	for _, s := range b.lifecycle() {
		sections = append(sections, s.without("lifecycle-matrix", "lifecycle-history"))
	}
	sections = append(sections, b.own().without("own-lookalike-models", "own-differences"))
	for _, s := range b.clusters() {
		sections = append(sections, s.without("clusters-features", "clusters-tried", "cluster-differences").unchecked())
	}
	return append(sections, b.campaigns()...)
}

// marketingLeaving is whom to call, without the proof.
func (b *builder) marketingLeaving() Section {
	return b.leaving().without("churn-reliability", "value-map", "value-map-customers").unchecked()
}

// marketingRetention leaves the long list of cells to the complete report.
func (b *builder) marketingRetention() Section {
	return b.retention().without("retention")
}

// marketingSurvival leaves out what tests of statistics say.
func (b *builder) marketingSurvival() Section {
	_, groups := b.groupsOf(secondPurchase)
	tested := b.testSentence(secondPurchase, "survival.differ", "survival.alike", len(groups))
	return b.survival().unsaid(tested)
}

// marketingValue is what customers bring, without the contest of models.
func (b *builder) marketingValue() Section {
	return b.value().unsaid(slices.Concat(b.unfinished(), b.spendless())).unchecked().
		without("value-check", "value-coverage", "value-tracking", "value-frequency", "value-holdout", "value-models")
}

// without is the section without some of its tables and charts.
func (s Section) without(ids ...string) Section {
	s.Tables = slices.DeleteFunc(slices.Clone(s.Tables), func(t Table) bool { return slices.Contains(ids, t.ID) })
	s.Charts = slices.DeleteFunc(slices.Clone(s.Charts), func(c Chart) bool { return slices.Contains(ids, c.ID) || slices.Contains(ids, c.Table) })
	return s
}

// unchecked is the section without what its method was tried on.
func (s Section) unchecked() Section {
	s.Checks = nil
	return s
}

// unsaid is the section without some of its sentences.
func (s Section) unsaid(lines []string) Section {
	s.Lead = slices.DeleteFunc(slices.Clone(s.Lead), func(line string) bool { return slices.Contains(lines, line) })
	return s
}
