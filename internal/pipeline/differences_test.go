package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/queries"
	"clientele/segments"
)

// groupWork has customers of three kinds as the steps of groups and segments
// find them: many who buy often and lately, silent ones, and new ones with large
// orders. Members of the own segment "Bonn's <b>" live in Bonn and mostly buy
// often; those of "lot" are drawn by lot.
func groupWork(t *testing.T, customers, threads int, reversed bool) *work {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: threads, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a test
	features := &table.Table{Columns: columnsOf("customer_id t, recency_days i, tenure_days i, orders i, revenue m, average_order m, mean_gap_days f, orders_12m i, revenue_12m m, trend f, " +
		"given_back_share f, lines_an_order f, product_groups i, top_group_share f, top_channel_share f, weekend_share f, product_group t, channel t, country t, city t, owner t, weekday t, draw f")}
	contacts := &table.Table{Columns: columnsOf("customer_id t, customer t, email t, phone t, owner t")}
	members := &table.Table{Columns: columnsOf("kind t, segment t, customer_id t")}
	names := &table.Table{Columns: columnsOf("kind t, segment t, position i, name t"), Rows: [][]any{{kindOwn, hostileSegment, int64(1), nil}, {kindOwn, "lot", int64(2), nil}, {kindOwn, "few", int64(3), nil}}}
	for i := range customers {
		id := fmt.Sprintf("shop:%05d", i)
		group := random.IntN(3)
		recency, orders, money := []float64{15, 400, 20}[group], []float64{12, 2, 1}[group], []float64{40, 30, 900}[group]
		orders = math.Ceil(orders * math.Exp(0.3*random.NormFloat64()))
		money *= math.Exp(0.3 * random.NormFloat64())
		recency = math.Ceil(recency * math.Exp(0.3*random.NormFloat64()))
		city := []any{"Bonn", "Kiel", "Ulm", nil}[random.IntN(4)]
		cents := decimal.NewFromFloat(money).Round(2)
		features.Rows = append(features.Rows, []any{
			id, int64(recency), int64(recency + 30*orders), int64(orders), cents.Mul(decimal.NewFromFloat(orders)), cents, nil, int64(orders), cents, nil,
			0.0, 1 + random.Float64(), nil, nil, nil, random.Float64(), nil, nil, "DE", city, []any{"Ann", "Bob"}[random.IntN(2)], "monday", random.Float64(),
		})
		contacts.Rows = append(contacts.Rows, []any{id, "=cmd|' /C calc'!A0", id + "@x.example", nil, "Ann"})
		if city == "Bonn" && random.Float64() < []float64{0.9, 0.1, 0.1}[group] {
			members.Rows = append(members.Rows, []any{kindOwn, hostileSegment, id})
		}
		if random.IntN(4) == 0 {
			members.Rows = append(members.Rows, []any{kindOwn, "lot", id})
		}
		if i%100 == 0 {
			members.Rows = append(members.Rows, []any{kindOwn, "few", id})
		}
		members.Rows = append(members.Rows, []any{kindRFM, []string{"champions", "hibernating", "new"}[group], id}, []any{kindLifecycle, "active", id})
	}
	members.Rows = append(members.Rows, []any{kindOwn, "lot", "shop:never bought"})
	for name, rows := range map[string]*table.Table{"customer_features": features, "customers": contacts, segmentMembers: members, segmentNames: names} {
		if reversed {
			for i, j := 0, rows.Len()-1; i < j; i, j = i+1, j-1 {
				rows.Rows[i], rows.Rows[j] = rows.Rows[j], rows.Rows[i]
			}
		}
		if err := engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	return &work{config: &Config{}, options: Options{Threads: threads}, engine: engine, asOf: time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC), out: newOut()}
}

const hostileSegment = "Bonn's <b>\"; drop table customers"

// runGroups gives the answers of both steps.
func runGroups(t *testing.T, w *work) map[string]*table.Table {
	t.Helper()
	steps := job.Job{{Name: "clusters", Run: w.clusters}, {Name: "differences", Run: w.differences}}
	if _, err := steps.Run(t.Context(), nil, func() time.Time { return time.Time{} }, job.Discard{}); err != nil {
		t.Fatal(err)
	}
	found := map[string]*table.Table{}
	for _, name := range []string{"customer_clusters", "cluster_profiles", "cluster_quality", "segment_differences", "lookalike_models", "lookalikes"} {
		there, err := w.engine.HasTable(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if !there {
			continue
		}
		if found[name], err = w.engine.ReadTable(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		for _, row := range found[name].Rows {
			for i, value := range row {
				if f, ok := value.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
					t.Errorf("%s: %s is %v", name, found[name].Columns[i].Name, f)
				}
			}
		}
	}
	return found
}

func TestClusters_EveryCustomerIsInOneAndTheyAddUp(t *testing.T) {
	found := runGroups(t, groupWork(t, 900, 2, false))
	clusters, profiles := found["customer_clusters"], found["cluster_profiles"]
	if clusters.Len() != 900 {
		t.Fatalf("%d customers are in clusters", clusters.Len())
	}
	members := map[string]int64{}
	for row := range clusters.Len() {
		members[clusters.Text(row, "cluster")]++
	}
	seen, share, revenue := map[string]bool{}, 0.0, 0.0
	for row := range profiles.Len() {
		name := profiles.Text(row, "cluster")
		if seen[name] {
			continue
		}
		seen[name] = true
		share, revenue = share+profiles.Float(row, "share"), revenue+profiles.Float(row, "revenue_share")
		if profiles.Integer(row, "customers") != members[name] || profiles.Integer(row, "position") != int64(len(seen)) {
			t.Errorf("%s: %d customers at %d, want %d at %d", name, profiles.Integer(row, "customers"), profiles.Integer(row, "position"), members[name], len(seen))
		}
	}
	if len(seen) != 3 || math.Abs(share-1) > 1e-9 || math.Abs(revenue-1) > 1e-6 {
		t.Errorf("%v: shares %v and %v", seen, share, revenue)
	}
	chosen := 0
	for row := range found["cluster_quality"].Len() {
		if found["cluster_quality"].Boolean(row, "chosen") {
			chosen++
		}
	}
	if chosen != 1 {
		t.Errorf("%d numbers of clusters are chosen", chosen)
	}
	for name := range seen {
		for part := range strings.SplitSeq(name, "_") {
			if !strings.Contains(" frequent rare onetime big small recent silent new old ", " "+part+" ") {
				t.Errorf("%s is no word of a cluster's name", part)
			}
		}
	}
}

func TestDifferences_TellWhatIsThereAndNothingOfALot(t *testing.T) {
	found := runGroups(t, groupWork(t, 900, 2, false))
	differences := found["segment_differences"]
	var strongest string
	told, pairs := map[string]int{}, 0
	for row := range differences.Len() {
		segment, kind := differences.Text(row, "segment"), differences.Text(row, "kind")
		if differences.Float(row, "p_adjusted") >= wrongly || differences.Float(row, "p_adjusted") < differences.Float(row, "p_value") {
			t.Errorf("row %d has an unsure p", row)
		}
		if differences.Value(row, "against") != nil {
			pairs++
			continue
		}
		told[kind+"/"+segment]++
		if told[kind+"/"+segment] > strongestTold || differences.Integer(row, "position") != int64(told[kind+"/"+segment]) {
			t.Errorf("%s: position %d", segment, differences.Integer(row, "position"))
		}
		if segment == hostileSegment && strongest == "" {
			strongest = differences.Text(row, "feature") + " " + differences.Text(row, "level")
		}
		if kind == kindRFM && differences.Boolean(row, "by_definition") != strings.Contains("recency_days orders revenue orders_12m revenue_12m", differences.Text(row, "feature")) {
			t.Errorf("%s of RFM is by definition: %v", differences.Text(row, "feature"), differences.Boolean(row, "by_definition"))
		}
	}
	if strongest != "city Bonn" {
		t.Errorf("those of Bonn differ most by %q", strongest)
	}
	if told["own/lot"] > 0 || told["lifecycle/active"] > 0 || told["rfm/champions"] == 0 || pairs == 0 {
		t.Errorf("%v, %d of pairs", told, pairs)
	}
}

// Whatever the rule asks of it, a field that it asks about sets members apart by
// definition, and no look-alike is told by it.
func TestDifferences_WhatARuleAsksAboutIsByDefinition(t *testing.T) {
	for rule, want := range map[string]string{
		"not country is Spain": "city country", "manager is X and tag is Y": "owner", "first order in 2026-02": "tenure_days",
		"bought in category Coffee": "mean_gap_days orders orders_12m product_group product_groups revenue revenue_12m top_group_share",
		"revenue between 10 and 20": "average_order orders revenue revenue_12m",
		"not in segment Base":       "city country owner", "tag is Y": "",
		"in segment own base": "city country owner", "in segment nobody's": "", // a kind before the name, and nobody's name
		"in segment Новые":                                 "mean_gap_days orders orders_12m recency_days revenue revenue_12m trend", // in the words of reports
		`'in segment "compran rara vez, pedidos grandes"'`: "average_order orders recency_days tenure_days",
	} {
		config, err := readSegments(t, "segments:\n  - {name: Base, who: country is Spain or manager is Ann}\n  - {name: S, who: "+rule+"}\n")
		if err != nil {
			t.Fatal(err)
		}
		known, err := withReportNames(append(config.segmentsBefore(), segments.Named{Kind: kindCluster, Key: "rare_big"}))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(config.definedFeatures(known, "S"), " "); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	w := groupWork(t, 900, 2, false)
	config, err := readSegments(t, "segments:\n  - {name: lot, who: not city is Kiel}\n")
	if err != nil {
		t.Fatal(err)
	}
	w.config = config
	statement := "delete from segment_members where segment = 'lot'; insert into segment_members select 'own', 'lot', customer_id from customer_features where city is null or city <> 'Kiel'"
	for one := range strings.SplitSeq(statement, "; ") {
		if err := w.engine.Exec(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	found := runGroups(t, w)
	marked := 0
	for row := range found["segment_differences"].Len() {
		if one := found["segment_differences"]; one.Text(row, "segment") == "lot" && one.Text(row, "feature") == "city" {
			if marked++; !one.Boolean(row, "by_definition") {
				t.Errorf("row %d is told as news", row)
			}
		}
	}
	if marked == 0 {
		t.Error("cities are not told at all")
	}
	for row := range found["lookalike_models"].Len() {
		if models := found["lookalike_models"]; models.Text(row, "segment") == "lot" && (models.Boolean(row, "chosen") || !strings.Contains(models.Text(row, "defined_by"), "city")) {
			t.Error(models.Rows[row])
		}
	}
}

// Everybody else is who is not in the segment: nobody stands on both sides.
func TestDifferences_OthersAreNoMembers(t *testing.T) {
	w := groupWork(t, 900, 2, false)
	found := runGroups(t, w)["segment_differences"]
	counts, _, err := w.engine.QueryText(t.Context(), `select avg(case when city = 'Bonn' then 1.0 else 0.0 end) as share from customer_features
		where city is not null and customer_id not in (select customer_id from segment_members where segment like 'Bonn%')`, -1)
	if err != nil {
		t.Fatal(err)
	}
	for row := range found.Len() {
		if found.Text(row, "segment") == hostileSegment && found.Text(row, "level") == "Bonn" && found.Value(row, "against") == nil {
			if found.Float(row, "inside") != 1 || math.Abs(found.Float(row, "outside")-counts.Float(0, "share")) > 1e-12 {
				t.Errorf("%v inside, %v outside, want %v", found.Float(row, "inside"), found.Float(row, "outside"), counts.Float(0, "share"))
			}
			return
		}
	}
	t.Error("Bonn is not told")
}

func TestLookalikes_AreNoMembersAndTheLikestFirst(t *testing.T) {
	w := groupWork(t, 900, 2, false)
	found := runGroups(t, w)
	models, list := found["lookalike_models"], found["lookalikes"]
	if models.Len() != 3 {
		t.Fatalf("%d models", models.Len())
	}
	for row := range models.Len() {
		segment := models.Text(row, "segment")
		if models.Boolean(row, "chosen") != (segment == hostileSegment) {
			t.Errorf("%s: %v", segment, models.Rows[row])
		}
		if segment == "few" && models.Text(row, "refused") != "few_members" || segment == "lot" && models.Text(row, "refused") != "no_better" {
			t.Errorf("%s: refused as %q", segment, models.Text(row, "refused"))
		}
		// Who never bought has no features and is in no count.
		if models.Integer(row, "members")+models.Integer(row, "others") != 900 {
			t.Errorf("%s: %d and %d", segment, models.Integer(row, "members"), models.Integer(row, "others"))
		}
	}
	if list.Len() != likeListed {
		t.Fatalf("%d are listed", list.Len())
	}
	members, err := w.engine.ReadTable(t.Context(), segmentMembers)
	if err != nil {
		t.Fatal(err)
	}
	inside := map[string]bool{}
	for row := range members.Len() {
		inside[members.Text(row, "segment")+members.Text(row, "customer_id")] = true
	}
	for row := range list.Len() {
		if inside[list.Text(row, "segment")+list.Text(row, "customer_id")] {
			t.Errorf("%s is a member", list.Text(row, "customer_id"))
		}
		if row > 0 && list.Float(row, "score") > list.Float(row-1, "score") || list.Integer(row, "position") != int64(row+1) {
			t.Errorf("row %d is out of order", row)
		}
		if list.Text(row, "email") != list.Text(row, "customer_id")+"@x.example" {
			t.Errorf("%s has another's address", list.Text(row, "customer_id"))
		}
	}
}

func TestGroups_NeitherThreadsNorOrderCount(t *testing.T) {
	want := runGroups(t, groupWork(t, 500, 1, false))
	for what, w := range map[string]*work{"threads": groupWork(t, 500, 4, false), "order": groupWork(t, 500, 2, true)} {
		got := runGroups(t, w)
		for name := range want {
			if !reflect.DeepEqual(got[name], want[name]) {
				t.Errorf("another %s, another %s", what, name)
			}
		}
	}
}

func TestGroups_FewCustomersAreLeftAlone(t *testing.T) {
	found := runGroups(t, groupWork(t, 40, 1, false))
	if found["cluster_quality"] != nil || found["customer_clusters"] != nil {
		t.Error("forty customers are in clusters")
	}
	if list := found["lookalikes"]; list == nil || list.Len() != 0 {
		t.Errorf("%v are listed", list)
	}
}

// The heap keeps what sorting all would.
func TestNearest_KeepsTheGreatestAndOfEqualOnesTheFirst(t *testing.T) {
	var n nearest
	for i := range 1000 {
		n.offer(fmt.Sprintf("%04d", i), float64(i*7919%97))
	}
	if len(n) != likeListed {
		t.Fatal(len(n))
	}
	for i := 1; i < len(n); i++ {
		if n[i].chance > n[i-1].chance || n[i].chance == n[i-1].chance && n[i].id < n[i-1].id {
			t.Errorf("%v stands behind %v", n[i], n[i-1])
		}
	}
	if n[len(n)-1].chance != 87 {
		t.Errorf("the last has %v", n[len(n)-1])
	}
}

// The columns that Go reads by place stand where it thinks.
func TestFeatureValues_HasTheColumnsInOrder(t *testing.T) {
	w := groupWork(t, 10, 1, false)
	query, err := queries.Get("segments/feature_values")
	if err != nil {
		t.Fatal(err)
	}
	bound, err := query.Bind(map[string]any{"most": int64(5)})
	if err != nil {
		t.Fatal(err)
	}
	columns, err := w.engine.Describe(t.Context(), bound)
	if err != nil {
		t.Fatal(err)
	}
	want := append(append([]string{"customer_id"}, numberFeatures()...), textFeatures()...)
	asMoney := map[string]string{"an_order": "average_order", "money": "revenue", "money_12m": "revenue_12m"}
	for row := range columns.Len() {
		name := columns.Text(row, "column_name")
		if as, renamed := asMoney[name]; renamed {
			name = as
		}
		if row >= len(want) || want[row] != name {
			t.Errorf("column %d is %s", row, name)
		}
	}
}
