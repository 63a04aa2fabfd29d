package dispatch

import (
	"strings"
	"testing"

	"clientele/internal/alerts"
	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// A rule that begins to hold is mailed once, with a sentence and a picture, and
// not again while it holds; one that cannot be judged is told to the owner once.
func TestAlerts_AreMailedOncePerCrossing(t *testing.T) {
	w := newWorld(t, unruly.Script{}, `jobs:
  - {name: night, when: every day at 02:30, stale: 90 days}
alerts:
  - {name: sales, when: orders this week at least 1, to: [director@example.com, vera@example.com], language: ru}
  - {name: quiet, when: orders this week at least 100000, to: director@example.com}
  - {name: unknown, when: revenue this month below plan, to: director@example.com}
`)
	w.due(false)
	w.now = at("2026-11-02 02:30")
	w.due(true)
	w.want("director 1, owner 1, vera 1")
	mail := w.mails("director")[0]
	if !strings.Contains(mail.subject, "sales") || mail.pictures != 1 || !strings.Contains(unwrapped(mail.text), "Заказы") {
		t.Errorf("%q with %d pictures:\n%s", mail.subject, mail.pictures, mail.text)
	}
	if text := unwrapped(w.mails("owner")[0].text); !strings.Contains(text, "“unknown” cannot be judged") {
		t.Errorf("the owner reads:\n%s", text)
	}
	for day := range 3 {
		w.now = at("2026-11-03 02:30").AddDate(0, 0, day)
		w.due(false)
	}
	w.want("director 1, owner 1, vera 1")
}

// How the rules stand is there for whoever asks: what was judged and found, by
// the border, since when it is crossed and who has the mail; a rule that was
// rewritten begins anew.
func TestAlerts_ShowHowTheyStand(t *testing.T) {
	config := `jobs:
  - {name: night, when: every day at 02:30, stale: 90 days}
alerts:
  - {name: sales, when: orders this week at least 1, to: [director@example.com, vera@example.com]}
  - {name: month, when: revenue this month below 5, to: director@example.com}
  - {name: unknown, when: revenue this month below plan, to: director@example.com}
`
	w := newWorld(t, unruly.Script{}, config)
	before, err := Alerts(w.dispatcher().config)
	if err != nil || len(before) != 3 || !before[0].Judged.IsZero() || before[0].Figure != nil {
		t.Fatalf("before the first run: %+v, %v", before, err)
	}
	w.due(false)
	w.now = at("2026-11-02 02:30")
	w.due(true)
	found, err := Alerts(w.dispatcher().config)
	if err != nil || len(found) != 3 {
		t.Fatal(found, err)
	}
	sales, month, unknown := found[0], found[1], found[2]
	if !sales.Judged.Equal(w.now) || sales.AsOf != lastDay || sales.Figure == nil || *sales.Figure < 1 || *sales.Border != 1 || sales.Unit != "" || !sales.Beyond || sales.Since != lastDay {
		t.Errorf("%+v", sales)
	}
	if len(sales.Mails) != 2 || sales.Mails[0].To != "director@example.com" || sales.Mails[0].State != deliveries.Sent || !sales.Mails[0].At.Equal(w.now) {
		t.Errorf("mailed: %+v", sales.Mails)
	}
	if month.Beyond || month.Since != "" || month.Unit != "EUR" || len(month.Mails) != 0 || *month.Border != 5 {
		t.Errorf("%+v", month)
	}
	if unknown.Unknown == "" || unknown.Figure != nil || unknown.Beyond {
		t.Errorf("%+v", unknown)
	}
	w.config(strings.Replace(config, "at least 1,", "at least 2,", 1))
	if found, err = Alerts(w.dispatcher().config); err != nil || !found[0].Judged.IsZero() || found[0].Since != "" || len(found[0].Mails) != 0 {
		t.Errorf("a rule that was rewritten: %+v, %v", found[0], err)
	}
}

// A rule that could be judged again and then no more is told again; not so one
// that is lost in every other week.
func TestAlerts_ARuleThatIsLostAgainIsToldAgain(t *testing.T) {
	for name, one := range map[string]struct {
		every int // days
		want  string
	}{"each quarter": {91, "owner 2"}, "each week": {7, "owner 1"}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{}, dailyJob+`alerts:
  - {name: plan, when: revenue this month below plan, to: director@example.com}
`)
			w.due(false)
			for _, known := range []bool{false, true, false} {
				w.now = w.now.AddDate(0, 0, one.every)
				d := w.dispatcher()
				found := pipeline.Alert{
					Name: "plan", To: []string{"director@example.com"}, Reason: "there is no plan",
					Reading: alerts.Reading{Rule: "revenue this month below plan", Day: w.now, Known: known},
				}
				if err := d.alert(found); err != nil {
					t.Fatal(err)
				}
				if err := d.deliver(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			w.want(one.want)
		})
	}
}
