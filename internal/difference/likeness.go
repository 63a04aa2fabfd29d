package difference

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// Refusals.
var (
	ErrFewMembers  = errors.New("there are too few members to learn from")
	ErrFewOthers   = errors.New("there are too few others to learn from")
	ErrNoFeatures  = errors.New("nothing but what defines the group is known of customers")
	ErrNotSettled  = errors.New("no weights were found")
	ErrNoBetter    = errors.New("members cannot be told from others better than by chance")
	errFewOfEither = errors.New("too few of either in a fold")
)

// FewestMembers on either side to learn from.
const FewestMembers = 30

const (
	// heldOut is the share of customers that judge the model.
	heldOut = 0.3
	// folds of the others choose the penalty.
	folds = 5
	// defining: a feature that alone tells members from others so well is what
	// the group is made of, and says nothing about who else is like them.
	defining = 0.98
)

// Likeness is a model of who is like the members of a group.
type Likeness struct {
	Area      Area // on customers that the model has not seen
	Penalty   float64
	Weights   []Weight  // features by weight, the greatest first
	DefinedBy []string  // features left out because they define the group
	weights   []float64 // by column of the encoding, 0 where left out
}

// Weight is what a feature counts for.
type Weight struct {
	Feature, Level string
	Value          float64
}

// Learning is from which customers to learn.
type Learning struct {
	Features        []Feature
	Encoding        Encoding
	Inside, Outside []int     // places of customers
	Draws           []float64 // a number from 0 to 1 for each place, which hangs on the customer alone
	// Members and Others are how many there are in all, of whom those inside and
	// outside are a sample: scores are chances among all.
	Members, Others int64
	// Models is how many groups are learnt side by side: the more there are, the
	// surer each must be, that not one is told by chance. None is one.
	Models int
	// DefinedBy are features that are known to define the group.
	DefinedBy []string
}

// Learn fits and judges a model. Where it tells members no better than chance,
// ErrNoBetter comes with it.
func Learn(l Learning) (*Likeness, error) {
	if len(l.Inside) < FewestMembers {
		return nil, ErrFewMembers
	}
	if len(l.Outside) < FewestMembers {
		return nil, ErrFewOthers
	}
	train, test := l.split()
	if min(len(train.inside), len(test.inside), len(train.outside), len(test.outside)) < folds {
		return nil, ErrFewMembers
	}
	model := &Likeness{}
	for _, feature := range l.Features {
		if slices.Contains(l.DefinedBy, feature.Name) || alone(feature, train) > defining {
			model.DefinedBy = append(model.DefinedBy, feature.Name)
		}
	}
	columns := l.Encoding.without(model.DefinedBy)
	if len(columns) == 1 {
		return model, ErrNoFeatures
	}
	if err := model.learn(l, train, columns); err != nil {
		return model, ErrNotSettled
	}
	model.Area = NewArea(model.chances(l, test.inside), model.chances(l, test.outside))
	// The sample has not the shares of all: the odds are set right.
	model.weights[0] += math.Log(float64(l.Members)/float64(l.Others)) - math.Log(float64(len(train.inside))/float64(len(train.outside)))
	model.describe(l.Encoding)
	if !model.Area.better(l.Models) {
		return model, ErrNoBetter
	}
	return model, nil
}

type sides struct{ inside, outside []int }

func (s sides) all() []int { return append(slices.Clone(s.inside), s.outside...) }

// split says which customers judge, by their draws: whatever the order, the
// same. Digits further on in the draw are used, since the first have said who is
// in the sample.
func (l Learning) split() (train, test sides) {
	judges := func(i int) bool { return again(l.Draws[i], 1) < heldOut }
	for _, part := range []struct{ from, train, test *[]int }{{&l.Inside, &train.inside, &test.inside}, {&l.Outside, &train.outside, &test.outside}} {
		for _, i := range *part.from {
			if judges(i) {
				*part.test = append(*part.test, i)
			} else {
				*part.train = append(*part.train, i)
			}
		}
	}
	return train, test
}

// again makes another draw of one.
func again(draw float64, stream uint64) float64 {
	x := math.Float64bits(draw) + stream*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// alone is how well a feature by itself tells the sides apart, in either
// direction; levels are put in the order of their members' shares.
func alone(feature Feature, s sides) float64 {
	in, out := scoresAlone(feature, s)
	if len(in) < 2 || len(out) < 2 {
		return 0.5
	}
	auc := NewArea(in, out).AUC
	return max(auc, 1-auc)
}

func scoresAlone(feature Feature, s sides) (in, out []float64) {
	if feature.Levels == nil {
		return knownNumbers(feature.Numbers, s.inside), knownNumbers(feature.Numbers, s.outside)
	}
	inside, outside := map[string]float64{}, map[string]float64{}
	count(inside, feature.Levels, s.inside)
	count(outside, feature.Levels, s.outside)
	levels := frequent(inside, outside)
	score := func(i int) float64 {
		level := feature.Levels[i]
		if !slices.Contains(levels, level) {
			return 0 // rare, or not known
		}
		return inside[level] / (inside[level] + outside[level])
	}
	for _, i := range s.inside {
		in = append(in, score(i))
	}
	for _, i := range s.outside {
		out = append(out, score(i))
	}
	return in, out
}

// penalties that are tried, the strongest first: each begins where the one
// before has ended.
func penalties() []float64 { return []float64{300, 100, 30, 10, 3, 1} }

// learn chooses the penalty by folds and fits all of the training customers.
func (m *Likeness) learn(l Learning, train sides, columns []int) error {
	places := train.all()
	rows, is, fold := make([][]float64, len(places)), make([]float64, len(places)), make([]int, len(places))
	whole := l.Encoding.NewRow()
	for i, at := range places {
		l.encode(whole, at)
		for _, column := range columns {
			rows[i] = append(rows[i], whole[column])
		}
		if i < len(train.inside) {
			is[i] = 1
		}
		fold[i] = int(again(l.Draws[at], 2) * folds)
	}
	losses := make([]float64, len(penalties()))
	for f := range folds {
		if err := crossed(rows, is, fold, f, losses); err != nil {
			return err
		}
	}
	best := 0
	for i := range losses {
		if losses[i] < losses[best] {
			best = i
		}
	}
	m.Penalty = penalties()[best]
	found := make([]float64, len(columns))
	if err := logistic(rows, is, m.Penalty, found); err != nil {
		return err
	}
	m.weights = l.Encoding.NewRow()
	for i, column := range columns {
		m.weights[column] = found[i]
	}
	return nil
}

// crossed adds what models without a fold lose on it, by penalty.
func crossed(rows [][]float64, is []float64, fold []int, without int, losses []float64) error {
	var train, test [][]float64
	var isTrain, isTest []float64
	for i := range rows {
		if fold[i] == without {
			test, isTest = append(test, rows[i]), append(isTest, is[i])
		} else {
			train, isTrain = append(train, rows[i]), append(isTrain, is[i])
		}
	}
	if len(train) == 0 {
		return errFewOfEither
	}
	weights := make([]float64, len(rows[0]))
	for i, penalty := range penalties() {
		if err := logistic(train, isTrain, penalty, weights); err != nil {
			return err
		}
		losses[i] += lossOf(test, isTest, 0, weights)
	}
	return nil
}

func (l Learning) encode(into []float64, at int) {
	l.Encoding.Encode(into, func(f int) float64 { return l.Features[f].Numbers[at] }, func(f int) string { return l.Features[f].Levels[at] })
}

func (m *Likeness) chances(l Learning, places []int) []float64 {
	out, row := make([]float64, len(places)), l.Encoding.NewRow()
	for i, at := range places {
		l.encode(row, at)
		out[i] = m.Chance(row)
	}
	return out
}

// Chance is how likely a customer with these numbers is a member.
func (m *Likeness) Chance(row []float64) float64 { return 1 / (1 + math.Exp(-dot(row, m.weights))) }

func (m *Likeness) describe(encoding Encoding) {
	for _, f := range encoding.features {
		if slices.Contains(m.DefinedBy, f.name) {
			continue
		}
		for column := f.column; column < f.last; column++ {
			weight := Weight{Feature: f.name, Value: m.weights[column]}
			if f.text {
				weight.Level = f.levels[column-f.column]
			} else if column > f.column {
				continue // of what is not known
			}
			m.Weights = append(m.Weights, weight)
		}
	}
	slices.SortStableFunc(m.Weights, func(a, b Weight) int { return cmp.Compare(math.Abs(b.Value), math.Abs(a.Value)) })
}
