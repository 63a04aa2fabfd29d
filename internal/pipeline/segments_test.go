package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/segments"
)

const segmentConfig = `company: Acme
sources:
  - {name: shop, files: shop.csv, columns: {purchased_at: at, amount: sum}}
`

func readSegments(t *testing.T, text string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "clientele.yaml")
	if err := os.WriteFile(path, []byte(segmentConfig+text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadConfig(path)
}

func TestConfig_TellsEveryMistakeOfARuleAtItsWord(t *testing.T) {
	_, err := readSegments(t, `segments:
  - name: VIP
    who: orders at least 2 and contry is Spain
  - name: vip
    who:
      all:
        - revenue at leest 5
        - any: ["tag is x", "bought in categoy Tea"]
      non: [everybody]
  - name: At risk
    who: |
      orders at least 2
      and chance to buy at least 30
  - name: a
    who: in segment b
  - name: b
    who: in segment A or orders > 2
  - name: c
`)
	if err == nil {
		t.Fatal("the config is read")
	}
	text := err.Error()
	for _, want := range []string{
		`:6:32: segments[0].who: "contry" begins no condition; did you mean "country"?`,
		`:7:11: segments[1].name: a segment is called "VIP" already`,
		`:10:22: segments[1].who.all[0]: "at least" or "at most" is wanted here; did you mean "least"?`,
		`:11:40: segments[1].who.all[1].any[1]: "categoy" is nothing that purchases have; did you mean "category"?`,
		`did you mean "none"?`,
		`:13:11: segments[2].name: "At risk" is the name of a segment that is always there`,
		`:16:34: segments[2].who: a chance lies between 0 % and 100 %; did you mean 30 %?`,
		`segments name each other in a circle, so none of them can be made first: a → b → a`,
		`segments[5].who: is missing`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nis not among\n%s", want, text)
		}
	}
}

func segmentEngine(t *testing.T) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 2, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// segmentWork has an engine with the tables that the step reads, of four
// customers.
func segmentWork(t *testing.T, rules string) *work {
	t.Helper()
	config, err := readSegments(t, rules)
	if err != nil {
		t.Fatal(err)
	}
	w := &work{config: config, out: newOut(), engine: segmentEngine(t), asOf: dayOf(t, "2026-10-31")}
	for _, statement := range []string{
		"create table customers as select 'shop:' || i as customer_id, 'n' || i as customer, null::varchar as email, null::varchar as phone, if(i < 3, 'Spain', null) as country, null::varchar as city, null::varchar as owner from range(1, 5) r(i)",
		"create table orders as select * from (values ('shop:1', date '2026-10-01', 10.00::decimal(18,4), true), ('shop:1', date '2026-10-30', 20, true), ('shop:2', date '2025-01-01', 40, true), ('shop:3', date '2026-11-01', 99, true)) t(customer_id, ordered_on, amount, is_purchase)",
		"create table purchase_lines as select 'shop' as source, 'a' as order_id, customer_id, ordered_on as purchased_on, 'p' as product_id, 'p' as product, 'Coffee' as product_group, 1::decimal(18,3) as quantity, amount, null::varchar as channel, null::varchar as country, null::varchar as owner from orders",
		"create table rfm as select customer_id, 5 as r, 4 as f, 3 as m, 'champions' as segment from customers where customer_id < 'shop:3'",
		"create table rfm_segments as select 1 as position, 'champions' as segment, 'Чемпионы' as name, 'Thank them.' as \"do\" union all select 2, 'at_risk', null, null",
		"create table lifecycle as select customer_id, 'active' as stage from customers",
		"create table customer_events as select null::varchar as customer_id, null::date as event_on, null::varchar as event_type, null::varchar as subject, null::varchar as status, null::varchar as owner where false",
		"create table campaign_lines as select null::varchar as campaign_id, null::varchar as campaign, null::date as started_on where false",
		"create table member_lines as select null::varchar as campaign_id, null::varchar as customer_id, null::varchar as arm, null::date as touched_on, false as delivered, null::date as opened_on, null::date as clicked_on, null::date as responded_on where false",
	} {
		if err := w.engine.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func TestSegments_OwnOnesAreMadeInTheOrderInWhichTheyNameEachOther(t *testing.T) {
	w := segmentWork(t, `segments:
  - {name: "O'Neil; drop table orders", who: not in segment Spaniards, do: "=1+1"}
  - {name: Spaniards, who: {all: [country is spain, in segment чемпионы], none: [bought in category Cofee]}}
  - {name: lately, who: bought in the last 30 days}
  - {name: nobody, who: nobody}
`)
	steps := job.Job{w.segmentStep()}
	results, err := steps.Run(t.Context(), append(steps[0].Reads, steps[0].Optional...), func() time.Time { return time.Time{} }, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	if warnings := job.Warnings(results); len(warnings) != 1 || warnings[0] != `segment "Spaniards": no category is called "Cofee"; did you mean "Coffee"?` {
		t.Errorf("%q", warnings)
	}
	members, err := w.engine.ReadTable(t.Context(), segmentMembers)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for row := range members.Len() {
		key := members.Text(row, "kind") + " " + members.Text(row, "segment")
		got[key] += strings.TrimPrefix(members.Text(row, "customer_id"), "shop:")
	}
	for key, want := range map[string]string{"own O'Neil; drop table orders": "34", "own Spaniards": "12", "own lately": "1", "own nobody": "", "rfm champions": "12", "rfm at_risk": "", "lifecycle active": "1234"} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
	summary, err := w.engine.ReadTable(t.Context(), "segment_summary")
	if err != nil {
		t.Fatal(err)
	}
	checkSummary(t, summary)
	overlaps, err := w.engine.ReadTable(t.Context(), "segment_overlaps")
	if err != nil {
		t.Fatal(err)
	}
	var pairs []string
	for row := range overlaps.Len() {
		pairs = append(pairs, overlaps.Text(row, "a")+"|"+overlaps.Text(row, "b"))
	}
	if got := strings.Join(pairs, " "); got != "Spaniards|lately Spaniards|champions lately|champions" {
		t.Error(got)
	}
}

// Names as reports show them, in any language, mean the segments; names of
// nothing and of several are told.
func TestRules_SegmentsAreNamedAsTheReportsNameThem(t *testing.T) {
	w := segmentWork(t, `segments:
  - {name: a, who: rfm segment is "Лучшие"}
  - {name: b, who: in segment Campeones}
  - {name: c, who: lifecycle stage is "Активные"}
  - {name: d, who: rfm segment is Лучшии}
  - {name: e, who: in segment at_risk}
  - {name: f, who: lifecycle stage is at_risk}
  - {name: Activos, who: nobody}
  - {name: g, who: in segment activos}
`)
	steps := job.Job{w.segmentStep()}
	results, err := steps.Run(t.Context(), append(steps[0].Reads, steps[0].Optional...), func() time.Time { return time.Time{} }, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	warnings := job.Warnings(results)
	for i, want := range []string{`segment "d": no RFM segment is called "Лучшии"; did you mean champions?`, `segment "e": "at_risk" is several segments, and the rule takes all of them; for one alone write lifecycle stage is at_risk or rfm segment is at_risk`} {
		if len(warnings) != 2 || warnings[i] != want {
			t.Errorf("%q", warnings)
		}
	}
	members, err := w.engine.ReadTable(t.Context(), segmentMembers)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for row := range members.Len() {
		if members.Text(row, "kind") == kindOwn {
			got[members.Text(row, "segment")] += strings.TrimPrefix(members.Text(row, "customer_id"), "shop:")
		}
	}
	for key, want := range map[string]string{"a": "12", "b": "12", "c": "1234", "d": "", "e": "", "f": "", "g": ""} {
		if got[key] != want {
			t.Errorf("%s: %q, want %q", key, got[key], want)
		}
	}
}

// Spaniards: two of four customers, 70 of 70 money, of which 30 in the last
// twelve months; three orders; last bought 1 and 668 days ago.
func checkSummary(t *testing.T, summary *table.Table) {
	t.Helper()
	for row := range summary.Len() {
		if summary.Text(row, "segment") != "Spaniards" {
			continue
		}
		for column, want := range map[string]string{"revenue": "70", "revenue_12m": "30", "average_order": "23.33"} {
			if got := summary.Decimal(row, column).String(); got != want {
				t.Errorf("%s: %s", column, got)
			}
		}
		if summary.Integer(row, "customers") != 2 || summary.Float(row, "share") != 0.5 || summary.Float(row, "revenue_share") != 1 || summary.Integer(row, "orders") != 3 ||
			summary.Float(row, "median_recency_days") != 334.5 || summary.Value(row, "value_to_come") != nil || summary.Value(row, "at_risk") != nil || summary.Value(row, "do") != nil {
			t.Error(summary.Rows[row])
		}
		return
	}
	t.Error("the segment is not in the summary")
}

// Whatever a rule can name, there is a query that lists its names: a typo finds
// nobody, and is told.
func TestVocabulary_KnowsTheNamesOfEverythingThatRulesName(t *testing.T) {
	w := segmentWork(t, "segments: []\n")
	if err := w.segmentSources(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Exec(t.Context(), "create table customer_reach as select 'shop:1' as customer_id, 'press, regular' as tags"); err != nil {
		t.Fatal(err)
	}
	for of, rule := range map[string]string{
		"campaign": "in campaign zz", "category": "bought in category zz", "product": "bought product zz", "channel": "bought in channel zz", "source": "bought from source zz",
		"country": "country is zz", "city": "city is zz", "manager": "manager is zz", "type of events": "had event of type zz", "status of events": "had event with status zz", "tag": "tag is zz",
	} {
		read, mistakes := segments.ParseRule(rule)
		if len(mistakes) > 0 {
			t.Fatal(rule, mistakes)
		}
		words := &vocabulary{engine: w.engine, has: func(string) bool { return true }}
		told, err := words.unknown(t.Context(), read)
		if want := "no " + of + ` is called "zz"`; err != nil || len(told) != 1 || told[0] != want {
			t.Errorf("%s: %q, %v", rule, told, err)
		}
	}
	words := &vocabulary{engine: w.engine, has: func(string) bool { return true }}
	if tags, err := words.names(t.Context(), "tag"); err != nil || strings.Join(tags, "|") != "press|regular" {
		t.Errorf("%q, %v", tags, err)
	}
}
