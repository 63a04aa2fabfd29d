package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// alertJob is how the ledger calls the mails of a rule.
func alertJob(name string) string { return alertPrefix + name }

const alertPrefix = "alert "

// kindUnjudged is the guard of a rule that no numbers judge.
const kindUnjudged = "alert"

func isAlert(job string) bool { return strings.HasPrefix(job, alertPrefix) }

func alertName(job string) string { return strings.TrimPrefix(job, alertPrefix) }

// judgeAlerts asks the rules of the config by the answers of a day, and queues a
// mail for each that has begun to hold.
func (d *Dispatcher) judgeAlerts(ctx context.Context, day time.Time) error {
	if len(d.config.Alerts) == 0 || d.config.Mail == nil {
		return nil
	}
	found, err := pipeline.Alerts(ctx, d.config, pipeline.Options{AsOf: day.Format(time.DateOnly), Threads: d.options.Threads, Version: d.options.Version, Clock: d.options.Now})
	if err != nil {
		return err
	}
	for _, one := range found {
		if err := d.alert(one); err != nil {
			return fmt.Errorf("the alert %q: %w", one.Name, err)
		}
	}
	return nil
}

// alert queues the mails of a rule where they are due. They are queued before
// it is kept that the rule holds: a process that is killed in between finds
// them there, and queues no others.
func (d *Dispatcher) alert(found pipeline.Alert) error {
	for _, warning := range found.Warnings {
		d.tell("alert %q: %s", found.Name, warning)
	}
	kept, err := keptOf(d.ledger, found.Name)
	if err != nil {
		return err
	}
	kept.Last = judgementOf(found, d.options.Now())
	if !found.Known {
		kept.lose(found.Day)
		if err := d.keepAlert(found.Name, kept); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(found.Rule))
		key := deliveries.Key{Job: alertJob(found.Name), Period: "rule " + hex.EncodeToString(sum[:])[:12] + " " + kept.Lost, Recipient: nobody}
		return d.note(key, kindRun, doubt{kind: kindUnjudged, holds: true, say: phrase("jobs.alert.unknown", "name", found.Name, "what", found.Reason)})
	}
	kept.find(found.Day)
	due, next := alerts.Step(kept.State, found.Reading)
	d.tell("alert %q: %s", found.Name, standing(due, found.Holds))
	if due {
		if err := d.mailAlert(found, next.Crossing()); err != nil {
			return err
		}
	}
	kept.State = next
	return d.keepAlert(found.Name, kept)
}

// standing says for the log how a rule stands.
func standing(due, holds bool) string {
	switch {
	case due:
		return "begins to hold, and is mailed"
	case holds:
		return "holds, and was mailed before"
	}
	return "does not hold"
}

func (d *Dispatcher) mailAlert(found pipeline.Alert, crossing string) error {
	words, err := catalogue.New(found.Language)
	if err != nil {
		return err
	}
	body, err := mail.Notice(mail.Note{
		Language: found.Language, Currency: d.config.Currency, Company: d.config.Company, Look: d.config.ReportLook(), AsOf: found.Day, Tone: reports.Neutral, // a rise or a fall: whether that is good the reader knows
		Title: found.Name, Sentences: []string{found.Sentence}, Chart: found.Chart,
		Reason: words.Say("jobs.alert.reason", "rule", found.Rule), Unsubscribe: d.unsubscribe(),
	})
	if err != nil {
		return err
	}
	for _, written := range found.To {
		to, err := message.ParseAddress(written)
		if err != nil {
			return err
		}
		key := deliveries.Key{Job: alertJob(found.Name), Period: crossing, Recipient: to.Key()}
		if !d.config.MayMail(to) {
			if err := d.note(key, kindAlert, doubt{kind: "domain", holds: true, say: phrase("jobs.outside", "to", to.Envelope())}); err != nil {
				return err
			}
			continue
		}
		content, err := d.message(key, to, found.Language, body, nil)
		if err != nil {
			return err
		}
		if err := d.queue(key, kindAlert, content, body.Subject, nil); err != nil {
			return err
		}
	}
	return nil
}
