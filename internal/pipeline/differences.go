package pipeline

import (
	"context"
	"slices"

	"clientele/internal/difference"
	"clientele/internal/job"
	"clientele/internal/table"
)

// differenceStep says what sets a segment apart, and who else is like its
// members.
func (w *work) differenceStep() job.Step {
	return job.Step{
		Name: "differences", Reads: []string{"customer_features", "customers"}, Optional: []string{segmentMembers, segmentNames},
		Writes: []string{"segment_differences", "lookalike_models", "lookalikes"}, Run: w.differences,
	}
}

func (w *work) differences(ctx context.Context, _ *job.Reporter) error {
	there, err := w.engine.HasTable(ctx, segmentMembers)
	if err != nil {
		return err
	}
	if !there {
		return job.Skip("there are no segments to compare")
	}
	compared, err := w.comparedCustomers(ctx)
	if err != nil {
		return err
	}
	if len(compared.segments) == 0 {
		return job.Skip("there are no segments to compare")
	}
	models := compared.learn(w.threads())
	if err := w.engine.CreateTable(ctx, "segment_differences", compared.differences(models, w.threads())); err != nil {
		return err
	}
	if !slices.ContainsFunc(compared.segments, comparedSegment.isOwn) {
		return nil
	}
	if err := w.engine.CreateTable(ctx, "lookalike_models", modelsOfLikeness(models)); err != nil {
		return err
	}
	return w.lookalikes(ctx, compared, models)
}

// comparedSegment is a segment and whom it is compared by.
type comparedSegment struct {
	kind, segment   string
	members, others int64
	inside          []int    // places of members that count
	belongs         []bool   // by place: whoever is in the segment
	definedBy       []string // features that its rule is made of
}

func (s comparedSegment) isOwn() bool { return s.kind == kindOwn }

// compared is the customers by whom segments are compared.
type compared struct {
	segments []comparedSegment
	features []difference.Feature
	ids      []string
	draws    []float64
	common   []int // places of those who stand for everybody
	encoding difference.Encoding
}

const (
	// comparedInCommon stand for everybody else, and so many members for a segment:
	// enough to see a difference of a twentieth of a standard deviation.
	comparedInCommon = 20_000
	comparedMembers  = 5_000
)

// comparedCustomers draws them and reads their features.
func (w *work) comparedCustomers(ctx context.Context) (*compared, error) {
	if err := w.keepAsked(ctx, "segments/compared_segments"); err != nil {
		return nil, err
	}
	segments, err := w.engine.ReadTable(ctx, "compared_segments")
	if err != nil {
		return nil, err
	}
	known, err := w.namedSegments(ctx)
	if err != nil {
		return nil, err
	}
	c := &compared{}
	for row := range segments.Len() {
		one := comparedSegment{
			kind: segments.Text(row, "kind"), segment: segments.Text(row, "segment"),
			members: segments.Integer(row, "members"), others: segments.Integer(row, "others"),
		}
		if one.isOwn() {
			one.definedBy = w.config.definedFeatures(known, one.segment)
		}
		c.segments = append(c.segments, one)
	}
	if err := c.readMembers(ctx, w); err != nil {
		return nil, err
	}
	return c, c.readFeatures(ctx, w)
}

// readMembers reads who is drawn, by id.
func (c *compared) readMembers(ctx context.Context, w *work) error {
	places := map[[2]string]int{}
	for i, s := range c.segments {
		places[[2]string{s.kind, s.segment}] = i
	}
	type membership struct{ place, segment int }
	var all []membership
	arguments := map[string]any{"common": int64(comparedInCommon), "most": int64(comparedMembers)}
	err := bases{engine: w.engine}.each(ctx, "segments/compared_customers", arguments, func(row []any) {
		id := row[0].(string)
		if len(c.ids) == 0 || c.ids[len(c.ids)-1] != id {
			c.ids, c.draws = append(c.ids, id), append(c.draws, floatOf(row[1]))
			if row[2].(bool) {
				c.common = append(c.common, len(c.ids)-1)
			}
		}
		if row[3] == nil {
			return
		}
		place, segment := len(c.ids)-1, places[[2]string{row[3].(string), row[4].(string)}]
		all = append(all, membership{place: place, segment: segment})
		if row[5].(bool) {
			c.segments[segment].inside = append(c.segments[segment].inside, place)
		}
	})
	for i := range c.segments {
		c.segments[i].belongs = make([]bool, len(c.ids))
	}
	for _, m := range all {
		c.segments[m.segment].belongs[m.place] = true
	}
	return err
}

// readFeatures reads those of who is drawn.
func (c *compared) readFeatures(ctx context.Context, w *work) error {
	for _, name := range numberFeatures() {
		c.features = append(c.features, difference.Feature{Name: name, Numbers: make([]float64, len(c.ids))})
	}
	for _, name := range textFeatures() {
		c.features = append(c.features, difference.Feature{Name: name, Levels: make([]string, len(c.ids))})
	}
	at, n := 0, len(numberFeatures())
	return eachFeatured(ctx, w.engine, everybody, func(customer featured) {
		if at == len(c.ids) || c.ids[at] != customer.id {
			return
		}
		for f, v := range customer.numbers {
			c.features[f].Numbers[at] = v
		}
		for f, text := range customer.texts {
			c.features[n+f].Levels[at] = text
		}
		at++
	})
}

// outside are those in common who are not in any of these segments.
func (c *compared) outside(segments ...int) []int {
	return slices.DeleteFunc(slices.Clone(c.common), func(place int) bool {
		return slices.ContainsFunc(segments, func(s int) bool { return c.segments[s].belongs[place] })
	})
}

// but are the members of a segment that are not in another.
func (c *compared) but(segment, other int) []int {
	return slices.DeleteFunc(slices.Clone(c.segments[segment].inside), func(place int) bool { return c.segments[other].belongs[place] })
}

func differencesColumns() []table.Column {
	return columnsOf("kind t, segment t, against t, feature t, level t, inside f, outside f, effect f, lo95 f, hi95 f, " +
		"p_value f, p_adjusted f, members i, others i, position i, by_definition b")
}
