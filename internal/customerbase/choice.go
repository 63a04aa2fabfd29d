package customerbase

import "clientele/internal/btyd"

// Choice is the candidate whose figures are used.
type Choice struct {
	Field
	Candidate
	// Model is where a naive rule was chosen the model that says what the rule
	// cannot: who is active, who comes back. Elsewhere it is the candidate.
	Model  Candidate
	Judged bool // by a contest; else there was none, and it is the likeliest model
	came   experience
}

// Pick takes the candidate of this field that did best in a contest, which may
// have been another field's, of the same candidates on less history. Without a
// contest it takes the model under which the history is likeliest.
func (f Field) Pick(contest *Contest) Choice {
	if contest != nil {
		best := contest.best(func(e Entry) bool { return f.has(e.Name) })
		model := contest.best(func(e Entry) bool { return f.has(e.Name) && !e.Naive })
		if best >= 0 && model >= 0 {
			choice := f.choice(contest.Entries[best].Name, contest.Entries[model].Name, true)
			return choice.knowing(contest.came)
		}
	}
	likeliest := f.likeliest()
	return f.choice(likeliest, likeliest, false)
}

// Again is the same choice on another history, without a look at candidates
// that it does not need.
func (c Choice) Again(history History) (Choice, error) {
	var only []string
	if c.Model.Name != MeanOfModels {
		only = []string{c.Model.Name}
	}
	field, err := Fit(history, c.Question, only...)
	if err != nil || !field.has(c.Model.Name) || !field.has(c.Name) {
		return Choice{}, err
	}
	return field.choice(c.Name, c.Model.Name, c.Judged).knowing(c.came), nil
}

// compare orders habits; alike are those that look the same to the choice.
func (c Choice) compare(a, b Habit) int {
	if !goesByFirstOrder(c.Name) && !goesByFirstOrder(c.Model.Name) {
		a.FirstOrder, b.FirstOrder = 0, 0
	}
	return a.compare(b)
}

// unknowing is the choice as it was before it was judged: a naive rule does not
// know yet what came.
func (c Choice) unknowing() Choice { return c.knowing(experience{}) }

// Fitted is false where there was nothing to choose from.
func (c Choice) Fitted() bool { return c.forecaster != nil }

func (f Field) has(name string) bool { return f.named(name).forecaster != nil }

func (f Field) named(name string) Candidate {
	for _, candidate := range f.Candidates {
		if candidate.Name == name {
			return candidate
		}
	}
	return Candidate{}
}

// knowing lets a naive rule say how far it may be off.
func (c Choice) knowing(came experience) Choice {
	c.came = came
	switch c.Name {
	case OwnRate:
		c.forecaster = ownRate{c.Model.forecaster, came}
	case Zero:
		c.forecaster = zero{c.Model.forecaster, came}
	}
	return c
}

func (f Field) choice(name, model string, judged bool) Choice {
	choice := Choice{Field: f, Candidate: f.named(name), Model: f.named(model), Judged: judged}
	return choice.knowing(experience{})
}

// likeliest is the model of greatest likelihood; BG/BB, which sees less of the
// history, only where no other could be fitted.
func (f Field) likeliest() string {
	best := Candidate{}
	for _, candidate := range f.Candidates {
		if candidate.Estimate == nil || candidate.forecaster == nil {
			continue
		}
		if _, weekly := candidate.forecaster.(occasions); best.Estimate == nil || !weekly && candidate.Estimate.LogLikelihood > best.Estimate.LogLikelihood {
			best = candidate
		}
	}
	return best.Name
}

// Estimates are those of the models that the choice rests on, that of spend
// last.
func (c Choice) Estimates() []btyd.Estimate {
	var estimates []btyd.Estimate
	for _, candidate := range c.Candidates {
		if candidate.Estimate != nil && candidate.forecaster != nil && (candidate.Name == c.Model.Name || c.Model.Name == MeanOfModels && candidate.averaged) {
			estimates = append(estimates, *candidate.Estimate)
		}
	}
	if c.Spend.Fit != nil {
		estimates = append(estimates, c.Spend.Fit.Estimate)
	}
	return estimates
}
