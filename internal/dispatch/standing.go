package dispatch

import (
	"encoding/json"
	"fmt"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// keptAlert is what the ledger keeps of an alert: by what the next run decides,
// and what the last one found, for those who ask.
type keptAlert struct {
	alerts.State
	Last *judgement `json:"last,omitempty"`
	// Lost is the day since which no numbers judge the rule, as the owner was
	// told; Found the day on which they did again, since when nothing is told yet.
	Lost  string `json:"lost,omitempty"`
	Found string `json:"found,omitempty"`
}

// steadyDays is how many days a rule is judged again before its loss is news: one
// that asks for an average is lost in each week without orders.
const steadyDays = 28

// lose notes that no numbers judge the rule on a day.
func (k *keptAlert) lose(day time.Time) {
	since, err := time.Parse(time.DateOnly, k.Found)
	if k.Lost == "" || err == nil && !day.Before(since.AddDate(0, 0, steadyDays)) {
		k.Lost = day.Format(time.DateOnly)
	}
	k.Found = ""
}

// find notes that they judge it.
func (k *keptAlert) find(day time.Time) {
	if k.Lost != "" && k.Found == "" {
		k.Found = day.Format(time.DateOnly)
	}
}

// judgement is what one run found of a rule.
type judgement struct {
	At     time.Time  `json:"at"`
	Day    string     `json:"day"`
	Rule   string     `json:"rule"`
	Known  bool       `json:"known"`
	Reason string     `json:"reason,omitempty"`
	Holds  bool       `json:"holds"`
	Value  float64    `json:"value"`
	Ends   [2]float64 `json:"ends"`
	Bound  float64    `json:"bound"`
	Count  bool       `json:"count,omitempty"`
}

func judgementOf(found pipeline.Alert, now time.Time) *judgement {
	return &judgement{
		At: now.UTC(), Day: found.Day.Format(time.DateOnly), Rule: found.Rule, Known: found.Known, Reason: found.Reason,
		Holds: found.Holds, Value: found.Value, Ends: found.Ends, Bound: found.Bound, Count: found.Count,
	}
}

func keptOf(ledger *deliveries.Ledger, name string) (kept keptAlert, err error) {
	raw, err := ledger.AlertState(name)
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, &kept)
	}
	if err != nil {
		return kept, fmt.Errorf("reading what is kept of the alert %q: %w", name, err)
	}
	return kept, nil
}

func (d *Dispatcher) keepAlert(name string, kept keptAlert) error {
	raw, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	return d.ledger.SetAlertState(name, raw)
}

// Standing is how a rule of the config stood when it was judged last.
type Standing struct {
	Name string   `json:"name"`
	Rule string   `json:"rule"` // as it was understood
	To   []string `json:"to"`

	Judged  time.Time `json:"judged,omitzero"` // never where it is zero
	AsOf    string    `json:"as_of,omitempty"` // the day that the numbers are of
	Figure  *float64  `json:"figure,omitempty"`
	EndsLow *float64  `json:"ends_low,omitempty"` // of a month that runs: eight of ten end from here
	EndsTop *float64  `json:"ends_high,omitempty"`
	Border  *float64  `json:"border,omitempty"`
	Unit    string    `json:"unit,omitempty"`    // a currency; empty of people and orders
	Unknown string    `json:"unknown,omitempty"` // why it could not be judged

	Beyond bool   `json:"beyond"`          // the figure lay beyond the border
	Since  string `json:"since,omitempty"` // the day of the crossing that was mailed and is not over
	Mailed string `json:"mailed,omitempty"`
	Mails  []Told `json:"mails,omitempty"` // of the last crossing
}

// Told is a mail about a crossing.
type Told struct {
	To    string           `json:"to"`
	State deliveries.State `json:"state"`
	At    time.Time        `json:"at,omitzero"` // since when it is in that state, where that is for good
}

// Alerts says how the rules of a config stand, in its order. It may be asked
// while jobs run, and asks the ledger alone: nothing is judged anew.
func Alerts(config *pipeline.Config) ([]Standing, error) {
	ledger, err := deliveries.View(config.StateFolder())
	if err != nil {
		return nil, explained(err)
	}
	standings := []Standing{}
	for i, rule := range config.Alerts {
		kept, err := keptOf(ledger, rule.Name)
		if err != nil {
			return nil, err
		}
		one := Standing{Name: rule.Name, Rule: config.Understood(i)}
		for _, written := range rule.To {
			if to, err := message.ParseAddress(written); err == nil {
				one.To = append(one.To, to.Envelope())
			}
		}
		one.judged(kept.Last, config.Currency)
		if kept.Rule == one.Rule { // else it is of a sentence that is gone
			one.Mailed = kept.Mailed
			if kept.Holding {
				one.Since = kept.Since
			}
			if one.Mails, err = mailsOf(ledger, rule.Name, kept.Mailed); err != nil {
				return nil, err
			}
		}
		standings = append(standings, one)
	}
	return standings, nil
}

// judged takes over what the last run found of the same sentence.
func (s *Standing) judged(last *judgement, currency string) {
	if last == nil || last.Rule != s.Rule {
		return
	}
	s.Judged, s.AsOf, s.Unknown, s.Beyond = last.At, last.Day, last.Reason, last.Holds
	if !last.Known {
		return
	}
	s.Figure, s.Border = &last.Value, &last.Bound
	if last.Ends[0] != last.Ends[1] {
		s.EndsLow, s.EndsTop = &last.Ends[0], &last.Ends[1]
	}
	if !last.Count {
		s.Unit = currency
	}
}

func mailsOf(ledger *deliveries.Ledger, name, crossing string) (told []Told, err error) {
	if crossing == "" {
		return nil, nil
	}
	all, err := ledger.List(alertJob(name))
	for _, one := range all {
		if one.Period == crossing && one.Recipient != nobody {
			told = append(told, Told{To: one.Recipient, State: one.State, At: one.Done})
		}
	}
	return told, err
}
