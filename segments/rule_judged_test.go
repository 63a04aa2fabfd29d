package segments

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The judge: what the engine lists for a rule is what a loop over plain structs
// says, 10,000 rules over 50 worlds with CLIENTELE_LONG=1.
func TestCompile_MeansWhatTheLoopsSay(t *testing.T) {
	worlds, rules := uint64(6), 60
	if os.Getenv("CLIENTELE_LONG") != "" {
		worlds, rules = 50, 200
	} else {
		t.Log("360 rules; CLIENTELE_LONG=1 tries 10,000")
	}
	engine := openEngine(t, "512MB")
	some, none, everybody := 0, 0, 0
	for seed := range worlds {
		world := newSmallWorld(seed)
		asked := world.put(t, engine)
		maker := ruleMaker{newDice(1000 + seed), world}
		for i := range rules {
			asked.Spelled = map[bool]func(string, string) ([]string, bool){true: world.spelled}[i%2 == 0]
			rule := Rule{root: maker.rule(1 + maker.IntN(3))}
			want := world.members0(rule.root)
			bound, err := rule.Compile(asked)
			if err != nil {
				t.Fatalf("%s: %s: %v", seeded(seed), rule, err)
			}
			answer, err := engine.Query(context.Background(), bound)
			if err != nil {
				t.Fatalf("%s: %s\n%s\n%v", seeded(seed), rule, bound.Query.Text, err)
			}
			var got []string
			for row := range answer.Len() {
				got = append(got, answer.Text(row, "customer_id"))
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: %s\n%s\n%s", seeded(seed), rule, bound.Query.Text, diff)
			}
			switch len(got) {
			case 0:
				none++
			case len(world.customers):
				everybody++
			default:
				some++
			}
		}
	}
	t.Logf("%d rules hold of some, %d of nobody, %d of everybody", some, none, everybody)
	if some < (none+everybody)/2 {
		t.Error("most rules tell nobody from anybody, which proves little")
	}
}

// spelled are the spellings of a name among everything that is called something;
// of sources nothing is known.
func (w smallWorld) spelled(of, name string) ([]string, bool) {
	var found []string
	for _, text := range slices.Concat(groups(), places(), personNames(), eventKinds(), []string{"A1", "A2", "COFFEE", "web", "Web", "store", "done", "Open", "Delivery is late", "delivery", "Цена"}) {
		if strings.EqualFold(text, name) && !slices.Contains(found, text) {
			found = append(found, text)
		}
	}
	return found, of != "source"
}
