package segments

import (
	_ "embed" // the example
	"fmt"
	"slices"
	"strings"
	"unicode"

	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
)

// campaignFile is the file as it is written. Keys of an offer may stand in the
// file itself, where there is one offer or all share them.
type campaignFile struct {
	ID       *string         `yaml:"campaign,required"`
	Name     string          `yaml:"name"`
	Channel  *string         `yaml:"channel,required"`
	Starts   Day             `yaml:"starts,required"`
	Ends     Day             `yaml:"ends"`
	Offer    string          `yaml:"offer"`
	Segments []string        `yaml:"segments"`
	Who      strictyaml.Tree `yaml:"who"`
	Offers   []offerFile     `yaml:"offers"`
	Cost     costFile        `yaml:"cost"`
	Margin   *float64        `yaml:"margin_percent"`
	Discount *float64        `yaml:"discount_percent"`
	Response Response        `yaml:"response"`
	Budget   *float64        `yaml:"budget"`
	Control  Control         `yaml:"control"`
	Consent  string          `yaml:"consent"`
	Contacts *Contacts       `yaml:"contacts"`
	Suppress []string        `yaml:"suppress"`
	Lists    Lists           `yaml:"lists"`
	Others   string          `yaml:"other_campaigns"`
}

// offerFile is one offer of several; what it leaves out the file says.
type offerFile struct {
	Offer    string          `yaml:"offer,required"`
	Segments []string        `yaml:"segments"`
	Who      strictyaml.Tree `yaml:"who"`
	Cost     offerCostFile   `yaml:"cost"`
	Margin   *float64        `yaml:"margin_percent"`
	Discount *float64        `yaml:"discount_percent"`
	Response *Response       `yaml:"response"`
}

type costFile struct {
	Fixed    float64  `yaml:"fixed"`
	Contact  *float64 `yaml:"contact"`
	Response *float64 `yaml:"response"`
}

type offerCostFile struct {
	Contact  *float64 `yaml:"contact"`
	Response *float64 `yaml:"response"`
}

const (
	defaultDays = 28  // four whole weeks: each weekday is in it equally often
	mostDays    = 366 // who buys a year later does so for other reasons
	// mostControlPercent: with more left alone than addressed twice over, nobody
	// is addressed.
	mostControlPercent = 90
	// mostID is how long an id may be: it names folders and files.
	mostID = 64
)

//go:embed campaign.example.yaml
var campaignExample string

// CampaignExample is a file with every key and what it means.
func CampaignExample() string { return campaignExample }

// ReadCampaign reads a file. The error is a *strictyaml.Mistakes that lists
// every mistake with its line and column.
func ReadCampaign(name string, source []byte) (*Campaign, error) {
	var file campaignFile
	document, err := strictyaml.Decode(name, source, &file)
	if err != nil && document.Err() == nil {
		return nil, err
	}
	c := file.campaign(document)
	file.check(document)
	for _, offer := range c.Offers {
		offer.check(document)
	}
	return c, document.Err()
}

// Add collects a mistake that the file does not show by itself: a segment that
// does not exist. Err lists all.
func (c *Campaign) Add(path, format string, arguments ...any) {
	c.document.Add(path, format, arguments...)
}

// Err lists all mistakes that were found so far.
func (c *Campaign) Err() error { return c.document.Err() }

// campaign puts the defaults where the file says nothing.
func (f *campaignFile) campaign(document *strictyaml.Document) *Campaign {
	c := &Campaign{document: document,
		ID: textOf(f.ID), Name: f.Name, Channel: textOf(f.Channel), Starts: f.Starts.Time, Ends: f.Ends.Time,
		Control: f.Control, Fixed: f.Cost.Fixed, Budget: f.Budget, Consent: f.Consent, Contacts: f.Contacts, Suppress: f.Suppress, Lists: f.Lists, OtherCampaigns: f.Others,
	}
	if c.Name == "" {
		c.Name = c.ID
	}
	if c.Ends.IsZero() {
		c.Ends = c.Starts.AddDate(0, 0, defaultDays-1)
	}
	if c.Lists.By == "" {
		c.Lists.By = ListsTogether
	}
	whole := offerFile{Offer: f.Offer, Segments: f.Segments, Who: f.Who}
	if f.Offers == nil {
		c.Offers = []Offer{f.offer(whole, "", document)}
	}
	for i, one := range f.Offers {
		c.Offers = append(c.Offers, f.offer(one, strictyaml.Item("offers", i), document))
	}
	return c
}

// offer is one offer with what the file says for all.
func (f *campaignFile) offer(one offerFile, path string, document *strictyaml.Document) Offer {
	offer := Offer{Text: one.Offer, Segments: one.Segments, MarginPercent: 100, Response: f.Response, path: path}
	if isWritten(one.Who) {
		rule := ReadRule(one.Who, below(path, "who"), document)
		offer.Rule = &rule
	}
	if one.Response != nil {
		offer.Response = *one.Response
	}
	first := func(into *float64, given ...*float64) bool {
		for _, one := range given {
			if one != nil {
				*into = *one
				return true
			}
		}
		return false
	}
	first(&offer.ContactCost, one.Cost.Contact, f.Cost.Contact)
	first(&offer.ResponseCost, one.Cost.Response, f.Cost.Response)
	first(&offer.DiscountPercent, one.Discount, f.Discount)
	offer.MarginKnown = first(&offer.MarginPercent, one.Margin, f.Margin)
	return offer
}

// isWritten reports whether the file has a rule.
func isWritten(rule strictyaml.Tree) bool { return rule.Text != "" || len(rule.Keys) > 0 }

// below is the path of an offer's key; keys of the only one stand in the file
// itself.
func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// textOf is a text that may not be there: that is told by the grammar, also
// where its key is misspelt.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// check adds the mistakes that the grammar does not see.
func (f *campaignFile) check(document *strictyaml.Document) {
	within := func(path string, ok bool, format string, arguments ...any) {
		if !ok {
			document.Add(path, format, arguments...)
		}
	}
	if f.ID != nil {
		checkID(document, *f.ID)
	}
	if f.Channel != nil {
		within("channel", *f.Channel != "", "one is wanted: %s", strings.Join(Channels(), ", "))
		oneOf(document, "channel", *f.Channel, Channels())
	}
	oneOf(document, "consent", f.Consent, Consents())
	oneOf(document, "other_campaigns", f.Others, []string{OthersLeftOut, OthersAllowed})
	oneOf(document, "lists.by", f.Lists.By, []string{ListsByManager, ListsTogether})
	if !f.Ends.IsZero() && !f.Starts.IsZero() {
		days := int(f.Ends.Sub(f.Starts.Time).Hours()/24) + 1
		within("ends", days >= 1, "the campaign ends before it starts (%s)", f.Starts.Format("2006-01-02"))
		within("ends", days <= mostDays, "the campaign runs for %d days; %d are the most", days, mostDays)
	}
	f.checkControl(within)
	within("cost.fixed", isCost(f.Cost.Fixed), "a cost lies between 0 and a billion")
	within("budget", f.Budget == nil || isCost(*f.Budget), "a budget lies between 0 and a billion")
	if f.Contacts != nil {
		within("contacts.most", f.Contacts.Most >= 0, "the most contacts are a number, or 0 for no limit")
		within("contacts.days", f.Contacts.Days >= 1 && f.Contacts.Days <= mostDays, "the days lie between 1 and %d", mostDays)
	}
	for i, column := range f.Lists.Columns {
		place := strictyaml.Item("lists.columns", i)
		within(place, column != "", "has no name of a column")
		oneOf(document, place, column, ListColumns())
	}
	for i, file := range f.Suppress {
		within(strictyaml.Item("suppress", i), file != "", "has no name of a file")
	}
	if f.Offers == nil {
		return
	}
	within("offers", len(f.Offers) > 0, "no offer is listed; leave the key out where there is one offer, and write it as offer:")
	within("offer", f.Offer == "", "stands beside offers: write it into one of them")
	within("segments", f.Segments == nil, "stand beside offers: each offer has segments of its own, so write them there")
	within("who", !isWritten(f.Who), "stands beside offers: each offer has a rule of its own, so write it there")
}

func (f *campaignFile) checkControl(within func(path string, ok bool, format string, arguments ...any)) {
	control := f.Control
	given := 0
	for _, one := range []bool{control.Percent != nil, control.Size != nil, control.Effect != nil} {
		if one {
			given++
		}
	}
	within("control", given <= 1, "one of percent, size and effect says how many are left alone, and here are %d", given)
	within("control.percent", control.Percent == nil || *control.Percent >= 0 && *control.Percent <= mostControlPercent,
		"between 0 and %d percent can be left alone", mostControlPercent)
	within("control.size", control.Size == nil || *control.Size >= 0, "a number of customers is no less than 0")
	within("control.effect", control.Effect == nil || *control.Effect > 0 && *control.Effect <= 100,
		"the effect to be seen is in percentage points of buyers, more than 0 and at most 100")
}

// check adds the mistakes of one offer.
func (o Offer) check(document *strictyaml.Document) {
	at := func(key string) string { return below(o.path, key) }
	within := func(key string, ok bool, what string) {
		if !ok {
			document.Add(at(key), "%s", what)
		}
	}
	switch {
	case len(o.Segments) == 0 && o.Rule == nil:
		document.Add(at("segments"), "say who is addressed: a line \"segments: [champions, at_risk]\", or \"who: …\" with a rule")
	case len(o.Segments) > 0 && o.Rule != nil:
		document.Add(at("who"), "stands beside segments; write one of them (a rule can name segments: in segment VIP)")
	}
	seen := map[string]bool{}
	for i, name := range o.Segments {
		place := strictyaml.Item(at("segments"), i)
		if plain := plainName(name); plain == "" {
			document.Add(place, "has no name of a segment")
		} else if seen[plain] {
			document.Add(place, "the segment stands here for the second time")
		} else {
			seen[plain] = true
		}
	}
	within("cost.contact", isCost(o.ContactCost), "a cost lies between 0 and a billion")
	within("cost.response", isCost(o.ResponseCost), "a cost lies between 0 and a billion")
	within("margin_percent", o.MarginPercent >= 0 && o.MarginPercent <= 100, "a margin lies between 0 and 100 percent of the price")
	within("discount_percent", o.DiscountPercent >= 0 && o.DiscountPercent <= 100, "a discount lies between 0 and 100 percent of the price")
	o.Response.check(within)
}

func (r Response) check(within func(key string, ok bool, what string)) {
	within("response.percent", r.Percent == nil || *r.Percent >= 0 && *r.Percent <= 100, "a response lies between 0 and 100 percent of those addressed")
	within("response.lift_points", r.LiftPoints == nil || *r.LiftPoints >= -100 && *r.LiftPoints <= 100, "a lift lies between -100 and 100 percentage points")
	within("response.spend", r.Spend == nil || *r.Spend > 0 && isCost(*r.Spend), "what a purchase brings is more than 0 and at most a billion")
}

// isCost refuses what no campaign costs, so that sums stay numbers.
func isCost(amount float64) bool { return amount >= 0 && amount <= 1e9 }

// oneOf refuses a word that is none of those known; an empty one says nothing.
func oneOf(document *strictyaml.Document, path, word string, known []string) {
	if word == "" || slices.Contains(known, word) {
		return
	}
	meant := ""
	if near := spelling.Suggest(word, known); near != "" {
		meant = fmt.Sprintf("did you mean %q? ", near)
	}
	document.Add(path, "%q is not known; %sknown: %s", word, meant, strings.Join(known, ", "))
}

// checkID refuses what cannot name a folder on every system.
func checkID(document *strictyaml.Document, id string) {
	if safeID(id) {
		return
	}
	meant := strings.Trim(strings.Map(func(r rune) rune {
		if idRune(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, id), "-.")
	if runes := []rune(meant); len(runes) > mostID {
		meant = string(runes[:mostID])
	}
	hint := ""
	if safeID(meant) {
		hint = "; write " + meant
	}
	document.Add("campaign", "names a folder, so it has letters, digits, - and _ alone, and at most %d of them%s", mostID, hint)
}

func safeID(id string) bool {
	if len([]rune(id)) > mostID || strings.HasPrefix(id, ".") || strings.HasSuffix(id, ".") {
		return false
	}
	// The names of devices, which no file of Windows may bear.
	name, _, _ := strings.Cut(strings.ToLower(id), ".")
	if slices.Contains([]string{"con", "prn", "aux", "nul"}, name) || len(name) == 4 && (strings.HasPrefix(name, "com") || strings.HasPrefix(name, "lpt")) {
		return false
	}
	return id != "" && strings.IndexFunc(id, func(r rune) bool { return !idRune(r) }) < 0
}

func idRune(r rune) bool {
	return r != unicode.ReplacementChar && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '.')
}
