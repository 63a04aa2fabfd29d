package reports

import "slices"

// Complete makes the report of every section that there is: what stands behind
// the others.
func Complete(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("complete",
		[]Section{b.summary(), b.leaving()}, b.toCome(),
		b.groups(), []Section{b.retention(), b.survival()}, b.contracts(),
		[]Section{b.value(), b.customers(), b.products(), b.quality()},
	), nil
}

// toCome are the sections in the order that a director asks: what happened, by
// what it differs, what comes, how far from plan, how wrong the last report was.
func (b *builder) toCome() []Section {
	return slices.Concat([]Section{b.overview()}, b.monthBridge(), []Section{b.forecast()}, b.figures(), b.parts(), []Section{b.plan()}, b.deals(), []Section{b.judged()})
}

// groups are the sections that marketing reads: who belongs together, and what
// was done with whom.
func (b *builder) groups() []Section {
	return slices.Concat([]Section{b.segments()}, b.lifecycle(), []Section{b.own()}, b.clusters(), b.campaigns())
}
