package pipeline

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/segments"
)

func on(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

// othersOf are campaigns of an export: one until the 15th, one without an end,
// and one that begins later.
func othersOf() *otherCampaigns {
	o := &otherCampaigns{at: map[string]int{}, days: map[string][]time.Time{}, seen: map[[2]string]bool{}}
	for i, c := range []pastCampaign{
		{id: "autumn", started: on("2026-10-19"), ended: on("2026-11-15")}, {id: "open", started: on("2026-10-20")}, {id: "late", started: on("2026-12-20"), ended: on("2026-12-31")},
	} {
		c.dated(on("2026-10-31"))
		o.at[c.id] = i
		o.all, o.members = append(o.all, c), append(o.members, map[string]bool{})
	}
	return o
}

func TestOthers_BothArmsOfACampaignOfTheSameDaysAreBusy(t *testing.T) {
	o := othersOf()
	o.add("autumn", "a", segments.Treated, on("2026-10-19"))
	o.add("autumn", "h", segments.Controls, time.Time{})
	o.add("late", "l", segments.Treated, time.Time{})
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"2026-11-10", "2026-12-07", []string{"a", "h"}}, {"2026-11-15", "2026-12-12", []string{"a", "h"}},
		{"2026-11-16", "2026-12-19", nil}, {"2026-11-16", "2026-12-20", []string{"l"}}, {"2026-09-01", "2026-10-18", nil}, {"2026-09-01", "2026-10-19", []string{"a", "h"}},
	} {
		var got []string
		for id := range o.busy(on(c.from), on(c.to)) {
			got = append(got, id)
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s to %s: %s", c.from, c.to, diff)
		}
	}
	// Four weeks from the 16th end on 13 December; five run into the next campaign.
	if free := o.freeFrom(on("2026-11-10"), on("2026-12-07")); !free.Equal(on("2026-11-16")) {
		t.Error(free)
	}
	if free := o.freeFrom(on("2026-11-10"), on("2026-12-18")); !free.Equal(on("2027-01-01")) {
		t.Error(free)
	}
}

func TestOthers_ACampaignWithoutAnEndCountsThirtyDays(t *testing.T) {
	o := othersOf()
	o.add("open", "x", segments.Treated, time.Time{})
	if len(o.busy(on("2026-11-18"), on("2026-12-01"))) != 1 || len(o.busy(on("2026-11-19"), on("2026-12-01"))) != 0 {
		t.Error("30 days from 20 October end on 18 November")
	}
}

// Contact pressure counts letters: whoever is held out got none, unless one went
// out by mistake.
func TestOthers_WhoIsHeldOutIsNotAddressed(t *testing.T) {
	o := othersOf()
	o.add("autumn", "held", segments.Controls, time.Time{})
	o.add("autumn", "mistake", segments.Controls, on("2026-10-21"))
	o.add("autumn", "sent", segments.Treated, time.Time{})
	o.add("autumn", "sent", segments.Treated, on("2026-10-22"))
	o.add("this plan's own", "held", segments.Treated, on("2026-11-10"))
	want := map[string][]time.Time{"mistake": {on("2026-10-21")}, "sent": {on("2026-10-19")}}
	if diff := cmp.Diff(want, o.days); diff != "" {
		t.Error(diff)
	}
}

func TestUnreachable_SaysWhyAnAddressIsOfNoUse(t *testing.T) {
	config := defaults()
	addresses := config.identityRules().Addresses()
	for written, want := range map[string]string{
		"": "no valid address is written", "ann@mail.test.org": "",
		"ann@shop.example": "mail cannot go there: the domain is reserved, as .example is, or there is none of its kind",
	} {
		if got := whyNoUse(segments.Email, written, addresses); got != want {
			t.Errorf("%q: %q", written, got)
		}
	}
	if got := whyNoUse(segments.Email, "test@example.com", addresses); got == "" {
		t.Error("an invented address can be used")
	}
}
