package reports

import "slices"

// unfinished warns of each model that did not converge (column converged, in
// data that has it): its figures are shown, and are not firm.
func (b *builder) unfinished() []string {
	models := b.answers.ValueModels
	if empty(models) || models.Index("converged") < 0 {
		return nil
	}
	var warnings, named []string
	for r := range models.Len() {
		if name := models.Text(r, "model"); !models.Boolean(r, "converged") && !slices.Contains(named, name) {
			named = append(named, name)
			warnings = append(warnings, b.say("value.unfinished", "model", name))
		}
	}
	return warnings
}

// spendless says that no model of spend could be fitted, where one of purchases
// was.
func (b *builder) spendless() []string {
	models := b.answers.ValueModels
	if empty(models) {
		return nil
	}
	for r := range models.Len() {
		if models.Text(r, "model") == "Gamma-Gamma" {
			return nil
		}
	}
	return []string{b.say("value.no_spend")}
}
