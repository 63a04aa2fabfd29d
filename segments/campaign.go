package segments

import (
	"errors"
	"time"

	"clientele/internal/strictyaml"
)

// Campaign is CAMPAIGN.yaml: who is to be offered what, when, by which channel
// and at what cost. The same file plans the campaign and measures it.
//
// What the file leaves out has a default: a campaign without an end runs four
// weeks, one without a name is called by its id, and one that says nothing of
// its control group gets as large a one as it takes to see the effect.
type Campaign struct {
	ID      string // names its folder, and the campaign in the ledger
	Name    string
	Channel string    // one of Channels
	Starts  time.Time // the first day
	Ends    time.Time // the last day whose purchases count
	Offers  []Offer   // at least one

	Control  Control
	Fixed    float64  // what it costs whoever is addressed
	Budget   *float64 // the most that may be spent
	Consent  string   // "", ConsentRequired or ConsentUnlessRefused
	Contacts *Contacts
	Suppress []string // files, relative to the campaign's
	Lists    Lists
	// OtherCampaigns is "" or OthersAllowed: what becomes of customers who are in
	// another campaign of the same days.
	OtherCampaigns string

	document *strictyaml.Document
}

// Days is how many days the campaign's purchases are counted for.
func (c *Campaign) Days() int { return int(c.Ends.Sub(c.Starts).Hours()/24) + 1 }

// Offer is what some of the campaign's customers are offered, what it brings
// and what it costs.
type Offer struct {
	Text     string
	Segments []string // names, in the order in which a customer of several belongs
	Rule     *Rule    // or who they are, in the segment language

	ContactCost     float64 // of addressing one customer
	ResponseCost    float64 // of one who takes the offer
	MarginPercent   float64 // of the price before the discount that stays; 100 where nothing is said
	MarginKnown     bool    // the file says so
	DiscountPercent float64 // of the price, given to everybody addressed who buys
	Response        Response

	path string // of the group of keys in the file
}

// Response is what somebody expects where nothing is known from earlier
// campaigns.
type Response struct {
	Percent    *float64 `yaml:"percent"`     // of those addressed take the offer
	LiftPoints *float64 `yaml:"lift_points"` // buyers in 100 addressed who would not have bought
	Spend      *float64 `yaml:"spend"`       // what a purchase brings
}

// Control says how many are left alone so that the effect can be seen; at most
// one of its figures is given.
type Control struct {
	Percent *float64 `yaml:"percent"` // of everybody
	Size    *int     `yaml:"size"`    // customers
	Effect  *float64 `yaml:"effect"`  // percentage points of buyers that should be seen
}

// Given reports whether the file says how large the control group is.
func (c Control) Given() bool { return c.Percent != nil || c.Size != nil || c.Effect != nil }

// Contacts bounds how often a customer is addressed, by all campaigns together.
type Contacts struct {
	Most int `yaml:"most,required"` // campaigns; 0 is no limit
	Days int `yaml:"days,required"` // in so many days
}

// Lists says how the target lists are cut.
type Lists struct {
	By      string   `yaml:"by"`      // ListsByManager or ListsTogether
	Columns []string `yaml:"columns"` // beside those that the channel needs
}

// The channels.
const (
	Email  = "email"
	Phone  = "phone"
	SMS    = "sms"
	Letter = "letter"
	Visit  = "visit"
)

// Channels lists the channels.
func Channels() []string { return []string{Email, Phone, SMS, Letter, Visit} }

// How a customer is treated of whom nothing says that he may be addressed.
const (
	ConsentRequired      = "required"
	ConsentUnlessRefused = "unless refused"
)

// Consents lists the ways to treat unknown consent.
func Consents() []string { return []string{ConsentRequired, ConsentUnlessRefused} }

// What becomes of customers in another campaign of the same days: left out,
// which is what holds where nothing is said, or allowed.
const (
	OthersLeftOut = "leave out"
	OthersAllowed = "allow"
)

// The ways to cut lists.
const (
	ListsByManager = "manager"
	ListsTogether  = "none"
)

// ListColumns are the columns that a target list can have beside those that its
// channel needs.
func ListColumns() []string {
	return []string{"email", "phone", "name", "customer_id", "owner", "city", "country", "tags", "segment", "offer", "usual_weekday", "usual_hour", "last_on", "orders", "revenue"}
}

// Day is a day in a file: 2026-10-31.
type Day struct{ time.Time }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Day) UnmarshalText(text []byte) error {
	day, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return errors.New("is no day; days look like 2026-10-31")
	}
	d.Time = day
	return nil
}
