package pipeline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clientele/internal/job"
)

// A marketer plans a campaign; a month later the same file tells what it earned
// that would not have come anyway.
func TestMeasureCampaign_AMonthLaterTheFileTellsWhatItEarned(t *testing.T) {
	shop := newTeaShop(t)
	shop.write("november.yaml", "campaign: november\nname: November\nchannel: email\nstarts: 2026-11-01\nends: 2026-11-28\nsegments: [Everybody]\ncontrol: {percent: 40}\nmargin_percent: 50\ncost: {fixed: 40, contact: 0.1}\n")
	shop.run(Stages{Load: true})
	plan, err := PlanCampaign(t.Context(), shop.config(), shop.path("november.yaml"), PlanOptions{Options: shop.options(Stages{})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := MeasureCampaign(t.Context(), shop.config(), CampaignQuestion{ID: "november"}, shop.options(Stages{})); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "begins on 2026-11-01") {
		t.Fatal(err)
	}
	treated, controls, brought := shop.november(t)
	shop.run(Stages{Load: true})

	measured, err := MeasureCampaign(t.Context(), shop.config(), CampaignQuestion{File: shop.path("november.yaml")}, shop.options(Stages{}))
	if err != nil {
		t.Fatal(err)
	}
	revenue := measured.Results[2]
	if measured.Treated != treated || measured.Control != controls || !measured.Planned || len(measured.Changed) != 0 || plan.Campaign.ID != measured.Campaign {
		t.Errorf("%d and %d were drawn: %+v", treated, controls, measured)
	}
	if measured.Verdict != "worked" || *revenue.IncrementalLo > brought || *revenue.IncrementalHi < brought {
		t.Errorf("%.0f was brought; found %.0f (%.0f to %.0f), %s", brought, *revenue.Incremental, *revenue.IncrementalLo, *revenue.IncrementalHi, measured.Verdict)
	}
	if want := 40 + 0.1*float64(treated); *measured.Cost != want || *measured.Margin != 0.5 {
		t.Errorf("cost %v, want %v; margin %v", *measured.Cost, want, *measured.Margin)
	}
	for _, path := range []string{measured.Workbook, measured.Page} {
		if _, err := os.Stat(path); err != nil || !strings.Contains(filepath.ToSlash(path), "out/campaigns/november/measured/2026-11-30/") {
			t.Error(path, err)
		}
	}
	// What the file says otherwise by now does not count.
	shop.write("november.yaml", "campaign: november\nname: November\nchannel: email\nstarts: 2026-11-01\nends: 2026-11-28\nsegments: [Everybody]\nmargin_percent: 90\ncost: {fixed: 40, contact: 0.1}\n")
	later, err := MeasureCampaign(t.Context(), shop.config(), CampaignQuestion{File: shop.path("november.yaml")}, shop.options(Stages{}))
	if err != nil || len(later.Changed) != 1 || !strings.HasPrefix(later.Changed[0], "margin_percent: ") || *later.Results[2].Profit != *revenue.Profit {
		t.Error(later.Changed, err)
	}
}

// teaShop is a company with three hundred customers who bought in 2026.
type teaShop struct {
	*testing.T
	dir    string
	random *rand.Rand
	orders int
}

func newTeaShop(t *testing.T) *teaShop {
	s := &teaShop{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(7, 7))} //nolint:gosec // a test
	s.write("clientele.yaml", "company: Tea\nsources:\n  - {name: shop, files: 'sales-*.csv', dates: year first, columns: {order_id: order, purchased_at: day, customer: customer, amount: amount}}\n"+
		"  - {name: people, files: people.csv, entity: contacts, namespace: shop, columns: {source_id: id, email: mail, email_consent: letters}}\nsegments:\n  - {name: Everybody, who: bought at least 1 time}\nignore: [november.yaml]\n")
	people, sales := "id,mail,letters\n", "order,day,customer,amount\n"
	for i := range 300 {
		people += fmt.Sprintf("c%d,c%d@mail.test.org,yes\n", i, i)
		for range 1 + s.random.IntN(4) {
			sales += s.sale(i, time.Date(2026, 1, 1+s.random.IntN(300), 0, 0, 0, 0, time.UTC))
		}
	}
	sales += s.sale(0, time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC))
	s.write("people.csv", people)
	s.write("sales-2026-10-31.csv", sales)
	return s
}

func (s *teaShop) sale(customer int, on time.Time) string {
	line, _ := s.costing(customer, on)
	return line
}

func (s *teaShop) costing(customer int, on time.Time) (line string, amount float64) {
	s.orders++
	amount = float64(20 + s.random.IntN(40))
	return fmt.Sprintf("%d,%s,c%d,%.0f\n", s.orders, on.Format(time.DateOnly), customer, amount), amount
}

// november is what was bought in it: of those who were drawn to be addressed
// every third buys once more.
func (s *teaShop) november(t *testing.T) (treated, controls int, brought float64) {
	w := &work{config: s.config(), out: newOut()}
	opened, err := OpenLake(w.config)
	if err != nil {
		t.Fatal(err)
	}
	w.lake = opened
	plans, err := w.plannedCampaigns()
	if err != nil || len(plans) != 1 {
		t.Fatal(len(plans), err)
	}
	addressed := map[string]bool{}
	for _, stratum := range plans[0].Strata {
		treated, controls = treated+len(stratum.Treated), controls+len(stratum.Control)
		for _, id := range stratum.Treated {
			addressed[id] = true
		}
	}
	sales := "order,day,customer,amount\n"
	inNovember := func() time.Time { return time.Date(2026, 11, 1+s.random.IntN(28), 0, 0, 0, 0, time.UTC) }
	for i := range 300 {
		if s.random.IntN(4) == 0 {
			sales += s.sale(i, inNovember())
		}
		if addressed[fmt.Sprintf("shop:c%d", i)] || addressed[fmt.Sprintf("c%d", i)] {
			if s.random.IntN(3) == 0 {
				line, amount := s.costing(i, inNovember())
				sales, brought = sales+line, brought+amount
			}
		}
	}
	sales += s.sale(1, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	s.write("sales-2026-11-30.csv", sales)
	return treated, controls, brought
}

func (s *teaShop) path(name string) string { return filepath.Join(s.dir, name) }

func (s *teaShop) write(name, content string) {
	s.Helper()
	if err := os.WriteFile(s.path(name), []byte(content), 0o600); err != nil {
		s.Fatal(err)
	}
}

func (s *teaShop) config() *Config {
	s.Helper()
	config, err := ReadConfig(s.path("clientele.yaml"))
	if err != nil {
		s.Fatal(err)
	}
	return config
}

func (s *teaShop) options(stages Stages) Options {
	return Options{Stages: stages, Threads: 2, Version: "test", Clock: func() time.Time { return time.Time{} }, Sink: job.Discard{}}
}

func (s *teaShop) run(stages Stages) {
	s.Helper()
	if _, err := Run(s.Context(), s.config(), s.options(stages)); err != nil {
		s.Fatal(err)
	}
}
