package pipeline

import (
	"clientele/internal/experiment"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/segments"
)

func readTerms(t *testing.T, source string) *segments.Campaign {
	t.Helper()
	terms, err := segments.ReadCampaign("campaign.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

const plannedFile = `campaign: spring
name: Autumn
channel: email
starts: 2026-11-10
ends: 2026-11-30
segments: [champions]
offer: 10 % off
cost: {fixed: 200, contact: 0.025}
`

// The file that planned a campaign measures it; what was changed since is told
// and does not count.
func TestChangedTerms_TellsWhatTheFileSaysNow(t *testing.T) {
	w := lakeOf(t, planned("spring", []string{"a"}, []string{"b"}))
	same, err := w.changedTerms(readTerms(t, plannedFile))
	if err != nil || len(same) != 0 {
		t.Error(same, err)
	}
	changed := strings.NewReplacer("2026-11-30", "2026-12-07", "fixed: 200", "fixed: 150, response: 2", "name: Autumn", "margin_percent: 40").Replace(plannedFile)
	got, err := w.changedTerms(readTerms(t, changed))
	want := []string{
		"ends: the plan of 2026-10-01 says 2026-11-30, the file 2026-12-07; the plan holds",
		"cost.fixed: the plan of 2026-10-01 says 200, the file 150; the plan holds",
		"cost.response: the plan of 2026-10-01 says 0, the file 2; the plan holds",
		"margin_percent: the plan of 2026-10-01 says nothing, the file 40; the plan holds",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestChosen_FindsACampaignByIdAndByItsOnlyName(t *testing.T) {
	w := (&campaignWorld{seed: 1, customers: 4, lift: liftOf(0)}).make().work(t)
	every := []pastCampaign{{id: "a", name: "Spring", started: march(1)}, {id: "b", name: "Tea", started: march(1)}, {id: "c", name: "tea", started: march(1)}, {id: "d", name: "a", started: march(1)}, {id: "e", name: "Undated"}}
	for asked, want := range map[string]string{"a": "a", "SPRING": "a", "b": "b", "Tea": "no campaign is called \"Tea\"\nthere are a, b, c, d, e", "x": "no campaign is called \"x\"", "e": "nothing says when the campaign \"e\" began"} {
		found, err := w.chosen(every, CampaignQuestion{ID: asked})
		switch {
		case err != nil && !strings.HasPrefix(err.Error(), want), err != nil && ExitCode(err) != ExitUsage:
			t.Errorf("%s: %v", asked, err)
		case err == nil && found.id != want:
			t.Errorf("%s: found %s, want %s", asked, found.id, want)
		}
	}
}

// A campaign that was not planned here can still be described by a file: its
// costs and days, where the lake has none.
func TestChosen_AFileSaysWhatTheLakeDoesNot(t *testing.T) {
	w := (&campaignWorld{seed: 1, customers: 4, lift: liftOf(0)}).make().work(t)
	terms := readTerms(t, strings.NewReplacer("2026-11-10", "2026-03-02", "2026-11-30", "2026-03-20").Replace(plannedFile))
	every, err := w.everyCampaign(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.chosen(every, CampaignQuestion{ID: "spring", terms: terms})
	if err != nil || found.planned || found.fixed != 200 || !found.started.Equal(march(2)) || found.margin != 0.5 {
		t.Errorf("%+v %v", found, err)
	}
	terms = readTerms(t, strings.Replace(plannedFile, "campaign: spring", "campaign: other", 1))
	if _, err := w.chosen(every, CampaignQuestion{ID: "other", terms: terms}); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "was never planned here") {
		t.Error(err)
	}
}

// Ids of other systems are anything; each gets a folder, and its own.
func TestFolderName_IsAFolderOfItsOwn(t *testing.T) {
	ids := []string{"spring-2026_B", "a/b", "a-b", "../../etc", "..", ".", "", "Весна", "Осень", "con aux", strings.Repeat("x", 300), strings.Repeat("x", 301), "a\x00b", "<script>"}
	seen := map[string]string{}
	for _, id := range ids {
		name := folderName(id)
		if strings.ContainsAny(name, "/\\.\x00<> ") || name == "" || len(name) > 80 || seen[name] != "" {
			t.Errorf("%q is in the folder %q, as %q is", id, name, seen[name])
		}
		seen[name] = id
	}
	if folderName("spring-2026_B") != "spring-2026_B" {
		t.Error("a plain id is its own folder")
	}
}

func TestSentences_TheAnswerComesFirst(t *testing.T) {
	world := (&campaignWorld{seed: 1, customers: 3000, held: 0.3, lift: liftOf(0.25), reached: 1}).make()
	m := world.measured(t)
	says := m.sentences("EUR")
	if len(says) < 3 || !strings.HasPrefix(says[0], "It brought ") || !strings.Contains(says[0], "EUR more than nothing would have, between ") || !strings.HasPrefix(says[1], "It cost ") {
		t.Errorf("%q", says)
	}
	for verdict, want := range map[experiment.Verdict]bool{experiment.Worked: false, experiment.NotEnough: true} {
		m.whole(responseMetric).verdict = verdict
		if said := strings.Contains(strings.Join(m.sentences("EUR"), " "), "would not have bought, which may be chance"); said != want {
			t.Errorf("buyers %s: said to be perhaps by chance: %v", verdict, said)
		}
	}
	loser := m
	loser.results = slices.Clone(m.results)
	for i := range loser.results {
		loser.results[i].verdict = "harmed"
		loser.results[i].incremental, loser.results[i].inLo, loser.results[i].inHi = -50, -80, -20
	}
	if got := loser.sentences("EUR")[0]; got != "It cost sales: 50 EUR less than nothing would have brought, between 20 EUR and 80 EUR less." {
		t.Error(got)
	}
}
