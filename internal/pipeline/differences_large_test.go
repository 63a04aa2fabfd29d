package pipeline

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"clientele/internal/duck"
	"clientele/internal/job"
)

// Half a million customers, or with CLIENTELE_CUSTOMERS=5000000 so many, in ten
// own segments, and in those by recency, frequency and money: groups, differences
// and look-alikes.
func TestGroups_OfMillionsOfCustomers(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("CLIENTELE_LONG=1 measures half a million customers, CLIENTELE_CUSTOMERS more")
	}
	customers := 500_000
	if given, err := strconv.Atoi(os.Getenv("CLIENTELE_CUSTOMERS")); err == nil {
		customers = given
	}
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 2, MemoryLimit: "3GB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	for _, statement := range []string{
		`create table customer_features as select 'shop:' || lpad(cast(i as varchar), 7, '0') as customer_id,
			cast(1 + hash(i) % 30 * (1 + i % 3 * 8) as bigint) as recency_days, cast(30 + hash(i + 1) % 900 as bigint) as tenure_days,
			cast(1 + hash(i + 2) % 5 * (3 - i % 3) as bigint) as orders, cast(10 + hash(i + 3) % 1000 as decimal(18, 2)) as revenue,
			cast(5 + hash(i + 4) % 100 * (1 + i % 3) as decimal(18, 2)) as average_order, cast(hash(i + 5) % 90 as double) as mean_gap_days,
			cast(hash(i + 6) % 5 as bigint) as orders_12m, cast(hash(i + 7) % 500 as decimal(18, 2)) as revenue_12m, null::double as trend,
			cast(hash(i + 8) % 100 as double) / 1000 as given_back_share, cast(1 + hash(i + 9) % 7 as double) as lines_an_order,
			cast(1 + hash(i + 10) % 4 as bigint) as product_groups, 0.5::double as top_group_share, 1.0::double as top_channel_share,
			cast(hash(i + 11) % 3 as double) / 2 as weekend_share, 'group ' || hash(i + 12) % 8 as product_group, 'web' as channel,
			'DE' as country, 'city ' || hash(i + 13) % 300 as city, 'owner ' || hash(i + 14) % 12 as owner, 'monday' as weekday,
			stable_draw('shop:' || lpad(cast(i as varchar), 7, '0')) as draw
		from range(` + strconv.Itoa(customers) + `) as r(i)`,
		`create table customers as select customer_id, customer_id as customer, null::varchar as email, null::varchar as phone, owner from customer_features`,
		`create table segment_members as
			select 'rfm' as kind, 'cell ' || orders % 10 as segment, customer_id from customer_features
			union all
			select 'own', 'own ' || s, customer_id from customer_features, range(10) as o(s)
			where hash(customer_id) % 1000 < case when orders > s then 40 * (s + 1) else 10 end`,
		`create table segment_names as select distinct kind, segment, cast(null as varchar) as name, cast(1 as bigint) as position from segment_members`,
	} {
		if err := engine.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	w := &work{config: &Config{}, options: Options{Threads: 2}, engine: engine, asOf: time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC), out: newOut()}
	for _, step := range (job.Job{{Name: "clusters", Run: w.clusters}, {Name: "differences", Run: w.differences}}) {
		began := time.Now()
		if _, err := (job.Job{step}).Run(t.Context(), nil, time.Now, job.Discard{}); err != nil {
			t.Fatal(err)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		t.Logf("%s: %v, %s of Go's memory", step.Name, time.Since(began).Round(100*time.Millisecond), fmt.Sprint(memory.Sys>>20, " MB"))
	}
	models, err := engine.ReadTable(t.Context(), "lookalike_models")
	if err != nil || models.Len() != 10 {
		t.Error(models, err)
	}
}
