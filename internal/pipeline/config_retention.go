package pipeline

import "clientele/internal/strictyaml"

// checkRetention adds the mistakes of the config about retention.
func (c *Config) checkRetention() {
	c.Retention.check(func(part, text string) {
		c.document.Add(strictyaml.Child("retention", part), "%s", text)
	})
}
