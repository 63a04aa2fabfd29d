package pipeline

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/duck"
	"clientele/internal/lake"
	"clientele/internal/table"
)

// planned is a campaign of one segment.
func planned(id string, treated, control []string) plannedCampaign {
	return plannedCampaign{
		ID: id, Name: "Autumn", Channel: "email", Starts: day{time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC)}, Ends: day{time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)},
		Currency: "EUR", Fixed: 200, Offers: []plannedOffer{{Text: "10 % off", ContactCost: 0.025}},
		Strata: []plannedStratum{{Kind: "rfm", Segment: "champions", Treated: treated, Control: control}},
	}
}

// lakeOf is a work with a lake and an engine, in which these were planned.
func lakeOf(t *testing.T, plans ...plannedCampaign) *work {
	t.Helper()
	opened, err := lake.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range plans {
		content, err := json.Marshal(one)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := opened.Tell(campaignLedger, lake.Told{On: fmt.Sprintf("2026-10-%02d", i+1), Snapshot: i + 3, Content: content}); err != nil {
			t.Fatal(err)
		}
	}
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 2, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	config := defaults()
	return &work{lake: opened, engine: engine, config: &config, out: newOut()}
}

func TestPlanned_TheLastPlanOfACampaignHolds(t *testing.T) {
	w := lakeOf(t, planned("a", []string{"1", "2"}, []string{"3"}), planned("b", []string{"9"}, nil), planned("a", []string{"2"}, []string{"3", "4"}))
	if err := w.makePlanned(t.Context()); err != nil {
		t.Fatal(err)
	}
	members, err := w.engine.ReadTable(t.Context(), toldMembers)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range members.Select("campaign_id", "number", "snapshot", "segment", "customer_id", "arm", "offer", "channel").Rows {
		got = append(got, fmt.Sprint(row...))
	}
	want := []string{
		"a3 5champions2treated10 % offemail", "a3 5champions3control10 % offemail", "a3 5champions4control10 % offemail", "b2 4champions9treated10 % offemail",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	terms, err := w.engine.ReadTable(t.Context(), plannedTerms)
	if err != nil || terms.Len() != 2 || terms.Integer(0, "control") != 2 || terms.Float(0, "contact_cost") != 0.025 || terms.Float(0, "fixed_cost") != 200 {
		t.Error(terms, err)
	}
}

// An id that was told may be called otherwise today.
func TestPlanned_MembersAreTodaysCustomers(t *testing.T) {
	w := lakeOf(t, planned("a", []string{"crm:1", "7", "gone"}, []string{"shop:2"}))
	if err := w.makePlanned(t.Context()); err != nil {
		t.Fatal(err)
	}
	identities := &table.Table{Columns: columnsOf("namespace t, id t, customer_id t"), Rows: [][]any{
		{"crm", "1", "crm:1"}, {"shop", "2", "crm:1"}, {"shop", "7", "shop:7"}, {"crm", "8", "crm:8"},
	}}
	if err := w.engine.CreateTable(t.Context(), "customer_identities", identities); err != nil {
		t.Fatal(err)
	}
	found, err := w.engine.Ask(t.Context(), "staging/planned_members", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for row := range found.Len() {
		got[found.Text(row, "told_as")] = found.Text(row, "customer_id") + " " + found.Text(row, "arm")
	}
	want := map[string]string{"crm:1": "crm:1 treated", "shop:2": "crm:1 control", "7": "shop:7 treated", "gone": "gone treated"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Half a million members must not make each run slow.
func TestPlanned_ManyMembersTakeLittleRoom(t *testing.T) {
	ids := make([]string, 500_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("shop:customer%07d@example.org", i*7)
	}
	content, err := json.Marshal(planned("a", ids[:400_000], ids[400_000:]))
	if err != nil {
		t.Fatal(err)
	}
	if len(content) > 8<<20 {
		t.Errorf("the entry takes %d MB", len(content)>>20)
	}
	back, err := readPlanned(lake.Told{On: "2026-10-01", Content: content})
	if err != nil || len(back.Strata[0].Treated) != 400_000 || back.Strata[0].Control[99_999] != ids[499_999] {
		t.Error("the members are not as they were told", err)
	}
	t.Logf("%d bytes", len(content))
}
