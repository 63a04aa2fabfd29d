package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/job"
	"clientele/internal/sentence"
	"clientele/reports"
	"clientele/segments"
)

// sizeQuestion is how many customers are in a segment on a day.
type sizeQuestion struct {
	segment alerts.Segment
	day     string
}

type sizeAnswer struct {
	customers int64
	meant     []segments.Named
	told      []string // of the name: that none bears it, or several
}

// measureSize finds how large a segment is, and was. Both are asked of the lake as it
// is today: who was in it a month before is told by what is known today of the time up
// to that day, by the segments of the config as they are now. Clusters are found anew
// for each day, so that the one of a name then may be another group than now.
func (d *alertDesk) measureSize(ctx context.Context, rule alerts.Rule, facts *alertFacts, out *Alert) (alerts.Measured, error) {
	facts.Complete = true
	now, err := d.size(ctx, rule.Of, d.work.asOf)
	if err != nil {
		return alerts.Measured{}, err
	}
	if len(now.meant) == 0 {
		return alerts.Measured{}, unknownf("no segment is called %q%s", rule.Of.Name, d.suggestion(rule.Of))
	}
	out.Warnings = append(out.Warnings, now.told...)
	measured := alerts.Final(float64(now.customers))
	facts.Points = d.sizePoints(now)
	if rule.Form != alerts.Change {
		return measured, nil
	}
	if facts.Against = "month"; rule.Against != "" {
		facts.Against = rule.Against
	}
	day := earlier(d.work.asOf, facts.Against)
	if day.Before(d.days.first) {
		return measured, unknownf("the data begin on %s, and what was before is not known", dayText(d.days.first))
	}
	before, err := d.size(ctx, rule.Of, day)
	if err != nil {
		return measured, err
	}
	if len(before.meant) == 0 {
		return measured, unknownf("nobody was called so on %s: its size then is not known", dayText(day))
	}
	measured.Before = float64(before.customers)
	if len(facts.Points) == 0 {
		facts.Points = []reports.AlertPoint{{On: day, Value: measured.Before}, {On: d.work.asOf, Value: measured.Value}}
	}
	return measured, nil
}

// earlier is the day a week, a month or a year before: of a month that is shorter its
// last.
func earlier(day time.Time, by string) time.Time {
	months := 1
	switch by {
	case "week":
		return day.AddDate(0, 0, -daysAWeek)
	case "year":
		months = monthsAYear
	}
	month := monthOf(day).AddDate(0, -months, 0)
	return month.AddDate(0, 0, min(day.Day(), month.AddDate(0, 1, -1).Day())-1)
}

// sizePoints are the sizes at the ends of the last months, where they are kept: of one
// segment of RFM or stage of the lifecycle.
func (d *alertDesk) sizePoints(now sizeAnswer) []reports.AlertPoint {
	if len(now.meant) != 1 || now.meant[0].Key == "prospect" {
		return nil
	}
	flows, to := d.kept["rfm_flows"], "to_segment"
	switch now.meant[0].Kind {
	case kindRFM:
	case kindLifecycle:
		flows, to = d.kept["lifecycle_flows"], "to_stage"
	default:
		return nil
	}
	if flows == nil {
		return nil
	}
	var points []reports.AlertPoint
	for row := range flows.Len() {
		month := flows.Time(row, "month")
		ends := month.AddDate(0, 1, -1)
		if ends.After(d.work.asOf) {
			ends = d.work.asOf
		}
		if len(points) == 0 || !points[len(points)-1].On.Equal(ends) {
			points = append(points, reports.AlertPoint{On: ends})
		}
		if flows.Text(row, to) == now.meant[0].Key {
			points[len(points)-1].Value += float64(flows.Integer(row, "customers"))
		}
	}
	return points
}

// segmentRule is the rule of the segment language that finds who is in a segment.
func segmentRule(of alerts.Segment) (segments.Rule, error) {
	subject := map[string]string{"": "in segment", kindRFM: "rfm segment is", kindLifecycle: "lifecycle stage is", kindCluster: "cluster is"}[of.Kind]
	rule, mistakes := segments.ParseRule(subject + " " + sentence.Quote(of.Name))
	if len(mistakes) > 0 {
		return rule, fmt.Errorf("the segment %q cannot be asked for: %s", of.Name, mistakes[0].Text)
	}
	return rule, nil
}

// size is how many were in a segment on a day. All segments of which the rules ask are
// asked for at once: to make them takes most of the time.
func (d *alertDesk) size(ctx context.Context, of alerts.Segment, day time.Time) (sizeAnswer, error) {
	question := sizeQuestion{of, dayText(day)}
	if found, known := d.counts[question]; known {
		return found, nil
	}
	var asked []alerts.Segment
	for _, rule := range d.work.config.alertRules {
		isAsked := rule.Figure == alerts.Size && (day.Equal(d.work.asOf) || rule.Form == alerts.Change)
		if isAsked && !slices.Contains(asked, rule.Of) {
			asked = append(asked, rule.Of)
		}
	}
	err := d.countOn(ctx, asked, day)
	return d.counts[question], err
}

// countOn counts segments on a day, with an engine of its own.
func (d *alertDesk) countOn(ctx context.Context, asked []alerts.Segment, day time.Time) error {
	w, err := d.onDay(ctx, day)
	if err != nil {
		return err
	}
	defer w.close()
	var needs ruleNeeds
	rules := make([]segments.Rule, len(asked))
	for i, one := range asked {
		if rules[i], err = segmentRule(one); err != nil {
			return err
		}
		own, err := w.needsOf(rules[i])
		if err != nil {
			return err
		}
		needs = needs.with(own, w.config.segmentOrder)
	}
	if err := w.runSteps(ctx, w.sizeSteps(needs)); err != nil {
		return withoutStep(err)
	}
	world, err := w.ruleWorld(ctx)
	if err != nil {
		return err
	}
	words := &vocabulary{engine: w.engine, has: world.Has, segments: world.Segments}
	for i, one := range asked {
		found := sizeAnswer{meant: segments.Meant(world.Segments, one.Kind, one.Name)}
		if found.told, err = words.unknown(ctx, rules[i]); err != nil {
			return err
		}
		if found.customers, err = w.countRule(ctx, rules[i], world); err != nil {
			return err
		}
		d.counts[sizeQuestion{one, dayText(day)}] = found
	}
	d.known = world.Segments
	return nil
}

// sizeSteps make the segments that rules need, from the lake on, and nothing that none
// of them reads.
func (w *work) sizeSteps(needs ruleNeeds) job.Job {
	last := w.askStep(needs)
	wanted := slices.Clone(last.Reads)
	var models job.Job
	for _, step := range w.modelSteps() {
		if step.Name == "customer value" && needs.outlook || step.Name == "clusters" && needs.clusters {
			models, wanted = append(models, step), append(wanted, step.Reads...)
		}
	}
	return append(append(w.tablesFor(wanted), models...), last)
}

// with joins what several rules need; order is that of all own segments.
func (n ruleNeeds) with(other ruleNeeds, order []int) ruleNeeds {
	own := append(slices.Clone(n.own), other.own...)
	return ruleNeeds{
		outlook: n.outlook || other.outlook, clusters: n.clusters || other.clusters,
		own: slices.DeleteFunc(slices.Clone(order), func(at int) bool { return !slices.Contains(own, at) }),
	}
}

func (w *work) countRule(ctx context.Context, rule segments.Rule, world segments.World) (int64, error) {
	bound, err := rule.Compile(world)
	if err != nil {
		return 0, err
	}
	bound.Query.Name = chosenCustomers
	if err := w.engine.Create(ctx, bound); err != nil {
		return 0, err
	}
	totals, err := w.engine.Ask(ctx, "segments/chosen_totals", nil)
	if err != nil {
		return 0, err
	}
	return totals.Integer(0, "customers"), nil
}

// onDay is the work of a question about a day, with the lake and an engine open.
func (d *alertDesk) onDay(ctx context.Context, day time.Time) (*work, error) {
	options := Options{AsOf: dayText(day), Threads: d.work.options.Threads, Clock: d.work.options.Clock}
	w := &work{config: d.work.config, options: options, out: newOut()}
	if err := w.open(ctx); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// suggestion continues the sentence that no segment is called so.
func (d *alertDesk) suggestion(of alerts.Segment) string {
	return segments.Suggestion(d.known, of.Kind, of.Name)
}
