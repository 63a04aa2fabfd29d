package reports

import "clientele/internal/table"

// identityLead says how many ids are how many customers, where anything links
// them.
func (b *builder) identityLead() []string {
	totals := b.answers.IdentityTotals
	if empty(totals) || empty(b.answers.IdentityLinks) {
		return nil
	}
	return []string{b.Words.Count("identity.lead", totals.Integer(0, "ids"), "customers", b.Words.Integer(totals.Integer(0, "customers")))}
}

// identityTables say who is the same and by what, what links nobody, and
// which names are several contacts'.
func (b *builder) identityTables() []Table {
	var tables []Table
	if !empty(b.answers.IdentityLinks) {
		tables = append(tables, b.linksTable())
	}
	if values := b.answers.IdentityValues; !empty(values) {
		tables = append(tables, Table{
			ID: "identity-never", Title: b.say("identity.never"), Note: b.say("identity.never_note"), PageRows: 20,
			Data: b.translated(b.translated(values, "why", "reason."), "kind", "reason.by_"),
			Columns: []Column{
				b.column("kind", textFormat()), b.column("value", textFormat()), b.column("why", textFormat()),
				b.column("ids", integerFormat()), b.column("names", integerFormat()),
			},
		})
	}
	if names := b.answers.IdentityNames; !empty(names) {
		tables = append(tables, Table{
			ID: "identity-names", Title: b.say("identity.names"), Note: b.say("identity.names_note"), PageRows: 20, Data: names,
			Columns: []Column{b.column("namespace", textFormat()), b.column("name", textFormat()), b.column("contacts", integerFormat())},
		})
	}
	return tables
}

func (b *builder) linksTable() Table {
	links := b.answers.IdentityLinks
	data := extend(b.translated(links, "kind", "reason.by_"), table.Column{Name: "sure", Kind: table.Text}, func(r int) any {
		return b.sure(links.Float(r, "certainty"))
	})
	return Table{
		ID: "identity", Title: b.say("identity.links"), Note: b.say("identity.links_note"), PageRows: 10, Data: data,
		Columns: []Column{
			b.column("kind", textFormat()), b.column("certainty", textFormat()).of("sure"), b.column("values", integerFormat()),
			b.column("ids", integerFormat()), b.column("joined", integerFormat()), b.column("differing", integerFormat()), b.column("idle_values", integerFormat()),
		},
	}
}

// sure is a certainty in a word; as a number it would look measured.
func (b *builder) sure(certainty float64) string {
	switch {
	case certainty >= 0.95:
		return b.say("reason.sure")
	case certainty >= 0.8:
		return b.say("reason.likely")
	}
	return b.say("reason.unsure")
}
