package segments

import "slices"

// AsksOutlook tells whether the rule asks what a customer is expected to do.
func (r Rule) AsksOutlook() bool {
	return r.asksField(func(of field) bool { return of.table == "customer_outlook" })
}

// AsksKind tells whether the rule asks for a field that is a segment of a kind.
func (r Rule) AsksKind(kind string) bool {
	return r.asksField(func(of field) bool { return of.kind == kindField && of.column == kind })
}

func (r Rule) asksField(is func(field) bool) bool {
	found := false
	each(r.root, func(part node) {
		if test, ok := part.(fieldTest); ok && is(fieldCalled(test.field)) {
			found = true
		}
	})
	return found
}

// Behind are the places of the segments that a rule names, and of those that
// the rules of these name, rising.
func (r Rule) Behind(all []Own) []int {
	var found []int
	next := namedBy(r, all)
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		if !slices.Contains(found, at) {
			found = append(found, at)
			next = append(next, namedBy(all[at].Rule, all)...)
		}
	}
	slices.Sort(found)
	return found
}
