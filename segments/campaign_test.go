package segments

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/strictyaml"
)

const shortCampaign = `campaign: autumn
channel: email
starts: 2026-11-10
segments: [champions, At risk]
`

func read(t *testing.T, source string) *Campaign {
	t.Helper()
	c, err := ReadCampaign("c.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestReadCampaign_FourLinesAreEnough(t *testing.T) {
	c := read(t, shortCampaign)
	if c.Name != "autumn" || c.Days() != 28 || c.Ends.Weekday() != c.Starts.AddDate(0, 0, -1).Weekday() || c.Lists.By != ListsTogether || c.Control.Given() {
		t.Errorf("%+v", c)
	}
	if len(c.Offers) != 1 || c.Offers[0].MarginPercent != 100 || c.Offers[0].MarginKnown {
		t.Errorf("%+v", c.Offers)
	}
}

func TestReadCampaign_TheExampleIsValid(t *testing.T) {
	c := read(t, CampaignExample())
	if c.Days() != 21 || c.Offers[0].DiscountPercent != 10 || *c.Budget != 500 {
		t.Errorf("%+v", c)
	}
	// And so is each key that it has behind a #, but those that stand for another.
	var lines []string
	for _, line := range strings.Split(CampaignExample(), "\n") {
		bare := strings.TrimPrefix(line, "# ")
		if strings.HasPrefix(line, "# offers:") {
			break
		}
		for _, key := range []string{"response:", "  lift_points:", "  percent:", "  spend:", "control:", "consent:", "contacts:", "suppress:", "lists:", "  by:", "  columns:"} {
			if strings.HasPrefix(bare, key) {
				line = bare
			}
		}
		lines = append(lines, line)
	}
	whole := read(t, strings.Join(lines, "\n"))
	if *whole.Control.Percent != 20 || whole.Contacts.Most != 2 || whole.Lists.By != ListsByManager || *whole.Offers[0].Response.LiftPoints != 1.5 || whole.Consent != ConsentUnlessRefused {
		t.Errorf("%+v", whole)
	}
}

func TestReadCampaign_AnOfferTakesFromTheFileWhatItLeavesOut(t *testing.T) {
	c := read(t, `campaign: autumn
channel: phone
starts: 2026-11-10
ends: 2026-11-10
margin_percent: 40
discount_percent: 10
cost: {fixed: 7, contact: 2, response: 1}
offers:
  - {offer: a, segments: champions}
  - {offer: b, segments: [loyal], discount_percent: 0, cost: {response: 4}}
`)
	type terms struct{ contact, response, margin, discount float64 }
	got := map[string]terms{}
	for _, o := range c.Offers {
		got[o.Text] = terms{o.ContactCost, o.ResponseCost, o.MarginPercent, o.DiscountPercent}
	}
	if diff := cmp.Diff(map[string]terms{"a": {2, 1, 40, 10}, "b": {2, 4, 40, 0}}, got, cmp.AllowUnexported(terms{})); diff != "" || c.Fixed != 7 || c.Days() != 1 {
		t.Error(diff)
	}
}

func TestReadCampaign_AllMistakesAtOnceEachAtItsPlace(t *testing.T) {
	_, err := ReadCampaign("c.yaml", []byte(`campaign: Осень 2026
chanel: emal
starts: 10.11.2026
ends: 2025-01-01
segments: [loyal, Loyal]
who: in segment VIP
control: {percent: 95, size: 3}
consent: requird
margin_percent: 400
cost: {contact: -1}
response: {lift_points: 300, spend: 0}
lists: {by: managers}
contacts: {most: 2}
`))
	var mistakes *strictyaml.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatal(err)
	}
	var got []string
	for _, m := range mistakes.List {
		got = append(got, m.Path)
	}
	want := []string{"campaign", "chanel", "starts", "segments[1]", "who", "control", "control.percent", "consent", "margin_percent",
		"cost.contact", "response.lift_points", "response.spend", "lists.by", "contacts.days"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff, err)
	}
	for _, part := range []string{"c.yaml:1:11: ", "write осень-2026", `did you mean "channel"?`, `did you mean "required"?`, `did you mean "manager"?`, "days look like 2026-10-31"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("no %q in\n%v", part, err)
		}
	}
}

func TestReadCampaign_RefusesIdsThatAreNoFolders(t *testing.T) {
	for id, ok := range map[string]bool{
		"a": true, "2026-11_b.c": true, "осень": true, strings.Repeat("x", 64): true,
		`""`: false, `".."`: false, "a/b": false, "a b": false, ".a": false, "a.": false, "con": false, "lpt1": false, "NUL.txt": false,
		strings.Repeat("x", 65): false, `"a\u0000b"`: false, `"a\u202eb"`: false,
	} {
		_, err := ReadCampaign("c.yaml", []byte(strings.Replace(shortCampaign, "autumn", id, 1)))
		if (err == nil) != ok {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestResolve_FindsSegmentsByKeyAndByName(t *testing.T) {
	known := []Named{
		{"rfm", "champions", []string{"Champions", "Чемпионы"}}, {"rfm", "at_risk", []string{"At risk"}},
		{"lifecycle", "at_risk", []string{"At risk"}}, {"own", "Sleeping coffee lovers", nil}, {"cluster", "frequent_big", nil},
	}
	c := read(t, `campaign: a
channel: email
starts: 2026-11-10
segments: [CHAMPIONS, чемпионы, "lifecycle: at risk", rfm at_risk, sleeping coffee  lovers, cluster frequent_big]
`)
	found := c.Resolve(0, known)
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range found {
		got = append(got, one.Kind+"/"+one.Key)
	}
	want := []string{"rfm/champions", "rfm/champions", "lifecycle/at_risk", "rfm/at_risk", "own/Sleeping coffee lovers", "cluster/frequent_big"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c = read(t, `campaign: a
channel: email
starts: 2026-11-10
segments: [at_risk, champion, rfm frequent_bigg, elsewhere]
`)
	c.Resolve(0, known)
	for _, part := range []string{
		`c.yaml:4:12: segments[0]: "at_risk" is several segments; write lifecycle at_risk or rfm at_risk`,
		`no segment is called "champion"; did you mean champions?`, `did you mean frequent_big?`,
		`no segment is called "elsewhere"; there are Sleeping coffee lovers, at_risk, champions, frequent_big`,
	} {
		if !strings.Contains(c.Err().Error(), part) {
			t.Errorf("no %q in\n%v", part, c.Err())
		}
	}
}

// Whatever bytes come: mistakes or a campaign that can be planned.
func FuzzReadCampaign(f *testing.F) {
	f.Add([]byte(shortCampaign))
	f.Add([]byte(CampaignExample()))
	f.Add([]byte("campaign: a\nchannel: sms\nstarts: 9999-12-31\noffers:\n  - {offer: x, who: no order}\n  -\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		c, err := ReadCampaign("c.yaml", source)
		if err != nil {
			var mistakes *strictyaml.Mistakes
			if !errors.As(err, &mistakes) {
				t.Fatal(err)
			}
			return
		}
		if !safeID(c.ID) || len(c.Offers) == 0 || c.Days() < 1 || c.Days() > mostDays || c.Starts.IsZero() || c.Starts.Equal(time.Time{}) {
			t.Fatalf("%+v", c)
		}
		for i := range c.Offers {
			if c.Offers[i].Rule == nil && len(c.Offers[i].Segments) == 0 {
				t.Fatal("nobody is addressed")
			}
			c.Resolve(i, nil)
		}
	})
}
