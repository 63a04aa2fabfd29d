package pipeline

import (
	"strings"
	"testing"
	"time"
)

// mailText is a config's part about mail that has no mistake.
const mailText = `mail:
  from: Reports <reports@example.com>
  server: smtp.example.com
  user: reports@example.com
  password: {env: CLIENTELE_SMTP_PASSWORD}
  owner: admin@example.com
`

func TestConfigJobs_TheREADMEsExampleIsUnderstood(t *testing.T) {
	config, err := readText(t, mailText+`jobs:
  - name: month
    when: first working day at 08:00
    send:
      - {to: [director@example.com, finance@example.com], reports: [director, complete]}
      - {to: vera@example.com, reports: [marketing], language: ru, attach: [xlsx, html]}
      - managers: {Анна Иванова: anna@example.com, Pedro Ruiz: pedro@example.com}
      - {to: emma@example.com, who: country is Spain}
    late: 2 days
  - name: night
    when: 30 2 * * *
    time_zone: Europe/Moscow
    run: [load, analyse]
`)
	if err != nil {
		t.Fatal(err)
	}
	month, err := config.JobNamed("month")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range config.Envelopes(month) {
		got = append(got, strings.Join([]string{e.To.Envelope(), strings.Join(e.Reports, "+"), e.Language, strings.Join(e.Attach, "+"), e.Filter.Manager, e.Filter.Rule}, " "))
	}
	want := []string{
		"director@example.com director+complete en xlsx  ", "finance@example.com director+complete en xlsx  ",
		"vera@example.com marketing ru xlsx+html  ",
		"anna@example.com manager en xlsx Анна Иванова ", "pedro@example.com manager en xlsx Pedro Ruiz ",
		"emma@example.com manager en xlsx  country is Spain",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if month.Late.Duration != 48*time.Hour || month.Stale.Duration != usualStale || !month.HoldsEmpty() || !month.HoldsFailed() {
		t.Errorf("guards: late %v, stale %v", month.Late, month.Stale)
	}
	night, err := config.JobNamed("night")
	if err != nil || night.Stages() != (Stages{Load: true, Analyse: true}) || night.Zone().String() != "Europe/Moscow" {
		t.Errorf("night: %+v, %v", night, err)
	}
	slot, ok := night.Spec().Next(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), night.Zone())
	if want := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC); !ok || !slot.At.Equal(want) {
		t.Errorf("night runs next at %v, want %v", slot.At, want)
	}
	if mail := config.Mail; mail.Port != 587 || mail.Security != SecurityStartTLS || mail.Attempts != usualAttempts || strings.Join(mail.Domains, " ") != "example.com" || config.KeepsSent() != 400*24*time.Hour {
		t.Errorf("mail: %+v", mail)
	}
}

// No password and no report goes over the net in the clear.
func TestConfigMail_WithoutTLSOnThisMachineAlone(t *testing.T) {
	for server, here := range map[string]bool{
		"localhost": true, "mail.localhost": true, "127.0.0.1": true, "127.0.1.1": true, "'::1'": true,
		"smtp.example.com": false, "localhost.example.com": false, "192.168.1.1": false, "0.0.0.0": false, "127.0.0.1.example.com": false,
	} {
		_, err := readText(t, strings.Replace(mailText, "smtp.example.com", server, 1)+"  security: none\n")
		if (err == nil) != here {
			t.Errorf("%s: %v", server, err)
		}
	}
}

// Each mistake is told at its place with what is wrong with it.
func TestConfigJobs_MistakesAreTold(t *testing.T) {
	job := mailText + "jobs:\n  - name: month\n    when: every day at 08:00\n"
	for text, want := range map[string]string{
		mailText + "jobs:\n  - {name: a, when: 'every dya at 8:00'}":                                "jobs[0].when",
		mailText + "jobs:\n  - {name: a, when: '0 8 31 2 *'}":                                       "jobs[0].when",
		mailText + "jobs:\n  - {name: a b, when: every day at 8:00}":                                "is no name of a job",
		mailText + "jobs:\n  - {name: ../x, when: every day at 8:00}":                               "is no name of a job",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00}\n  - {name: a, when: every hour}": "called \"a\" already",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00, time_zone: Europe/Moskow}":        "no time zone",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00, run: [laod]}":                     "none of load, analyse, report",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00, late: soon}":                      "no length of time",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00, stale: -3 days}":                  "no length of time",
		mailText + "jobs:\n  - {name: a, when: every day at 8:00, empty: perhaps}":                  "neither hold nor send",
		job + "    send: [{to: director}]":                                                          "jobs[0].send[0].to",
		job + "    send: [{to: a@example.com, reports: [directr]}]":                                 "is no report",
		job + "    send: [{to: a@example.com, reports: [manager]}]":                                 "say whose",
		job + "    send: [{to: a@example.com, reports: [director], manager: Anna}]":                 "figures of the whole company",
		job + "    send: [{to: a@example.com, manager: Anna, who: country is Spain}]":               "one of manager, who and managers",
		job + "    send: [{to: a@example.com, who: country iz Spain}]":                              "jobs[0].send[0].who",
		job + "    send: [{to: a@example.com}, {to: A@EXAMPLE.com}]":                                "a mail of this job already",
		job + "    send: [{to: a@elsewhere.example}]":                                               "outside of the domains",
		job + "    send: [{reports: [director]}]":                                                   "names nobody",
		job + "    send: [{to: a@example.com, attach: [pdf]}]":                                      "neither xlsx nor html",
		job + "    send: [{to: a@example.com, language: de}]":                                       "none of en, ru, es",
		"jobs:\n  - {name: a, when: every hour, send: [{to: a@example.com}]}":                       "nothing says how mail is sent",
		strings.Replace(mailText, "{env: CLIENTELE_SMTP_PASSWORD}", "hunter2", 1):                   "does not belong into the config",
		strings.Replace(mailText, "{env: CLIENTELE_SMTP_PASSWORD}", "{env: A, file: B}", 1):         "env or file",
		strings.Replace(mailText, "{env: CLIENTELE_SMTP_PASSWORD}", "{evn: A}", 1):                  "neither env nor file",
		strings.Replace(mailText, "  password: {env: CLIENTELE_SMTP_PASSWORD}\n", "", 1):            "a user needs a password",
		strings.Replace(mailText, "smtp.example.com", "smtp.example.com:587", 1):                    "no name of a server",
		strings.Replace(mailText, "admin@example.com", "nobody at all", 1):                          "mail.owner",
		mailText + "  unsubscribe: javascript:alert(1)\n":                                           "write mailto:name@example.com",
		mailText + "  too_large: {link: 'https://files.example.com'}\n":                             "the link leads into a folder",
		mailText + "  security: ssl\n":                                                              "none of starttls, tls, none",
		mailText + "  security: none\n":                                                             "none is for a server on this machine only",
		job + "    run: []":                                                                         "lists no stage",
		mailText + "  keep: 30 days\n":                                                              "known for 60 days at least",
		mailText + "  attachment_mb: -1\n":                                                          "can be attached",
	} {
		_, err := readText(t, text+"\n")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot %v\nwant %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the password is shown: %v", err)
		}
	}
}

func TestSpan_IsWrittenAsPeopleDo(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90 minutes": 90 * time.Minute, "12h": 12 * time.Hour, "1 hour": time.Hour, "3 days": 72 * time.Hour, "2 weeks": 336 * time.Hour, "1d": 24 * time.Hour, "0 days": 0,
	} {
		var got Span
		if err := got.UnmarshalText([]byte(text)); err != nil || got.Duration != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "soon", "5", "3 months", "-1 day", "1.5 h", "99999999999 days", "9223372036854775807 weeks"} {
		var got Span
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}
