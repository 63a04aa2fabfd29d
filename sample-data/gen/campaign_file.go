package main

import "time"

// The mailing system writes UTF-8 with commas and the company's wall clock.
const mailingTime = "2006-01-02 15:04:05"

func campaignsCSV(c company) ([]byte, error) {
	records := [][]string{{"ID", "Campaign", "Channel", "Offer", "First day", "Last day", "Cost"}}
	for _, one := range c.Campaigns {
		records = append(records, []string{one.ID, one.Name, "email", one.Offer,
			one.From.Format(time.DateOnly), one.Until.Format(time.DateOnly), one.spent().String()})
	}
	return table(records)
}

// spent is what a campaign cost: a sum for itself, and one for each letter.
func (c campaign) spent() cents {
	sum := c.Fixed
	for _, one := range c.Members {
		sum += c.Cost * cents(len(one.Touched))
	}
	return sum
}

// membersCSV has a row for each letter, and one for each of the control group.
func membersCSV(c company) ([]byte, error) {
	records := [][]string{{"Campaign", "Email", "Group", "Segment", "Sent", "Opened", "Clicked"}}
	for _, campaign := range c.Campaigns {
		for _, one := range campaign.Members {
			group := "mailing"
			if one.Held {
				group = "control"
			}
			row := []string{campaign.ID, one.Email, group, one.Segment, "", mailed(one.Opened), mailed(one.Clicked)}
			records = append(records, row)
			for i, sent := range one.Touched {
				if i > 0 {
					row = append([]string{}, row...)
					records = append(records, row)
				}
				row[4] = mailed(sent)
			}
		}
	}
	return table(records)
}

func subscribersCSV(c company) ([]byte, error) {
	records := [][]string{{"Email", "Subscribed", "Changed"}}
	for _, s := range c.Subscribers {
		subscribed := "yes"
		if !s.Subscribed {
			subscribed = "no"
		}
		records = append(records, []string{s.Person.Email, subscribed, mailed(s.Changed)})
	}
	return table(records)
}

func mailed(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(mailingTime)
}

// campaignTruth is what a campaign really did. The effect is the share of those
// who are still customers times the chance that the letter gave them.
type campaignTruth struct {
	ID       string  `json:"campaign"`
	Members  int     `json:"members"`
	Treated  int     `json:"treated"`
	Control  int     `json:"control"`
	Unknown  int     `json:"unknown_addresses"`
	Twice    int     `json:"reached_twice"`
	Mistaken int     `json:"control_reached"`
	Response float64 `json:"chance_of_one_more_order"`
	Orders   int     `json:"orders_brought"`
	Revenue  cents   `json:"revenue_brought"`
	Cost     cents   `json:"cost"`
}

// mailingTruth counts the rows of the mailing system's files, all of which can
// be read.
type mailingTruth struct {
	Subscribers int `json:"subscriber_rows"`
	Campaigns   int `json:"campaign_rows"`
	Members     int `json:"member_rows"`
}

func newMailingTruth(c company) mailingTruth {
	t := mailingTruth{Subscribers: len(c.Subscribers), Campaigns: len(c.Campaigns)}
	for _, campaign := range c.Campaigns {
		for _, one := range campaign.Members {
			t.Members += max(1, len(one.Touched))
		}
	}
	return t
}

func campaignsTruth(campaigns []campaign) []campaignTruth {
	var all []campaignTruth
	for _, c := range campaigns {
		t := campaignTruth{ID: c.ID, Members: len(c.Members), Response: c.Response, Orders: len(c.Orders), Cost: c.spent()}
		for _, one := range c.Members {
			switch {
			case one.Person == nil:
				t.Unknown++
			case one.Held:
				t.Control++
				t.Mistaken += len(one.Touched)
			default:
				t.Treated++
				t.Twice += len(one.Touched) - 1
			}
		}
		for _, o := range c.Orders {
			for _, l := range o.Lines {
				t.Revenue += l.Amount
			}
		}
		all = append(all, t)
	}
	return all
}
