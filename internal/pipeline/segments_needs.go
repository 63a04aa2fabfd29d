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
func (w *work) needsOf(rule segments.Rule) ruleNeeds {
	behind := rule.Behind(w.config.ownSegments)
	rules := []segments.Rule{rule}
	for _, at := range behind {
		rules = append(rules, w.config.ownSegments[at].Rule)
	}
	made := ruleNeeds{own: slices.DeleteFunc(slices.Clone(w.config.segmentOrder), func(at int) bool { return !slices.Contains(behind, at) })}
	for _, one := range rules {
		made.outlook = made.outlook || one.AsksOutlook()
		made.clusters = made.clusters || one.AsksKind(kindCluster) || anyOf(segmentsNamed(one), w.mayBeCluster)
	}
	return made
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
// cluster: it has a cluster's words, or no other segment's name, so that the
// clusters are among what was perhaps meant.
func (w *work) mayBeCluster(name string) bool {
	parts := strings.Fields(strings.ToLower(strings.ReplaceAll(name, "_", " ")))
	if len(parts) > 0 && !slices.ContainsFunc(parts, func(part string) bool { return !isClusterWord(part) }) {
		return true
	}
	is := func(other string) bool { return other != "" && segments.SameName(name, other) }
	for _, own := range w.config.ownSegments {
		if is(own.Name) {
			return false
		}
	}
	for _, one := range w.config.RFM.cells(w.config.Language(), func(string, string, ...any) {}).Segments {
		if is(one.Key) || is(one.Name) {
			return false
		}
	}
	return !anyOf(lifecycleStages(), is)
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
