package pipeline

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/segments"
)

// RFMForm is how customers are scored by recency, frequency and money, and what
// the scores are called: by fifths of customers, and with the standard map,
// where nothing is said.
type RFMForm struct {
	Recency   []string `yaml:"recency"`   // days: up to the first is 5, beyond the last 1
	Frequency []string `yaml:"frequency"` // purchases: from the last on is 5, below the first 1
	Monetary  []string `yaml:"monetary"`  // money: likewise

	Segments []RFMSegment `yaml:"segments"` // a map of the company's own, the best first
}

// RFMSegment is one segment of a company's own map. Scores that are not named
// are all from 1 to 5.
type RFMSegment struct {
	Key       string `yaml:"key,required"`
	Name      worded `yaml:"name"` // or one for each language
	Recency   string `yaml:"recency"`
	Frequency string `yaml:"frequency"`
	Monetary  string `yaml:"monetary"`
	Do        string `yaml:"do"`
}

// mistakes takes what is wrong with a part of a form.
type mistakes func(path, format string, arguments ...any)

const rfmKey = "rfm"

// checkRFM adds the mistakes of the config about RFM.
func (c *Config) checkRFM() {
	c.RFM.thresholds(c.document.Add)
	c.RFM.cells(c.Language(), c.document.Add)
}

// rfmTables gives the engine the bounds of scores and the map.
func (c *Config) rfmTables(ctx context.Context, engine *duck.Engine) error {
	ignore := func(string, string, ...any) {} // said when the config was read
	return makeRFMTables(ctx, engine, c.RFM.thresholds(ignore), c.RFM.cells(c.Language(), ignore))
}

func makeRFMTables(ctx context.Context, engine *duck.Engine, thresholds segments.Thresholds, cells segments.Map) error {
	if err := cells.Validate(); err != nil {
		return err
	}
	if err := engine.CreateTable(ctx, rfmThresholds, thresholds.Table()); err != nil {
		return err
	}
	return engine.CreateTable(ctx, rfmCells, cells.Table())
}

const (
	rfmCells      = "rfm_cells"
	rfmThresholds = "rfm_thresholds"
)

func (f RFMForm) thresholds(add mistakes) segments.Thresholds {
	var read segments.Thresholds
	for _, part := range []struct {
		dimension segments.Dimension
		texts     []string
	}{{segments.Recency, f.Recency}, {segments.Frequency, f.Frequency}, {segments.Monetary, f.Monetary}} {
		if part.texts == nil {
			continue
		}
		path := strictyaml.Child(rfmKey, string(part.dimension))
		for _, fault := range read.Read(part.dimension, part.texts) {
			at := path
			if fault.Bound >= 0 {
				at = strictyaml.Item(path, fault.Bound)
			}
			add(at, "%s", fault.Text)
		}
	}
	return read
}

// cells is the map. What its cells lack or have twice is said where all else is
// right: a range that cannot be read would be missed as a gap as well.
func (f RFMForm) cells(language string, add mistakes) segments.Map {
	if f.Segments == nil {
		return segments.StandardRFM()
	}
	said := false
	tell := func(path, format string, arguments ...any) {
		said = true
		add(path, format, arguments...)
	}
	monetary := slices.ContainsFunc(f.Segments, func(s RFMSegment) bool { return s.Monetary != "" })
	own := segments.Map{Own: true}
	names := map[string]bool{}
	for i, segment := range f.Segments {
		path := strictyaml.Item(strictyaml.Child(rfmKey, "segments"), i)
		segment.checkKey(path, tell)
		made := segments.Segment{Key: segment.Key, Name: segment.name(path, language, tell), Advice: strings.TrimSpace(segment.Do), Position: i + 1}
		if key := strings.ToLower(made.Name); key != "" && names[key] {
			tell(path+".name", "there are two segments named %q", made.Name)
		} else {
			names[key] = true
		}
		recency, frequency := readScores(path+".recency", segment.Recency, tell), readScores(path+".frequency", segment.Frequency, tell)
		if made.Cells = segments.Square(recency, frequency); monetary {
			made.Cells = segments.Cube(recency, frequency, readScores(path+".monetary", segment.Monetary, tell))
		}
		own.Segments = append(own.Segments, made)
	}
	if !said {
		for _, fault := range own.Faults() {
			path := strictyaml.Child(rfmKey, "segments")
			if fault.Segment >= 0 {
				path = strictyaml.Item(path, fault.Segment)
			}
			add(path, "%s; every pair or triple of scores belongs to exactly one segment", fault.Text)
		}
	}
	return own
}

// names are what the map's own segments are called in a language, by their
// keys; none where the map is the standard one.
func (f RFMForm) names(language string) map[string]string {
	names := map[string]string{}
	for i, segment := range f.Segments {
		names[segment.Key] = segment.name(strictyaml.Item("segments", i), language, func(string, string, ...any) {})
	}
	return names
}

func readScores(path, text string, add mistakes) segments.Range {
	if text == "" {
		return segments.AllScores()
	}
	scores, err := segments.ReadRange(text)
	if err != nil {
		add(path, "%v", err)
	}
	return scores
}

// checkKey: keys stand in files, tables and rules beside the lifecycle's stages,
// so those that only the lifecycle has are taken.
func (s RFMSegment) checkKey(path string, add mistakes) {
	switch {
	case s.Key == "": // the grammar has said so
	case !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(s.Key):
		add(path+".key", "%q is no key; keys are small Latin letters, digits and _, as in at_risk", s.Key)
	case slices.Contains([]string{"prospect", "active", "lost", "won_back"}, s.Key):
		add(path+".key", "%s is the name of a stage of the lifecycle; call the segment otherwise", s.Key)
	}
}

// name is that in the language of the reports; where there is none in it, the
// English one, else the first.
func (s RFMSegment) name(path, language string, add mistakes) string {
	checkWords(path+".name", s.Name, add)
	return inLanguage(s.Name, language)
}
