package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"clientele/internal/message"
	"clientele/internal/schedule"
	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
	"clientele/reports/catalogue"
	"clientele/segments"
)

// Job is what is run by itself: what, when, for whom, and what is done when it
// is late, or when what it would send is stale, empty or made of a failure.
type Job struct {
	Name     string    `yaml:"name,required"`
	When     string    `yaml:"when,required"` // see schedule.Parse
	TimeZone string    `yaml:"time_zone"`     // of When; the company's where empty
	Run      []string  `yaml:"run"`           // load, analyse, report; all where empty
	Send     []Sending `yaml:"send"`

	Late     *Span  `yaml:"late"`     // made up for within it, once
	Stale    *Span  `yaml:"stale"`    // data older than this is held back
	Empty    string `yaml:"empty"`    // hold or send
	Failed   string `yaml:"failed"`   // hold, or send what was made last
	Forecast string `yaml:"forecast"` // hold or send, when what came lies far outside of what was foretold

	spec schedule.Spec
	zone *time.Location
}

// Sending is which reports some people get.
type Sending struct {
	To       []string `yaml:"to"`
	Reports  []string `yaml:"reports"`
	Language string   `yaml:"language"` // the company's own where empty
	Attach   []string `yaml:"attach"`   // xlsx, html

	// A recipient who may see some customers only: those of one manager, or of a
	// rule of the segment language. Managers is the same for many, each with an
	// address.
	Manager  string                     `yaml:"manager"`
	Who      string                     `yaml:"who"`
	Managers strictyaml.Ordered[string] `yaml:"managers"`
}

// What is done with a mail that a guard is about.
const (
	Hold = "hold"
	Send = "send"
)

// Forms in which a report can be attached.
const (
	FormWorkbook = "xlsx"
	FormPage     = "html"
)

// ManagerReport is the report of some customers only.
const ManagerReport = "manager"

const (
	usualLate  = 12 * time.Hour
	usualStale = 10 * aDay
	mostJobs   = 100
	longestJob = 60 // bytes of a job's name
)

// Spec is when the job runs, and Zone where.
func (j *Job) Spec() schedule.Spec { return j.spec }

// Zone is the time zone of the job's clock.
func (j *Job) Zone() *time.Location { return j.zone }

// Stages are the parts of the run that the job does.
func (j *Job) Stages() Stages {
	has := func(stage string) bool { return len(j.Run) == 0 || slices.Contains(j.Run, stage) }
	return Stages{Load: has("load"), Analyse: has("analyse"), Report: has("report")}
}

// holds says whether a guard holds back, or lets through.
func holds(written string) bool { return written != Send }

// HoldsEmpty says whether reports without anything in them are held back.
func (j *Job) HoldsEmpty() bool { return holds(j.Empty) }

// HoldsFailed says whether nothing is sent when the run fails.
func (j *Job) HoldsFailed() bool { return holds(j.Failed) }

// HoldsForecast says whether reports are held back when what came lies far
// outside of what was foretold.
func (j *Job) HoldsForecast() bool { return holds(j.Forecast) }

// Envelope is one mail of a job: who gets which reports of whose customers.
type Envelope struct {
	To       message.Address
	Reports  []string
	Language string
	Attach   []string
	Filter   Filter
}

// Envelopes are the mails of a job, in the order of the config.
func (c *Config) Envelopes(job *Job) []Envelope {
	var out []Envelope
	for _, sending := range job.Send {
		envelope := Envelope{Reports: sending.Reports, Language: sending.Language, Attach: sending.Attach, Filter: Filter{Manager: sending.Manager, Rule: sending.Who}}
		if envelope.Language == "" {
			envelope.Language = c.Language()
		}
		if len(envelope.Attach) == 0 {
			envelope.Attach = []string{FormWorkbook}
		}
		if len(envelope.Reports) == 0 {
			envelope.Reports = []string{"director"}
			if sending.filtered() {
				envelope.Reports = []string{ManagerReport}
			}
		}
		for _, written := range sending.To {
			if to, err := message.ParseAddress(written); err == nil {
				envelope.To = to
				out = append(out, envelope)
			}
		}
		for _, pair := range sending.Managers {
			if to, err := message.ParseAddress(pair.Value); err == nil {
				envelope.To, envelope.Filter = to, Filter{Manager: pair.Key}
				out = append(out, envelope)
			}
		}
	}
	return out
}

func (s *Sending) filtered() bool { return s.Manager != "" || s.Who != "" || len(s.Managers) > 0 }

// JobNamed finds a job.
func (c *Config) JobNamed(name string) (*Job, error) {
	var names []string
	for i := range c.Jobs {
		if c.Jobs[i].Name == name {
			return &c.Jobs[i], nil
		}
		names = append(names, c.Jobs[i].Name)
	}
	if len(names) == 0 {
		return nil, &UsageError{Text: fmt.Sprintf("the config %s lists no jobs", c.path), Hint: "the README shows how (jobs:)"}
	}
	hint := "jobs of the config: " + strings.Join(names, ", ")
	if near := spelling.Suggest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	return nil, &UsageError{Text: fmt.Sprintf("no job is called %q", name), Hint: hint}
}

// checkJobs adds the mistakes about jobs, and understands when they run.
func (c *Config) checkJobs() {
	if len(c.Jobs) > mostJobs {
		c.document.Add("jobs", "%d jobs are listed; there is room for %d", len(c.Jobs), mostJobs)
		return
	}
	names := map[string]bool{}
	for i := range c.Jobs {
		job, path := &c.Jobs[i], strictyaml.Item("jobs", i)
		switch {
		case names[job.Name]:
			c.document.Add(path+".name", "a job is called %q already", job.Name)
		case job.Name != "" && !plainName(job.Name):
			c.document.Add(path+".name", "%q is no name of a job: letters, digits, - and _, at most %d bytes", job.Name, longestJob)
		}
		names[job.Name] = true
		c.checkWhen(path, job)
		if job.Run != nil && len(job.Run) == 0 {
			c.document.Add(path+".run", "lists no stage; name some of load, analyse, report, or leave it out for all")
		}
		checkList(path+".run", job.Run, []string{"load", "analyse", "report"}, "is none of load, analyse, report", c.document.Add)
		for _, guard := range []struct{ key, value string }{{"empty", job.Empty}, {"failed", job.Failed}, {"forecast", job.Forecast}} {
			if guard.value != "" && guard.value != Hold && guard.value != Send {
				c.document.Add(path+"."+guard.key, "%q is neither hold nor send", guard.value)
			}
		}
		c.completeJob(job)
		c.checkSendings(path, job)
	}
}

func (c *Config) completeJob(job *Job) {
	if job.Late == nil {
		job.Late = &Span{usualLate}
	}
	if job.Stale == nil {
		job.Stale = &Span{usualStale}
	}
}

// checkWhen understands when a job runs.
func (c *Config) checkWhen(path string, job *Job) {
	zone := job.TimeZone
	if zone == "" {
		zone = c.TimeZone
	}
	var err error
	if job.zone, err = time.LoadLocation(zone); err != nil || zone == "Local" {
		if job.TimeZone != "" {
			c.document.Add(path+".time_zone", "no time zone is called %q; names look like Europe/Madrid", zone)
		}
		job.zone = time.UTC
	}
	days, err := c.calendar()
	if err != nil || job.When == "" {
		return // said already
	}
	job.spec, err = schedule.Parse(job.When, days)
	var wrong *schedule.SyntaxError
	switch {
	case errors.As(err, &wrong):
		c.document.AddWithin(path+".when", job.When, wrong.Position, "%v", err)
	case err != nil:
		c.document.Add(path+".when", "%v", err)
	}
}

// plainName accepts what can stand in names of files and in a terminal.
func plainName(name string) bool {
	return len(name) <= longestJob && strings.Trim(name, "-_") != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// checkSendings adds the mistakes about who gets what.
func (c *Config) checkSendings(path string, job *Job) {
	if len(job.Send) > 0 && c.Mail == nil {
		c.document.Add(path+".send", "nothing says how mail is sent; write mail: with from, server and owner")
	}
	seen := map[string]bool{}
	for i := range job.Send {
		sending, at := &job.Send[i], strictyaml.Item(path+".send", i)
		c.checkSending(at, sending)
		to := func(path, written string) {
			address, err := message.ParseAddress(written)
			switch {
			case err != nil:
				c.document.Add(path, "%v", err)
				return
			case seen[address.Key()]:
				c.document.Add(path, "%s gets a mail of this job already; list all reports of a recipient in one place", written)
			case c.Mail != nil && !c.MayMail(address):
				c.document.Add(path, "%s is outside of the domains that may get mail (mail.domains: %s)", written, strings.Join(c.Mail.Domains, ", "))
			}
			seen[address.Key()] = true
		}
		for j, written := range sending.To {
			to(strictyaml.Item(at+".to", j), written)
		}
		for _, pair := range sending.Managers {
			to(strictyaml.Child(at+".managers", pair.Key), pair.Value)
		}
	}
}

func (c *Config) checkSending(path string, sending *Sending) {
	known := append(reportIDs(), ManagerReport)
	checkList(path+".reports", sending.Reports, known, "is no report; there are "+strings.Join(known, ", "), c.document.Add)
	checkList(path+".attach", sending.Attach, []string{FormWorkbook, FormPage}, "is neither xlsx nor html", c.document.Add)
	if sending.Language != "" && !slices.Contains(catalogue.Languages(), sending.Language) {
		c.document.Add(path+".language", "%q is none of %s", sending.Language, strings.Join(catalogue.Languages(), ", "))
	}
	ways := 0
	for _, used := range []bool{sending.Manager != "", sending.Who != "", len(sending.Managers) > 0} {
		if used {
			ways++
		}
	}
	switch {
	case ways > 1:
		c.document.Add(path, "says whose customers by one of manager, who and managers")
	case len(sending.Managers) > 0 && len(sending.To) > 0:
		c.document.Add(path+".to", "managers: names an address for each; leave to: out")
	case len(sending.Managers) == 0 && len(sending.To) == 0:
		c.document.Add(path, "names nobody; write to: with an address")
	}
	for i, id := range sending.Reports {
		if sending.filtered() != (id == ManagerReport) {
			text := "shows the figures of the whole company; whoever may see some customers only gets the report manager"
			if id == ManagerReport {
				text = "is of some customers only; say whose: manager: NAME, or who: a rule"
			}
			c.document.Add(strictyaml.Item(path+".reports", i), "%s %s", id, text)
		}
	}
	if sending.Who != "" {
		segments.ReadRule(strictyaml.Tree{Text: sending.Who}, path+".who", c.document)
	}
}
