package dealflow

import (
	"math"
	"slices"
)

// Month is what deals should bring from one day until before another.
type Month struct {
	Deals    float64 // expected number of won ones
	Mean     float64
	FromOpen float64 // of the mean: deals that are open on the day
	FromNew  float64 // of the mean: deals that are not there yet
	draws    []float64
}

// Quantile is the amount below which a month's money stays with a probability.
func (m Month) Quantile(p float64) float64 { return quantile(m.draws, p) }

// Prospect is what should become of one open deal within a year.
type Prospect struct {
	Deal     Deal
	Chance   float64 // of being won
	Expected float64 // money: chance times amount
}

// Forecast is what a model tells.
type Forecast struct {
	Months    []Month
	Prospects []Prospect // of the deals that were open on the day
	wins      [][]bool   // which of them are won, in each draw that is kept
}

// Simulation says how a forecast is drawn.
type Simulation struct {
	Draws int
	Seed  uint64
	// Keep remembers the end of each open deal in each draw, which Shares needs.
	Keep bool
}

// withinDays is how far the chance of an open deal is told.
const withinDays = 365

// Forecast draws futures: of what may be true of the deals given what is known,
// and of what chance then makes of it. borders are the days on which months
// begin, the first the day behind the model's, and behind the last one its end.
func (m *Model) Forecast(borders []int, how Simulation) Forecast {
	out := Forecast{Months: make([]Month, len(borders)-1)}
	var open []runner
	for _, d := range m.deals {
		if d.Outcome == Open {
			open = append(open, m.runner(d))
			out.Prospects = append(out.Prospects, Prospect{Deal: d})
		}
	}
	c, entrants := newChance(how.Seed), m.entrants()
	for range how.Draws {
		m.draw(c, borders, open, entrants, &out, how.Keep)
	}
	n := float64(how.Draws)
	for i := range out.Months {
		month := &out.Months[i]
		month.Deals, month.FromOpen, month.FromNew = month.Deals/n, month.FromOpen/n, month.FromNew/n
		month.Mean = month.FromOpen + month.FromNew
		slices.Sort(month.draws)
	}
	for i := range out.Prospects {
		out.Prospects[i].Chance /= n
		out.Prospects[i].Expected /= n
	}
	return out
}

// runner is an open deal with the places of its influences.
type runner struct {
	deal                  Deal
	age                   float64
	pipeline, owner, size int
	stages                []int // one a window; nil where its stage tells nothing
}

func (m *Model) runner(d Deal) runner {
	r := runner{deal: d, age: float64(m.asOf + 1 - d.Opened), pipeline: m.pipelines.place(d.Pipeline), owner: m.owners.place(d.Owner), size: -1}
	if m.hasSizes && d.Amount > 0 {
		r.size = m.sizes.place(m.size(d))
	}
	if seen, known := d.seenOn(m.asOf); known && m.hasStages {
		for i := range windows() {
			r.stages = append(r.stages, m.stages.place(stageWindow(seen.Stage, i)))
		}
	}
	return r
}

// entrants are the deals that those to come are like, on the day of their opening. Their
// places are looked up here, once, and not in each future again.
func (m *Model) entrants() []runner {
	out := make([]runner, len(m.opening.like))
	for i, d := range m.opening.like {
		if !m.hasSizes {
			d.Amount = math.NaN() // that of a closed deal is final, or was emptied
		}
		out[i] = m.runner(d)
		out[i].age, out[i].stages = 0, nil
	}
	return out
}

// truths are one draw of everything that is not known for sure.
type truths struct {
	hazards
	pipelines, owners, sizes, stages []influence
	months                           []monthAhead
	split                            float64
	fastest                          float64 // product of the greatest factors of months and stages
}

// monthAhead is what drives deals in one of the next twelve months, by how many
// days behind the model's it ends.
type monthAhead struct {
	until float64
	by    [2]influence
}

// ahead draws what drives the months of the next year.
func (m *Model) ahead(c chance) (months []monthAhead) {
	for day := m.asOf + 1; day <= m.asOf+withinDays; {
		month, next := monthAt(day)
		months = append(months, monthAhead{until: float64(next - m.asOf - 1), by: m.rhythm.of(c, month)})
		day = next
	}
	return months
}

func (m *Model) truths(c chance) truths {
	t := truths{hazards: hazardsOf(m.likely.ages, c.gamma, c.beta)}
	t.pipelines, t.owners = m.pipelines.drawn(c, t.share), m.owners.drawn(c, t.share)
	if m.hasSizes {
		t.sizes = m.sizes.drawn(c, t.share)
	}
	if m.hasStages {
		t.stages = m.stages.drawn(c, t.share)
	}
	t.months, t.split = m.ahead(c), m.rhythm.split
	month, stage := 1.0, 1.0
	for _, ahead := range t.months {
		month = max(month, ahead.by[0].factor, ahead.by[1].factor)
	}
	for _, by := range t.stages {
		stage = max(stage, by.factor)
	}
	t.fastest = month * stage
	return t
}

func (m *Model) draw(c chance, borders []int, open, entrants []runner, out *Forecast, keep bool) {
	t := m.truths(c)
	sums := make([]float64, len(out.Months))
	wins := make([]bool, len(open))
	for i := range open {
		r := &open[i]
		age, won := t.end(c, r, 0)
		after := age - r.age
		if !won || after > withinDays && m.asOf+1+int(after) >= borders[len(borders)-1] {
			continue
		}
		amount := m.amounts.drawn(c, r.deal)
		if after <= withinDays {
			wins[i] = true
			out.Prospects[i].Chance++
			out.Prospects[i].Expected += amount
		}
		if at := monthOf(borders, m.asOf+1+int(after)); at >= 0 {
			sums[at] += amount
			out.Months[at].FromOpen += amount
			out.Months[at].Deals++
		}
	}
	m.drawNew(c, t, borders, entrants, sums, out)
	for i := range sums {
		out.Months[i].draws = append(out.Months[i].draws, sums[i])
	}
	if keep {
		out.wins = append(out.wins, wins)
	}
}

// drawNew opens deals that are not there yet. Half of the variance of their
// number is of the level of all months, half of each month's own.
func (m *Model) drawNew(c chance, t truths, borders []int, entrants []runner, sums []float64, out *Forecast) {
	level := c.around(m.opening.variance / 2)
	for at := range sums {
		days := borders[at+1] - borders[at]
		mean := m.opening.rate * float64(days) * level * c.around(m.opening.variance/2)
		for range c.count(mean) {
			r := &entrants[c.IntN(len(entrants))]
			opened := borders[at] + c.IntN(days)
			age, won := t.end(c, r, float64(opened-m.asOf-1))
			if ends := monthOf(borders, opened+int(age)); won && ends >= 0 {
				amount := m.amounts.drawn(c, r.deal)
				sums[ends] += amount
				out.Months[ends].FromNew += amount
				out.Months[ends].Deals++
			}
		}
	}
}

// around draws a factor of mean one with a variance.
func (c chance) around(variance float64) float64 {
	if variance <= 1/strongest {
		return 1
	}
	return c.gamma(1/variance, 1/variance)
}

// end draws the age at which a deal is closed that has its age so many days
// behind the model's, and whether it is won. It goes from one border to the next
// of all that drives it: months, the windows of its stage, the age that parts
// young from old.
func (t *truths) end(c chance, r *runner, day float64) (age float64, won bool) {
	own := t.pipelines[r.pipeline].and(t.owners[r.owner])
	if r.size >= 0 {
		own = own.and(t.sizes[r.size])
	}
	left, start, age := c.ExpFloat64(), day, r.age
	gone := t.cumulative(age)
	if left > own.factor*t.fastest*(t.cumulative(age+2*withinDays)-gone) {
		return forever, false // whatever drives it, not in two years
	}
	for month, window := 0, 0; ; {
		for month < len(t.months) && t.months[month].until <= day {
			month++
		}
		for window+1 < len(r.stages) && windows()[window] <= day-start {
			window++
		}
		by, until := own, forever
		if window < len(r.stages) {
			by = by.and(t.stages[r.stages[window]])
			if window+1 < len(r.stages) {
				until = start + windows()[window] - day
			}
		}
		if month < len(t.months) {
			class := 1
			if age < t.split {
				class, until = 0, min(until, t.split-age)
			}
			by, until = by.and(t.months[month].by[class]), min(until, t.months[month].until-day)
		}
		then := t.cumulative(age + until)
		if left < by.factor*(then-gone) || until == forever {
			age = t.ageAt(gone + left/by.factor)
			return age, c.Float64() < logistic(t.odds[t.band(age)]+by.shift)
		}
		left -= by.factor * (then - gone)
		age, day, gone = age+until, day+until, then
	}
}

// monthOf is the month in which a day lies, -1 where none does.
func monthOf(borders []int, day int) int {
	for i := 1; i < len(borders); i++ {
		if day < borders[i] {
			return i - 1
		}
	}
	return -1
}

// quantile interpolates between order statistics (type 7 of Hyndman and Fan 1996).
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// Shares are the mean and the bounds of the share of open deals that are won
// within a year, of those prospects for which the function says so; NaN where there are none.
func (f Forecast) Shares(of func(prospect int) bool) (mean, lo95, hi95 float64) {
	var places []int
	for i := range f.Prospects {
		if of(i) {
			places = append(places, i)
		}
	}
	if len(places) == 0 || len(f.wins) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	shares := make([]float64, len(f.wins))
	for i, wins := range f.wins {
		for _, at := range places {
			if wins[at] {
				shares[i] += 1 / float64(len(places))
			}
		}
	}
	slices.Sort(shares)
	return average(shares), quantile(shares, 0.025), quantile(shares, 0.975)
}
