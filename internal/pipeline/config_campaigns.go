package pipeline

import (
	"slices"
	"strings"

	"clientele/internal/strictyaml"
	"clientele/segments"
)

// Campaigns is what holds for every campaign.
type Campaigns struct {
	// HoldoutPercent of the customers are never addressed by any campaign, so that
	// what all of them bring together can be seen.
	HoldoutPercent float64 `yaml:"holdout_percent"`
	// Contacts bounds how often a customer is addressed.
	Contacts segments.Contacts `yaml:"contacts"`
	// Consent says how a customer is treated of whom nothing says that he may be
	// addressed; where it is empty, it is required for e-mails and short messages
	// of companies that know of any.
	Consent string `yaml:"consent"`
	// Suppress are files of addresses, telephones and ids never to be addressed.
	Suppress []string `yaml:"suppress"`
}

// mostHeldOut percent: with more than half nobody knows what campaigns are for.
const mostHeldOut = 50

// checkCampaigns adds the mistakes of the config about campaigns.
func (c *Config) checkCampaigns() {
	campaigns := c.Campaigns
	within := func(path string, ok bool, format string, arguments ...any) {
		if !ok {
			c.document.Add(path, format, arguments...)
		}
	}
	within("campaigns.holdout_percent", campaigns.HoldoutPercent >= 0 && campaigns.HoldoutPercent <= mostHeldOut,
		"between 0 and %d percent can be held out of all campaigns", mostHeldOut)
	within("campaigns.consent", campaigns.Consent == "" || slices.Contains(segments.Consents(), campaigns.Consent),
		"%q is none of %s", campaigns.Consent, strings.Join(segments.Consents(), ", "))
	if campaigns.Contacts != (segments.Contacts{}) {
		within("campaigns.contacts.most", campaigns.Contacts.Most >= 0, "the most contacts are a number, or 0 for no limit")
		within("campaigns.contacts.days", campaigns.Contacts.Days >= 1 && campaigns.Contacts.Days <= 366, "the days lie between 1 and 366")
	}
	for i, file := range campaigns.Suppress {
		within(strictyaml.Item("campaigns.suppress", i), file != "", "has no name of a file")
	}
}
