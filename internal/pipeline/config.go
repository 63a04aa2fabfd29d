package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"clientele/etl"
	"clientele/internal/alerts"
	"clientele/internal/strictyaml"
	"clientele/reports"
	"clientele/segments"
)

// Config is clientele.yaml: what to read, how to read it, what to make of it.
// Relative paths in it are relative to the file.
type Config struct {
	Company   string   `yaml:"company,required"`
	Languages []string `yaml:"language"`  // of the reports: some of en, ru, es; the first one is the company's own
	Currency  string   `yaml:"currency"`  // ISO 4217 code of all money
	TimeZone  string   `yaml:"time_zone"` // in which a day begins at midnight
	AsOf      string   `yaml:"as_of"`     // the last day that counts; the last day with data where empty

	Country  string   `yaml:"country"`  // whose holidays count; that of the time zone where empty
	Holidays []string `yaml:"holidays"` // days on which the company rests besides

	Lake string `yaml:"lake"` // folder of the snapshots
	Out  string `yaml:"out"`  // folder of the reports

	Sources []etl.Source `yaml:"sources,required"`
	Reports []string     `yaml:"reports"` // which are made, by their ids
	Exclude Exclude      `yaml:"exclude"`
	Limits  Limits       `yaml:"limits"`
	Value   Value        `yaml:"value"`

	Forecast Forecast `yaml:"forecast"`
	Identity Identity `yaml:"identity"`

	Retention RetentionForm `yaml:"retention"`
	RFM       RFMForm       `yaml:"rfm"`

	Campaigns Campaigns `yaml:"campaigns"`

	RemovedFiles string   `yaml:"removed_files"` // keep or forget what files brought that are gone
	Ignore       []string `yaml:"ignore"`        // files beside the exports that are none

	Rates  Rates                      `yaml:"rates"`  // a file, or fixed ones by currency
	Audits strictyaml.Ordered[string] `yaml:"audits"` // stop, warn or off, by name

	Segments []OwnSegment `yaml:"segments"` // the company's own, in the segment language
	Sections []OwnSection `yaml:"sections"` // the company's own, in SQL

	Look Look `yaml:"look"` // logo and colours of the reports

	Alerts []AlertRule `yaml:"alerts"` // numbers to be told of
	Mail   *Mail       `yaml:"mail"`   // how reports are mailed
	Jobs   []Job       `yaml:"jobs"`   // what is run by itself
	State  string      `yaml:"state"`  // folder of what was sent and what is to be

	path     string
	hash     string
	source   []byte
	document *strictyaml.Document

	ownSegments  []segments.Own // what Segments mean
	segmentOrder []int          // in which they are made
	look         companyLook    // what Look means
	ownSections  []ownSection   // what Sections mean
	alertRules   []alerts.Rule  // what Alerts mean
}

// Exclude lists what stays out of the analysis, and is reported.
type Exclude struct {
	Products []string `yaml:"products"` // article numbers or names
}

// Limits bound what a run may take and may reject.
type Limits struct {
	Rejected float64 `yaml:"rejected_percent"` // of the rows of a file
	Memory   string  `yaml:"memory"`           // of the query engine: 1GB
	Threads  int     `yaml:"threads"`          // 0 is one for each core
	RateDays int     `yaml:"rate_days"`        // for which a rate holds
	Section  int     `yaml:"section_seconds"`  // for which the query of an own section may run
}

// Value is how far customer value looks ahead.
type Value struct {
	HorizonDays  int     `yaml:"horizon_days"`
	DiscountRate float64 `yaml:"discount_rate"` // a year: 0.1 is 10 %
}

// Forecast is how far the monthly forecast looks ahead.
type Forecast struct {
	Months int `yaml:"months"`
}

// defaults are what a config that says nothing gets.
func defaults() Config {
	return Config{
		Languages: []string{"en"}, Reports: reportIDs(), Currency: "EUR", TimeZone: "UTC", Lake: "lake", Out: "out", State: "state", RemovedFiles: keepRemoved,
		Limits:   Limits{Rejected: 5, Memory: "1GB", RateDays: 31, Section: 60},
		Value:    Value{HorizonDays: 182, DiscountRate: 0.10},
		Forecast: Forecast{Months: 12},
		Identity: Identity{MostIDs: 5},

		Retention: RetentionForm{Period: "month", Window: "on"},
	}
}

// ReadConfig reads and checks a config. The error lists every mistake with its
// line, column and source.
func ReadConfig(path string) (*Config, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, &UsageError{Text: fmt.Sprintf("the config %s cannot be read: %v", path, err),
			Hint: "name it with -c FILE, or run `clientele demo` to see one at work", Cause: err}
	}
	return ParseConfig(path, source)
}

// ParseConfig reads a text as the config that lies at a path: files that it names
// are looked for beside that.
func ParseConfig(path string, source []byte) (*Config, error) {
	config := defaults()
	document, err := strictyaml.Decode(path, source, &config)
	if err != nil {
		// A mistake of ours, not the file's, cannot be told apart by lines.
		if document.Err() == nil {
			return nil, err
		}
	}
	config.document, config.path, config.source = document, path, source
	sum := sha256.Sum256(source)
	config.hash = hex.EncodeToString(sum[:])
	if err := config.takeProfiles(); err != nil {
		return nil, err
	}
	config.check()
	if err := document.Err(); err != nil {
		return nil, &UsageError{Text: err.Error(), Cause: err}
	}
	config.addRates()
	config.hashSections()
	for i := range config.Sources {
		config.Sources[i] = config.Sources[i].WithDefaults(etl.Defaults{TimeZone: config.TimeZone, Currency: config.Currency})
	}
	return &config, nil
}

// check adds the mistakes that the grammar does not see.
func (c *Config) check() {
	c.checkReports()
	if _, err := time.LoadLocation(c.TimeZone); err != nil {
		c.document.Add("time_zone", "no time zone is called %q; names look like Europe/Madrid", c.TimeZone)
	}
	if len(c.Currency) != 3 || strings.ToUpper(c.Currency) != c.Currency {
		c.document.Add("currency", "%q is no currency code; codes look like EUR", c.Currency)
	}
	if c.AsOf != "" {
		if _, err := time.Parse(time.DateOnly, c.AsOf); err != nil {
			c.document.Add("as_of", "%q is no day; days look like 2026-10-31", c.AsOf)
		}
	}
	if !slices.Contains([]string{keepRemoved, forgetRemoved}, c.RemovedFiles) {
		c.document.Add("removed_files", "%q is neither keep nor forget", c.RemovedFiles)
	}
	c.checkLimits()
	c.checkRates()
	c.checkAudits()
	c.checkIdentity()
	c.checkRetention()
	c.checkRFM()
	c.checkCalendar()
	c.checkCampaigns()
	c.checkSegments()
	c.checkLook()
	c.checkSections()
	c.checkAlerts()
	c.checkMail()
	c.checkJobs()
	c.checkAlertRecipients()
	if c.Sources != nil && len(c.Sources) == 0 {
		c.document.Add("sources", "no source is listed, so there is nothing to load")
	}
	names := map[string]bool{}
	for i, source := range c.Sources {
		path := strictyaml.Item("sources", i)
		source.Check(func(below, format string, arguments ...any) {
			c.document.Add(path+"."+below, format, arguments...)
		})
		if names[source.Name] {
			c.document.Add(path+".name", "a source is called %q already", source.Name)
		}
		names[source.Name] = true
	}
}

func (c *Config) checkLimits() {
	within := func(path string, ok bool, what string) {
		if !ok {
			c.document.Add(path, "%s", what)
		}
	}
	within("limits.rejected_percent", c.Limits.Rejected >= 0 && c.Limits.Rejected <= 100, "a share in percent lies between 0 and 100")
	within("limits.threads", c.Limits.Threads >= 0 && c.Limits.Threads <= mostThreads, "threads are a number between 1 and 256, or 0 for one a core")
	within("limits.rate_days", c.Limits.RateDays >= 0 && c.Limits.RateDays <= 3660, "a rate holds for 0 to 3660 days: 0 is the day itself, 31 a month")
	within("limits.section_seconds", c.Limits.Section >= 1 && c.Limits.Section <= 3600, "the query of a section may run for 1 to 3600 seconds")
	within("value.horizon_days", c.Value.HorizonDays >= 7 && c.Value.HorizonDays <= 1827, "the horizon lies between a week and five years (7 to 1827 days)")
	within("value.discount_rate", c.Value.DiscountRate >= 0 && c.Value.DiscountRate <= 1, "the discount rate of a year lies between 0 and 1 (0.1 is 10 %)")
	within("forecast.months", c.Forecast.Months >= 1 && c.Forecast.Months <= 60, "between 1 and 60 months can be forecast")
	within("limits.memory", validMemory(c.Limits.Memory), "memory is written like 512MB or 2GB")
}

func validMemory(text string) bool {
	number, ok := strings.CutSuffix(text, "GB")
	if !ok {
		if number, ok = strings.CutSuffix(text, "MB"); !ok {
			return false
		}
	}
	digits := strings.Trim(number, "0123456789")
	return number != "" && (digits == "" || digits == ".")
}

// resolve makes a path of the config's into one that can be opened.
func (c *Config) resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}

// Resolve makes a path that the config names into one that can be opened.
func (c *Config) Resolve(path string) string { return c.resolve(path) }

// Path is the file of the config.
func (c *Config) Path() string { return c.path }

// Source is the text of the config.
func (c *Config) Source() []byte { return c.source }

// StateFolder is where it is kept what was sent and what is to be.
func (c *Config) StateFolder() string { return c.resolve(c.State) }

// Zone is the company's time zone.
func (c *Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC // refused when the config was read
	}
	return zone
}

// ReportLook is how the company's reports look.
func (c *Config) ReportLook() reports.Look { return c.look.Look }

// files lists what a source's patterns match, by name. A pattern without a
// match is a mistake: nobody watches the job that would run without the file.
//
// Of a pattern that has brought files before (loaded are their names), none may
// be there now: who archives what was loaded keeps it in the lake. That is told
// when the load is settled.
func (c *Config) files(index int, loaded []string) ([]etl.File, error) {
	source := c.Sources[index]
	var files []etl.File
	seen := map[string]bool{}
	for i, pattern := range source.Files {
		matches, err := filepath.Glob(c.resolve(pattern))
		if err == nil && len(matches) == 0 {
			if _, statErr := os.Stat(c.resolve(pattern)); statErr == nil {
				matches = []string{c.resolve(pattern)} // a name with [ in it
			}
		}
		if err == nil && len(matches) == 0 && slices.ContainsFunc(loaded, func(name string) bool { return c.named(pattern, name) }) {
			continue
		}
		if err != nil || len(matches) == 0 {
			path := strictyaml.Item(c.sourcePath(index)+".files", i)
			mistake := c.document.Mistake(path, "no file matches %q; is the export there?", pattern)
			return nil, &UsageError{Text: c.describe(mistake), Cause: etl.ErrInput}
		}
		slices.Sort(matches)
		for _, match := range matches {
			if !seen[match] {
				seen[match] = true
				found, err := etl.File{Path: match, Name: c.relative(match), Source: source}.Members()
				if err != nil {
					return nil, err
				}
				files = append(files, found...)
			}
		}
	}
	return files, nil
}

// named reports whether a pattern of the config's names a file of the lake, or
// the archive or workbook that it is part of.
func (c *Config) named(pattern, name string) bool {
	pattern = c.relative(c.resolve(pattern))
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if fits, err := path.Match(pattern, name); name == pattern || err == nil && fits {
			return true
		}
	}
	return false
}

func (c *Config) describe(mistake *strictyaml.Mistake) string {
	return (&strictyaml.Mistakes{File: c.path, List: []strictyaml.Mistake{*mistake}}).Error()
}

// relative is how the lake and the reports call a file, the same wherever the
// folder lies.
func (c *Config) relative(path string) string {
	relative, err := filepath.Rel(filepath.Dir(c.path), path)
	if err != nil {
		relative = path
	}
	return filepath.ToSlash(relative)
}
