package dispatch

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/deliveries"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// stepsOf are what the owner can do.
func (d *Dispatcher) stepsOf(words *catalogue.Catalogue, group []deliveries.Delivery) []mail.Step {
	has := func(states ...deliveries.State) bool {
		return slices.ContainsFunc(group, func(one deliveries.Delivery) bool {
			return slices.Contains(states, one.State) && one.Recipient != nobody
		})
	}
	config, send := d.configPath(), d.sendCommand(group[0])
	var steps []mail.Step
	if isAlert(group[0].Job) && !has(deliveries.Refused, deliveries.GivenUp, deliveries.Unknown) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.rule")})
	}
	if group[0].Guard == kindConfig {
		return []mail.Step{{Text: words.Say("jobs.step.run"), Command: "clientele schedule --next -c " + config}}
	}
	if !isAlert(group[0].Job) && !d.mails(group[0]) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.run"), Command: "clientele run -c " + config})
	}
	if has(deliveries.Held) && !isAlert(group[0].Job) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.mend"), Command: send + " --run" + onlyTo(group, isHeldMail)})
	}
	if slices.ContainsFunc(group, canOverrule) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.despite"), Command: send + " --despite" + onlyTo(group, canOverrule)})
	}
	if !isAlert(group[0].Job) { // clientele send knows no alerts
		steps = append(steps, sendSteps(words, send, group)...)
	}
	if slices.ContainsFunc(group, func(one deliveries.Delivery) bool { return one.State.NeedsPerson() }) {
		steps = append(steps, d.dismissStep(words, group))
	}
	look := "clientele deliveries -c " + config
	if !ofSeveral(group) {
		look = fmt.Sprintf("clientele deliveries --job %s -c %s", quoted(group[0].Job), config)
	}
	return append(steps, mail.Step{Text: words.Say("jobs.step.look"), Command: look})
}

// sendSteps send what did not arrive, or may not have.
func sendSteps(words *catalogue.Catalogue, send string, group []deliveries.Delivery) []mail.Step {
	var steps []mail.Step
	retried := false
	for _, one := range group {
		again := send + " --again --to " + quoted(one.Recipient)
		failed := hasFailed(one)
		switch {
		case one.State == deliveries.Unknown: // each by itself: some may have arrived
			steps = append(steps, mail.Step{Text: words.Say("jobs.step.again"), Command: again})
		case failed && isCopy(one.Period): // without --again the mail that arrived before counts
			steps = append(steps, mail.Step{Text: words.Say("jobs.step.retry"), Command: again})
		case failed && !retried:
			steps, retried = append(steps, mail.Step{Text: words.Say("jobs.step.retry"), Command: send + onlyTo(group, hasFailed)}), true
		}
	}
	return steps
}

// onlyTo names the recipients whom a step concerns, where a notice tells of others
// too. It names none where the command would get too long for a mail: what a send
// finds settled it leaves alone.
func onlyTo(group []deliveries.Delivery, concerns func(deliveries.Delivery) bool) string {
	var command string
	named, others := map[string]bool{}, false
	for _, one := range group {
		switch {
		case one.Recipient == nobody:
		case !concerns(one):
			others = true
		case !named[one.Recipient]: // the parts of a mail have one
			named[one.Recipient] = true
			command += " --to " + quoted(one.Recipient)
		}
	}
	if !others || len(command) > longestTo {
		return ""
	}
	return command
}

const longestTo = 500 // bytes of a command

func hasFailed(one deliveries.Delivery) bool {
	return one.State == deliveries.Refused || one.State == deliveries.GivenUp
}

func isHeldMail(one deliveries.Delivery) bool { return one.State == deliveries.Held }

// canOverrule says that a person can overrule what holds a mail back.
func canOverrule(one deliveries.Delivery) bool {
	return slices.Contains(overruled(), one.Guard) && one.State == deliveries.Held
}

// configPath is the config as a command names it that is typed anywhere.
func (d *Dispatcher) configPath() string {
	path, err := filepath.Abs(d.config.Path())
	if err != nil {
		path = d.config.Path()
	}
	return quoted(path)
}

// sendCommand sends the mails of the time of a job that a delivery is of.
func (d *Dispatcher) sendCommand(one deliveries.Delivery) string {
	return fmt.Sprintf("clientele send %s --period %s -c %s", quoted(one.Job), quoted(basePeriod(one.Period)), d.configPath())
}

// dismissStep leaves unsent what is held back.
func (d *Dispatcher) dismissStep(words *catalogue.Catalogue, group []deliveries.Delivery) mail.Step {
	var jobs, periods []string
	for _, one := range group {
		if !slices.Contains(jobs, one.Job) {
			jobs = append(jobs, one.Job)
		}
		if !slices.Contains(periods, one.Period) {
			periods = append(periods, one.Period)
		}
	}
	command := "clientele deliveries --dismiss"
	for _, part := range []struct {
		flag   string
		values []string
	}{{" --job ", jobs}, {" --period ", periods}} {
		for _, value := range part.values {
			command += part.flag + quoted(value)
		}
	}
	return mail.Step{Text: words.Say("jobs.step.dismiss"), Command: command + " -c " + d.configPath()}
}

// overruled are the guards that a person can overrule: there is a report to send.
func overruled() []string {
	return []string{kindFailed, kindAudit, kindRejected, "stale", "forecast", kindLate, kindEdited, "empty"}
}

// quoted is a path or an address as a shell takes it.
func quoted(path string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.:-_@+"
	if strings.Trim(path, plain) != "" {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
