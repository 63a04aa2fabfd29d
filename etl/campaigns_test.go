package etl

import (
	"fmt"
	"slices"
	"testing"
)

// Systems write the arm as yes and no, as a word, or not at all for those whom
// the campaign is for; who is named by nothing cannot be followed.
func TestCampaignMembers_ArmsAreReadAndNobodyIsRefused(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "mail", Entity: "campaign_members", Columns: pairs("campaign_id", "Campaign", "customer_email", "E-mail", "customer_name", "Name", "held_out", "Group")}
	w.expect(w.file("members.csv", "Campaign,E-mail,Name,Group\nspring,a@example.org,,Control\nspring,b@example.org,,Тестовая группа\nspring,,Ann,yes\nspring,,,no\nspring,c@example.org,,\nspring,d@example.org,,B", source),
		[]string{"held_out"}, "2 | true", "3 | false", "4 | true", "5 ! «» names no customer", "6 | ∅", "7 ! held_out «B» is neither yes nor no")
}

func TestSourceCheck_MembersOfCampaignsNeedSomethingThatNamesThem(t *testing.T) {
	for name, wanted := range map[string]bool{"customer": false, "customer_email": false, "customer_phone": false, "customer_name": false, "segment": true} {
		var got []string
		Source{Name: "x", Entity: "campaign_members", Columns: pairs("campaign_id", "Campaign", name, "Column")}.Check(func(path, format string, arguments ...any) {
			got = append(got, path+": "+fmt.Sprintf(format, arguments...))
		})
		if asked := slices.Equal(got, []string{"columns: campaign_members need a column for customer, customer_email, customer_phone or customer_name"}); asked != wanted || !wanted && len(got) > 0 {
			t.Errorf("with %s: %q", name, got)
		}
	}
}
