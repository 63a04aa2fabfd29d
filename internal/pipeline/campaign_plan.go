package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/segments"
)

// PlanOptions are what a command line says on top of the campaign's file.
type PlanOptions struct {
	Options
	Draft bool // keep nothing of the draw
}

// PlanOutcome is what a plan says, and where it lies.
type PlanOutcome struct {
	Campaign *segments.Campaign
	Currency string
	AsOf     time.Time
	Snapshot int
	Answers  reports.CampaignPlanAnswers
	Folder   string
	Workbook string
	Page     string
	Draft    bool
	Warnings []string // of the analysis behind the plan
}

// PlanCampaign plans a campaign: who is reachable, what it should bring, who is
// left alone. The arms that are drawn are kept in the lake, unless it is a
// draft; a later plan of the same campaign keeps them.
func PlanCampaign(ctx context.Context, config *Config, path string, options PlanOptions) (PlanOutcome, error) {
	if err := checkThreads(options.Threads); err != nil {
		return PlanOutcome{}, err
	}
	campaign, err := readCampaign(path)
	if err != nil {
		return PlanOutcome{}, err
	}
	work := &work{config: config, options: options.Options, out: newOut()}
	defer work.close()
	plan := &campaignPlan{work: work, campaign: campaign, path: path, draft: options.Draft}
	steps := plan.steps()
	if options.DryRun {
		return PlanOutcome{}, errors.Join(steps.Check(inputs()), steps.Describe(options.Plan))
	}
	if err := work.open(ctx); err != nil {
		return PlanOutcome{}, explained(err)
	}
	results, err := steps.Run(ctx, inputs(), options.Clock, options.Sink)
	if err != nil {
		return PlanOutcome{}, explained(withoutStep(err))
	}
	outcome, err := plan.finish(ctx, results)
	return outcome, explained(err)
}

// readCampaign reads a campaign's file.
func readCampaign(path string) (*segments.Campaign, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, &UsageError{Text: fmt.Sprintf("the campaign %s cannot be read: %v", path, err), Hint: "see one: clientele plan --example", Cause: err}
	}
	campaign, err := segments.ReadCampaign(path, source)
	if err != nil {
		return nil, &UsageError{Text: err.Error(), Cause: err}
	}
	return campaign, nil
}

// campaignPlan is a plan in the making.
type campaignPlan struct {
	*work
	campaign *segments.Campaign
	path     string
	draft    bool

	kept     map[string]string // arms that were drawn before, by customer
	people   map[string]*person
	strata   []*stratum
	shared   int // customers in several of the segments
	foretold bool
	warnings []planWarning
	files    []listFile
	past     pastLifts
	margin   float64 // of a sale, where costs are known; NaN elsewhere

	noAddresses bool // no customer has one for the channel
	answers     reports.CampaignPlanAnswers
}

// planWarning is something that the planner must know.
type planWarning struct {
	key   string
	value any // int64 or float64, or nil
	text  string
}

func (p *campaignPlan) warn(key string, value any, format string, arguments ...any) {
	p.warnings = append(p.warnings, planWarning{key, value, fmt.Sprintf(format, arguments...)})
}

// planSteps are the steps of the analysis that a plan builds on. Groups are
// looked for where somebody may speak of them alone: they take longest.
func (w *work) planSteps(clusters bool) job.Job {
	var steps job.Job
	for _, step := range w.modelSteps() {
		wanted := slices.Contains([]string{"customer value", "segments", "campaigns"}, step.Name)
		if wanted || clusters && step.Name == "clusters" {
			steps = append(steps, step)
		}
	}
	return steps
}

// needsClusters reports whether the campaign, its rules or the config's segments
// name a segment that may be a cluster.
func (p *campaignPlan) needsClusters() bool {
	known := p.config.segmentsBefore()
	if named, err := withReportNames(known); err == nil { // else groups are looked for in vain
		known = named
	}
	mayBeCluster := func(name string) bool { return mayBeCluster(known, name) }
	rules := slices.Clone(p.config.ownSegments)
	for _, offer := range p.campaign.Offers {
		if offer.Rule != nil {
			rules = append(rules, segments.Own{Rule: *offer.Rule})
		}
		if anyOf(offer.Segments, mayBeCluster) {
			return true
		}
	}
	return slices.ContainsFunc(rules, func(own segments.Own) bool {
		return own.Rule.AsksKind(kindCluster) || anyOf(segmentsNamed(own.Rule), mayBeCluster)
	})
}

// steps are no more of the analysis than the plan needs, and the plan.
func (p *campaignPlan) steps() job.Job {
	models := p.planSteps(p.needsClusters())
	wanted := []string{"customer_reach", "planned_members", "member_lines", "campaign_lines", "campaign_people", "customers", "orders", "lifecycle"}
	for _, step := range models {
		wanted = append(wanted, step.Reads...)
		wanted = append(wanted, step.Optional...)
	}
	needed := map[string]bool{}
	for _, query := range neededFor(wanted) {
		needed[query.Name] = true
	}
	steps := job.Job{p.readSnapshotStep()}
	for i, step := range p.analysisSteps() {
		if i == 0 || needed[step.Name] {
			steps = append(steps, step)
		}
	}
	// Before the models, which take longest: what must not be planned is refused
	// at once.
	steps = append(steps, job.Step{Name: "campaign", Reads: []string{"campaign_lines", "campaign_people", "planned_members"}, Run: p.check})
	written := inputs()
	for _, step := range steps {
		written = append(written, step.Writes...)
	}
	for _, step := range models {
		step.Optional = slices.DeleteFunc(slices.Clone(step.Optional), func(name string) bool { return !slices.Contains(written, name) })
		steps = append(steps, step)
		written = append(written, step.Writes...)
	}
	return append(steps, job.Step{
		Name: "plan", Reads: []string{"customers", "customer_reach", "orders", "planned_members", "member_lines", segmentMembers, segmentNames},
		Optional: []string{"value_customers", "value_total", "past_campaigns", "campaign_results", "leaving"},
		Writes:   []string{"plan_segments", "plan_totals", "plan_lists", "plan_warnings"}, Run: p.plan,
	})
}

// check refuses a campaign that cannot be planned, whatever the models say.
func (p *campaignPlan) check(ctx context.Context, _ *job.Reporter) error {
	if err := p.checkID(ctx); err != nil {
		return err
	}
	return p.checkStart(ctx)
}

// plan does the parts of a plan, one after the other.
func (p *campaignPlan) plan(ctx context.Context, report *job.Reporter) error {
	for _, part := range []func(context.Context) error{
		p.addSegments, p.readPeople, p.leaveOut, p.expect,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	p.draw()
	if err := p.checkArms(); err != nil {
		return err
	}
	p.figure()
	report.Add(int64(len(p.people)))
	return p.write(ctx)
}

// checkStart refuses to draw anew what has begun: who was addressed cannot be
// left alone any more.
//
// What the lake knows counts, not the day that the plan is asked for: a plan of
// an earlier day would draw people into a campaign that is over.
func (p *campaignPlan) checkStart(ctx context.Context) error {
	planned, err := p.plannedCampaigns()
	if err != nil {
		return err
	}
	p.kept = map[string]string{}
	for _, one := range planned {
		if one.ID != p.campaign.ID {
			continue
		}
		for _, stratum := range one.Strata {
			for _, id := range stratum.Treated {
				p.kept[id] = segments.Treated
			}
			for _, id := range stratum.Control {
				p.kept[id] = segments.Controls
			}
		}
	}
	until, err := p.lastDay(ctx)
	if err != nil {
		return err
	}
	if p.asOf.After(until) {
		until = p.asOf
	}
	if until.Before(p.campaign.Starts) {
		return nil
	}
	if p.draft {
		p.warn("begun", nil, "the campaign began on %s, and the data goes up to %s: this is what it would be today, and its arms are not drawn any more", dayText(p.campaign.Starts), dayText(until))
		return nil
	}
	hint := "measure it: clientele measure " + p.path + " -c " + p.config.path
	if len(p.kept) == 0 {
		hint = "it was never planned; give it a later first day, or see what it would be: add --draft"
	}
	return &UsageError{Text: fmt.Sprintf("the campaign %s starts on %s, and the data goes up to %s: its arms are not drawn any more",
		p.campaign.ID, dayText(p.campaign.Starts), dayText(until)), Hint: hint}
}

// remapped are the arms of earlier plans by today's ids.
func (p *campaignPlan) remapped(ctx context.Context) error {
	if len(p.kept) == 0 {
		return nil
	}
	members, err := p.engine.ReadTable(ctx, "planned_members")
	if err != nil {
		return err
	}
	p.kept = map[string]string{}
	for row := range members.Len() {
		if members.Text(row, "campaign_id") != p.campaign.ID {
			continue
		}
		// Of two who are one customer by now, the one who may have been addressed counts.
		id, arm := members.Text(row, "customer_id"), members.Text(row, "arm")
		if p.kept[id] != segments.Treated {
			p.kept[id] = arm
		}
	}
	return nil
}

// there is a table if it was made, else nil.
func (w *work) there(ctx context.Context, name string) (*table.Table, error) {
	has, err := w.engine.HasTable(ctx, name)
	if err != nil || !has {
		return nil, err
	}
	return w.engine.ReadTable(ctx, name)
}

// campaignFolder is where a campaign's plan, lists and measurements lie.
func (w *work) campaignFolder(id string) string {
	return filepath.Join(w.config.resolve(w.config.Out), "campaigns", folderName(id))
}

// entry is what the ledger keeps of the plan.
func (p *campaignPlan) entry() plannedCampaign {
	c := p.campaign
	out := plannedCampaign{
		ID: c.ID, Name: c.Name, Channel: c.Channel, Starts: day{c.Starts}, Ends: day{c.Ends}, Currency: p.config.Currency,
		Fixed: c.Fixed, Budget: c.Budget,
	}
	for _, offer := range c.Offers {
		one := plannedOffer{Text: offer.Text, ContactCost: offer.ContactCost, ResponseCost: offer.ResponseCost, DiscountPercent: offer.DiscountPercent}
		if offer.MarginKnown {
			one.MarginPercent = &offer.MarginPercent
		}
		out.Offers = append(out.Offers, one)
	}
	for _, s := range p.strata {
		out.Strata = append(out.Strata, plannedStratum{Kind: s.named.Kind, Segment: s.named.Key, Offer: s.offer, Treated: s.drawn.Treated, Control: s.drawn.Control})
	}
	return out
}

// ledgerEntry is the entry as the lake keeps it.
func (p *campaignPlan) ledgerEntry(content []byte) lake.Told {
	return lake.Told{On: dayText(p.asOf), Snapshot: p.snapshot.Version, Content: content}
}

// CampaignExample is a campaign's file with every key and what it means.
func CampaignExample() string { return segments.CampaignExample() }
