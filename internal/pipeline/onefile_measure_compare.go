package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"clientele/etl"
	"clientele/internal/experiment"
)

// covariates makes numbers of what was known before: of words, one for each but
// the first, of what is not known, the mean of the others and a mark of its own.
func (m *measuring) covariates() {
	for _, c := range m.sheet.before {
		if what := m.sheet.isMetric(c); what != "" {
			m.note("%s %s, so it adjusts nothing: what was known before cannot be what should have changed", c.header, what)
			continue
		}
		if c.numbers == 0 && c.unread > 0 {
			m.words(c)
			continue
		}
		if c.unread > 0 {
			m.note("%d cells of %s are no numbers and count as unknown", c.unread, c.header)
		}
		known, total := 0, 0.0
		for _, v := range c.values {
			if v == v {
				known, total = known+1, total+v
			}
		}
		if known == 0 {
			m.note("%s is empty and adjusts nothing", c.header)
			continue
		}
		filled, unknown := slices.Clone(c.values), make([]float64, len(c.values))
		for i, v := range filled {
			if v != v {
				filled[i], unknown[i] = total/float64(known), 1
			}
		}
		m.cover(c.header, filled)
		if known < len(filled) {
			m.cover(c.header+" (unknown)", unknown)
		}
	}
	for _, arm := range m.treated {
		for k, column := range m.before {
			apart, p := experiment.Balance(pick(column, m.byArm[m.control]), pick(column, m.byArm[arm]))
			m.answer.Balance = append(m.answer.Balance, MeasureBalance{Arm: m.sheet.arms.names[arm], Covariate: m.named[k], Apart: significant(apart), P: significant(p)})
			if p < experiment.SampleRatioAlert {
				m.note("%s differs between the control and %s already (p = %.2g): is it from before, and were the arms drawn by chance?", m.named[k], m.sheet.arms.names[arm], p)
			}
		}
	}
}

func (m *measuring) words(c measureCovariate) {
	if len(c.words.names) > mostWords {
		m.note("%s has more than %d different words and adjusts nothing", c.header, mostWords)
		return
	}
	for n, at := range c.words.sorted() {
		if n == 0 {
			continue // what the others are compared with
		}
		column := make([]float64, len(c.word))
		for i, word := range c.word {
			if int(word) == at {
				column[i] = 1
			}
		}
		m.cover(c.header+" = "+c.words.names[at], column)
	}
}

func (m *measuring) cover(name string, column []float64) {
	m.named, m.before = append(m.named, name), append(m.before, column)
}

func (m *measuring) note(format string, arguments ...any) {
	m.answer.Notes = append(m.answer.Notes, fmt.Sprintf(format, arguments...))
}

func pick(column []float64, rows []int) []float64 {
	picked := make([]float64, len(rows))
	for i, row := range rows {
		picked[i] = column[row]
	}
	return picked
}

// segments are −1 for all, and each by name.
func (m *measuring) segments() []int {
	if m.sheet.groups == nil {
		return []int{-1}
	}
	return append([]int{-1}, m.sheet.groups.sorted()...)
}

// rowsOf are the rows of an arm in a segment.
func (m *measuring) rowsOf(arm, segment int) []int {
	if segment < 0 {
		return m.byArm[arm]
	}
	var rows []int
	for _, row := range m.byArm[arm] {
		if int(m.sheet.segment[row]) == segment {
			rows = append(rows, row)
		}
	}
	return rows
}

// compare adds the results of a metric in a segment, an arm each.
func (m *measuring) compare(ctx context.Context, metric measureMetric, segment int) error {
	rows, counts := make([][]int, len(m.byArm)), make([]int, len(m.byArm))
	for arm := range m.byArm {
		rows[arm] = m.rowsOf(arm, segment)
		counts[arm] = len(rows[arm])
	}
	sound := experiment.SampleRatio(counts, m.sheet.shares)
	var name *string
	if segment >= 0 {
		name = &m.sheet.groups.names[segment]
	}
	for _, arm := range m.treated {
		if err := ctx.Err(); err != nil {
			return err
		}
		if counts[arm] == 0 || counts[m.control] == 0 {
			m.note("%s: nothing to compare for %s in segment %s: %d controls, %d treated", metric.name, m.sheet.arms.names[arm], *name, counts[m.control], counts[arm])
			continue
		}
		effect, err := experiment.Compare(m.sample(metric, rows[m.control]), m.sample(metric, rows[arm]), experiment.Settings{Cap: m.question.Cap})
		if err != nil {
			if segment < 0 {
				return &UsageError{Text: fmt.Sprintf("%s of %s: %v", metric.name, m.sheet.arms.names[arm], err), Cause: etl.ErrInput}
			}
			m.note("%s of %s in segment %s: %v", metric.name, m.sheet.arms.names[arm], *name, err)
			continue
		}
		result := m.result(effect)
		result.Arm, result.Metric, result.Segment, result.SampleRatioP = m.sheet.arms.names[arm], metric.name, name, significant(sound)
		m.effects = append(m.effects, effect)
		m.answer.Results = append(m.answer.Results, result)
	}
	return nil
}

func (m *measuring) sample(metric measureMetric, rows []int) experiment.Sample {
	s := experiment.Sample{Values: pick(m.sheet.numbers[metric.value].values, rows)}
	if metric.of >= 0 {
		s.Of = pick(m.sheet.numbers[metric.of].values, rows)
	}
	for _, column := range m.before {
		s.Before = append(s.Before, pick(column, rows))
	}
	return s
}

// seenAtPower80 is by how many standard errors an effect must be away from 0 to
// be seen four times in five: the 97.5 and the 80 % quantile.
const seenAtPower80 = 1.959963984540054 + 0.8416212335729143

func (m *measuring) result(e experiment.Effect) MeasureResult {
	r := MeasureResult{
		Controls: e.Controls, Treated: e.Treated, ControlMean: significant(e.ControlMean), TreatedMean: significant(e.TreatedMean),
		MeasureEstimate: measureEstimate(e.Estimate), Method: string(e.Method), Adjusted: e.Adjusted, Capped: e.Capped,
		Detectable: rounded(seenAtPower80 * e.StandardError), Enough: e.Enough, Margin: significant(m.question.Margin * math.Abs(e.ControlMean)),
	}
	lo, hi := experiment.Anytime(e, 0.95, m.question.Planned)
	r.AnytimeLo95, r.AnytimeHi95 = rounded(lo), rounded(hi)
	if len(m.before) > 0 {
		plain := measureEstimate(e.Plain)
		r.Plain, r.VarianceReduction = &plain, rounded(e.VarianceReduction)
	}
	if e.Relative {
		r.Relative, r.RelativeLo95, r.RelativeHi95 = rounded(e.RelativeEffect), rounded(e.RelativeLo), rounded(e.RelativeHi)
	}
	if m.question.Cap > 0 {
		r.CappedAt = rounded(e.CappedAt)
	}
	return r
}

func measureEstimate(e experiment.Estimate) MeasureEstimate {
	return MeasureEstimate{Effect: significant(e.Effect), StandardError: rounded(e.StandardError), Lo95: rounded(e.Lo), Hi95: rounded(e.Hi), P: rounded(e.P)}
}

// rounded is nil for what is not a number.
func rounded(value float64) *float64 { return pointerTo(significant(value)) }

// judge corrects the p-values for their number and says what the results mean.
func (m *measuring) judge() {
	var at []int
	var p []float64
	for i, effect := range m.effects {
		if effect.Known() {
			at, p = append(at, i), append(p, effect.P)
		}
	}
	holm, rate := experiment.Holm(p), experiment.BenjaminiHochberg(p)
	counted := make([]float64, len(m.effects)) // the p-value that the verdict goes by
	for k, i := range at {
		r := &m.answer.Results[i]
		r.PAdjusted, r.PFalseRate, counted[i] = rounded(holm[k]), rounded(rate[k]), holm[k]
	}
	early := m.early()
	for i, effect := range m.effects {
		r := &m.answer.Results[i]
		if early {
			// A p-value is of one look: only the interval counts that holds at every
			// look, and of as many results at once (Bonferroni).
			effect.Lo, effect.Hi = experiment.Anytime(effect, 1-0.05/float64(len(at)), m.question.Planned)
			if counted[i] = 1; effect.Lo > 0 || effect.Hi < 0 {
				counted[i] = 0
			}
		}
		sound := min(m.answer.SampleRatioP, r.SampleRatioP)
		r.Verdict = string(experiment.Judge(effect, counted[i], sound, r.Margin, 0.95))
	}
}

// early says, and tells, that customers are still to come.
func (m *measuring) early() bool {
	early := int64(m.question.Planned) > m.sheet.rows.Used
	if m.answer.Early = early; early {
		m.note("this is a look before the end, at %d of %d customers: the verdicts go by the intervals that hold at every look", m.sheet.rows.Used, m.question.Planned)
	}
	return early
}
