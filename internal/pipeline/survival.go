package pipeline

import (
	"context"
	"errors"
	"math"
	"slices"

	"clientele/internal/job"
	"clientele/internal/survival"
	"clientele/internal/table"
)

// survivalStep says after how many days customers come back, and how long
// contracts last.
func (w *work) survivalStep() job.Step {
	return job.Step{
		Name: "survival", Reads: []string{"second_purchase", "contract_durations", "contract_terms", "customers"},
		Writes: append(survivalAnswers(), contractChances), Run: w.survival,
	}
}

// survivalAnswers are the tables of the answers, of which a company without
// contracts, or whose customers are not known, has none.
func survivalAnswers() []string {
	return []string{"survival_curves", "survival_groups", "survival_tests", contractRisks, contractCheck}
}

// The kinds of what ends: the wait for a second purchase, and contracts.
const (
	secondPurchase = "second purchase"
	contractKind   = "contracts"
)

func (w *work) survival(ctx context.Context, report *job.Reporter) error {
	purchases, err := w.engine.ReadTable(ctx, "second_purchase")
	if err != nil {
		return err
	}
	durations, err := w.engine.ReadTable(ctx, "contract_durations")
	if err != nil {
		return err
	}
	made := newSurvivalTables()
	for _, lasting := range []lasting{secondPurchases(purchases), contractsOf(durations)} {
		report.Add(lasting.subjects())
		if err := made.add(lasting); err != nil {
			return err
		}
	}
	if made.curves.Len() == 0 {
		return job.Skip("no purchase has a customer, and there are no contracts")
	}
	for _, one := range []struct {
		name string
		rows *table.Table
	}{{"survival_curves", made.curves}, {"survival_groups", made.groups}, {"survival_tests", made.tests}} {
		if err := w.engine.CreateTable(ctx, one.name, one.rows); err != nil {
			return err
		}
	}
	if durations.Len() == 0 {
		return nil
	}
	return w.contractRisks(ctx, durations)
}

// lasting is what lasts until it ends, in groups that are compared.
type lasting struct {
	kind string
	// groups are those with enough subjects to say something; all is everything,
	// also what is in none of them.
	groups []lastingGroup
	all    []survival.Span
	// compared are those of them that are fit to be compared.
	compared []lastingGroup
	// marks are the times in days at which the curves are shown, from a number
	// on; unit is how many days a number is.
	mark func(number int) float64
	step int
	unit float64
	// limit is how far the mean time is looked at, in days.
	limit float64
}

type lastingGroup struct {
	name  string
	spans []survival.Span
}

func (l lasting) subjects() (count int64) {
	for _, span := range l.all {
		count += span.Count
	}
	return count
}

// fewestSubjects is what a group needs to stand for itself: with less its curve
// is one of steps of five points and more.
const fewestSubjects = 20

// mostGroups is how many curves a reader can compare.
const mostGroups = 8

func (g lastingGroup) subjects() int64 { return lasting{all: g.spans}.subjects() }

// largeEnough keeps the groups that have enough subjects.
func largeEnough(groups []lastingGroup) []lastingGroup {
	return slices.DeleteFunc(groups, func(g lastingGroup) bool { return g.subjects() < fewestSubjects })
}

// survivalTables are the answers in the making.
type survivalTables struct{ curves, groups, tests *table.Table }

func newSurvivalTables() *survivalTables {
	texts := func(names ...string) (columns []table.Column) {
		for _, name := range names {
			columns = append(columns, table.Column{Name: name, Kind: table.Text})
		}
		return columns
	}
	with := func(columns []table.Column, kind table.Kind, names ...string) []table.Column {
		for _, name := range names {
			columns = append(columns, table.Column{Name: name, Kind: kind})
		}
		return columns
	}
	curves := with(with(with(texts("kind", "group"), table.Float, "time"), table.Integer, "at_risk", "ended", "censored"), table.Float, "survival", "lo95", "hi95")
	groups := with(with(texts("kind", "group"), table.Integer, "subjects", "ended"), table.Float, "median", "median_lo", "median_hi", "restricted_mean", "restricted_error", "restricted_to")
	tests := with(with(with(with(texts("kind"), table.Integer, "groups"), table.Float, "chi_squared"), table.Integer, "degrees"), table.Float, "p_value")
	return &survivalTables{
		curves: &table.Table{Columns: with(curves, table.Integer, "entered")},
		groups: &table.Table{Columns: with(groups, table.Integer, "censored")},
		tests:  &table.Table{Columns: tests},
	}
}

// add makes the rows of one kind: those of all subjects, whose group is NULL,
// and behind them those of the groups.
func (s *survivalTables) add(l lasting) error {
	if len(l.all) == 0 {
		return nil
	}
	if err := s.group(l, nil, l.all); err != nil {
		return err
	}
	for _, group := range l.groups {
		if err := s.group(l, group.name, group.spans); err != nil {
			return err
		}
	}
	var compared [][]survival.Span
	for _, group := range l.compared {
		compared = append(compared, group.spans)
	}
	test, err := survival.LogRank(compared)
	if isSurvivalRefusal(err) {
		return nil
	}
	if err != nil {
		return err
	}
	s.tests.Rows = append(s.tests.Rows, []any{l.kind, int64(test.Degrees + 1), test.ChiSquared, int64(test.Degrees), test.P})
	return nil
}

// isSurvivalRefusal tells a comparison that cannot be made from data that is
// impossible.
func isSurvivalRefusal(err error) bool {
	for _, known := range []error{survival.ErrOneGroup, survival.ErrNothingEnded, survival.ErrNotComparable} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// bandLevel is the probability with which the bands of curves and medians hold.
const bandLevel = 0.95

func (s *survivalTables) group(l lasting, name any, spans []survival.Span) error {
	curve, err := survival.Estimate(spans)
	if err != nil {
		return err
	}
	median := curve.Median(bandLevel, survival.LogLog)
	mean, err := curve.RestrictedMean(min(l.limit, curve.Last()))
	if err != nil {
		return err
	}
	s.groups.Rows = append(s.groups.Rows, []any{
		l.kind, name, curve.Subjects, curve.Ended,
		orNull(median.Value / l.unit), orNull(median.Low / l.unit), orNull(median.High / l.unit),
		mean.Value / l.unit, orNull(mean.Error / l.unit), mean.To / l.unit, curve.Subjects - curve.Ended,
	})
	s.curve(l, name, spans, curve)
	return nil
}

// curve has a row at each mark, as far as something was watched: at risk behind
// the mark before, and what ended, was last seen and came late since then. At
// risk + entered − ended − censored is at risk in the next row.
func (s *survivalTables) curve(l lasting, name any, spans []survival.Span, curve survival.Curve) {
	before := -1.0
	for number := 0; ; number += l.step {
		to := l.mark(number)
		row := happened(spans, before, to)
		point, err := curve.At(to)
		if err != nil { // the last mark that is behind everything watched
			point = curve.Points[len(curve.Points)-1]
		}
		low, high := point.Interval(bandLevel, survival.LogLog)
		s.curves.Rows = append(s.curves.Rows, []any{
			l.kind, name, float64(number), row.atRisk, row.ended, row.censored, point.Survival, orNull(low), orNull(high), row.entered,
		})
		if to >= curve.Last() {
			return
		}
		before = to
	}
}

type interval struct{ atRisk, entered, ended, censored int64 }

// happened counts what happens after one time until another one, included.
func happened(spans []survival.Span, from, to float64) (counts interval) {
	for _, span := range spans {
		if span.Stop <= from {
			continue
		}
		if span.Start <= max(from, 0) {
			counts.atRisk += span.Count
		} else if span.Start <= to {
			counts.entered += span.Count
		}
		switch {
		case span.Stop > to:
		case span.Ended:
			counts.ended += span.Count
		default:
			counts.censored += span.Count
		}
	}
	return counts
}

// orNull is NULL for a figure that there is none of.
func orNull(value float64) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return nil
	}
	return value
}
