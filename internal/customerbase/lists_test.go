package customerbase

import (
	"math"
	"testing"
	"time"
)

func TestLeaving_IsWhoIsLateOrOfHighRiskAndWorthACall(t *testing.T) {
	v := Valuation{Choice: Choice{Field: Field{Question: weeks(180), History: History{Gaps: []Gap{{10, 90}, {60, 10}}}}}}
	var rhythms []Rhythm
	add := func(id string, repeats, silent int64, risk Risk, stake float64, r Rhythm) {
		v.History.Customers = append(v.History.Customers, Customer{ID: id, Habit: Habit{Repeats: repeats, RecencyDays: 1000 - silent, AgeDays: 1000}})
		v.Outlooks = append(v.Outlooks, Outlook{Risk: risk, AtStake: stake})
		rhythms = append(rhythms, r)
	}
	monthly := Rhythm{Gaps: 5, UsualDays: 30, WideDays: 40}
	add("late, of low risk", 5, 50, Low, 10, monthly)
	add("not late, of low risk", 5, 39, Low, 99, monthly)
	add("not late, of medium risk", 5, 39, Medium, 99, monthly)
	add("not late, of high risk", 5, 39, High, 30, monthly)
	add("gone lately", 5, 180, Gone, 50, monthly)
	add("gone for long", 5, 181, Gone, 50, monthly)
	add("came once", 0, 90, High, 50, Rhythm{})
	add("nothing at stake", 5, 90, High, 0.004, monthly)
	add("few gaps, late by them alone", 1, 9, Low, 20, Rhythm{Gaps: 1, UsualDays: 5, WideDays: 5})
	add("few gaps, late", 1, 11, Low, 20, Rhythm{Gaps: 1, UsualDays: 5, WideDays: 5})
	want := []string{"gone lately", "not late, of high risk", "few gaps, late", "late, of low risk"}
	leavers := v.Leaving(rhythms)
	for i, leaver := range leavers {
		if i >= len(want) || v.History.Customers[leaver.Position].ID != want[i] {
			t.Errorf("%d: %s", i, v.History.Customers[leaver.Position].ID)
		}
	}
	if len(leavers) != len(want) || leavers[0].Overdue != 140 || leavers[1].Overdue != 0 || leavers[2].Overdue != 1 {
		t.Errorf("%+v", leavers)
	}
}

func TestTrack_AddsUpWeekByWeek(t *testing.T) {
	data := simulated(12, 300, 400)
	field := fitted(t, data.history(299), weeks(100))
	choice := field.Pick(nil)
	until, last := newYear().AddDate(0, 0, 299), newYear().AddDate(0, 0, 399)
	days := data.byDay(299, 399)
	unit, track := choice.Track(days, until, last)
	var repeats int64
	for _, day := range days {
		repeats += day.Repeats
	}
	end := track[len(track)-1]
	if unit != "week" || end.Actual != repeats || !end.HeldOut || track[0].HeldOut || track[0].Period.Weekday() != time.Monday {
		t.Errorf("%s: the end %+v, the start %+v, %d repeat purchases", unit, end, track[0], repeats)
	}
	for i := 1; i < len(track); i++ {
		if track[i].Actual < track[i-1].Actual || track[i].Predicted < track[i-1].Predicted || !track[i].Period.Equal(track[i-1].Period.AddDate(0, 0, 7)) {
			t.Fatalf("%+v after %+v", track[i], track[i-1])
		}
	}
	// What the model expects of all since their first purchase, customer by customer.
	want := 0.0
	for _, c := range field.History.Customers {
		want += choice.forecaster.newcomer(float64(c.AgeDays + 100))
	}
	near(t, "the last prediction", end.Predicted, want, 1e-6*want)
	// Of a long history the months are followed.
	unit, track = choice.Track([]Day{{On: newYear(), Firsts: 1}}, newYear().AddDate(4, 0, 0), newYear().AddDate(4, 2, 9))
	if unit != "month" || len(track) != 51 || track[50].Period.Day() != 1 {
		t.Errorf("%d periods of a %s", len(track), unit)
	}
}

func TestMap_HoldsEverybodyOnce(t *testing.T) {
	v := fitted(t, simulated(13, 400, 600).history(599), weeks(100)).Pick(nil).Value()
	var customers int64
	var lifetime, total float64
	for _, place := range v.Map() {
		customers += place.Customers
		lifetime += place.Lifetime
		if place.Customers == 0 && !math.IsNaN(place.Alive) {
			t.Errorf("%+v", place)
		}
	}
	for _, o := range v.Outlooks {
		total += o.Lifetime
	}
	if customers != 400 || len(v.Map()) != 36 {
		t.Errorf("%d customers in %d places", customers, len(v.Map()))
	}
	near(t, "money", lifetime, total, 1e-6)
	var byRisk int64
	for _, r := range v.ByRisk() {
		byRisk += r.Customers
	}
	if byRisk != 400 {
		t.Errorf("%d customers by risk", byRisk)
	}
}

func TestRhythm_WideGapIsThatOfNineInTen(t *testing.T) {
	near(t, "of all", History{Gaps: []Gap{{1, 5}, {7, 4}, {30, 1}}}.wideGap(), 7, 0)
	near(t, "of none", History{}.wideGap(), 0, 0)
}
