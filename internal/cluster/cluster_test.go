package cluster

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"
)

// R 4.2.2: kmeans(iris[,1:4], k, nstart = 50, iter.max = 100)$tot.withinss, and
// the silhouettes of its clusters by definition from dist(); package cluster
// documents 0.6810 and 0.5528 for two and three.
func TestFit_FindsTheClustersOfIrisThatRFinds(t *testing.T) {
	p := iris()
	for _, want := range []struct {
		k                   int
		inertia, silhouette float64
	}{{2, 152.34795176, 0.681046169212}, {3, 78.8514414261, 0.552819012356}, {4, 57.2284732143, 0.498050504997}} {
		found := fit(p, want.k, Settings{Starts: 40, Workers: 2, Seed: 1}, 0)
		near(t, fmt.Sprint("inertia of ", want.k), found.inertia, want.inertia, 1e-7)
		near(t, fmt.Sprint("silhouette of ", want.k), silhouette(p, found.labels, want.k, 2), want.silhouette, 1e-9)
	}
}

// The index of the three clusters and the three species is 0.7302382722834697
// (scikit-learn's documentation of the same data has 0.730).
func TestAdjustedRand_IsTheKnownOneForIris(t *testing.T) {
	p := iris()
	species := make([]int, p.n)
	for i := range species {
		species[i] = i / 50
	}
	near(t, "iris", AdjustedRand(species, fit(p, 3, Settings{Starts: 40, Seed: 1}, 0).labels), 0.7302382722834697, 1e-12)
}

// The examples in scikit-learn's documentation of adjusted_rand_score.
func TestAdjustedRand_ForgetsTheNumbersOfGroups(t *testing.T) {
	for _, c := range []struct {
		a, b []int
		want float64
	}{
		{[]int{0, 0, 1, 1}, []int{1, 1, 0, 0}, 1},
		{[]int{0, 0, 1, 2}, []int{0, 0, 1, 1}, 0.5714285714285714},
		{[]int{0, 0, 0, 0}, []int{0, 1, 2, 3}, 0},
		{[]int{0, 0, 1, 1}, []int{0, 1, 0, 1}, -0.5},
		{[]int{0, 0}, []int{5, 5}, 1},
		{[]int{3}, []int{4}, 1},
	} {
		near(t, fmt.Sprint(c.a, c.b), AdjustedRand(c.a, c.b), c.want, 1e-12)
	}
}

// Yeo and Johnson (2000), equation 2.1, worked out by hand.
func TestYeoJohnson_IsWhatThePaperSays(t *testing.T) {
	for _, c := range []struct{ y, lambda, want float64 }{
		{3, 0.5, 2}, {3, 1, 3}, {math.E - 1, 0, 1}, {1, -1, 0.5}, {0, 0.3, 0},
		{-3, 1.5, -2}, {-3, 1, -3}, {1 - math.E, 2, -1}, {-1, 3, -0.5},
	} {
		near(t, fmt.Sprint(c), yeoJohnson(c.y, c.lambda), c.want, 1e-12)
	}
}

func TestLikeliestPower_TakesTheSkewAway(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	bent, straight := make([]float64, 5000), make([]float64, 5000)
	for i := range bent {
		straight[i] = random.NormFloat64()
		bent[i] = math.Expm1(1.5 + 0.5*math.Abs(straight[i]+3)) // log1p of it is normal
	}
	slices.Sort(bent)
	slices.Sort(straight)
	near(t, "of a log-normal", likeliestPower(bent), 0, 0.11)
	near(t, "of a normal", likeliestPower(straight), 1, 0.11)
}

// planted makes customers in groups with known middles on a log scale of two
// features, and one feature that is the same for all.
func planted(seed uint64, n int, middles [][2]float64) (Sample, []int) {
	random := rand.New(rand.NewPCG(seed, 3))
	sample, truth := Sample{Features: []string{"money", "days", "same"}, Used: 3}, make([]int, n)
	for i := range n {
		truth[i] = random.IntN(len(middles))
		m := middles[truth[i]]
		sample.IDs = append(sample.IDs, fmt.Sprintf("c%05d", i))
		sample.Values = append(sample.Values, []float64{
			math.Exp(m[0] + 0.35*random.NormFloat64()), math.Exp(m[1] + 0.35*random.NormFloat64()), 7,
		})
	}
	return sample, truth
}

func middles() [][2]float64 { return [][2]float64{{2, 2}, {5, 4}, {2.5, 5}} }

func find(t *testing.T, sample Sample, workers int) Result {
	t.Helper()
	result, err := Find(sample, Settings{Workers: workers, Seed: 1, Resamples: 10, Starts: 4, Most: 6})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func (m *Model) all(sample Sample) []int {
	out, buffer := make([]int, len(sample.IDs)), []float64(nil)
	for i, values := range sample.Values {
		out[i] = m.Of(values, &buffer)
	}
	return out
}

func TestFind_RecoversPlantedClusters(t *testing.T) {
	for seed := range uint64(6) {
		groups := middles()[:2+seed%2]
		sample, truth := planted(seed, 600, groups)
		result := find(t, sample, 2)
		if result.Model == nil {
			t.Errorf("seed %d: %v", seed, result.Why)
			continue
		}
		if agreement := AdjustedRand(truth, result.Model.all(sample)); len(result.Model.Centres) != len(groups) || agreement < 0.9 {
			t.Errorf("seed %d: %d clusters of %d, agreement %v", seed, len(result.Model.Centres), len(groups), agreement)
		}
		for _, scale := range result.Model.Scales {
			if scale.Feature == "same" {
				t.Errorf("seed %d: a feature that is the same for all is used", seed)
			}
		}
	}
}

// A single cloud, whatever its shape, has no clusters, though k-means gives some
// for the asking.
func TestFind_TellsNothingWhereThereIsNothing(t *testing.T) {
	shapes := map[string]func(*rand.Rand) float64{
		"even":       (*rand.Rand).Float64,
		"normal":     (*rand.Rand).NormFloat64,
		"log-normal": func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) },
		"waiting":    (*rand.Rand).ExpFloat64,
	}
	told, tried := 0, 0
	for _, name := range []string{"even", "normal", "log-normal", "waiting"} {
		for seed := range uint64(3) {
			for _, columns := range []int{2, 4, 8} {
				random := rand.New(rand.NewPCG(seed, uint64(columns)))
				sample := Sample{Features: make([]string, columns), Used: columns}
				for i := range 400 {
					row, common := make([]float64, columns), random.NormFloat64()
					for j := range row {
						row[j] = shapes[name](random)
						if name == "normal" && seed%2 == 0 {
							row[j] += common // features hang together
						}
					}
					sample.IDs, sample.Values = append(sample.IDs, fmt.Sprint(i)), append(sample.Values, row)
				}
				result := find(t, sample, 2)
				tried++
				if result.Model != nil {
					told++
					t.Logf("%s, seed %d, %d features: %+v", name, seed, columns, result.Trials)
				}
			}
		}
	}
	if told > tried/30 {
		t.Errorf("clusters in %d of %d clouds", told, tried)
	}
}

func TestFind_NeitherOrderNorUnitsNorWorkersCount(t *testing.T) {
	sample, _ := planted(5, 500, middles())
	want := find(t, sample, 1)
	others := map[string]Sample{"workers": sample}
	turned := Sample{Features: sample.Features, Used: sample.Used, IDs: slices.Clone(sample.IDs), Values: slices.Clone(sample.Values)}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(turned.IDs), func(i, j int) {
		turned.IDs[i], turned.IDs[j] = turned.IDs[j], turned.IDs[i]
		turned.Values[i], turned.Values[j] = turned.Values[j], turned.Values[i]
	})
	others["order"] = turned
	for name, other := range others {
		if got := find(t, other, 3); !reflect.DeepEqual(got, want) {
			t.Errorf("another %s, another result", name)
		}
	}
	cents := Sample{Features: sample.Features, Used: sample.Used, IDs: sample.IDs}
	for _, row := range sample.Values {
		cents.Values = append(cents.Values, []float64{row[0] * 100, row[1] / 365.25, row[2]})
	}
	if got := find(t, cents, 2); !slices.Equal(got.Model.all(cents), want.Model.all(sample)) {
		t.Error("other units, other clusters")
	}
}

func TestFind_UnknownValuesStandInTheMiddle(t *testing.T) {
	sample, truth := planted(6, 600, middles())
	var left, right []int
	for i, row := range sample.Values {
		if i%10 == 0 {
			row[1] = math.NaN()
		}
		if i%97 == 0 {
			row[0] = math.Inf(1)
		}
	}
	result := find(t, sample, 2)
	if result.Model == nil {
		t.Fatal(result.Why)
	}
	for i, at := range result.Model.all(sample) {
		if i%97 != 0 && i%10 != 0 {
			left, right = append(left, truth[i]), append(right, at)
		}
	}
	if agreement := AdjustedRand(left, right); agreement < 0.9 {
		t.Errorf("agreement %v", agreement)
	}
}

func TestFind_RefusesWhatIsTooLittle(t *testing.T) {
	sample, _ := planted(1, FewestCustomers-1, middles())
	if _, err := Find(sample, Settings{}); err != ErrFewCustomers { //nolint:errorlint // the very error
		t.Error(err)
	}
	sample, _ = planted(1, FewestCustomers, middles())
	sample.Used = 1
	if _, err := Find(sample, Settings{}); err != ErrFewFeatures { //nolint:errorlint // the very error
		t.Error(err)
	}
	for i := range sample.Values {
		sample.Values[i] = []float64{math.NaN(), 1, 0}
	}
	sample.Used = 3
	if _, err := Find(sample, Settings{}); err != ErrFewFeatures { //nolint:errorlint // the very error
		t.Error(err)
	}
}

// A million customers and eight features, fitted on a sample, all assigned.
func TestFind_AMillionInSeconds(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("CLIENTELE_LONG=1 measures a million customers")
	}
	random := rand.New(rand.NewPCG(1, 1))
	values := make([][]float64, 1_000_000)
	for i := range values {
		values[i] = make([]float64, 8)
		for j := range values[i] {
			values[i][j] = math.Exp(float64(i%4*(1+j%3)) + random.NormFloat64())
		}
	}
	sample := Sample{Features: make([]string, 8), Used: 8, Values: values[:20_000]}
	for i := range sample.Values {
		sample.IDs = append(sample.IDs, fmt.Sprint(i))
	}
	began := time.Now()
	result, err := Find(sample, Settings{Workers: 2, Seed: 1})
	if err != nil || result.Model == nil {
		t.Fatal(err, result.Why)
	}
	t.Logf("found in %v", time.Since(began))
	var buffer []float64
	profile := result.Model.NewProfile()
	for _, row := range values {
		profile.Add(result.Model.Of(row, &buffer), row)
	}
	t.Logf("found and all assigned in %v", time.Since(began))
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// A week's orders move worths by a hundredth: three clusters stay three, and
// four that are clearly better are four.
func TestChoose_TakesFewerClustersWithinAHair(t *testing.T) {
	for what, one := range map[string]struct {
		trials []Trial
		want   int
	}{
		"this week":      {[]Trial{{Clusters: 2, Silhouette: 0.5, Stability: 1}, {Clusters: 3, Silhouette: 0.6551, Stability: 1}, {Clusters: 4, Silhouette: 0.6606, Stability: 0.996}}, 1},
		"a week later":   {[]Trial{{Clusters: 2, Silhouette: 0.5, Stability: 1}, {Clusters: 3, Silhouette: 0.6541, Stability: 1}, {Clusters: 4, Silhouette: 0.6598, Stability: 0.972}}, 1},
		"clearly better": {[]Trial{{Clusters: 2, Silhouette: 0.5, Stability: 1}, {Clusters: 3, Silhouette: 0.6, Stability: 1}, {Clusters: 4, Silhouette: 0.66, Stability: 1}}, 2},
		"unstable":       {[]Trial{{Clusters: 2, Silhouette: 0.66, Stability: 0.7}, {Clusters: 3, Silhouette: 0.6, Stability: 1}}, 1},
	} {
		if got, err := choose(one.trials); got != one.want || err != nil {
			t.Errorf("%s: %d clusters are taken: %v", what, one.trials[got].Clusters, err)
		}
	}
}
