package duck

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// finder gathers the names of a statement from the parser's tree. What the
// statement says itself, its constants, are leaves of the tree and never nodes.
type finder struct {
	text string
	out  Select
}

func (f *finder) walk(node any) {
	switch of := node.(type) {
	case []any:
		for _, one := range of {
			f.walk(one)
		}
	case map[string]any:
		f.take(of)
		for _, key := range sortedKeys(of) {
			f.walk(of[key])
		}
	}
}

// take looks at one node; its parts have their turn.
func (f *finder) take(node map[string]any) {
	if with, ok := node["cte_map"].(map[string]any); ok {
		list, _ := with["map"].([]any)
		for _, one := range list {
			if pair, ok := one.(map[string]any); ok {
				f.out.Defined = append(f.out.Defined, word(pair, "key"))
			}
		}
	}
	if node["sample"] != nil {
		f.out.Sampled = true
	}
	switch word(node, "class") {
	case "FUNCTION", "WINDOW":
		f.out.Functions = append(f.out.Functions, f.mention(node, qualified(word(node, "catalog"), word(node, "schema"), word(node, "function_name"))))
	case "COLUMN_REF":
		if names, _ := node["column_names"].([]any); len(names) == 1 {
			name, _ := names[0].(string)
			f.out.Columns = append(f.out.Columns, f.mention(node, name))
		}
	case "PARAMETER":
		if name := word(node, "identifier"); !slices.Contains(f.out.Parameters, name) {
			f.out.Parameters = append(f.out.Parameters, name)
		}
	}
	switch word(node, "type") {
	case "BASE_TABLE":
		f.out.Tables = append(f.out.Tables, f.mention(node, qualified(word(node, "catalog_name"), word(node, "schema_name"), word(node, "table_name"))))
	case "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		f.out.TableFunctions = append(f.out.TableFunctions, f.mention(node, qualified(word(function, "catalog"), word(function, "schema"), word(function, "function_name"))))
		delete(function, "class") // it is no function of values too
	case "SHOW_REF":
		f.out.Shows = true
	}
}

func (f *finder) mention(node map[string]any, name string) Mention {
	arguments, _ := node["children"].([]any)
	m := Mention{Name: name, Arguments: len(arguments)}
	if written, ok := node["query_location"].(json.Number); ok {
		if at, err := strconv.Atoi(written.String()); err == nil {
			m.Line, m.Column = place(f.text, at)
		}
	}
	return m
}

func word(node map[string]any, key string) string {
	text, _ := node[key].(string)
	return text
}

func qualified(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ".")
}

func sortedKeys(node map[string]any) []string {
	keys := make([]string, 0, len(node))
	for key := range node {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// ordered tells a statement whose last word is an order.
func ordered(statement map[string]any) bool {
	node, _ := statement["node"].(map[string]any)
	modifiers, _ := node["modifiers"].([]any)
	return slices.ContainsFunc(modifiers, func(one any) bool {
		modifier, _ := one.(map[string]any)
		return word(modifier, "type") == "ORDER_MODIFIER"
	})
}
