package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// The file is counted again: what the truth says of arms, of letters that came
// twice and of those that went to the control group by mistake.
func TestCampaigns_EqualTheirTruth(t *testing.T) {
	var known struct {
		Campaigns []struct {
			ID                        string `json:"campaign"`
			Members, Treated, Control int
			Unknown                   int `json:"unknown_addresses"`
			Twice                     int `json:"reached_twice"`
			Mistaken                  int `json:"control_reached"`
		}
	}
	if err := json.Unmarshal(committed(t, "truth/truth.json"), &known); err != nil {
		t.Fatal(err)
	}
	type counts struct {
		arms           map[string]string // address: group
		letters, wrong int
	}
	found := map[string]*counts{}
	for _, row := range parseCSV(t, committed(t, "exports/mailing-members.csv"), ',') {
		c := found[row.cells["Campaign"]]
		if c == nil {
			c = &counts{arms: map[string]string{}}
			found[row.cells["Campaign"]] = c
		}
		address, group := row.cells["Email"], row.cells["Group"]
		if before, again := c.arms[address]; again && before != group {
			t.Errorf("%s is in both groups of %s", address, row.cells["Campaign"])
		}
		c.arms[address] = group
		if row.cells["Sent"] != "" {
			c.letters++
			if group == "control" {
				c.wrong++
			}
		}
	}
	if len(known.Campaigns) != len(found) || len(found) == 0 {
		t.Fatalf("%d campaigns, the truth has %d", len(found), len(known.Campaigns))
	}
	for _, want := range known.Campaigns {
		got := found[want.ID]
		if got == nil || len(got.arms) != want.Members || want.Members != want.Treated+want.Control+want.Unknown || got.wrong != want.Mistaken || got.letters != want.Treated+want.Unknown+want.Twice+want.Mistaken {
			t.Errorf("%s: %d addresses, %d letters, %d of them to the control group; the truth is %+v", want.ID, len(got.arms), got.letters, got.wrong, want)
		}
	}
}

// Who is held out nothing but chance decides: over many seeds the two groups
// bought the same before.
func TestCampaigns_ArmsAreAlikeBefore(t *testing.T) {
	var difference, variance float64
	for seed := range uint64(6) {
		c, err := newCompany(seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range c.Campaigns {
			sums, squares, n := [2]float64{}, [2]float64{}, [2]float64{}
			for _, m := range one.Members {
				if m.Person == nil || one.Held == 0 {
					continue
				}
				arm := 0
				if m.Held {
					arm = 1
				}
				sums[arm] += m.Person.History.MeanOrder
				squares[arm] += m.Person.History.MeanOrder * m.Person.History.MeanOrder
				n[arm]++
			}
			if one.Held == 0 {
				continue
			}
			if share := n[1] / (n[0] + n[1]); math.Abs(share-one.Held) > 4*math.Sqrt(one.Held*(1-one.Held)/(n[0]+n[1])) {
				t.Errorf("seed %d, %s: %.3f held out, want %.2f", seed, one.ID, share, one.Held)
			}
			difference += sums[0]/n[0] - sums[1]/n[1]
			for arm := range 2 {
				mean := sums[arm] / n[arm]
				variance += (squares[arm]/n[arm] - mean*mean) / n[arm]
			}
		}
	}
	if z := difference / math.Sqrt(variance); math.Abs(z) > 4 {
		t.Errorf("the groups differ by %.1f standard errors", z)
	}
}

// A letter brings orders after it was sent, of those who got one, and of nobody
// whom the truth has as gone.
func TestCampaigns_BringOrdersOfTheTreated(t *testing.T) {
	c, err := newCompany(20261101)
	if err != nil {
		t.Fatal(err)
	}
	brought := 0
	for _, one := range c.Campaigns {
		held := map[string]bool{}
		for _, m := range one.Members {
			held[strings.ToLower(strings.TrimSpace(m.Email))] = m.Held
		}
		for _, o := range one.Orders {
			brought++
			if h, member := held[o.Person.Email]; h || !member {
				t.Errorf("%s: %s got no letter", one.ID, o.Person.ID)
			}
			if o.At.Before(one.From) || o.At.After(one.Until.AddDate(0, 0, 1)) || o.At.After(c.Period.AsOf.AddDate(0, 0, 1)) {
				t.Errorf("%s: an order on %v", one.ID, o.At)
			}
		}
	}
	if brought < 100 {
		t.Errorf("%d orders are too few to be seen", brought)
	}
}
