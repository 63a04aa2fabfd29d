package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"clientele/internal/strictyaml"
	"clientele/reports"
	"clientele/reports/catalogue"
)

// Language is the company's own: the first of those that reports are made in.
func (c *Config) Language() string { return c.Languages[0] }

// checkReports adds the mistakes about which reports are made, and in which
// languages.
func (c *Config) checkReports() {
	if len(c.Languages) == 0 {
		c.document.Add("language", "no language is listed")
		c.Languages = defaults().Languages
	}
	checkList("language", c.Languages, catalogue.Languages(), "is none of "+strings.Join(catalogue.Languages(), ", "), c.document.Add)
	if len(c.Reports) == 0 {
		c.document.Add("reports", "no report is listed; there are %s", strings.Join(reportIDs(), ", "))
	}
	checkList("reports", c.Reports, reportIDs(), "is no report; there are "+strings.Join(reportIDs(), ", "), c.document.Add)
}

// checkList adds what is unknown in a list, and what stands in it twice.
func checkList(path string, list, known []string, unknown string, add mistakes) {
	for i, one := range list {
		at := strictyaml.Item(path, i)
		switch {
		case !slices.Contains(known, one):
			add(at, "%q %s", one, unknown)
		case slices.Index(list, one) < i:
			add(at, "%q stands here twice", one)
		}
	}
}

// reportIDs are the names of all reports.
func reportIDs() []string {
	var ids []string
	for _, kind := range reports.Kinds() {
		ids = append(ids, kind.ID)
	}
	return ids
}

// In returns the config with other languages for its reports, itself where
// none are named.
func (c *Config) In(languages []string) (*Config, error) {
	if len(languages) == 0 {
		return c, nil
	}
	var wrong error
	checkList("", languages, catalogue.Languages(), "is none of "+strings.Join(catalogue.Languages(), ", "), func(_, format string, arguments ...any) {
		if wrong == nil {
			wrong = &UsageError{Text: fmt.Sprintf("--language: "+format, arguments...)}
		}
	})
	if wrong != nil {
		return nil, wrong
	}
	out := *c
	out.Languages = languages
	return &out, nil
}
