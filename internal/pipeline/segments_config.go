package pipeline

import (
	"strings"

	"clientele/internal/strictyaml"
	"clientele/segments"
)

// OwnSegment is a segment that the company made: who belongs to it, in the
// segment language, and what to do about them.
type OwnSegment struct {
	Name string          `yaml:"name,required"`
	Who  strictyaml.Tree `yaml:"who,required"`
	Do   string          `yaml:"do"`
}

// lifecycleStages are the keys of the segments of that kind.
func lifecycleStages() []string {
	return []string{"prospect", "new", "active", "at_risk", "lost", "won_back"}
}

// longestSegmentName is what a sheet and a chart still show.
const longestSegmentName = 100

// checkSegments reads the rules and adds their mistakes: those of the sentences,
// names that are taken, segments that name each other in a circle.
func (c *Config) checkSegments() {
	c.ownSegments = make([]segments.Own, len(c.Segments))
	for i, one := range c.Segments {
		path := strictyaml.Item("segments", i)
		c.checkSegmentName(path+".name", one.Name, c.Segments[:i])
		c.ownSegments[i] = segments.Own{Name: one.Name}
		if one.Who.Text != "" || len(one.Who.Keys) > 0 {
			c.ownSegments[i].Rule = segments.ReadRule(one.Who, path+".who", c.document)
		}
	}
	order, circles := segments.Order(c.ownSegments)
	c.segmentOrder = order
	for _, circle := range circles {
		var names []string
		for _, at := range append(circle, circle[0]) {
			names = append(names, c.Segments[at].Name)
		}
		c.document.Add(strictyaml.Item("segments", circle[0])+".who", "segments name each other in a circle, so none of them can be made first: %s", strings.Join(names, " → "))
	}
}

func (c *Config) checkSegmentName(path, name string, before []OwnSegment) {
	switch {
	case strings.TrimSpace(name) == "":
		c.document.Add(path, "a segment needs a name")
		return
	case len([]rune(name)) > longestSegmentName:
		c.document.Add(path, "the name has more than %d characters", longestSegmentName)
	case strings.TrimSpace(name) != name:
		c.document.Add(path, "the name begins or ends with a space")
	}
	for _, other := range before {
		if segments.SameName(name, other.Name) {
			c.document.Add(path, "a segment is called %q already", other.Name)
			return
		}
	}
	var taken []string
	for _, segment := range c.RFM.cells(c.Language(), func(string, string, ...any) {}).Segments {
		taken = append(taken, segment.Key, segment.Name)
	}
	for _, key := range append(taken, lifecycleStages()...) {
		if segments.SameName(name, key) {
			c.document.Add(path, "%q is the name of a segment that is always there; rules could not tell them apart", name)
			return
		}
	}
}
