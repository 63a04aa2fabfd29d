package segments

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"clientele/internal/duck"
	"clientele/queries"
)

// TestLarge_AHundredSegmentsOfFiveMillionCustomers makes 100 varied segments of 5
// million customers with 50 million orders, on two threads and 4 GB, and says how
// long it took. Orders and their lines lie in Parquet files, as in the lake. It is run with CLIENTELE_LONG=1 and CLIENTELE_CUSTOMERS=5000000
// (any other number makes a smaller world with ten orders a customer).
func TestLarge_AHundredSegmentsOfFiveMillionCustomers(t *testing.T) {
	customers, _ := strconv.Atoi(os.Getenv("CLIENTELE_CUSTOMERS"))
	if os.Getenv("CLIENTELE_LONG") == "" || customers == 0 {
		t.Skip("CLIENTELE_LONG=1 CLIENTELE_CUSTOMERS=5000000 measures it")
	}
	memory := "4GB"
	if given := os.Getenv("CLIENTELE_MEMORY"); given != "" {
		memory = given
	}
	ctx, engine := context.Background(), openEngine(t, memory)
	start := time.Now()
	for _, statement := range largeWorld(t.TempDir(), customers) {
		if err := engine.Exec(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	asOf := mustDay("2026-10-31")
	t.Logf("the world took %.0f s", time.Since(start).Seconds())
	began, processor := time.Now(), processorSeconds()
	query, err := queries.Get("marts/customer_figures")
	if err != nil {
		t.Fatal(err)
	}
	bound, err := query.BindSome(map[string]any{"as_of": asOf})
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Create(ctx, bound); err != nil {
		t.Fatal(err)
	}
	t.Logf("figures of customers: %.1f s", time.Since(began).Seconds())
	type timed struct {
		rule    string
		seconds float64
		members int64
	}
	var all []timed
	total := int64(0)
	kinds := make([]float64, 10)
	for i, text := range hundredRules() {
		rule, mistakes := ParseRule(text)
		if len(mistakes) > 0 {
			t.Fatal(text, mistakes)
		}
		at, taken := time.Now(), processorSeconds()
		members := appendMembers(ctx, t, engine, rule, World{AsOf: asOf, Spelled: func(_, name string) ([]string, bool) { return []string{name}, true }}, fmt.Sprintf("own %d", i))
		kinds[i%10] += processorSeconds() - taken
		all = append(all, timed{text, time.Since(at).Seconds(), members})
		total += members
	}
	t.Logf("%d segments with %d members: %.0f s by the clock, %.0f s of processor, at most %d MB", len(all), total, time.Since(began).Seconds(), processorSeconds()-processor, mostMegabytes())
	for i, seconds := range kinds {
		t.Logf("%6.1f s of processor for ten like: %s", seconds, hundredRules()[i])
	}
	slices.SortFunc(all, func(a, b timed) int { return int(1000 * (b.seconds - a.seconds)) })
	for _, one := range all[:5] {
		t.Logf("%6.1f s %9d %s", one.seconds, one.members, one.rule)
	}
}

func appendMembers(ctx context.Context, t *testing.T, engine *duck.Engine, rule Rule, world World, name string) int64 {
	t.Helper()
	bound, err := rule.Compile(world)
	if err != nil {
		t.Fatal(err)
	}
	bound.Query.Text = "select 'own' as kind, cast($segment as varchar) as segment, customer_id from (\n" + bound.Query.Text + "\n) as chosen"
	bound.Values = append(bound.Values, queries.Value{Name: "segment", Value: name})
	members, err := engine.Append(ctx, "segment_members", bound)
	if err != nil {
		t.Fatal(err)
	}
	return members
}

// usage is what the process has taken.
func usage() syscall.Rusage {
	var taken syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &taken) // zero where the system does not say
	return taken
}

func processorSeconds() float64 {
	taken := usage()
	return float64(taken.Utime.Sec+taken.Stime.Sec) + float64(taken.Utime.Usec+taken.Stime.Usec)/1e6
}

func mostMegabytes() int64 { return usage().Maxrss / 1024 }

// largeWorld has ten orders a customer, few of whom come often, over four years;
// a line an order; every second customer in a campaign, and an event each.
func largeWorld(folder string, customers int) []string {
	return []string{
		fmt.Sprintf(`create table customers as select concat('shop:', i) as customer_id, concat('Customer ', i) as customer,
			if(i %% 5 > 0, concat('c', i, '@example.com'), null) as email, if(i %% 3 > 0, concat('+34 600 ', i), null) as phone,
			['Spain', 'France', 'Italy', 'Russia', null][cast(1 + hash(i) %% 5 as bigint)] as country, concat('City ', hash(i + 1) %% 500) as city, concat('Manager ', hash(i + 2) %% 20) as owner
			from range(%d) r(i)`, customers),
		fmt.Sprintf(`copy (select 'shop' as source, cast(i as varchar) as order_id, 1 as line,
			concat('shop:', cast(floor(%d * pow(hash(i) %% 1000003 / 1000003, 1.5)) as bigint)) as customer_id, date '2022-11-01' + cast(hash(i + 5) %% 1461 as integer) as purchased_on,
			concat('A', hash(i + 6) %% 4000) as product_id, concat('Article ', hash(i + 6) %% 4000) as product, concat('Category ', hash(i + 6) %% 40) as product_group,
			cast(1 + hash(i + 7) %% 5 as decimal(18, 3)) as quantity, cast(if(hash(i + 8) %% 30 = 0, -1, 1) * (1 + hash(i + 9) %% 20000) / 100 as decimal(18, 4)) as amount,
			['web', 'store', 'phone'][cast(1 + hash(i + 10) %% 3 as bigint)] as channel, null::varchar as country, concat('Manager ', hash(i + 11) %% 20) as owner
			from range(%d) r(i)) to '%s/lines.parquet' (format parquet)`, customers, 10*customers, folder),
		fmt.Sprintf(`create view purchase_lines as from read_parquet('%s/lines.parquet')`, folder),
		fmt.Sprintf(`copy (select source, order_id, customer_id, purchased_on as ordered_on, amount, amount > 0 as is_purchase from purchase_lines) to '%s/orders.parquet' (format parquet)`, folder),
		fmt.Sprintf(`create view orders as from read_parquet('%s/orders.parquet')`, folder),
		`create table rfm as select customer_id, 1 + hash(customer_id) % 5 as r, 1 + hash(customer_id || 'f') % 5 as f, 1 + hash(customer_id || 'm') % 5 as m from customers`,
		`create table customer_outlook as select customer_id, cast(hash(customer_id) % 20000 / 100 as decimal(18, 2)) as expected_value, hash(customer_id || 'p') % 1000 / 1000 as p_buys from customers`,
		`create table customer_reach as select customer_id, hash(customer_id) % 3 > 0 as email_consent, true as call_consent, true as sms_consent, true as post, if(hash(customer_id) % 7 = 0, 'VIP, wholesale', null) as tags from customers`,
		`create table customer_events as select customer_id, date '2025-01-01' + cast(hash(customer_id || 'e') % 700 as integer) as event_on, ['visit', 'call', 'mail'][cast(1 + hash(customer_id) % 3 as bigint)] as event_type, 'delivery' as subject, 'done' as status, owner from customers`,
		`create table campaign_lines as select concat('C', i) as campaign_id, concat('Campaign ', i) as campaign, date '2026-01-01' + cast(i * 20 as integer) as started_on from range(10) r(i)`,
		`create table member_lines as select concat('C', hash(customer_id) % 10) as campaign_id, customer_id, if(hash(customer_id || 'a') % 5 = 0, 'control', 'treated') as arm, date '2026-01-01' + cast(hash(customer_id) % 10 * 20 as integer) as touched_on, true as delivered,
			if(hash(customer_id || 'o') % 3 = 0, date '2026-01-03' + cast(hash(customer_id) % 10 * 20 as integer), null) as opened_on, null::date as clicked_on, null::date as responded_on from customers where hash(customer_id || 'x') % 2 = 0`,
		`create table segment_names as select 'rfm' as kind, concat('rfm ', i) as segment, null::varchar as name from range(10) r(i) union all select 'own', concat('own ', i), null from range(100) r(i)`,
		`create table segment_members as select 'rfm' as kind, concat('rfm ', hash(customer_id) % 10) as segment, customer_id from customers`,
	}
}

// hundredRules are of every kind: fields, purchases in windows of the calendar
// and of the customer's own, events, campaigns, other segments.
func hundredRules() []string {
	var rules []string
	for i := range 10 {
		rules = append(rules,
			fmt.Sprintf(`country is one of Spain, Italy and revenue at least %d and orders at least 3`, 200*i),
			fmt.Sprintf(`last order more than %d days ago and average order over %d`, 30*i+30, 50+5*i),
			fmt.Sprintf(`bought in category "Category %d" at least 2 times in the last %d months`, i, 6+i),
			fmt.Sprintf(`bought in category "Category %d" within 30 days of the first order and not bought in the last %d days`, 10+i, 60+10*i),
			fmt.Sprintf(`bought for at least %d in the last 12 months and (email is known or phone is known)`, 300+20*i),
			fmt.Sprintf(`no event of type visit in the last %d days and bought at least 2 times since 2026-01-01`, 100+20*i),
			fmt.Sprintf(`opened campaign C%d and did not buy within 14 days of campaign C%d`, i, i),
			fmt.Sprintf(`in segment rfm %d and not in segment own %d and tag is VIP`, i, 10*i),
			fmt.Sprintf(`chance to buy at least %d %% and email consent is yes and recency score at least 3`, 40+5*i),
			fmt.Sprintf(`bought at least %d pieces of product A%d, A%d, A%d through channel web`, 1+i, i, 100+i, 200+i),
		)
	}
	return rules
}
