package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
)

// What is new is told in at most five sentences, each in the number's own form.
func TestManager_TellsWhatIsNewInTheFormOfEachNumber(t *testing.T) {
	want := map[string]map[int64][]string{
		"en": {
			0:  nil,
			1:  {"1 customer has fallen silent for longer than usual within the last month.", "1 customer was lost within the last month.", "1 lost customer came back within the last month."},
			2:  {"2 customers have fallen silent", "2 customers were lost", "2 lost customers came back"},
			5:  {"5 customers have fallen silent", "5 customers were lost", "5 lost customers came back"},
			21: {"21 customers have fallen silent", "21 customers were lost", "21 lost customers came back"},
		},
		"ru": {
			0:  nil,
			1:  {"За последний месяц 1 клиент замолчал дольше обычного.", "За последний месяц потерян 1 клиент.", "За последний месяц вернулся 1 потерянный клиент."},
			2:  {"2 клиента замолчали", "потеряны 2 клиента", "вернулись 2 потерянных клиента"},
			5:  {"5 клиентов замолчали", "потеряно 5 клиентов", "вернулись 5 потерянных клиентов"},
			21: {"21 клиент замолчал", "потерян 21 клиент", "вернулся 21 потерянный клиент"},
		},
		"es": {
			0:  nil,
			1:  {"En el último mes 1 cliente ha pasado a callar más de lo habitual.", "En el último mes se ha perdido 1 cliente.", "En el último mes ha vuelto 1 cliente perdido."},
			2:  {"2 clientes han pasado a callar", "se han perdido 2 clientes", "han vuelto 2 clientes perdidos"},
			5:  {"5 clientes han pasado a callar", "se han perdido 5 clientes", "han vuelto 5 clientes perdidos"},
			21: {"21 clientes han pasado a callar", "se han perdido 21 clientes", "han vuelto 21 clientes perdidos"},
		},
	}
	for _, language := range catalogue.Languages() {
		for _, n := range []int64{0, 1, 2, 5, 21} {
			answers, personal := sample.OfManager(sample.Answers())
			for _, column := range []string{"at_risk_lately", "lost_lately", "won_back_lately"} {
				personal.Totals.Rows[0][personal.Totals.Index(column)] = n
			}
			answers.Leaving = &table.Table{Columns: answers.Leaving.Columns}
			d, err := reports.Manager(answers, sample.Settings(language), personal)
			if err != nil {
				t.Fatal(err)
			}
			points := d.Sections[0].Points
			said := ""
			for _, p := range points {
				said += p.Text + "\n"
			}
			if len(points) == 0 || len(points) > 5 || n == 0 && len(points) != 2 { // the month and who bought
				t.Errorf("%s, %d: %d sentences: %s", language, n, len(points), said)
			}
			for _, sentence := range want[language][n] {
				if !strings.Contains(said, sentence) {
					t.Errorf("%s, %d: %q is not said: %s", language, n, sentence, said)
				}
			}
		}
	}
}

// A manager without a complete month has how many customers there are.
func TestManager_TellsOfCustomersWithoutAMonth(t *testing.T) {
	for language, want := range map[string]map[int64]string{
		"en": {0: "0 customers, and", 1: "1 customer, and", 2: "2 customers, and", 5: "5 customers, and", 21: "21 customers, and"},
		"ru": {0: "0 клиентов; полных", 1: "1 клиент; полных", 2: "2 клиента; полных", 5: "5 клиентов; полных", 21: "21 клиент; полных"},
		"es": {0: "0 clientes, y", 1: "1 cliente, y", 2: "2 clientes, y", 5: "5 clientes, y", 21: "21 clientes, y"},
	} {
		for n, says := range want {
			_, personal := sample.OfManager(sample.Answers())
			personal.Best, personal.Deals = nil, nil
			personal.Totals.Rows[0] = []any{n, int64(0), decimal.Zero, decimal.Zero, decimal.Zero, int64(0), int64(0), int64(0), int64(0), int64(0)}
			d, err := reports.Manager(reports.Answers{}, sample.Settings(language), personal)
			if err != nil || len(d.Sections[0].Points) != 1 || !strings.HasPrefix(d.Sections[0].Points[0].Text, says) {
				t.Errorf("%s, %d: %v %v", language, n, err, d.Sections[0].Points)
			}
		}
	}
}

// Whatever is of the whole company is left out even where it is given: only the
// answers of own customers are shown, and no own section of the config.
func TestManager_ShowsNothingOfTheWholeCompany(t *testing.T) {
	const secret = "Secret of the company"
	answers, personal := sample.OfManager(sample.Answers())
	all := sample.Answers()
	answers.Overview, answers.BestCustomers, answers.Campaigns, answers.SegmentSummary, answers.ForecastMetrics, answers.DealForecast, answers.DealStages, answers.DealOwners, answers.ChurnRisks, answers.MonthProgress, answers.QualityPeople =
		all.Overview, all.BestCustomers, all.Campaigns, all.SegmentSummary, all.ForecastMetrics, all.DealForecast, all.DealStages, all.DealOwners, all.ChurnRisks, all.MonthProgress, all.QualityPeople
	settings := sample.Settings("en")
	settings.OwnSections = []reports.OwnSection{{ID: "own_1", In: []string{"manager", "marketing", "complete"}, Title: secret, Data: &table.Table{}}}
	with, err := reports.Manager(answers, settings, personal)
	if err != nil {
		t.Fatal(err)
	}
	clean, personal := sample.OfManager(sample.Answers())
	without, err := reports.Manager(clean, sample.Settings("en"), personal)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := asPage(t, with), asPage(t, without); a != b || strings.Contains(a, secret) {
		t.Error("answers of the whole company change the report of a manager")
	}
	for _, s := range with.Sections {
		if slices.Contains(s.Queries, "reports/overview_months") && s.ID != "plan" {
			t.Errorf("%s names a query of all customers", s.ID)
		}
	}
}

// The manager knows who looks after the own customers; who reads the report by a
// rule does not.
func TestManager_NamesOwnersOnlyWhereARuleChose(t *testing.T) {
	for name, make := range map[string]func(reports.Answers, reports.Settings) (*reports.Document, error){"manager": sample.Manager, "rule": sample.ByRule} {
		d, err := make(sample.Answers(), sample.Settings("en"))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"leaving", "win-back", "second", "own-best"} {
			has := slices.ContainsFunc(d.Find(id).Columns, func(c reports.Column) bool { return c.Name == "owner" })
			if has != (name == "rule") {
				t.Errorf("%s: %s has the owners: %v", name, id, has)
			}
		}
	}
}

// Customers who do not want to be reached at an address have it in no list of the
// best.
func TestManager_LeavesOutAddressesThatWereRefused(t *testing.T) {
	answers, personal := sample.OfManager(sample.Answers())
	for _, row := range personal.Best.Rows {
		row[personal.Best.Index("email")], row[personal.Best.Index("may_email")] = "refused@example.com", false
		row[personal.Best.Index("phone")], row[personal.Best.Index("may_call")] = "+44 20 0000 1111", false
	}
	d, err := reports.Manager(answers, sample.Settings("en"), personal)
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%+v", d.Find("own-best").Data.Rows); strings.Contains(text, "refused") || strings.Contains(text, "1111") {
		t.Error("the list has refused addresses")
	}
}

func TestManager_ComparesTheMonthThatRunsWithNothing(t *testing.T) {
	d, err := sample.Manager(sample.Answers(), sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	months := d.Find("months").Data
	if now := months.Time(0, "month"); !now.Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)) || months.Value(0, "month_change") != nil || months.Value(0, "year_change") != nil {
		t.Errorf("%v: %v %v", now, months.Value(0, "month_change"), months.Value(0, "year_change"))
	}
	if want := growth(months, 1, 2); !want.Equal(months.Decimal(1, "month_change")) {
		t.Errorf("%v, want %v", months.Value(1, "month_change"), want)
	}
}

func growth(months *table.Table, row, before int) decimal.Decimal {
	was := months.Decimal(before, "revenue")
	return months.Decimal(row, "revenue").Sub(was).DivRound(was, 6)
}

func asPage(t *testing.T, d *reports.Document) string {
	t.Helper()
	var page strings.Builder
	if err := new(html.Writer).Write(&page, d); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// A target is held against what was sold in the manager's name, and the figures
// above it are of the own customers: the sentence says so.
func TestManager_SaysWhatATargetIsHeldAgainst(t *testing.T) {
	for language, want := range map[string]string{"en": "sold in this manager’s name.", "ru": "на имя менеджера.", "es": "a nombre de este responsable."} {
		answers, personal := sample.OfManager(sample.Answers())
		months, plan := answers.Months, answers.Plan
		set := func(r int, column string, value any) { plan.Rows[r][plan.Index(column)] = value }
		for m := range months.Len() {
			for r := range plan.Len() {
				if months.Boolean(m, "complete") {
					set(r, "month", months.Time(m, "month"))
					set(r, "complete", true)
					set(r, "so_far", 900.0)
					set(r, "reached", 0.9)
				}
			}
		}
		d, err := reports.Manager(answers, sample.Settings(language), personal)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, p := range d.Sections[0].Points {
			said += p.Text + "\n"
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %q is not said:\n%s", language, want, said)
		}
	}
}

// A rule that people write is told as they would say it; one that is not
// understood whole is not told at all, since half of it would say something else.
func TestManager_ARuleIsToldAsPeopleSayIt(t *testing.T) {
	untold := map[string]string{"en": "Customers chosen by a rule", "ru": "Клиенты по правилу", "es": "Clientes elegidos por una regla"}
	for rule, want := range map[string]map[string]string{
		"country is ES":      {"en": "Customers where country is Spain", "ru": "Клиенты, у которых страна — Испания", "es": "Clientes con país España"},
		`Country is "Spain"`: {"en": "Customers where country is Spain", "ru": "Клиенты, у которых страна — Spain", "es": "Clientes con país Spain"},
		`country is "Spain" & orders at least 2`: {
			"en": "Customers where country is Spain and orders are 2 or more", "ru": "Клиенты, у которых страна — Spain и заказов 2 или больше", "es": "Clientes con país Spain y con 2 pedidos o más",
		},
		`country is one of ES, PT, "US"`: {
			"en": "Customers where country is Spain, Portugal or United States", "ru": "Клиенты, у которых страна — Испания, Португалия или Соединенные Штаты", "es": "Clientes con país España, Portugal o Estados Unidos",
		},
		`manager is one of "Anna", "Pedro and Co"`: {
			"en": "Customers where manager is Anna or Pedro and Co", "ru": "Клиенты, у которых менеджер — Anna или Pedro and Co", "es": "Clientes con responsable Anna o Pedro and Co",
		},
		"rfm segment is cannot_lose and revenue at least 500": {
			"en": "Customers where the segment is “Cannot lose” and revenue is £500 or more", "ru": "Клиенты, у которых сегмент — «Нельзя потерять» и выручка 500\u00a0₽ или больше", "es": "Clientes del segmento «No se pueden perder» y con ingresos de 500\u00a0€ o más",
		},
		"in segment Silent wholesale": {"en": "Customers where the segment is “Silent wholesale”", "ru": "Клиенты, у которых сегмент — «Silent wholesale»", "es": "Clientes del segmento «Silent wholesale»"},
		"no order in the last 120 days and bought in category Coffee": {
			"en": "Customers where the last 120 days have no order and something was bought in category “Coffee”", "ru": "Клиенты, у которых нет заказов за последние 120 дн. и были покупки в категории «Coffee»",
			"es": "Clientes sin pedidos en los últimos 120 días y que compraron en la categoría «Coffee»",
		},
		"country is not ES": untold, "not country is ES": untold, "country is ES or country is PT": untold, "country is ES or city is Madrid and orders at least 2": untold,
		"country is known": untold, "(country is ES)": untold, "bought in category Coffee at least 4 times": untold, "orders at least 2 and city contains Ma": untold,
		"city is " + strings.Repeat("x", 200): untold, `city is "` + strings.Repeat("x", 60) + `" and manager is "` + strings.Repeat("y", 60) + `"`: untold,
	} {
		for _, language := range catalogue.Languages() {
			answers, personal := sample.OfManager(sample.Answers())
			personal.Manager, personal.Rule = "", rule
			d, err := reports.Manager(answers, sample.Settings(language), personal)
			if err != nil {
				t.Fatal(err)
			}
			if d.Title != want[language] {
				t.Errorf("%s: %q is told as %q", language, rule, d.Title)
			}
			if note := d.Sections[0].Note; !strings.Contains(note, rule) {
				t.Errorf("%s: the rule %q does not stand in %q", language, rule, note)
			}
		}
	}
}
