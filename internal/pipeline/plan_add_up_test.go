package pipeline

import (
	"math"
	"testing"

	"clientele/internal/series"
)

// twoOwners is the company of tenADay with a Bob who has what Ann has not; shares change
// from month to month, so that each part completed alone ends elsewhere than they do together.
func twoOwners(t *testing.T) (p *planner, ann, bob planPart) {
	t.Helper()
	p = tenADay(t, "2024-10-16")
	ann, bob = planPart{revenueFigure, "owner", "Ann"}, planPart{revenueFigure, "owner", "Bob"}
	whole := p.days.values[planPart{metric: revenueFigure}]
	for i := range whole {
		day := p.days.firstMonth.AddDate(0, 0, i)
		share := 0.6
		if day.Day() > 14 {
			share = 0.3 + 0.05*float64(int(day.Month())%4)
		}
		whole[i] *= 1 + 0.1*float64(day.Day()%int(day.Month()+2))
		p.days.values[ann][i] = share * whole[i]
		p.days.values[bob] = append(p.days.values[bob], whole[i]-share*whole[i])
	}
	p.expect(t, "2024-10", series.NewOutlook(420, 380, 460))
	return p, ann, bob
}

func TestPlan_PartsOfTheMonthThatRunsAddUpToTheCompany(t *testing.T) {
	p, ann, bob := twoOwners(t)
	alone := 0.0
	for _, of := range []planPart{ann, bob} {
		made, ok := p.outlook(of, p.days.current)
		if !ok {
			t.Fatal(of)
		}
		alone += made.Mean
	}
	got := p.planOf(t, []any{"revenue", "2024-10", "", "", 250.0}, []any{"revenue", "2024-10", "owner", "Ann", 130.0}, []any{"revenue", "2024-10", "owner", "Bob", 120.0})
	whole := got.Float(0, "expected")
	if math.Abs(alone-whole) < 1 {
		t.Fatalf("alone they come to %v already, the company to %v", alone, whole)
	}
	if sum := got.Float(1, "expected") + got.Float(2, "expected"); math.Abs(sum-whole) > 1e-6 {
		t.Errorf("the owners come to %v, the company to %v", sum, whole)
	}
	for row, of := range []planPart{{}, ann, bob} {
		low, mean, high := got.Float(row, "lo80"), got.Float(row, "expected"), got.Float(row, "hi80")
		if low > mean || mean > high {
			t.Errorf("row %d: %v, %v, %v", row, low, mean, high)
		}
		made := p.together[of]
		if row > 0 && math.Abs(made.Chance(got.Float(row, "target"))-got.Float(row, "chance")) > 1e-4 {
			t.Errorf("row %d: the chance did not move with the mean", row)
		}
	}
}

// A part without a target has its share of what the company should come to.
func TestPlan_WhatHasNoTargetLeavesTheRestToTheOthers(t *testing.T) {
	p, ann, _ := twoOwners(t)
	got := p.planOf(t, []any{"revenue", "2024-10", "", "", 250.0}, []any{"revenue", "2024-10", "owner", "Ann", 130.0})
	rest, ok := p.outlook(planPart{revenueFigure, "owner", restOfScope}, p.days.current)
	if !ok {
		t.Fatal("the rest has no outlook")
	}
	own, _ := p.outlook(ann, p.days.current)
	left := got.Float(0, "expected") - own.Mean - rest.Mean
	near(t, "Ann", got.Float(1, "expected"), own.Mean+left*variance(own)/(variance(own)+variance(rest)))
}

func TestPlan_NoPartIsMovedBelowWhatItHasBrought(t *testing.T) {
	part := func(mean, deviation, least float64) series.Completion {
		return series.Completion{Outlook: series.Outlook{Mean: mean, Down: deviation, Up: deviation, Freedom: math.Inf(1), Least: least}}
	}
	parts := []series.Completion{part(100, 10, 95), part(100, 5, 0), part(50, 0, 0)}
	shift(parts, 220)
	for i, want := range []float64{95, 75, 50} {
		near(t, "a part", parts[i].Mean, want)
	}
	sure := []series.Completion{part(1, 0, 0)}
	shift(sure, 5)
	near(t, "what is sure", sure[0].Mean, 1)
}

// With three days left no more is to come a week than is missing.
func TestPlan_NoWeekHasToBringMoreThanIsMissing(t *testing.T) {
	p := tenADay(t, "2024-10-28")
	got := p.planOf(t, []any{"revenue", "2024-10", "", "", 500.0})
	if missing := got.Float(0, "missing"); missing <= 0 || got.Float(0, "per_week") != missing {
		t.Errorf("%v is missing, %v a week", missing, got.Float(0, "per_week"))
	}
}
