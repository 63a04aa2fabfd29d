package pipeline

import (
	"path"
	"slices"
	"strings"

	"clientele/etl/identity"
	"clientele/internal/table"
	"clientele/segments"
)

// notReachable is the list of those who are not addressed, nor drawn to be left
// alone: they are in no arm.
const notReachable = "not_reachable"

// addUnreachable lists who is left out of the draw. No other list has them, and
// without it nobody could ask why.
func (p *campaignPlan) addUnreachable() {
	var people []*person
	for _, s := range p.strata {
		for _, id := range s.members {
			if one := p.people[id]; one.left != reachable {
				people = append(people, one)
			}
		}
	}
	if len(people) == 0 {
		return
	}
	slices.SortFunc(people, func(a, b *person) int { return strings.Compare(a.id, b.id) })
	p.files = append(p.files, listFile{name: path.Join(listsFolder, "not-reachable"), list: "not-reachable", arm: notReachable, people: people})
}

// unreachableRows are that list. An address stands in it only where it cannot be
// used: a list of addresses is soon taken for one to write to.
func unreachableRows(file listFile) *table.Table {
	out := &table.Table{Columns: columnsOf("customer_id t, name t, segment t, reason t, detail t, address t")}
	for _, one := range file.people {
		detail, written := "", ""
		if one.left == noAddress {
			detail, written = one.noUse, one.written
		}
		out.Rows = append(out.Rows, []any{one.id, orNothing(one.name), one.stratum.title, one.left.text(), orNothing(detail), orNothing(written)})
	}
	return out
}

// text is the reason for those who read a list.
func (r reason) text() string {
	return [reasons]string{
		reachable: "reachable", noConsent: "without consent", noAddress: "without a usable address", suppressed: "on a list of those never to be addressed",
		underPressure: "addressed often enough", otherCampaign: "in another campaign of these days", holdout: "held out of all campaigns",
	}[r]
}

// whyNoUse says what is wrong with what stands where an address should; "" where
// it can be used.
func whyNoUse(channel, written string, addresses identity.Addresses) string {
	switch channel {
	case segments.Letter, segments.Visit:
		if written == "" {
			return "no place is written"
		}
		return ""
	case segments.Email:
		return whyNo(written, "address", addresses.Emails, addresses.UsableEmail,
			"mail cannot go there: the domain is reserved, as .example is, or there is none of its kind")
	}
	return whyNo(written, "telephone", addresses.Phones, addresses.UsablePhone, "no telephone can be read in it")
}

func whyNo(written, what string, read func(string) []string, usable func(string) string, unread string) string {
	switch {
	case written == "":
		return "no valid " + what + " is written"
	case len(read(written)) == 0:
		return unread
	case usable(written) == "":
		return "nobody's: invented, of a domain that is reserved, or listed so in the config"
	}
	return ""
}
