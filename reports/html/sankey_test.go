package html_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"clientele/reports/internal/sample"
)

// streams are what the script gets for a Sankey.
type streams struct {
	Nodes []struct {
		Name, Label, Color string
		Depth              int
	} `json:"nodes"`
	Links []struct {
		Source, Target string
		Value          float64
		Tip            string
	} `json:"links"`
	Heads []string `json:"heads"`
}

func TestSankey_EachStreamJoinsNodesThatAreThereFromLeftToRight(t *testing.T) {
	for _, name := range []string{"chart-lifecycle-streams", "chart-streams"} {
		root := pageOf(t, "complete in en")
		if name == "chart-streams" {
			root = parse(t, render(t, sample.Small()))
		}
		var s streams
		for _, figure := range elements(root, atom.Figure) {
			if attribute(figure, "id") == name {
				if err := json.Unmarshal([]byte(text(elements(figure, atom.Script)[0])), &s); err != nil {
					t.Fatal(err)
				}
			}
		}
		depth, used := map[string]int{}, map[string]bool{}
		for _, n := range s.Nodes {
			if _, twice := depth[n.Name]; twice || n.Depth >= len(s.Heads) {
				t.Errorf("%s: the node %+v", name, n)
			}
			depth[n.Name] = n.Depth
		}
		for _, l := range s.Links {
			from, ok := depth[l.Source]
			to, too := depth[l.Target]
			if !ok || !too || to != from+1 || l.Value <= 0 || l.Tip == "" {
				t.Errorf("%s: the stream %+v", name, l)
			}
			used[l.Source], used[l.Target] = true, true
		}
		if len(s.Links) < 5 || len(used) != len(depth) {
			t.Errorf("%s: %d streams, %d of %d nodes are used", name, len(s.Links), len(used), len(depth))
		}
	}
}

func TestSankey_TheSameStageHasOneColour(t *testing.T) {
	colours := map[string]map[string]bool{}
	for _, figure := range elements(pageOf(t, "complete in en"), atom.Figure) {
		if !strings.HasPrefix(attribute(figure, "id"), "chart-lifecycle-") {
			continue
		}
		var both struct {
			Nodes  []struct{ Label, Color string }
			Option struct {
				Series []struct{ Name, Color string }
			}
		}
		if err := json.Unmarshal([]byte(text(elements(figure, atom.Script)[0])), &both); err != nil {
			t.Fatal(err)
		}
		add := func(name, colour string) {
			if colours[name] == nil {
				colours[name] = map[string]bool{}
			}
			colours[name][colour] = true
		}
		for _, n := range both.Nodes {
			add(n.Label, n.Color)
		}
		for _, s := range both.Option.Series {
			add(s.Name, s.Color)
		}
	}
	for _, name := range []string{"New", "Active", "Won back", "At risk", "Lost"} {
		if len(colours[name]) != 1 {
			t.Errorf("%s has the colours %v", name, slices.Sorted(maps.Keys(colours[name])))
		}
	}
}
