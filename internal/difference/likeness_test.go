package difference

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// R 4.2.2: glm(am ~ wt + hp, data = mtcars, family = binomial): coefficients and
// half the deviance.
func TestLogistic_WithoutPenaltyIsRsGlm(t *testing.T) {
	wt, hp, _, am := mtcars()
	var rows [][]float64
	for i := range wt {
		rows = append(rows, []float64{1, wt[i], hp[i]})
	}
	weights := make([]float64, 3)
	if err := logistic(rows, am, 0, weights); err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{18.8662987172040957, -8.0834751824446283, 0.0362555960822165} {
		near(t, fmt.Sprint("weight ", i), weights[i], want, 1e-6*math.Abs(want))
	}
	near(t, "likelihood", lossOf(rows, am, 0, weights), 10.059110472267/2, 1e-9)
}

// R 4.2.2: optim (BFGS, reltol 1e-16) of the penalised likelihood with scaled
// columns and a penalty of 2.
func TestLogistic_WithAPenaltyIsWhatOptimFinds(t *testing.T) {
	wt, hp, _, am := mtcars()
	a, b := newMoments(wt), newMoments(hp)
	var rows [][]float64
	for i := range wt {
		rows = append(rows, []float64{1, (wt[i] - a.mean) / math.Sqrt(a.variance), (hp[i] - b.mean) / math.Sqrt(b.variance)})
	}
	weights := make([]float64, 3)
	if err := logistic(rows, am, 2, weights); err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{-0.565663490171, -1.648536100123, 0.277805408184} {
		near(t, fmt.Sprint("weight ", i), weights[i], want, 1e-6)
	}
}

// Groups that a line parts have no weights without a penalty, and some with.
func TestLogistic_SeparatedGroupsNeedThePenalty(t *testing.T) {
	rows := [][]float64{{1, -2}, {1, -1}, {1, 1}, {1, 2}}
	weights := make([]float64, 2)
	if err := logistic(rows, []float64{0, 0, 1, 1}, 1, weights); err != nil || !(weights[1] > 0.5 && weights[1] < 5) {
		t.Error(weights, err)
	}
}

// R 4.2.2, by the definition: psi <- outer(mpg[am==1], mpg[am==0], …), the mean
// and sqrt(var(rowMeans(psi))/13 + var(colMeans(psi))/19).
func TestNewArea_IsDeLongsByDefinition(t *testing.T) {
	_, _, mpg, am := mtcars()
	var in, out []float64
	for i, v := range mpg {
		if am[i] == 1 {
			in = append(in, v)
		} else {
			out = append(out, v)
		}
	}
	area := NewArea(in, out)
	near(t, "auc", area.AUC, 0.8299595141700404, 1e-12)
	near(t, "error", area.Error, 0.0773583701497037, 1e-12)
	if none := NewArea(in[:1], out); !math.IsNaN(none.AUC) {
		t.Error(none)
	}
}

// Two normals a deviation apart have an area of Φ(1/√2).
func TestNewArea_IntervalsHoldTheTruth(t *testing.T) {
	const draws = 2000
	random := rand.New(rand.NewPCG(1, 5))
	truth, held := 0.5*math.Erfc(-0.5), 0
	for range draws {
		in, out := make([]float64, 60), make([]float64, 90)
		for i := range in {
			in[i] = random.NormFloat64() + 1
		}
		for i := range out {
			out[i] = random.NormFloat64()
		}
		if area := NewArea(in, out); area.Lo <= truth && truth <= area.Hi {
			held++
		}
	}
	near(t, "coverage", float64(held)/draws, 0.95, 0.02)
}

// learning has customers of whom those with many orders, in Ulm, are likelier
// members.
func learning(seed uint64, n int, weight float64) Learning {
	l := Learning{Features: world(seed, n), Draws: make([]float64, n)}
	random := rand.New(rand.NewPCG(seed, 7))
	for i := range n {
		l.Draws[i] = random.Float64()
		x := weight * (math.Log(l.Features[0].Numbers[i]) - 1)
		if l.Features[4].Levels[i] == "Ulm" {
			x += weight
		}
		if random.Float64() < 1/(1+math.Exp(-x)) {
			l.Inside = append(l.Inside, i)
		} else {
			l.Outside = append(l.Outside, i)
		}
	}
	l.Members, l.Others = int64(len(l.Inside)), int64(len(l.Outside))
	l.Encoding = NewEncoding(l.Features, random.Perm(n))
	return l
}

func (m *Likeness) of(l Learning, at int) float64 { return m.chances(l, []int{at})[0] }

func TestLearn_FindsWhatMakesMembers(t *testing.T) {
	for seed := range uint64(5) {
		l := learning(seed, 1500, 2)
		model, err := Learn(l)
		if err != nil {
			t.Fatal(err)
		}
		if model.Area.Lo < 0.6 || model.Weights[0].Feature != "orders" && model.Weights[0].Level != "Ulm" || len(model.DefinedBy) > 0 {
			t.Errorf("seed %d: %+v, %+v, %v", seed, model.Area, model.Weights[:2], model.DefinedBy)
		}
		// Scores are chances: their sum is about the number of members.
		sum := 0.0
		for i := range 1500 {
			sum += model.of(l, i)
		}
		near(t, "sum of the chances to members", sum/float64(l.Members), 1, 0.1)
	}
}

// A sample in which members are ten times as frequent gives the same chances.
func TestLearn_ASampleOfOthersLeavesChancesAsTheyAre(t *testing.T) {
	l := learning(9, 6000, 1.5)
	all, err := Learn(l)
	if err != nil {
		t.Fatal(err)
	}
	few := l
	few.Outside = slices.DeleteFunc(slices.Clone(l.Outside), func(i int) bool { return again(l.Draws[i], 77) > 0.2 })
	some, err := Learn(few)
	if err != nil {
		t.Fatal(err)
	}
	apart := 0.0
	for i := range 6000 {
		apart += math.Abs(all.of(l, i)-some.of(l, i)) / 6000
	}
	if apart > 0.04 {
		t.Errorf("chances are %v apart on average", apart)
	}
}

// In random groups the interval's lower end is above one half in 2.5 % of the
// draws.
func TestLearn_RandomGroupsAreNoBetterThanChance(t *testing.T) {
	told := 0
	const groups = 80
	for seed := range uint64(groups) {
		_, err := Learn(learning(seed+100, 400, 0))
		if err == nil {
			told++
		} else if !errors.Is(err, ErrNoBetter) {
			t.Fatal(err)
		}
	}
	if told > 6 {
		t.Errorf("a model is told for %d of %d random groups", told, groups)
	}
}

func TestLearn_SaysWhatDefinesTheGroup(t *testing.T) {
	for what, is := range map[string]func(l Learning, i int) bool{
		"orders": func(l Learning, i int) bool { return l.Features[0].Numbers[i] > 3 },
		"city":   func(l Learning, i int) bool { return l.Features[4].Levels[i] == "Bonn" },
	} {
		l := learning(2, 1500, 1)
		l.Inside, l.Outside = nil, nil
		for i := range 1500 {
			if is(l, i) {
				l.Inside = append(l.Inside, i)
			} else {
				l.Outside = append(l.Outside, i)
			}
		}
		model, err := Learn(l)
		if err != nil && !errors.Is(err, ErrNoBetter) {
			t.Fatal(err)
		}
		if !slices.Equal(model.DefinedBy, []string{what}) {
			t.Errorf("%s: defined by %v", what, model.DefinedBy)
		}
		for _, weight := range model.Weights {
			if weight.Feature == what {
				t.Errorf("%s has a weight", what)
			}
		}
	}
}

func TestLearn_RefusesWhatIsTooLittle(t *testing.T) {
	l := learning(1, 200, 0)
	few, inside := l, l.Inside
	few.Inside = inside[:FewestMembers-1]
	if _, err := Learn(few); !errors.Is(err, ErrFewMembers) {
		t.Error(err)
	}
	few.Inside, few.Outside = inside, l.Outside[:FewestMembers-1]
	if _, err := Learn(few); !errors.Is(err, ErrFewOthers) {
		t.Error(err)
	}
	l.Features = []Feature{{Name: "same", Numbers: make([]float64, 200)}}
	l.Encoding = NewEncoding(l.Features, l.Inside)
	if _, err := Learn(l); !errors.Is(err, ErrNoFeatures) {
		t.Error(err)
	}
}

// The same customers in another order give the same model, to the last digit of
// a sum.
func TestLearn_OrderDoesNotCount(t *testing.T) {
	l := learning(4, 800, 1)
	turned := l
	turned.Inside, turned.Outside = slices.Clone(l.Inside), slices.Clone(l.Outside)
	slices.Reverse(turned.Inside)
	slices.Reverse(turned.Outside)
	a, errA := Learn(l)
	b, errB := Learn(turned)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for i := range 800 {
		near(t, "score", b.of(l, i), a.of(l, i), 1e-9)
	}
}

// Of twenty groups side by side two have an area whose own interval is just above
// chance: neither is told.
func TestArea_OfManyMustBeSurer(t *testing.T) {
	random := Area{AUC: 0.582, Error: (0.582 - 0.519) / normal95}
	if !random.better(1) || random.better(20) {
		t.Error("twenty models are held to the level of one")
	}
	if clear := (Area{AUC: 0.777, Error: 0.03}); !clear.better(20) {
		t.Error("what is there is refused")
	}
}
