package difference

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// mtcars of R's datasets: weight, horse power, miles per gallon, and whether the
// gears are shifted by hand.
func mtcars() (wt, hp, mpg, am []float64) {
	wt = []float64{2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78}
	hp = []float64{110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150, 150, 245, 175, 66, 91, 113, 264, 175, 335, 109}
	mpg = []float64{21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4}
	am = []float64{1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}
	return wt, hp, mpg, am
}

func sidesOf(am []float64) (inside, outside []int) {
	for i, is := range am {
		if is == 1 {
			inside = append(inside, i)
		} else {
			outside = append(outside, i)
		}
	}
	return inside, outside
}

// R 4.2.2: q <- qnorm(rank(mpg)/33); t.test(q[am==1], q[am==0]), divided by
// sqrt((var(q[am==1]) + var(q[am==0]))/2); p is the greater one of that and of
// t.test(mpg ~ am), 0.001373638.
func TestCompare_IsRsWelchTestOfNormalScoresAndOfMeans(t *testing.T) {
	_, _, mpg, am := mtcars()
	inside, outside := sidesOf(am)
	a, b := knownNumbers(mpg, inside), knownNumbers(mpg, outside)
	found, ok := compareNumbers("mpg", a, b)
	if !ok {
		t.Fatal(found)
	}
	scores := normalScores(append(append([]float64{}, a...), b...))
	_, _, p := welch(newMoments(scores[:len(a)]), newMoments(scores[len(a):]))
	const deviation, lo, hi = 0.77320724007119, 0.4632645205188389, 1.6188200914840429
	near(t, "p of scores", p, 0.0010500655367012, 1e-12)
	near(t, "p", found.P, 0.001373638, 1e-9)
	near(t, "lo", found.Lo, lo/deviation, 1e-9)
	near(t, "hi", found.Hi, hi/deviation, 1e-9)
	near(t, "effect", found.Effect, (lo+hi)/2/deviation, 1e-9)
	near(t, "mean", found.Inside, 24.392307692307693, 1e-9)
}

// More of those inside gave something back, and each of them less: ranks say
// more, means less, so neither is claimed.
func TestCompare_ClaimsNoDirectionThatRanksAndMeansDisagreeOn(t *testing.T) {
	values := make([]float64, 2000)
	var inside, outside []int
	random := rand.New(rand.NewPCG(5, 5))
	for i := range values {
		if i < 500 {
			inside = append(inside, i)
			if random.Float64() < 0.63 {
				values[i] = 0.03 * random.Float64()
			}
		} else {
			outside = append(outside, i)
			if random.Float64() < 0.3 {
				values[i] = 0.16 * random.Float64()
			}
		}
	}
	found := Compare([]Feature{{Name: "given back", Numbers: values}}, inside, outside)
	if len(found) != 1 || found[0].Effect < 0.1 || found[0].Inside > found[0].Outside || found[0].P != 1 {
		t.Errorf("%+v", found)
	}
}

// Means whose difference is not sure are not told, however sure ranks are.
func TestCompare_MeansAreToBeSureToo(t *testing.T) {
	values := make([]float64, 400)
	var inside, outside []int
	for i := range values {
		values[i] = float64(i%100) / 100
		if i < 200 {
			inside = append(inside, i)
			values[i] += 0.5
		} else {
			outside = append(outside, i)
		}
	}
	if found := Compare([]Feature{{Name: "f", Numbers: values}}, inside, outside); found[0].P > 1e-10 {
		t.Errorf("%+v", found)
	}
	values[0] = 1e6
	if found := Compare([]Feature{{Name: "f", Numbers: values}}, inside, outside); found[0].P < 0.1 || found[0].Effect < 0.5 {
		t.Errorf("%+v", found)
	}
}

// Of 475 a feature is known of ten, or of forty who are all the same: the first
// is not compared, and of the second the others' spread says how sure it is.
func TestCompare_FewOfWhomSomethingIsKnownProveLittle(t *testing.T) {
	few, same := make([]float64, 2475), make([]float64, 2475)
	var inside, outside []int
	random := rand.New(rand.NewPCG(6, 6))
	for i := range few {
		few[i], same[i] = random.NormFloat64(), random.NormFloat64()
		if i < 475 {
			inside = append(inside, i)
			few[i], same[i] = math.NaN(), math.NaN()
			if i < 10 {
				few[i] = 1
			}
			if i < 48 {
				same[i] = 0.3
			}
		} else {
			outside = append(outside, i)
		}
	}
	found := Compare([]Feature{{Name: "few", Numbers: few}, {Name: "same", Numbers: same}}, inside, outside)
	if len(found) != 1 || found[0].Members != 48 || found[0].Others != 2000 || found[0].P < 0.005 || found[0].P > 0.2 {
		t.Errorf("%+v", found)
	}
	for i := 40; i < 48; i++ {
		same[i] = math.NaN()
	}
	if found = Compare([]Feature{{Name: "same", Numbers: same}}, inside, outside); len(found) != 0 {
		t.Errorf("known of 8 %%: %+v", found)
	}
}

// R 4.2.2: prop.test(c(30, 45), c(100, 300), correct = FALSE)$p.value. Newcombe
// (1998), table II, method 10, contrast (a): 56/70 − 48/80 = 0.2, 0.0524 to 0.3339.
func TestCompare_IsTheTestOfProportions(t *testing.T) {
	near(t, "p", proportions("f", "a", 30, 100, 45, 300).P, 0.00087408721129847, 1e-15)
	c := proportions("f", "a", 56, 70, 48, 80)
	near(t, "effect", c.Effect, 0.2, 1e-12)
	near(t, "lo", c.Lo, 0.0524, 5e-5)
	near(t, "hi", c.Hi, 0.3339, 5e-5)
}

// R 4.2.2: fisher.test(matrix(c(4, 90, 20, 4220), 2))$p.value, and Fisher's tea:
// fisher.test(matrix(c(3, 1, 1, 3), 2))$p.value.
func TestCompare_IsFishersTestWhereFewHaveIt(t *testing.T) {
	near(t, "few", fisher(4, 94, 20, 4240), 0.001581077789767, 1e-9)
	near(t, "tea", fisher(3, 4, 1, 4), 0.485714285714286, 1e-12)
	levels := make([]string, 400)
	var inside, outside []int
	for i := range levels {
		levels[i] = "many"
		if i < 30 {
			inside = append(inside, i)
			levels[i] = "few"
		} else {
			outside = append(outside, i)
		}
	}
	if found := Compare([]Feature{{Name: "f", Levels: levels}}, inside, outside); len(found) != 2 || found[0].P > 1e-20 || found[0].P == 0 {
		t.Errorf("%+v", found)
	}
}

// R: p.adjust(c(.01, .04, .03, .005, .9), "holm").
func TestHolm_IsRs(t *testing.T) {
	for i, got := range holm([]float64{0.01, 0.04, 0.03, 0.005, 0.9}) {
		near(t, fmt.Sprint(i), got, []float64{0.04, 0.09, 0.09, 0.025, 0.9}[i], 1e-12)
	}
}

// world has customers whose features hang together as those of customers do.
func world(seed uint64, n int) []Feature {
	random := rand.New(rand.NewPCG(seed, 1))
	orders, money, share, city, gap := make([]float64, n), make([]float64, n), make([]float64, n), make([]string, n), make([]float64, n)
	for i := range n {
		orders[i] = math.Floor(1 + random.ExpFloat64()*2)
		money[i] = orders[i] * math.Exp(3+random.NormFloat64())
		if random.IntN(4) == 0 {
			share[i] = random.Float64()
		}
		gap[i] = math.NaN()
		if orders[i] > 1 {
			gap[i] = 300 * random.Float64() / orders[i]
		}
		city[i] = []string{"", "Bonn", "Bonn", "Bonn", "Kiel", "Ulm", "Jena"}[random.IntN(7)]
	}
	return []Feature{{Name: "orders", Numbers: orders}, {Name: "money", Numbers: money}, {Name: "share", Numbers: share}, {Name: "gap", Numbers: gap}, {Name: "city", Levels: city}}
}

// The chance of a single claim among all features of a segment that was drawn
// by lot is at most 5 %.
func TestCompare_ClaimsNothingOfRandomSegments(t *testing.T) {
	const worlds = 1500
	wrong := 0
	for seed := range uint64(worlds) {
		features := world(seed, 400)
		random := rand.New(rand.NewPCG(seed, 2))
		places := random.Perm(400)
		cut := 40 + random.IntN(160)
		for _, c := range Compare(features, places[:cut], places[cut:]) {
			if c.Adjusted < 0.05 {
				wrong++
				break
			}
		}
	}
	// 5 % and two and a half standard errors.
	if share := float64(wrong) / worlds; share > 0.064 {
		t.Errorf("something is claimed of %.1f %% of the random segments", 100*share)
	} else {
		t.Logf("something is claimed of %.1f %% of the random segments", 100*share)
	}
}

func TestCompare_FindsWhatIsThereAndPutsTheStrongestFirst(t *testing.T) {
	features := world(3, 1000)
	var inside, outside []int
	random := rand.New(rand.NewPCG(3, 3))
	for i := range 1000 {
		chance := 0.1
		if features[0].Numbers[i] > 3 {
			chance = 0.8
		}
		if features[4].Levels[i] == "Ulm" {
			chance += 0.15
		}
		if random.Float64() < chance {
			inside = append(inside, i)
		} else {
			outside = append(outside, i)
		}
	}
	found := Compare(features, inside, outside)
	if found[0].Feature != "orders" || found[0].Adjusted > 1e-6 || found[0].Effect < 0.5 || found[0].Lo > found[0].Effect || found[0].Hi < found[0].Effect {
		t.Errorf("%+v", found[0])
	}
	for i := 1; i < len(found); i++ {
		if math.Abs(found[i].Strength) > math.Abs(found[i-1].Strength) {
			t.Errorf("%s stands before %s", found[i-1].Feature, found[i].Feature)
		}
		if found[i].Adjusted < found[i].P {
			t.Errorf("%s: corrected %v is less than %v", found[i].Feature, found[i].Adjusted, found[i].P)
		}
	}
}

// A unit changes nothing, and a giant order no effect.
func TestCompare_UnitsDoNotCountAndGiantsMoveNoEffect(t *testing.T) {
	features := world(4, 500)
	other := world(4, 500)
	places := rand.New(rand.NewPCG(1, 1)).Perm(500)
	for i := range other[1].Numbers {
		other[1].Numbers[i] = other[1].Numbers[i]*100 + 5
	}
	want, got := Compare(features, places[:100], places[100:]), Compare(other, places[:100], places[100:])
	for i := range want {
		if math.Abs(want[i].P-got[i].P) > 1e-9 || want[i].Effect != got[i].Effect {
			t.Errorf("%s: %v, then %v", want[i].Feature, want[i].Effect, got[i].Effect)
		}
	}
	greatest := slices.Index(other[1].Numbers, slices.Max(other[1].Numbers))
	other[1].Numbers[greatest] = 1e12
	got = Compare(other, places[:100], places[100:])
	for i := range want {
		if want[i].Effect != got[i].Effect {
			t.Errorf("%s: %v, then %v", want[i].Feature, want[i].Effect, got[i].Effect)
		}
	}
}

func TestCompare_LeavesOutWhatCannotBeCompared(t *testing.T) {
	same, few, rare := make([]float64, 100), make([]float64, 100), make([]string, 100)
	var inside, outside []int
	for i := range 100 {
		same[i], few[i], rare[i] = 3, math.NaN(), "a"
		if i < 15 {
			few[i] = float64(i)
		}
		if i%2 == 0 {
			inside = append(inside, i)
		} else {
			outside = append(outside, i)
		}
	}
	few[0] = math.Inf(1)
	rare[1], rare[2] = "b", "<script>"
	if found := Compare([]Feature{{Name: "same", Numbers: same}, {Name: "few", Numbers: few}, {Name: "rare", Levels: rare}}, inside, outside); len(found) != 0 {
		t.Errorf("%+v", found)
	}
	if found := Compare([]Feature{{Name: "same", Numbers: same}}, nil, outside); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// The intervals of the difference of two shares hold the true one in 95 % of the
// draws, and those of numbers, in standard deviations, too.
func TestCompare_IntervalsHoldTheTruth(t *testing.T) {
	const draws, n = 3000, 150
	random := rand.New(rand.NewPCG(8, 8))
	shares, numbers := 0, 0
	for range draws {
		levels, values := make([]string, 2*n), make([]float64, 2*n)
		var inside, outside []int
		for i := range 2 * n {
			chance, shift := 0.2, 0.0
			if i < n {
				chance, shift = 0.35, 0.2
				inside = append(inside, i)
			} else {
				outside = append(outside, i)
			}
			levels[i] = "no"
			if random.Float64() < chance {
				levels[i] = "yes"
			}
			values[i] = random.NormFloat64() + shift
		}
		for _, c := range Compare([]Feature{{Name: "s", Levels: levels}, {Name: "n", Numbers: values}}, inside, outside) {
			if c.Level == "yes" && c.Lo <= 0.15 && 0.15 <= c.Hi {
				shares++
			}
			if c.Feature == "n" && c.Lo <= 0.2 && 0.2 <= c.Hi {
				numbers++
			}
		}
	}
	near(t, "coverage of shares", float64(shares)/draws, 0.95, 0.0125)
	near(t, "coverage of numbers", float64(numbers)/draws, 0.95, 0.0125)
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
