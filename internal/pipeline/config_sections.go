package pipeline

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"clientele/internal/strictyaml"
	"clientele/reports"
	"clientele/reports/catalogue"
)

// OwnSection is a section of the reports that a company makes of a query of
// its own.
type OwnSection struct {
	Query   string                        `yaml:"query,required"` // the file of one SELECT
	Title   worded                        `yaml:"title,required"`
	In      []string                      `yaml:"in"`    // the reports it stands in, besides the complete one
	After   string                        `yaml:"after"` // the section behind which it stands; the end where empty
	Lead    worded                        `yaml:"lead"`  // a sentence, with columns of the first row in braces
	Note    worded                        `yaml:"note"`
	Chart   *OwnChart                     `yaml:"chart"`
	Columns strictyaml.Ordered[OwnColumn] `yaml:"columns"`
	Rows    *int                          `yaml:"rows"` // that a page shows
}

// OwnChart draws columns of an own section over one of them.
type OwnChart struct {
	Kind string   `yaml:"kind,required"`
	X    string   `yaml:"x,required"`
	Y    []string `yaml:"y,required"`
}

// OwnColumn says how a column of an own section is shown.
type OwnColumn struct {
	Label  worded `yaml:"label"`
	Format string `yaml:"format"`
	Digits *int   `yaml:"digits"`
	Total  bool   `yaml:"total"`
	Bar    bool   `yaml:"bar"`
	Hide   bool   `yaml:"hide"`
}

// Bounds of what people write into a config.
const (
	pageRows      = 200 // of a section that says nothing of it
	mostPageRows  = 1000
	mostDigits    = 10
	mostSections  = 50
	longestTitle  = 120
	longestSaying = 2000
)

// checkSections adds the mistakes of the config about own sections, and reads
// their files.
func (c *Config) checkSections() {
	if len(c.Sections) > mostSections {
		c.document.Add("sections", "%d sections are listed; a report has room for %d of a company's own", len(c.Sections), mostSections)
		return
	}
	ids := map[string]int{}
	for i, form := range c.Sections {
		path := strictyaml.Item("sections", i)
		form.check(path, c.document.Add)
		own := ownSection{OwnSection: form, path: path, id: sectionID(form.Query, ids)}
		if form.Query != "" {
			own.file = c.resolve(form.Query)
			var problem string
			if own.text, problem = readSQL(own.file); problem != "" {
				c.document.Add(path+".query", "%s %s", form.Query, problem)
			}
		}
		c.ownSections = append(c.ownSections, own)
	}
}

func (s OwnSection) check(path string, add mistakes) {
	for _, text := range []struct {
		key  string
		of   worded
		most int
	}{{"title", s.Title, longestTitle}, {"lead", s.Lead, longestSaying}, {"note", s.Note, longestSaying}} {
		checkText(path+"."+text.key, text.of, text.most, add)
	}
	if s.Title.Keys == nil && strings.TrimSpace(s.Title.Text) == "" {
		add(path+".title", "the title is empty")
	}
	s.checkPlace(path, add)
	if s.Rows != nil && (*s.Rows < 0 || *s.Rows > mostPageRows) {
		add(path+".rows", "a page shows between 0 and %d rows; the workbook has all of them", mostPageRows)
	}
	if s.Chart != nil {
		s.Chart.check(path+".chart", add)
	}
	for _, pair := range s.Columns {
		pair.Value.check(strictyaml.Child(path+".columns", pair.Key), add)
	}
}

// checkText adds the mistakes of a text for people in each of its languages.
func checkText(path string, text worded, most int, add mistakes) {
	checkWords(path, text, add)
	long := func(at, text string) {
		if utf8.RuneCountInString(text) > most {
			add(at, "has %d characters; there is room for %d", utf8.RuneCountInString(text), most)
		}
	}
	long(path, text.Text)
	for _, pair := range text.Keys {
		long(strictyaml.Child(path, pair.Key), pair.Value)
		if strings.TrimSpace(pair.Value) == "" {
			add(strictyaml.Child(path, pair.Key), "the text is empty")
		}
	}
}

// checkPlace adds the mistakes about where a section stands.
func (s OwnSection) checkPlace(path string, add mistakes) {
	for i, id := range s.In {
		at := strictyaml.Item(path+".in", i)
		switch {
		case id == "director":
			add(at, "the director's report is one page, which has no room for more; a section stands in marketing, data or complete")
		case !slices.Contains(reportIDs(), id):
			add(at, "%q is no report; there are marketing, data, complete", id)
		case slices.Index(s.In, id) < i:
			add(at, "%q stands here twice", id)
		}
	}
	if s.After == "" {
		return
	}
	words, err := catalogue.New("en")
	if err != nil {
		return
	}
	_, there := words.Find(s.After + ".title")
	if !there || !regexp.MustCompile(`^[a-z_]+$`).MatchString(s.After) || slices.Contains(reportIDs(), s.After) {
		add(path+".after", "%q is no section; the address of a page names its sections behind the #, as in clientele.html#retention", s.After)
	}
}

func (o *OwnChart) check(path string, add mistakes) {
	if _, known := chartKind(o.Kind); !known && o.Kind != "" {
		add(path+".kind", "%q is none of %s", o.Kind, strings.Join(chartKinds(), ", "))
	}
	if o.Y != nil && len(o.Y) == 0 {
		add(path+".y", "no column is listed")
	}
	if len(o.Y) > reports.MostOwnSeries {
		add(path+".y", "%d columns are listed; %d can be told apart in a chart", len(o.Y), reports.MostOwnSeries)
	}
	for i, name := range o.Y {
		if slices.Index(o.Y, name) < i {
			add(strictyaml.Item(path+".y", i), "%q stands here twice", name)
		}
	}
	if o.Kind == "pie" && len(o.Y) > 1 {
		add(path+".y", "a pie shows the parts of one whole, and so one column")
	}
}

func (o OwnColumn) check(path string, add mistakes) {
	checkText(path+".label", o.Label, longestTitle, add)
	if _, known := columnFormat(o.Format); !known && o.Format != "" {
		add(path+".format", "%q is none of %s", o.Format, strings.Join(columnFormats(), ", "))
	}
	if o.Digits != nil && (*o.Digits < 0 || *o.Digits > mostDigits) {
		add(path+".digits", "between 0 and %d digits can stand behind the point", mostDigits)
	}
	if o.Hide && (o.Total || o.Bar) {
		add(path+".hide", "a hidden column has neither a total nor bars")
	}
}

// chartKinds are the forms of charts, as a config names them.
func chartKinds() []string { return []string{"bars", "rows", "stacked", "line", "pie"} }

func chartKind(name string) (reports.ChartKind, bool) {
	kinds := []reports.ChartKind{reports.Bars, reports.RowBars, reports.StackedBars, reports.Line, reports.Pie}
	if at := slices.Index(chartKinds(), name); at >= 0 {
		return kinds[at], true
	}
	return 0, false
}

// columnFormats are the formats of columns, as a config names them.
func columnFormats() []string {
	return []string{"money", "integer", "number", "percent", "date", "month", "text", "yes/no"}
}

func columnFormat(name string) (reports.FormatKind, bool) {
	kinds := []reports.FormatKind{reports.Money, reports.Integer, reports.Decimal, reports.Percent, reports.Date, reports.Month, reports.Text, reports.YesNo}
	if at := slices.Index(columnFormats(), name); at >= 0 {
		return kinds[at], true
	}
	return 0, false
}
