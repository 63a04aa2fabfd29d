package reports

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// ruleForm is a kind of condition, with the key of the catalogue's words for it.
// What the form's group holds stands in these words: names or a number.
type ruleForm struct {
	key  string
	form *regexp.Regexp
}

// name of a place, a person or a segment: between quotes, or without anything
// that a rule's grammar means something by.
const ruleName = `(?:"[^"]+"|[^",()&<>=]+?)`

// ruleForms are the conditions that people choose customers by. Others are left
// in the language of rules: a sentence that says something else would be worse.
func ruleForms() []ruleForm {
	names := `is (?:one of )?(` + ruleName + `(?:\s*,\s*` + ruleName + `)*)$`
	length := ` in the last (\d{1,5}) `
	form := func(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)^` + pattern) }
	return []ruleForm{
		{"manager.rule.country", form(`country ` + names)}, {"manager.rule.city", form(`(?:city|town) ` + names)}, {"manager.rule.manager", form(`(?:manager|owner) ` + names)},
		{"manager.rule.rfm", form(`(?:rfm segment|rfm) ` + names)}, {"manager.rule.stage", form(`(?:lifecycle stage|lifecycle|stage) ` + names)}, {"manager.rule.segment", form(`in segment (` + ruleName + `)$`)},
		{"manager.rule.orders_least", form(`orders at least (\d{1,9})$`)}, {"manager.rule.revenue_least", form(`revenue at least (\d{1,12})$`)},
		{"manager.rule.silent_days", form(`no orders?` + length + `days?$`)}, {"manager.rule.silent_months", form(`no orders?` + length + `months?$`)},
		{"manager.rule.category", form(`bought in category (` + ruleName + `)$`)}, {"manager.rule.channel", form(`bought in channel (` + ruleName + `)$`)},
	}
}

var (
	ruleAnd = regexp.MustCompile(`(?i)^\s*(?:and\s|&)\s*`)
	// Words that would turn the meaning of a name that has them without quotes.
	ruleTurns = regexp.MustCompile(`(?i)(^|\s)(and|or|not|is|with|at|in|between|one|known|since|before)(\s|$)`)
	oneName   = regexp.MustCompile(ruleName + `(?:\s*,\s*|$)`)
	aRegion   = regexp.MustCompile(`^[A-Z]{2}$`)
)

// ruleTitle says whose customers they are that a rule finds, as a person would.
func (m *managerBuilder) ruleTitle(rule string) string {
	var parts []string
	for _, condition := range conditions(Clean(rule)) {
		part, ok := m.ruleWords(condition)
		if !ok {
			return m.say("manager.title_rule")
		}
		parts = append(parts, part)
	}
	title := m.say("manager.title_where", "what", strings.Join(parts, m.say("manager.rule.and")))
	if len(parts) == 0 || len([]rune(title)) > longestTitle {
		return m.say("manager.title_rule")
	}
	return title
}

// longestTitle is up to how many characters such a title has.
const longestTitle = 120

// conditions cuts a rule at the words that join them, outside of quotes.
func conditions(rule string) []string {
	var out []string
	from, quoted := 0, false
	for at := 0; at < len(rule); at++ {
		if rule[at] == '"' {
			quoted = !quoted
		}
		if quoted || at > 0 && rule[at] != '&' && rule[at-1] != ' ' {
			continue
		}
		if joined := ruleAnd.FindString(rule[at:]); joined != "" {
			out = append(out, strings.TrimSpace(rule[from:at]))
			from, at = at+len(joined), at+len(joined)-1
		}
	}
	return append(out, strings.TrimSpace(rule[from:]))
}

// ruleWords says a condition in the words of the language.
func (m *managerBuilder) ruleWords(condition string) (string, bool) {
	for _, one := range ruleForms() {
		found := one.form.FindStringSubmatch(condition)
		if found == nil {
			continue
		}
		value := found[1]
		if value[0] < '0' || value[0] > '9' {
			var ok bool
			if value, ok = m.ruleNames(one.key, value); !ok {
				return "", false
			}
		} else if one.key == "manager.rule.revenue_least" {
			value = m.Words.Money(decimal.RequireFromString(value), m.Currency, 0)
		}
		return m.say(one.key, "what", value), true
	}
	return "", false
}

// ruleNames lists names: countries in the words of the language, segments as
// reports call them.
func (m *managerBuilder) ruleNames(key, list string) (string, bool) {
	var out []string
	for _, text := range oneName.FindAllString(list, -1) {
		text = strings.TrimRight(strings.TrimSpace(text), ", ")
		bare := strings.Trim(text, `"`)
		if bare == text && ruleTurns.MatchString(text) {
			return "", false
		}
		switch {
		case key == "manager.rule.country" && aRegion.MatchString(bare):
			bare = m.country(bare)
		case key == "manager.rule.rfm":
			bare = m.quotedWord("segment.", bare)
		case key == "manager.rule.stage":
			bare = m.quotedWord("stage.", bare)
		case key == "manager.rule.segment" || key == "manager.rule.category" || key == "manager.rule.channel":
			bare = m.quotedWord("", bare)
		}
		out = append(out, name(bare))
	}
	last := len(out) - 1
	if last < 0 {
		return "", false
	}
	if last == 0 {
		return out[0], true
	}
	return strings.Join(out[:last], ", ") + m.say("manager.rule.or") + out[last], true
}

// quotedWord is a name between quotes; of a segment that is always there the
// name that reports have for it, whose keys begin as named.
func (m *managerBuilder) quotedWord(prefix, name string) string {
	if word, ok := m.Words.Find(prefix + slug(name)); ok && prefix != "" {
		name = word
	}
	return m.say("manager.rule.quoted", "what", name)
}

// country is the name of one that is written as ISO 3166 has it.
func (m *managerBuilder) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	if known := display.Regions(language.Make(m.Words.Language())).Name(region); known != "" {
		return known
	}
	return code
}
