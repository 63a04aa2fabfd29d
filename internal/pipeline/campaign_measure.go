package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/internal/job"
	"clientele/segments"
)

// CampaignQuestion is which campaign is to be measured: one of the lake or of
// the plans by its id, or the one that a file describes.
type CampaignQuestion struct {
	ID   string
	File string // a CAMPAIGN.yaml; its id is meant then

	terms *segments.Campaign // of the file; nil where only the id is given
}

// CampaignMeasured is what a campaign brought, for people and for programs.
type CampaignMeasured struct {
	Campaign string `json:"campaign"`
	Name     string `json:"name"`
	AsOf     string `json:"as_of"`
	Starts   string `json:"starts,omitempty"`
	Until    string `json:"until,omitempty"` // the last day whose purchases count
	Complete bool   `json:"complete"`
	Planned  bool   `json:"planned"`

	Members int `json:"members"`
	Treated int `json:"treated"`
	Control int `json:"control"`

	Verdict string   `json:"verdict"`
	Says    []string `json:"says"`              // the verdict in sentences
	Changed []string `json:"changed,omitempty"` // what the file says otherwise than the plan that was kept

	Cost     *float64               `json:"cost"`
	Margin   *float64               `json:"margin"` // share of revenue; null: the profit is before the cost of the goods
	Currency string                 `json:"currency"`
	Results  []CampaignResultAnswer `json:"results"`
	Checks   []CampaignCheckAnswer  `json:"checks"`
	Qini     *CampaignQini          `json:"qini"`

	Workbook string   `json:"workbook,omitempty"`
	Page     string   `json:"page,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// CampaignQini is the area between the uplift curve and chance, a customer.
type CampaignQini struct {
	Qini float64 `json:"qini"`
	Lo95 float64 `json:"lo95"`
	Hi95 float64 `json:"hi95"`
}

// MeasureCampaign says what a campaign brought that would not have come anyway,
// and writes its workbook and page.
func MeasureCampaign(ctx context.Context, config *Config, question CampaignQuestion, options Options) (CampaignMeasured, error) {
	if err := checkThreads(options.Threads); err != nil {
		return CampaignMeasured{}, err
	}
	if question.File != "" {
		terms, err := readCampaign(question.File)
		if err != nil {
			return CampaignMeasured{}, err
		}
		question.ID, question.terms = terms.ID, terms
	}
	work := &work{config: config, options: options, out: newOut()}
	defer work.close()
	if _, err := work.askedDay(); err != nil {
		return CampaignMeasured{}, err
	}
	if err := work.open(ctx); err != nil {
		return CampaignMeasured{}, explained(err)
	}
	var measured measuredCampaign
	steps := append(work.campaignTables(), job.Step{
		Name: "measure", Reads: campaignSources(), Writes: []string{"workbook", "page"},
		Run: func(ctx context.Context, report *job.Reporter) (err error) {
			if measured, err = work.measureOne(ctx, question); err != nil {
				return err
			}
			report.Add(int64(measured.people.members))
			return work.reportCampaign(measured)
		},
	})
	results, err := steps.Run(ctx, inputs(), options.Clock, options.Sink)
	if err != nil {
		return CampaignMeasured{}, explained(withoutStep(err))
	}
	answer := measured.answer(config.Currency, work.asOf)
	answer.Workbook, answer.Page, answer.Warnings = work.out.workbook, work.out.page, job.Warnings(results)
	if question.terms != nil && measured.planned {
		if answer.Changed, err = work.changedTerms(question.terms); err != nil {
			return CampaignMeasured{}, err
		}
	}
	return answer, explained(work.publishCampaign(results))
}

// publishCampaign writes the manifest and puts the folder in place.
func (w *work) publishCampaign(results []job.Result) error {
	manifest, err := w.manifest(results)
	if err != nil {
		return err
	}
	path, err := w.out.files.Path(job.ManifestName)
	if err != nil {
		return err
	}
	if err := job.WriteManifest(path, manifest); err != nil {
		return err
	}
	return w.out.files.Publish()
}

// campaignSources are the tables that campaigns are measured by.
func campaignSources() []string {
	return []string{"campaign_lines", "campaign_people", "contact_identities", "customer_identities", "orders", "planned_members", "purchase_lines"}
}

// campaignTables are the steps up to what campaigns are measured by.
func (w *work) campaignTables() job.Job { return w.tablesFor(campaignSources()) }

// tablesFor are the steps from the lake to some tables, and no more.
func (w *work) tablesFor(tables []string) job.Job {
	steps := job.Job{w.readSnapshotStep(), {Name: "tables", Reads: []string{"lake"}, Writes: given(), Run: w.tables}}
	for _, query := range neededFor(tables) {
		steps = append(steps, job.Step{
			Name: query.Name, Reads: query.Reads, Writes: written(query),
			Run: func(ctx context.Context, _ *job.Reporter) error {
				return create(ctx, w.engine, query, w.arguments(), w.config.identityRules())
			},
		})
	}
	return steps
}

// measureOne measures the campaign that is asked for.
func (w *work) measureOne(ctx context.Context, question CampaignQuestion) (measuredCampaign, error) {
	every, err := w.everyCampaign(ctx)
	if err != nil {
		return measuredCampaign{}, err
	}
	wanted, err := w.chosen(every, question)
	if err != nil {
		return measuredCampaign{}, err
	}
	begun := slices.DeleteFunc(every, func(c pastCampaign) bool { return c.id == wanted.id || c.started.After(w.asOf) })
	for i := range begun {
		begun[i].dated(w.asOf)
	}
	wanted.dated(w.asOf)
	measured, err := w.measureCampaigns(ctx, append(begun, wanted), []pastCampaign{wanted})
	if err != nil {
		return measuredCampaign{}, err
	}
	if measured[0].people.members == 0 {
		return measuredCampaign{}, &UsageError{Text: fmt.Sprintf("nobody is a member of the campaign %q", wanted.id),
			Hint: "`clientele plan` draws its customers; or load a list of them (entity: campaign_members)"}
	}
	return measured[0], nil
}

// chosen is the campaign that a question means, as of the plan that was kept,
// else as the lake and the file tell it.
func (w *work) chosen(every []pastCampaign, question CampaignQuestion) (pastCampaign, error) {
	at := slices.IndexFunc(every, func(c pastCampaign) bool { return c.id == question.ID })
	if at < 0 {
		at = onlyNamed(every, question.ID)
	}
	if at < 0 {
		return pastCampaign{}, w.unknownCampaign(every, question)
	}
	found := every[at]
	if question.terms != nil && !found.planned {
		found = termsOf(question.terms).past().besides(found)
		found.planned, found.controlShare = false, every[at].controlShare
	}
	switch {
	case found.started.IsZero():
		return found, &UsageError{Text: fmt.Sprintf("nothing says when the campaign %q began", found.id),
			Hint: "give it a first day: started_at in the list of campaigns, or touched_at in that of its members"}
	case found.started.After(w.asOf):
		return found, &UsageError{Text: fmt.Sprintf("the campaign %q begins on %s, and the data ends on %s", found.id, dayText(found.started), dayText(w.asOf)),
			Hint: "load newer exports (clientele load) and measure again"}
	}
	return found, nil
}

// onlyNamed is the place of the one campaign of a name; -1 where there is none,
// or several.
func onlyNamed(every []pastCampaign, name string) int {
	found := -1
	for i, c := range every {
		if strings.EqualFold(c.name, name) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

func (w *work) unknownCampaign(every []pastCampaign, question CampaignQuestion) error {
	if question.terms != nil {
		return &UsageError{Text: fmt.Sprintf("the campaign %q was never planned here, and the lake knows nothing of it", question.ID),
			Hint: "plan it before it starts (clientele plan), or load its members (entity: campaign_members)"}
	}
	var ids []string
	for _, c := range every {
		ids = append(ids, c.id)
	}
	slices.Sort(ids)
	hint := "there are none: plan one (clientele plan), or load some (entity: campaigns and campaign_members)"
	if len(ids) > 0 {
		const shown = 20
		hint = "there are " + strings.Join(ids[:min(shown, len(ids))], ", ")
		if len(ids) > shown {
			hint += fmt.Sprintf(" and %d more", len(ids)-shown)
		}
	}
	return &UsageError{Text: fmt.Sprintf("no campaign is called %q", question.ID), Hint: hint}
}

// answer is the measured campaign for people and programs.
func (m *measuredCampaign) answer(currency string, asOf time.Time) CampaignMeasured {
	a := CampaignMeasured{
		Campaign: m.id, Name: m.name, AsOf: dayText(asOf), Starts: dayText(m.started), Until: dayText(m.until), Complete: m.complete(), Planned: m.planned,
		Members: m.people.members, Treated: m.people.arms[1], Control: m.people.arms[0],
		Cost: pointerTo(m.cost.total), Margin: pointerTo(m.margin), Currency: currency,
		Verdict: string(m.verdict()), Says: m.sentences(currency),
		Results: []CampaignResultAnswer{}, Checks: []CampaignCheckAnswer{},
	}
	for _, r := range m.results {
		a.Results = append(a.Results, r.answer())
	}
	for _, c := range m.checks {
		a.Checks = append(a.Checks, c.answer())
	}
	if len(m.uplift.Fractions) > 0 {
		a.Qini = &CampaignQini{Qini: m.uplift.Qini, Lo95: m.uplift.QiniLo, Hi95: m.uplift.QiniHi}
	}
	return a
}
