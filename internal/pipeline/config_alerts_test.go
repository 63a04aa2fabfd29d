package pipeline

import (
	"strings"
	"testing"

	"clientele/internal/alerts"
)

const alertMail = "mail: {from: a@example.com, server: smtp.example.com, owner: [a@example.com]}\n"

func TestConfig_TellsEveryMistakeOfAnAlertAtItsWord(t *testing.T) {
	_, err := readSegments(t, alertMail+`alerts:
  - name: week
    when: revenue this week belw 5
    to: [a@example.com]
  - name: Week
    when: revenu this week below 5
    to: []
    language: de
  - name: " tail "
    when: "orders this week fell by 120 %"
    to: [a@example.com]
  - name: bare
    to: [a@example.com]
  - name: nobody
    when: At risk grew by 20 %
`)
	if err == nil {
		t.Fatal("the config is read")
	}
	for _, want := range []string{
		`:7:29: alerts[0].when: "belw" is not understood; did you mean "below"?`,
		`:9:11: alerts[1].name: an alert is called "week" already`,
		`:10:11: alerts[1].when: "revenu" is no figure; did you mean "revenue"?`,
		`alerts[1].to: nobody is told`,
		`:12:15: alerts[1].language: "de" is none of en, ru, es`,
		`alerts[2].name: the name begins or ends with a space`,
		`:14:29: alerts[2].when: nothing falls by more than 100 %`,
		`alerts[3].when: is missing`,
		`alerts[4].to: is missing`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s\nis not among\n%s", want, err)
		}
	}
}

func TestConfig_ReadsAlerts(t *testing.T) {
	config, err := readSegments(t, `mail: {from: a@example.com, server: smtp.example.com, owner: a@example.com}
alerts:
  - {name: week, when: "At risk grew by 20 %", to: [a@example.com], language: ru}
`)
	if err != nil {
		t.Fatal(err)
	}
	if rule := config.alertRules[0]; rule.Figure != alerts.Size || rule.Of.Name != "At risk" || rule.Percent != "20" {
		t.Errorf("%+v", rule)
	}
}
