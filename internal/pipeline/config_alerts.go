package pipeline

import (
	"slices"
	"strings"

	"clientele/internal/alerts"
	"clientele/internal/strictyaml"
	"clientele/reports/catalogue"
	"clientele/segments"
)

// AlertRule asks to be told of a number, in the language of package alerts.
type AlertRule struct {
	Name     string   `yaml:"name,required"`
	When     string   `yaml:"when,required"`
	To       []string `yaml:"to,required"`
	Language string   `yaml:"language"` // of the mail; the company's own where empty
}

// Understood is what the rule of an alert was understood as, by its place in the
// config: what a Reading is called by.
func (c *Config) Understood(i int) string { return c.alertRules[i].String() }

// longestAlertName is what a subject of a mail still shows.
const longestAlertName = 100

// checkAlerts reads the rules and adds their mistakes, each at its word.
func (c *Config) checkAlerts() {
	c.alertRules = make([]alerts.Rule, len(c.Alerts))
	for i, one := range c.Alerts {
		path := strictyaml.Item("alerts", i)
		c.checkAlertName(path+".name", one.Name, c.Alerts[:i])
		if len(one.To) == 0 {
			c.document.Add(path+".to", "nobody is told")
		}
		if one.Language != "" && !slices.Contains(catalogue.Languages(), one.Language) {
			c.document.Add(path+".language", "%q is none of %s", one.Language, strings.Join(catalogue.Languages(), ", "))
		}
		if one.When == "" {
			continue // is told as missing
		}
		rule, mistakes := alerts.Parse(one.When)
		for _, mistake := range mistakes {
			c.document.AddWithin(path+".when", one.When, mistake.At, "%s", mistake.Text)
		}
		c.alertRules[i] = rule
	}
}

func (c *Config) checkAlertName(path, name string, before []AlertRule) {
	switch {
	case strings.TrimSpace(name) == "":
		c.document.Add(path, "an alert needs a name")
		return
	case len([]rune(name)) > longestAlertName:
		c.document.Add(path, "the name has more than %d characters", longestAlertName)
	case strings.TrimSpace(name) != name:
		c.document.Add(path, "the name begins or ends with a space")
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		c.document.Add(path, "the name has a line break or another control character in it")
	}
	for _, other := range before {
		if segments.SameName(name, other.Name) {
			c.document.Add(path, "an alert is called %q already", other.Name)
			return
		}
	}
}
