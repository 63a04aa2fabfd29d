package etl

import (
	"fmt"
	"regexp"
	"slices"

	"clientele/etl/profiles"
)

func (p *plan) takeExtracts(header []string) error {
	for _, extract := range p.source.Extract {
		pattern, err := regexp.Compile(extract.Pattern)
		if err != nil {
			return fmt.Errorf("source %s: %w", p.source.Name, err)
		}
		from, _ := p.columns(header, extract.Column)
		p.extracts = append(p.extracts, extraction{from, pattern})
	}
	return nil
}

func (p *plan) pulls(field string) (pulls []pull) {
	if slices.Contains(p.source.Own, field) {
		return nil
	}
	for i, extract := range p.extracts {
		if len(extract.from) == 0 {
			continue
		}
		for group, name := range extract.pattern.SubexpNames() {
			if name == field {
				pulls = append(pulls, pull{i, group})
			}
		}
	}
	return pulls
}

func (p *plan) takeRules(header []string) error {
	for _, list := range []struct {
		key   string
		rules []profiles.Rule
		into  *[]rule
	}{{"outcome", p.source.Outcome, &p.outcome}, {"exclude", p.source.Exclude, &p.exclude}} {
		for _, given := range list.rules {
			from, _ := p.columns(header, given.Column)
			if len(from) == 0 {
				if p.source.Profile == "" || slices.Contains(p.source.Own, list.key) {
					return &ColumnError{File: p.file, Field: list.key, Headers: given.Column, Have: header}
				}
				continue
			}
			*list.into = append(*list.into, rule{from: from[0], values: wordSet(given.Values), filled: given.Filled, is: given.Is})
		}
	}
	return nil
}

// groupField is the key of the rows that belong together.
func groupField(entity Entity) string {
	switch entity.Name {
	case "purchases":
		return "order_id"
	case "deals":
		return "deal_id"
	}
	return ""
}

// takeGroups says which rows belong together.
func (p *plan) takeGroups() error {
	key, filled := p.at[groupField(p.entity)]
	_, total := p.at["order_total"]
	_, refund := p.at["order_refund"]
	if !filled {
		return nil
	}
	p.shared = total || refund
	p.continued = p.entity.Name == "deals" && len(p.source.Fold)+len(p.source.FillDown) > 0
	if !p.shared && !p.continued && len(p.source.FillDown) == 0 {
		return nil
	}
	p.group = key
	for _, name := range p.source.Fold {
		if at := p.storedAt(name); at >= 0 {
			p.fold = append(p.fold, at)
		}
	}
	for _, name := range p.source.FillDown {
		if at, there := p.at[name]; there {
			p.fillDown = append(p.fillDown, fill{slices.Concat(p.origins[at].from...)})
			p.fillsKey = p.fillsKey || at == key
		}
	}
	return nil
}
