package dealflow

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"testing"
)

func TestForecast_SameSeedSameFigures(t *testing.T) {
	m := fit(t, usual().deals(1), end(2025, 3))
	borders, how := monthStarts(2025, 4, 5), Simulation{Draws: 60, Seed: 5}
	first, again := m.Forecast(borders, how), m.Forecast(borders, how)
	if !reflect.DeepEqual(first.Months, again.Months) || first.Prospects[3].Expected != again.Prospects[3].Expected {
		t.Error("the same seed gives other figures")
	}
	how.Seed++
	if other := m.Forecast(borders, how); reflect.DeepEqual(first.Months, other.Months) {
		t.Error("the seed does nothing")
	}
}

// What is told of open deals one by one adds up to what is told of the months of
// a year, and a month is its open and its new deals.
func TestForecast_DealsAddUpToMonths(t *testing.T) {
	m := fit(t, usual().deals(2), end(2025, 3))
	f := m.Forecast(monthStarts(2025, 4, 14), Simulation{Draws: 200, Seed: 5})
	byMonth, byDeal := 0.0, 0.0
	for i, month := range f.Months {
		near(t, fmt.Sprint("month ", i), month.FromOpen+month.FromNew, month.Mean, 1e-6)
		byMonth += month.FromOpen
	}
	for _, p := range f.Prospects {
		byDeal += p.Expected
		if p.Chance < 0 || p.Chance > 1 {
			t.Errorf("a chance of %v", p.Chance)
		}
	}
	// The thirteenth month and the day beyond a year make the difference.
	near(t, "open deals", byMonth/byDeal, 1, 0.02)
}

// The exact expectation of one open deal with one owner and no other effect:
// S(a, t) by the bands, times the share of each.
func TestForecast_OneDealsChanceIsTheIntegralOfItsHazards(t *testing.T) {
	w := usual()
	w.owners, w.monthly = 1, 200
	m := fit(t, w.deals(3), end(2025, 3))
	m.rhythm = rhythm{split: m.rhythm.split}
	r := m.runner(Deal{Owner: "A", Opened: m.asOf - 29, Amount: math.NaN()})
	c := newChance(1)
	certain := truths{hazards: m.likely, pipelines: []influence{neutral(), neutral()}, owners: []influence{neutral(), neutral()}, split: 10, fastest: 1, months: m.ahead(c)}
	won, n, soon := 0.0, 200_000, 0.0
	for range n {
		age, wins := certain.end(c, &r, 0)
		if age < 60 {
			soon++
			if wins {
				won++
			}
		}
	}
	exact, closed := 0.0, 0.0
	for age := 30.0; age < 60; age += 0.01 {
		dies := math.Exp(-(m.likely.cumulative(age) - m.likely.cumulative(30))) - math.Exp(-(m.likely.cumulative(age+0.01) - m.likely.cumulative(30)))
		closed += dies
		exact += dies * logistic(m.likely.odds[m.likely.band(age)])
	}
	near(t, "closed by 60 days", soon/float64(n), closed, 0.004)
	near(t, "won by 60 days", won/float64(n), exact, 0.004)
}

// Known sizes of what is to come: on companies made by the model, ranges hold as
// often as they say, with the months' own speed unknown or not, and the mean of
// three months is worse. 250 trials of one month ahead are nearly independent: two
// standard errors of their coverage are 5 and 2.8 points.
func TestTry_RangesHoldOnCompaniesOfWhichAllIsKnown(t *testing.T) {
	companies := 6
	if os.Getenv("CLIENTELE_LONG") != "" {
		companies = 60
	}
	small := usual()
	small.owners, small.skill, small.share, small.days, small.monthly, small.forget = 4, 0.8, 0.3, 90, 12, 0.1
	uneven := usual()
	uneven.monthly, uneven.shock = 60, 0.1
	for _, c := range []struct {
		name     string
		world    world
		lo80, hi float64 // coverage at 80 % at least, error against the naive at most
	}{{"usual", usual(), 0.75, 0.92}, {"small", small, 0.75, 0.95}, {"uneven", uneven, 0.68, 0.95}} {
		if companies < 60 && c.name != "usual" {
			continue
		}
		trials := []Trial{}
		for seed := range companies {
			made, err := Try(c.world.deals(uint64(seed)), c.world.months(2022, 46), Trying{Ahead: 4, Cuts: 9, Simulation: Simulation{Draws: 200, Seed: 1}})
			if err != nil {
				t.Fatal(err)
			}
			trials = append(trials, made...)
		}
		in80, in95, missed := held(trials)
		t.Logf("%s: %d trials: %.3f within 80 %%, %.3f within 95 %%, %.3f of the naive error", c.name, len(trials), in80, in95, missed)
		room := 0.6 / math.Sqrt(float64(companies)) // for few companies
		if in80 < c.lo80-room/4 || in80 > 0.86+room/4 || in95 < c.lo80+0.15-room/4 || missed > c.hi+room/3 {
			t.Errorf("%s: %.3f within 80 %%, %.3f within 95 %%, %.3f of the naive error", c.name, in80, in95, missed)
		}
	}
}

// held is how often ranges held, and the mean error against that of the naive.
func held(trials []Trial) (in80, in95, missed float64) {
	naive := 0.0
	for _, t := range trials {
		if t.Lo80 <= t.Actual && t.Actual <= t.Hi80 {
			in80 += 1 / float64(len(trials))
		}
		if t.Lo95 <= t.Actual && t.Actual <= t.Hi95 {
			in95 += 1 / float64(len(trials))
		}
		missed += math.Abs(t.Predicted - t.Actual)
		naive += math.Abs(t.Naive - t.Actual)
	}
	return in80, in95, missed / naive
}

// When no deal is opened any more the months run dry, which no mean of past
// months can know.
func TestTry_SeesAPipelineRunDry(t *testing.T) {
	w := usual()
	w.monthly, w.until = 60, end(2024, 12)
	deals := w.deals(3)
	trials, err := Try(deals, w.months(2022, 41), Trying{Ahead: 2, Cuts: 3, Simulation: Simulation{Draws: 200, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	last := trials[len(trials)-1]
	if !(math.Abs(last.Predicted-last.Actual) < 0.5*math.Abs(last.Naive-last.Actual)) {
		t.Errorf("told %.0f, came %.0f, naive %.0f", last.Predicted, last.Actual, last.Naive)
	}
}

// The stated probabilities count where an export of that time has them.
func TestTry_WrittenProbabilitiesAreThoseOfTheTime(t *testing.T) {
	w := usual()
	deals := w.deals(4)
	months := w.months(2022, 40)
	cut := months[38] - 1
	want := 0.0
	for i := range deals {
		d := &deals[i]
		if d.Opened <= cut && (d.Outcome == Open || d.Closed > cut) && i%2 == 0 {
			d.Sightings = []Sighting{{Day: cut - 3, Until: cut + 40, Amount: 100, Probability: 0.3, Expected: cut + 1 - 20*(i%4)/2 + 45*(i%3)}}
			if s := d.Sightings[0]; s.Expected < months[39] {
				want += 30
			}
		}
	}
	trials, err := Try(deals, months, Trying{Ahead: 1, Cuts: 2, Simulation: Simulation{Draws: 50, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsNaN(trials[0].Written) || math.Abs(trials[1].Written-want) > 1e-6 || want == 0 {
		t.Errorf("%v before, %v then, not %v", trials[0].Written, trials[1].Written, want)
	}
}

func TestSpread_WidensByWhatWasMissedAndNeverNarrows(t *testing.T) {
	m := Month{Mean: 10, draws: []float64{4, 7, 10, 13, 16}}
	for _, c := range []struct {
		scores []float64
		factor float64
	}{{nil, 1}, {[]float64{0, 0, 0}, 1}, {[]float64{3, -3}, math.Sqrt(24.0 / 8)}} {
		var trials []Trial
		for _, score := range c.scores {
			trials = append(trials, Trial{score: score})
		}
		s := NewSpread(trials)
		near(t, "factor", s.factor, c.factor, 1e-12)
		lo80, hi80, lo95, hi95 := s.Bands(m)
		near(t, "upper", hi80, 10+c.factor*(m.Quantile(0.9)-10), 1e-12)
		if lo80 < 0 || lo95 < 0 || hi95 < hi80 || lo95 > lo80 {
			t.Errorf("%v %v %v %v", lo95, lo80, hi80, hi95)
		}
	}
}

// Ranges at a cut are wider by what was missed in months that were over then, and
// know nothing of months that were not.
func TestTry_RangesWidenByMonthsThatAreOver(t *testing.T) {
	months := monthStarts(2024, 1, 6)
	var trials []Trial
	for i := range 3 {
		trials = append(trials, Trial{Cut: months[0] - 1, Month: months[i], score: float64(10 + i)})
	}
	for day, want := range map[int]int{months[1] - 2: 0, months[1] - 1: 1, months[2] - 2: 1, months[2] - 1: 2, months[5]: 3} {
		if got := len(endedBy(trials, months, day)); got != want {
			t.Errorf("day %d: %d trials are over, not %d", day-months[0], got, want)
		}
	}
	w := usual()
	w.shock = 0.2
	how := Trying{Ahead: 1, Cuts: 9, Simulation: Simulation{Draws: 100, Seed: 1}}
	made, err := Try(w.deals(3), w.months(2022, 40), how)
	if err != nil {
		t.Fatal(err)
	}
	for i, trial := range made {
		m := fit(t, w.deals(3), trial.Cut)
		borders := []int{trial.Month, w.months(2022, 40)[slices.Index(w.months(2022, 40), trial.Month)+1]}
		lo80, hi80, _, _ := NewSpread(made[:i]).Bands(m.Forecast(borders, how.Simulation).Months[0])
		if trial.Lo80 != lo80 || trial.Hi80 != hi80 {
			t.Errorf("trial %d: %v–%v, not %v–%v", i, trial.Lo80, trial.Hi80, lo80, hi80)
		}
	}
	if last := NewSpread(made[:len(made)-1]); last.factor == 1 {
		t.Error("nothing was missed, which proves nothing")
	}
}

// Final amounts are 0.9 of what was expected: what open deals should bring is so
// much less, once enough of them were seen before their end.
func TestAmounts_FinalOnesAreWhatExpectedOnesBecame(t *testing.T) {
	deals := usual().deals(5)
	for i := range deals {
		d := &deals[i]
		d.Sightings = []Sighting{{Day: d.Opened, Until: d.Opened + 400, Amount: d.Amount / 0.9, Probability: math.NaN()}}
	}
	asOf := end(2025, 3)
	m := fit(t, deals, asOf)
	d := Deal{Opened: asOf - 5, Amount: 1000}
	c := newChance(1)
	near(t, "amount", m.amounts.drawn(c, d), 900, 1e-6)
	for i := range deals {
		deals[i].Sightings = nil
	}
	m = fit(t, deals, asOf)
	near(t, "amount without sightings", m.amounts.drawn(c, d), 1000, 0)
	if got := m.amounts.drawn(c, Deal{Amount: math.NaN()}); !slices.ContainsFunc(deals, func(d Deal) bool { return d.Outcome == Won && d.Amount == got }) {
		t.Errorf("%v is no amount of a won deal", got)
	}
}
