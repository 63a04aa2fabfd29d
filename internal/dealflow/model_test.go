package dealflow

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// end is the last day of a month.
func end(year int, month time.Month) int {
	return dayOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

func fit(t *testing.T, deals []Deal, asOf int) Model {
	t.Helper()
	m, err := Fit(deals, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestHazards_AgeAtIsTheInverseOfCumulative(t *testing.T) {
	m := fit(t, usual().deals(1), end(2024, 6))
	last := 0.0
	for age := 0.0; age < 2000; age += 7.3 {
		h := m.likely.cumulative(age)
		near(t, fmt.Sprint("age ", age), m.likely.ageAt(h), age, 1e-6*(1+age))
		if h < last {
			t.Errorf("the hazard falls at %v", age)
		}
		last = h
	}
}

// Bands give the survival of Kaplan and Meier at their borders but for what is
// smoothed within a band: half a closing each, and one rate.
func TestAges_SurvivalIsThatOfTheData(t *testing.T) {
	var spans []span
	for day := range 200 {
		spans = append(spans, span{exit: float64(day) + 0.5, outcome: Outcome(1 + day%2)})
	}
	a := newAges(spans)
	h := mostLikely(a)
	for i, from := range a.from[:len(a.from)-1] {
		near(t, fmt.Sprint("border ", i), math.Exp(-h.cumulative(from)), 1-from/200, 0.03)
	}
	if len(a.from) != 21 || a.closed[20] != 0 || a.exposure[20] != 0 {
		t.Errorf("%d bands, the last with %v closings", len(a.from), a.closed[len(a.from)-1])
	}
}

// Owners' chances come back from deals made with them, each within what so many
// deals tell.
func TestFit_RecoversTheOwnersChances(t *testing.T) {
	w := usual()
	w.monthly, w.skill = 150, 0.9
	m := fit(t, w.deals(2), end(2025, 6))
	for owner := range w.owners {
		by := m.by(Deal{Owner: ownerName(owner), Amount: math.NaN()})
		got := logistic(logit(m.likely.share) + by.shift)
		near(t, "owner "+ownerName(owner), got, w.wins(owner), 0.05)
		near(t, "speed of "+ownerName(owner), by.factor, 1, 0.12)
	}
	near(t, "share won", m.likely.share, 0.45, 0.03)
	// Gamma of shape 2 and mean 50 days: half are closed by 41.96 days, of 95 %.
	near(t, "closed by the median", 1-math.Exp(-m.likely.cumulative(41.96)), 0.475, 0.02)
}

func TestFit_OwnersWhoDoNotDifferAreAlike(t *testing.T) {
	w := usual()
	w.skill = 0
	m := fit(t, w.deals(5), end(2025, 6))
	for owner := range w.owners {
		by := m.by(Deal{Owner: ownerName(owner), Amount: math.NaN()})
		near(t, "odds of "+ownerName(owner), by.shift, 0, 0.15)
	}
}

// An export of what was closed in 2025 or is open has of the deals of 2024 only
// those that lasted: they count from when they could be seen.
func TestSpans_DealsThatAreSeenLateDoNotMakeOthersSlow(t *testing.T) {
	w := usual()
	w.monthly, w.forget = 70, 0 // fewer closings than make the last half year enough
	whole := w.deals(3)
	asOf, from := end(2025, 6), end(2024, 12)+1
	var cut []Deal
	for _, d := range whole {
		if d.Closed >= from {
			cut = append(cut, d)
		}
	}
	want, got := fit(t, whole, asOf).likely, fit(t, cut, asOf).likely
	for _, age := range []float64{20, 50, 90} {
		near(t, fmt.Sprint("closed by ", age), math.Exp(-got.cumulative(age)), math.Exp(-want.cumulative(age)), 0.05)
	}
	near(t, "opened a month", monthDays*fit(t, cut, asOf).opening.rate, 70, 12)
}

// Nothing of a day to come is known: whatever becomes of the deals later, what
// is told is the same.
func TestFit_KnowsNothingOfTheFuture(t *testing.T) {
	asOf := end(2024, 6)
	deals := usual().deals(4)
	other := slices.Clone(deals)
	for i := range other {
		if d := &other[i]; d.Outcome == Open || d.Closed > asOf {
			d.Outcome, d.Closed, d.Amount = Won, max(asOf, d.Opened)+1+i%9, 1e6
		}
	}
	how := Simulation{Draws: 50, Seed: 2}
	borders := monthStarts(2024, 7, 4)
	one, two := fit(t, hidden(deals, asOf), asOf), fit(t, hidden(other, asOf), asOf)
	a, b := one.Forecast(borders, how), two.Forecast(borders, how)
	for i := range a.Months {
		if a.Months[i].Mean != b.Months[i].Mean || a.Months[i].Quantile(0.9) != b.Months[i].Quantile(0.9) {
			t.Errorf("month %d: %v and %v", i, a.Months[i].Mean, b.Months[i].Mean)
		}
	}
}

// hidden are deals that are closed later with the amounts that they have, and
// those that stay open without one, so that both are known alike.
func hidden(deals []Deal, asOf int) []Deal {
	out := slices.Clone(deals)
	for i := range out {
		if out[i].Outcome == Open {
			out[i].Outcome, out[i].Closed = Lost, asOf+10_000
		}
	}
	return out
}

func TestFit_SaysWhyNothingCanBeLearnt(t *testing.T) {
	asOf := end(2024, 6)
	with := func(change func(*Deal)) []Deal {
		deals := usual().deals(6)
		for i := range deals {
			change(&deals[i])
		}
		return deals
	}
	for _, c := range []struct {
		name  string
		deals []Deal
		want  error
	}{
		{"none", nil, ErrFewClosed},
		{"all open", with(func(d *Deal) { d.Outcome = Open }), ErrFewClosed},
		{"closed in days to come", with(func(d *Deal) { d.Closed = asOf + 1 }), ErrFewClosed},
		{"few", usual().deals(6)[:25], ErrFewClosed},
		{"all lost", with(func(d *Deal) { d.Outcome = min(1, d.Outcome) * Lost }), ErrNoneWon},
		{"no amounts", with(func(d *Deal) { d.Amount = math.NaN() }), ErrNoAmounts},
		{"amounts of nothing", with(func(d *Deal) { d.Amount = 0 }), ErrNoAmounts},
		{"all won", with(func(d *Deal) { d.Outcome = min(1, d.Outcome) * Won }), nil},
		{"one owner", with(func(d *Deal) { d.Owner = "" }), nil},
		{"all on their first day", with(func(d *Deal) { d.Closed = d.Opened }), nil},
		{"no deal is forgotten, none is open", with(func(d *Deal) { d.Outcome, d.Closed = max(d.Outcome, Won), d.Opened+3 }), nil},
	} {
		m, err := Fit(c.deals, asOf)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.want != nil {
			continue
		}
		for i, month := range m.Forecast(monthStarts(2024, 7, 4), Simulation{Draws: 100, Seed: 1}).Months {
			if !(month.Mean > 0) || math.IsInf(month.Mean, 0) || month.Quantile(0.025) > month.Quantile(0.975) {
				t.Errorf("%s: month %d: %+v", c.name, i, month.Mean)
			}
		}
	}
}

// Large deals are won less often here: that is seen where amounts are known of
// lost ones as well, and must not be where they are emptied at the end.
func TestSizes_CountWhereLostDealsHaveAmounts(t *testing.T) {
	deals := usual().deals(7)
	limit := math.Exp(6.4)
	for i := range deals {
		if d := &deals[i]; d.Outcome == Won && d.Amount > limit && i%3 > 0 {
			d.Outcome = Lost
		}
	}
	m := fit(t, deals, end(2025, 6))
	small, large := m.by(Deal{Owner: "A", Amount: 100}), m.by(Deal{Owner: "A", Amount: 2000})
	if !m.hasSizes || large.shift > small.shift-0.5 {
		t.Errorf("sizes %v: %v and %v", m.hasSizes, small, large)
	}
	for i := range deals {
		if deals[i].Outcome == Lost {
			deals[i].Amount = 0
		}
	}
	if m := fit(t, deals, end(2025, 6)); m.hasSizes {
		t.Error("amounts that only won deals have are taken for sizes")
	}
}

// Who stands at the last stage is won more often, where past exports show it.
func TestStages_TellWhereTheyWereSeen(t *testing.T) {
	deals := usual().deals(8)
	asOf := end(2025, 6)
	blind := fit(t, deals, asOf)
	for i := range deals {
		d := &deals[i]
		for day := d.Opened; day < d.Closed || d.Outcome == Open && day <= asOf; day += 15 {
			stage := "Talk"
			if left := d.Closed - day; d.Outcome == Won && left < 40 || d.Outcome == Lost && left < 10 {
				stage = "Contract"
			}
			d.Sightings = append(d.Sightings, Sighting{Day: day, Until: day + 20, Stage: stage, Amount: math.NaN(), Probability: math.NaN()})
		}
	}
	m := fit(t, deals, asOf)
	if blind.hasStages || !m.hasStages {
		t.Fatalf("stages are known without sightings %v, with them %v", blind.hasStages, m.hasStages)
	}
	f := m.Forecast(monthStarts(2025, 7, 3), Simulation{Draws: 200, Seed: 1, Keep: true})
	at := func(stage string) float64 {
		mean, lo, hi := f.Shares(func(i int) bool {
			seen, _ := f.Prospects[i].Deal.seenOn(asOf)
			return seen.Stage == stage
		})
		if !(lo <= mean && mean <= hi) {
			t.Errorf("%s: %v outside of %v–%v", stage, mean, lo, hi)
		}
		return mean
	}
	if contract, talk := at("Contract"), at("Talk"); contract < talk+0.25 {
		t.Errorf("of deals at the contract %.2f are won, of others %.2f", contract, talk)
	}
}

// A year whose quarters end in a rush has a rhythm; one without has none.
func TestRhythm_QuarterEndsAreSeen(t *testing.T) {
	w := usual()
	w.monthly = 120
	deals := w.deals(9)
	for i := range deals {
		if d := &deals[i]; d.Outcome != Open {
			if month, next := monthAt(d.Closed); month%3 == 1 && i%2 == 0 {
				d.Closed = next + i%28 // of the second month into the third
			}
		}
	}
	m := fit(t, deals, end(2025, 6))
	if p := m.rhythm.rates[1].places; !(p[2] > 0.15 && p[1] < -0.15) {
		t.Errorf("older deals: %v", p)
	}
	if p := fit(t, w.deals(9), end(2025, 6)).rhythm.rates[1].places; p != [3]float64{} {
		t.Errorf("without a rhythm: %v", p)
	}
}

// An owner who is twice as fast and one who wins twice as often are known as
// such, and their open deals are told so.
func TestForecast_DealsGoAsTheirOwnersDo(t *testing.T) {
	asOf := end(2025, 3)
	c := newChance(4)
	var deals []Deal
	for i := range 3000 {
		owner := []string{"slow", "fast", "able"}[i%3]
		days := map[string]float64{"slow": 80, "fast": 40, "able": 80}[owner]
		d := Deal{Source: "crm", Owner: owner, Opened: end(2023, 3) + i/4, Amount: 100, Outcome: Lost}
		d.Closed = d.Opened + int(days*c.ExpFloat64())
		if c.Float64() < map[string]float64{"slow": 0.3, "fast": 0.3, "able": 0.6}[owner] {
			d.Outcome = Won
		}
		deals = append(deals, d)
	}
	m := fit(t, deals, asOf)
	near(t, "fast to slow", m.owners.of("fast").factor/m.owners.of("slow").factor, 2, 0.25)
	near(t, "able to slow", m.owners.of("able").factor/m.owners.of("slow").factor, 1, 0.15)
	f := m.Forecast(monthStarts(2025, 4, 3), Simulation{Draws: 300, Seed: 1, Keep: true})
	chances := map[string]float64{}
	for owner := range m.owners.groups {
		chances[owner], _, _ = f.Shares(func(i int) bool { return f.Prospects[i].Deal.Owner == owner })
	}
	near(t, "slow", chances["slow"], 0.3, 0.06)
	near(t, "fast", chances["fast"], 0.3, 0.06)
	near(t, "able", chances["able"], 0.6, 0.06)
}

// Quarters' ends win more here, on which the odds turn and not the rates.
func TestRhythm_OddsTurnAtTheEndsOfQuarters(t *testing.T) {
	w := usual()
	w.monthly = 120
	deals := w.deals(10)
	for i := range deals {
		if d := &deals[i]; d.Outcome != Open {
			d.Outcome = Lost
			if month, _ := monthAt(d.Closed); i%10 < 3 || month%3 == 2 && i%10 < 8 {
				d.Outcome = Won
			}
		}
	}
	m := fit(t, deals, end(2025, 6))
	c := newChance(1)
	means := [3]float64{}
	for range 400 {
		for place := range means {
			means[place] += m.rhythm.of(c, place)[1].shift / 400
		}
	}
	near(t, "odds at the end of a quarter", means[2]-means[0], logit(0.8)-logit(0.3), 0.5)
	near(t, "odds in its middle", means[1]-means[0], 0, 0.3)
}

func TestDeal_IsSeenAsLongAsItIsKnown(t *testing.T) {
	d := Deal{Sightings: []Sighting{{Day: 10, Until: 19, Stage: "a"}, {Day: 30, Until: 40, Stage: "b"}}}
	for day, want := range map[int]string{9: "", 10: "a", 19: "a", 20: "", 29: "", 30: "b", 40: "b", 41: ""} {
		seen, known := d.seenOn(day)
		if known != (want != "") || known && seen.Stage != want {
			t.Errorf("day %d: %v %q", day, known, seen.Stage)
		}
	}
}
