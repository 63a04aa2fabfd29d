package profiles

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"clientele/internal/strictyaml"
)

// Headers lists every header that the profile names, each once.
func (p Profile) Headers() []string {
	var all []string
	seen := map[string]bool{}
	add := func(headers ...string) {
		for _, header := range headers {
			if !seen[header] {
				seen[header] = true
				all = append(all, header)
			}
		}
	}
	for _, header := range p.Recognise.Headers {
		add(alternatives(header)...)
	}
	for _, table := range p.Tables {
		for _, pair := range table.Columns {
			add(pair.Value...)
		}
		for _, pair := range table.Join {
			add(pair.Value...)
		}
		for _, rules := range [][]Rule{table.Outcome, table.Exclude} {
			for _, rule := range rules {
				add(rule.Column...)
			}
		}
		for _, extract := range table.Extract {
			add(extract.Column...)
		}
	}
	return all
}

// Table is the table of an entity; the first where the entity is "".
func (p Profile) Table(entity string) (Table, bool) {
	at := slices.IndexFunc(p.Tables, func(t Table) bool { return entity == "" || t.Entity == entity })
	if at < 0 {
		return Table{}, false
	}
	return p.Tables[at], true
}

func alternatives(header string) []string {
	parts := strings.Split(header, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// check adds the mistakes that the grammar does not see.
func (p Profile) check(document *strictyaml.Document) {
	if p.Name != "" && !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(p.Name) {
		document.Add("name", "%q is no name for a profile; names look like amocrm-deals", p.Name)
	}
	p.Recognise.check(document)
	p.Reading.check(document)
	if p.Tables != nil && len(p.Tables) == 0 {
		document.Add("tables", "no table is listed, so the file becomes nothing")
	}
	seen := map[string]bool{}
	for i, table := range p.Tables {
		at := strictyaml.Item("tables", i)
		if seen[table.Entity] {
			document.Add(at+".entity", "there is a table of %s already", table.Entity)
		}
		seen[table.Entity] = true
		table.check(document, at)
	}
}

func (r Recognition) check(document *strictyaml.Document) {
	if r.Headers != nil && len(r.Headers) == 0 {
		document.Add("recognise.headers", "no header is listed, so the profile would claim every file")
	}
	if r.Named && len(r.Files) == 0 {
		document.Add("recognise.named", "the file's name must fit, but no names are listed under files")
	}
	for i, header := range r.Headers {
		for _, one := range alternatives(header) {
			if name, _ := Normalise(one); name == "" {
				document.Add(strictyaml.Item("recognise.headers", i), "the header is missing")
			}
		}
	}
}

func (r Reading) check(document *strictyaml.Document) {
	oneOf := func(path, value string, allowed ...string) {
		if value != "" && !slices.Contains(allowed, value) {
			document.Add(path, "%q is none of %s", value, strings.Join(allowed, ", "))
		}
	}
	oneOf("reading.layout", r.Layout, "tree")
	oneOf("reading.decimal", r.Decimal, ".", ",")
	oneOf("reading.dates", r.Dates, "day first", "month first", "year first")
	oneOf("reading.escaped", r.Escaped, "html")
	oneOf("reading.duplicates", r.Duplicates, "first")
	if r.TimeZone != "" {
		if _, err := time.LoadLocation(r.TimeZone); err != nil {
			document.Add("reading.time_zone", "no time zone is called %q; names look like Europe/Madrid", r.TimeZone)
		}
	}
}

func (t Table) check(document *strictyaml.Document, at string) {
	given := map[string]bool{}
	for _, pair := range t.Columns {
		path := strictyaml.Child(at+".columns", pair.Key)
		if given[pair.Key] {
			document.Add(path, "the field %q has its columns already", pair.Key)
		}
		given[pair.Key] = true
		if len(pair.Value) == 0 || slices.ContainsFunc(pair.Value, func(header string) bool { return strings.TrimSpace(header) == "" }) {
			document.Add(path, "the column's header is missing")
		}
	}
	for _, pair := range t.Join {
		path := strictyaml.Child(at+".join", pair.Key)
		if given[pair.Key] {
			document.Add(path, "the field %q has its columns already", pair.Key)
		}
		given[pair.Key] = true
		if len(pair.Value) < 2 {
			document.Add(path, "one column needs no joining; name it under columns")
		}
	}
	t.checkExtracts(document, at, given)
	t.checkLists(document, at, given)
	checkRules(document, at+".outcome", t.Outcome, []string{"won", "lost", "open"})
	checkRules(document, at+".exclude", t.Exclude, nil)
	if t.OnlyWon && len(t.Outcome) == 0 {
		document.Add(at+".only_won", "only won deals are wanted, but no rule under outcome says which are won")
	}
}

// checkExtracts notes the fields that are taken out of texts in given.
func (t Table) checkExtracts(document *strictyaml.Document, at string, given map[string]bool) {
	for i, extract := range t.Extract {
		path := strictyaml.Item(at+".extract", i)
		pattern, err := regexp.Compile(extract.Pattern)
		if err != nil {
			document.Add(path+".pattern", "%v", err)
			continue
		}
		named := 0
		for _, group := range pattern.SubexpNames() {
			if group != "" {
				named++
				given[group] = true
			}
		}
		if named == 0 && extract.Pattern != "" {
			document.Add(path+".pattern", "it takes nothing out: name a field in it, like (?P<order_id>\\S+)")
		}
	}
}

// checkLists looks for fields that nothing gives a value.
func (t Table) checkLists(document *strictyaml.Document, at string, given map[string]bool) {
	for _, list := range []struct {
		path  string
		names []string
	}{{"fill_down", t.FillDown}, {"fold", t.Fold}} {
		for i, field := range list.names {
			if !given[field] {
				document.Add(strictyaml.Item(at+"."+list.path, i), "no column is named for %s", field)
			}
		}
	}
	for _, pair := range t.Split {
		if !given[pair.Key] {
			document.Add(strictyaml.Child(at+".split", pair.Key), "no column is named for %s", pair.Key)
		}
		if pair.Value == "" {
			document.Add(strictyaml.Child(at+".split", pair.Key), "the mark between the values is missing")
		}
	}
}

func checkRules(document *strictyaml.Document, at string, rules []Rule, allowed []string) {
	for i, rule := range rules {
		path := strictyaml.Item(at, i)
		if allowed != nil && rule.Is != "" && !slices.Contains(allowed, rule.Is) {
			document.Add(path+".is", "%q is none of %s", rule.Is, strings.Join(allowed, ", "))
		}
		if len(rule.Values) == 0 && !rule.Filled {
			document.Add(path, "the rule says neither values nor filled: true, so it never holds")
		}
		if len(rule.Values) > 0 && rule.Filled {
			document.Add(path, "the rule says values and filled: true; one of them is meant")
		}
	}
}
