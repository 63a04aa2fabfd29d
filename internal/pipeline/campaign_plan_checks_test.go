package pipeline

import (
	"os"
	"strings"
	"testing"
)

func (p *campaignPlan) warned(key string) (text string) {
	for _, one := range p.warnings {
		if one.key == key {
			text += one.text
		}
	}
	return text
}

// A plan under the id of a campaign that the lake has would stand before it,
// and it could not be measured any more.
func TestPlan_TheIDOfACampaignOfTheLakeIsRefused(t *testing.T) {
	shop := newTeaShop(t)
	config, err := os.ReadFile(shop.path("clientele.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	sources := "  - {name: mailings, files: mailings.csv, entity: campaigns, dates: year first, columns: {campaign_id: id, started_at: start}}\n" +
		"  - {name: members, files: members.csv, entity: campaign_members, namespace: mailings, columns: {campaign_id: id, customer: customer}}\n"
	shop.write("clientele.yaml", strings.Replace(string(config), "segments:", sources+"segments:", 1))
	shop.write("mailings.csv", "id,start\nSPRING26,2026-03-01\nWINTER26,2026-12-01\nXMAS26,2026-12-10\n")
	shop.write("members.csv", "id,customer\nXMAS26,c1\n")
	shop.run(Stages{Load: true})
	plan := func(id string, draft bool) (PlanOutcome, error) {
		shop.write("november.yaml", "campaign: "+id+"\nchannel: email\nstarts: 2026-11-10\nsegments: [Everybody]\n")
		return PlanCampaign(t.Context(), shop.config(), shop.path("november.yaml"), PlanOptions{Options: shop.options(Stages{}), Draft: draft})
	}
	for _, id := range []string{"SPRING26", "XMAS26"} {
		if _, err := plan(id, false); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "the lake has a campaign "+id+" already; give this one another id") {
			t.Errorf("%s: %v", id, err)
		}
	}
	draft, err := plan("SPRING26", true)
	if err != nil || !strings.Contains(draft.Answers.Warnings.Text(0, "text"), "already; give this one another id before it is kept") {
		t.Error(err, draft.Answers.Warnings)
	}
	// One that is only announced is planned under its id, and again.
	for range 2 {
		if _, err := plan("WINTER26", false); err != nil {
			t.Error(err)
		}
	}
}

func TestPlan_AControlGroupOfEverybodyIsRefusedAndNoneIsTold(t *testing.T) {
	p := drawnOf(t, "control: {size: 450}\n", sure(0.05), 300, 100, 50)
	if err := p.checkArms(); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "450 customers are to be left alone of the 450 who can be reached") {
		t.Error(err)
	}
	p = drawnOf(t, "control: {size: 449}\n", sure(0.05), 300, 100, 50)
	if err := p.checkArms(); err != nil || p.warned("no_control") != "" {
		t.Error(err)
	}
	p = drawnOf(t, "control: {percent: 0}\n", sure(0.05), 300, 100, 50)
	if err := p.checkArms(); err != nil || !strings.Contains(p.warned("no_control"), "cannot be measured") {
		t.Error(err, p.warnings)
	}
}

func TestPlan_WhatWillHardlyBeSeenIsToldByItsChance(t *testing.T) {
	told := func(lines string, expected lift, key string) string {
		p := drawnOf(t, lines, expected, 300, 100, 50)
		p.warnOfSize(p.total())
		return p.warned(key)
	}
	if text := told("", sure(0.08), "too_small"); !strings.Contains(text, "the expected 8.0 would be seen with a chance of ") || !strings.HasSuffix(text, " %, 80 are wanted") {
		t.Error(text)
	}
	if text := told("", sure(0.01), "too_small"); !strings.Contains(text, "the expected 1.0 will not (a chance of ") {
		t.Error(text)
	}
	if text := told("", sure(0.3), "too_small"); text != "" {
		t.Error(text)
	}
	if text := told("control: {effect: 0.1}\n", unknownLift(), "effect_unseen"); !strings.HasPrefix(text, "control: a lift of 0.1 percentage points is to be seen, which cannot be with 450 customers") {
		t.Error(text)
	}
	if text := told("control: {effect: 15}\n", unknownLift(), "effect_unseen"); text != "" {
		t.Error(text)
	}
}

func TestPlan_WhereNobodyIsReachableTheCostsAreNotToBlame(t *testing.T) {
	const lines = "cost: {contact: 5, fixed: 3}\nmargin_percent: 1\nbudget: 100\n"
	if p := drawnOf(t, lines, sure(0.01), 0, 0, 0); p.warned("nothing_pays") != "" {
		t.Error(p.warnings)
	}
	if p := drawnOf(t, lines, sure(0.01), 30, 10, 5); p.warned("nothing_pays") == "" {
		t.Error("nothing pays, and nobody says so")
	}
}
