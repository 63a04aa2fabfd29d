package etl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"clientele/etl/export"
	"clientele/etl/profiles"
	"clientele/internal/strictyaml"
)

// complaint takes what is wrong with a source, with the path below the source
// at which it stands.
type complaint func(path, format string, arguments ...any)

// Check reports every mistake of the source to complain. What a profile leaves
// out shows only behind With; before, a source with a profile needs no columns.
func (s Source) Check(complain func(path, format string, arguments ...any)) {
	s.checkWords(complain)
	entity, ok := EntityNamed(s.Entity)
	if s.Entity == "" {
		entity, ok = EntityNamed("purchases")
	}
	if !ok || entity.Name == Observations().Name {
		names := entityNames()
		complain("entity", "no entity is called %q%s; there are %s", s.Entity, didYouMean(s.Entity, names), strings.Join(names, ", "))
		return
	}
	if s.Profile != "" && s.Entity == "" && s.Own == nil && len(s.Columns)+len(s.Constants)+len(s.Join) == 0 {
		return // the profile says which entity it is
	}
	check := sourceCheck{source: s, entity: entity, complain: complain, given: map[string]bool{}}
	check.fields()
	check.rules()
	if s.Profile == "" {
		check.needs()
	}
}

type sourceCheck struct {
	source   Source
	entity   Entity
	complain complaint
	given    map[string]bool
}

// fields checks that everything that fills a field names one, and one once.
func (c *sourceCheck) fields() {
	for _, list := range []struct {
		path  string
		pairs strictyaml.Ordered[[]string]
	}{{"columns", c.source.Columns}, {"join", c.source.Join}} {
		for _, pair := range list.pairs {
			path := strictyaml.Child(list.path, pair.Key)
			switch {
			case !c.field(path, pair.Key):
			case c.given[pair.Key]:
				c.complain(path, "the field %q has a column already", pair.Key)
			case len(pair.Value) == 0 || slices.ContainsFunc(pair.Value, isBlank):
				c.complain(path, "the column's header is missing")
			}
			c.given[pair.Key] = true
		}
	}
	for _, pair := range c.source.Constants {
		path := strictyaml.Child("constants", pair.Key)
		switch {
		case !c.field(path, pair.Key):
		case isBlank(pair.Value):
			c.complain(path, "the value is missing")
		}
		c.given[pair.Key] = true
	}
	for i, extract := range c.source.Extract {
		c.extract(strictyaml.Item("extract", i), extract)
	}
	for _, pair := range c.source.Split {
		if c.used(strictyaml.Child("split", pair.Key), pair.Key) && pair.Value == "" {
			c.complain(strictyaml.Child("split", pair.Key), "the mark between the values is missing")
		}
	}
	for _, pair := range c.source.Words {
		c.used(strictyaml.Child("words", pair.Key), pair.Key)
	}
}

// field complains where the entity has no field of the name.
func (c *sourceCheck) field(path, name string) bool {
	field, known := c.entity.Field(name)
	if known && field.Kind != InternalField {
		return true
	}
	names := inputNames(c.entity)
	c.complain(path, "%s have no field %q%s; there are %s", c.entity.Name, name, didYouMean(name, names), strings.Join(names, ", "))
	return false
}

// used complains where nothing fills the field.
func (c *sourceCheck) used(path, name string) bool {
	if !c.field(path, name) {
		return false
	}
	if c.given[name] || c.source.Profile != "" {
		return true
	}
	c.complain(path, "no column is named for %s", name)
	return false
}

func (c *sourceCheck) extract(path string, extract profiles.Extract) {
	if len(extract.Column) == 0 || slices.ContainsFunc(extract.Column, isBlank) {
		c.complain(path+".column", "the column's header is missing")
	}
	if _, err := regexp.Compile(extract.Pattern); err != nil {
		c.complain(path+".pattern", "%q is no pattern: %v", extract.Pattern, err)
		return
	}
	names := groupNames(extract)
	if len(names) == 0 {
		c.complain(path+".pattern", "the pattern names no field; a field is named like (?P<order_id>…)")
	}
	for _, name := range names {
		if c.field(path+".pattern", name) {
			c.given[name] = true
		}
	}
}

// groupNames lists the fields that a pattern names, nil if it is none.
func groupNames(extract profiles.Extract) []string {
	pattern, err := regexp.Compile(extract.Pattern)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(pattern.SubexpNames()), func(name string) bool { return name == "" })
}

func (c *sourceCheck) rules() {
	for i, name := range c.source.FillDown {
		c.used(strictyaml.Item("fill_down", i), name)
	}
	if len(c.source.FillDown) > 0 && groupField(c.entity) == "" {
		c.complain("fill_down", "only rows of one order or deal belong together; %s have none", c.entity.Name)
	}
	for i, name := range c.source.Fold {
		path := strictyaml.Item("fold", i)
		field, _ := c.entity.Field(name)
		if c.used(path, name) && (field.Kind != NumberField || c.entity.Name != "deals") {
			c.complain(path, "only numbers of deals can be added up, %s of %s cannot", name, c.entity.Name)
		}
	}
	for i, rule := range c.source.Outcome {
		path := strictyaml.Item("outcome", i)
		c.rule(path, rule)
		if !slices.Contains([]string{"won", "lost", "open"}, rule.Is) {
			c.complain(path+".is", "%q is none of won, lost, open", rule.Is)
		}
	}
	for i, rule := range c.source.Exclude {
		c.rule(strictyaml.Item("exclude", i), rule)
	}
	if c.source.OnlyWon && len(c.source.Outcome) == 0 && !c.given["outcome"] && c.source.Profile == "" {
		c.complain("only_won", "nothing says which deals are won; add rules under outcome")
	}
	if len(c.source.Returns) > 0 && !c.given["document_type"] && c.source.Profile == "" {
		c.complain("returns", "kinds of document are listed, but no column is named for document_type")
	}
	if len(c.source.ExcludeStatuses) > 0 && !c.given["status"] && c.source.Profile == "" {
		c.complain("exclude_statuses", "statuses are listed, but no column is named for status")
	}
}

func (c *sourceCheck) rule(path string, rule profiles.Rule) {
	if len(rule.Column) == 0 || slices.ContainsFunc(rule.Column, isBlank) {
		c.complain(path+".column", "the column's header is missing")
	}
	if isBlank(rule.Is) {
		c.complain(path+".is", "what such rows are is missing")
	}
	if (len(rule.Values) > 0) == rule.Filled {
		c.complain(path, "a rule needs values, or filled: true")
	}
}

// needs checks that the fields are filled without which there is no row.
func (c *sourceCheck) needs() {
	for _, field := range c.entity.Fields {
		if field.Required && !c.given[field.Name] && (field.Name != "purchased_at" || !c.given["period_to"]) {
			c.complain("columns", "%s need a column for %s (%s)", c.entity.Name, field.Name, field.Meaning)
		}
	}
	if c.entity.Name == "campaign_members" && !c.given["customer"] && !c.given["customer_email"] && !c.given["customer_phone"] && !c.given["customer_name"] {
		c.complain("columns", "campaign_members need a column for customer, customer_email, customer_phone or customer_name")
	}
	if c.entity.Name == "purchases" && !c.given["amount"] && !c.given["order_total"] && (!c.given["quantity"] || !c.given["price"]) {
		c.complain("columns", "purchases need a column for amount, or for quantity and price")
	}
}

func (s Source) checkWords(complain complaint) {
	oneOf := func(path, value string, allowed ...string) {
		if value != "" && !slices.Contains(allowed, value) {
			complain(path, "%q is none of %s%s", value, strings.Join(allowed, ", "), didYouMean(value, allowed))
		}
	}
	oneOf("format", s.Format, export.Formats()...)
	oneOf("layout", s.Layout, "tree")
	oneOf("decimal", s.Decimal, ".", ",")
	oneOf("dates", s.Dates, "day first", "month first", "year first")
	oneOf("encoding", s.Encoding, export.Encodings()...)
	oneOf("escaped", s.Escaped, "html")
	oneOf("duplicates", s.Duplicates, "first")
	if s.Block < 0 {
		complain("block", "tables are counted from 1")
	}
	if s.HeaderRow < 0 {
		complain("header_row", "rows are counted from 1")
	}
	if s.Delimiter != "" && (len([]rune(s.Delimiter)) != 1 || strings.ContainsAny(s.Delimiter, "\"\r\n")) {
		complain("delimiter", "%q is not one character", s.Delimiter)
	}
	if s.TimeZone != "" {
		if _, err := time.LoadLocation(s.TimeZone); err != nil {
			complain("time_zone", "no time zone is called %q; names look like Europe/Madrid", s.TimeZone)
		}
	}
	if s.Currency != "" && !isCurrencyCode(s.Currency) {
		complain("currency", "%q is no currency code; codes look like EUR", s.Currency)
	}
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

// didYouMean suggests the name that was likely meant.
func didYouMean(name string, among []string) string {
	if near := nearest(name, among); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// isCurrencyCode looks at the shape only: the list of codes changes, and a
// company may use one of its own.
func isCurrencyCode(code string) bool {
	if len(code) != 3 {
		return false
	}
	for _, r := range code {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

func entityNames() []string {
	var names []string
	for _, entity := range Entities() {
		names = append(names, entity.Name)
	}
	return names
}

func inputNames(entity Entity) []string {
	var names []string
	for _, field := range entity.Input() {
		names = append(names, field.Name)
	}
	return names
}
