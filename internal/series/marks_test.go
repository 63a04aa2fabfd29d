package series_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"clientele/internal/series"
)

func TestMarks_RarelyCryWolf(t *testing.T) {
	seeds := uint64(4)
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds = 100
	}
	all, marked, kinds := 0, 0, map[series.MarkKind]int{}
	for _, n := range []int{36, 48, 60, 84, 120} {
		for _, wander := range []float64{0, 0.01, 0.03, 0.06} {
			for seed := range seeds {
				all++
				marks := series.Marks(shop(seed+uint64(n)*1000, n, wander, 0.04, series.Regressors{}, nil), 12)
				for _, m := range marks {
					kinds[m.Kind]++
				}
				if len(marks) > 0 {
					marked++
				}
			}
		}
	}
	t.Logf("of %d series with nothing odd %d got marks: %v", all, marked, kinds)
	if share := float64(marked) / float64(all); share > 0.05 {
		t.Errorf("%.1f %% of series with nothing odd got a mark", 100*share)
	}
}

func TestMarks_FindWhatWasPlanted(t *testing.T) {
	const seeds = 25
	for _, c := range []struct {
		n              int
		noise, wander  float64
		outlier, shift float64 // logarithms
		want           float64
	}{{48, 0.04, 0, 0.35, 0.3, 0.9}, {60, 0.04, 0.01, 0.35, -0.3, 0.9}, {120, 0.05, 0.02, -0.4, 0.4, 0.9}} {
		outliers, shifts, others := 0, 0, 0
		for seed := range uint64(seeds) {
			y := shop(seed, c.n, c.wander, c.noise, series.Regressors{}, nil)
			truth := slices.Clone(y)
			at, from := c.n/4, c.n/2+int(seed%7)
			y[at] *= math.Exp(c.outlier)
			y[c.n-1] *= math.Exp(c.outlier)
			for i := from; i < c.n; i++ {
				y[i] *= math.Exp(c.shift)
			}
			truth[c.n-1] *= math.Exp(c.shift)
			for _, m := range series.Marks(y, 12) {
				switch {
				case m.Kind == series.Outlier && (m.Position == at || m.Position == c.n-1):
					outliers++
					if math.Abs(m.Expected/truth[m.Position]-1) > 0.2 || math.Abs(m.Expected+m.Size-y[m.Position]) > 1e-9*y[m.Position] {
						t.Errorf("seed %d: month %d should be about %.0f: %+v", seed, m.Position, truth[m.Position], m)
					}
				case m.Kind == series.LevelShift && m.Position >= from-1 && m.Position <= from+1:
					shifts++
				default:
					others++
				}
			}
		}
		t.Logf("%+v: %d of %d outliers, %d of %d shifts, %d others", c, outliers, 2*seeds, shifts, seeds, others)
		if float64(outliers) < c.want*2*seeds || float64(shifts) < c.want*seeds || others > seeds/3 {
			t.Errorf("%+v: %d outliers, %d shifts, %d others", c, outliers, shifts, others)
		}
	}
}

func TestMarks_TellGapsWithWhatFillsThem(t *testing.T) {
	y := repeat(100, 30)
	y[0], y[10], y[29] = math.NaN(), math.NaN(), math.NaN()
	got := series.Marks(y, 12)
	want := []series.Mark{{Position: 10, Kind: series.Gap, Expected: 100}, {Position: 29, Kind: series.Gap, Expected: 100}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestMarks_OfExactSeries(t *testing.T) {
	cycle := slices.Repeat([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 5)
	odd := slices.Clone(cycle)
	odd[30] = 70
	negative := slices.Clone(cycle)
	for i := range negative {
		negative[i] -= 6
	}
	negative[30] = 50
	for name, c := range map[string]struct {
		y    []float64
		want []series.Mark
	}{
		"constant": {repeat(7, 60), nil}, "zeros": {repeat(0, 60), nil}, "a cycle": {cycle, nil}, "one month": {repeat(7, 1), nil}, "nothing": {nil, nil},
		"two years": {odd[18:42], nil}, "an outlier": {odd, []series.Mark{{30, series.Outlier, 7, 63}}}, "among losses": {negative, []series.Mark{{30, series.Outlier, 1, 49}}},
	} {
		got := series.Marks(c.y, 12)
		ok := len(got) == len(c.want)
		for i := range min(len(got), len(c.want)) {
			a, b := got[i], c.want[i]
			ok = ok && a.Position == b.Position && a.Kind == b.Kind && math.Abs(a.Expected-b.Expected) < 1e-6 && math.Abs(a.Size-b.Size) < 1e-6
		}
		if !ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
