package pipeline

import (
	"context"
	"slices"
	"strings"

	"clientele/internal/cluster"
	"clientele/internal/job"
	"clientele/segments"
)

// ruleNeeds is what must be made before a rule can be asked, of what takes
// long: the models and the company's own segments.
type ruleNeeds struct {
	outlook  bool
	clusters bool
	own      []int // places of own segments, those first that others name
}

// needsOf is what a rule and the segments behind it need.
func (w *work) needsOf(rule segments.Rule) (ruleNeeds, error) {
	behind := rule.Behind(w.config.ownSegments)
	rules := []segments.Rule{rule}
	for _, at := range behind {
		rules = append(rules, w.config.ownSegments[at].Rule)
	}
	known, err := withReportNames(w.config.segmentsBefore())
	if err != nil {
		return ruleNeeds{}, err
	}
	mayBeCluster := func(name string) bool { return mayBeCluster(known, name) }
	made := ruleNeeds{own: slices.DeleteFunc(slices.Clone(w.config.segmentOrder), func(at int) bool { return !slices.Contains(behind, at) })}
	for _, one := range rules {
		made.outlook = made.outlook || one.AsksOutlook()
		made.clusters = made.clusters || one.AsksKind(kindCluster) || anyOf(segmentsNamed(one), mayBeCluster)
	}
	return made, nil
}

// segmentsBefore are the segments that are known before any is made: all but the
// clusters, which follow from the data.
func (c *Config) segmentsBefore() []segments.Named {
	var known []segments.Named
	for _, own := range c.ownSegments {
		known = append(known, segments.Named{Kind: kindOwn, Key: own.Name})
	}
	for _, one := range c.RFM.cells(c.Language(), func(string, string, ...any) {}).Segments {
		named := segments.Named{Kind: kindRFM, Key: one.Key}
		if one.Name != "" {
			named.Names = []string{one.Name}
		}
		known = append(known, named)
	}
	for _, stage := range lifecycleStages() {
		known = append(known, segments.Named{Kind: kindLifecycle, Key: stage})
	}
	return known
}

func segmentsNamed(rule segments.Rule) []string {
	var found []string
	for _, mention := range rule.Mentions() {
		if mention.Of == "segment" {
			found = append(found, mention.Name)
		}
	}
	return found
}

// mayBeCluster tells whether a segment of any kind that is called so can be a
// cluster, of which only the words are known: no other segment is called so, so
// that the clusters are among what was perhaps meant, or it has a cluster's words
// and can be one beside the others. An own segment is meant before all of them.
func mayBeCluster(known []segments.Named, name string) bool {
	meant := segments.Meant(known, "", name)
	if len(meant) == 0 {
		return true
	}
	if meant[0].Kind == kindOwn {
		return false
	}
	parts := strings.Fields(strings.ToLower(strings.ReplaceAll(name, "_", " ")))
	return !slices.ContainsFunc(parts, func(part string) bool { return !isClusterWord(part) })
}

// isClusterWord tells whether the name of a cluster can have a word in it.
func isClusterWord(word string) bool {
	if word == cluster.Average || len(word) == 1 { // the letter parts clusters of one name
		return true
	}
	return slices.ContainsFunc(namedFeatures(), func(one namedFeature) bool {
		return word == one.words.Low || word == one.words.High || word == one.words.Least
	})
}

// askStep makes the segments that a rule needs, and nothing about them.
func (w *work) askStep(needs ruleNeeds) job.Step {
	step := w.segmentStep()
	step.Writes = []string{segmentMembers, segmentNames}
	step.Run = func(ctx context.Context, report *job.Reporter) error { return w.memberships(ctx, report, needs.own) }
	step.Optional = nil
	if needs.outlook {
		step.Optional = append(step.Optional, "value_customers")
	}
	if needs.clusters {
		step.Optional = append(step.Optional, "customer_clusters", "cluster_profiles")
	}
	return step
}

// makeAsked does what must be done before a rule can be asked, and no more.
func (w *work) makeAsked(ctx context.Context, needs ruleNeeds) error {
	steps := append(job.Job{w.readSnapshotStep()}, w.analysisSteps()...)
	for _, step := range w.modelSteps() {
		if step.Name == "customer value" && needs.outlook || step.Name == "clusters" && needs.clusters {
			steps = append(steps, step)
		}
	}
	return w.runSteps(ctx, append(steps, w.askStep(needs)))
}
