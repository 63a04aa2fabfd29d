// Package cluster finds groups of customers that are alike, and says when
// there are none worth telling.
//
// Features are freed of their skew (Yeo and Johnson 2000) and brought to a
// common, robust scale; k-means with careful seeding (k-means++, Arthur and
// Vassilvitskii 2007) is run from several starts for every number of clusters.
// A number of clusters is worth something where the same clusters are found
// again in halves of the data (mean adjusted Rand index, Hubert and Arabie
// 1985; the idea is Ben-Hur's et al. 2002), and where members are closer to
// their own than to the next cluster (silhouette, Rousseeuw 1987) by more than
// in data of the same shape without any groups: k-means cuts a single cloud
// into pieces as readily as it finds two.
//
// Everything is decided by the customers' ids and values: neither the order of
// the rows nor the number of workers nor the unit of a feature changes
// anything.
package cluster

import (
	"cmp"
	"errors"
	"hash/fnv"
	"math"
	"slices"
)

// Refusals.
var (
	ErrFewCustomers = errors.New("there are too few customers to look for groups")
	ErrFewFeatures  = errors.New("there are too few features in which customers differ")
)

// FewestCustomers is how many it takes: with fewer, halves of them are too
// small to find anything again.
const FewestCustomers = 200

// Sample is customers with their features.
type Sample struct {
	Features []string    // names
	Used     int         // so many of them, the first ones, are what clusters are made of
	IDs      []string    // of the customers, each once
	Values   [][]float64 // a row a customer, a value a feature; NaN is not known
}

// Settings of a search. Zero values are replaced by sensible ones.
type Settings struct {
	Most      int // clusters at most
	Starts    int // of k-means for each fit
	Resamples int // halves in which clusters are to be found again
	Workers   int // how many work at once; nothing depends on it
	Seed      uint64
}

func (s Settings) filled() Settings {
	s.Most = cmp.Or(s.Most, 8)
	s.Starts = cmp.Or(s.Starts, 6)
	s.Resamples = cmp.Or(s.Resamples, 15)
	s.Workers = cmp.Or(s.Workers, 1)
	return s
}

// Trial is what a number of clusters was worth.
type Trial struct {
	Clusters   int
	Silhouette float64 // mean over customers, −1 to 1
	Stability  float64 // mean adjusted Rand index over halves, 1 is always the same
	Chosen     bool
}

// Result of a search.
type Result struct {
	Trials []Trial
	// Model is nil where no clusters are worth telling; Why says so.
	Model *Model
	Why   error
}

// Reasons why a result has no model.
var (
	ErrBlurred   = errors.New("customers lie no closer to their own group than to the next")
	ErrUnstable  = errors.New("other groups are found in every part of the customers")
	ErrUnordered = errors.New("the groups are no clearer than in data that has none")
)

const (
	// judged is how many customers the numbers of clusters are tried on.
	judged = 4000
	// leastSilhouette: below it Kaufman and Rousseeuw (1990) see no substantial
	// structure (0.25); features of customers are many and noisy, and what has no
	// structure is told by the references.
	leastSilhouette = 0.15
	// leastStability is what Hennig (2007) and others call stable.
	leastStability = 0.75
	// asGood is the share of the best number's worth within which fewer clusters
	// are taken.
	asGood = 0.98
)

// Find looks for clusters.
func Find(sample Sample, settings Settings) (Result, error) {
	settings = settings.filled()
	if len(sample.IDs) < FewestCustomers {
		return Result{}, ErrFewCustomers
	}
	sample = sample.shuffled()
	scaling := newScaling(sample)
	if len(scaling) < 2 {
		return Result{}, ErrFewFeatures
	}
	points := scaling.points(sample.Values)
	few := points.first(judged)
	result := Result{Trials: try(few, settings)}
	best, why := choose(result.Trials)
	if why == nil && !clearer(few.first(referenceRows), result.Trials[best].Clusters, settings) {
		why = ErrUnordered
	}
	if why != nil {
		result.Why = why
		return result, nil
	}
	result.Trials[best].Chosen = true
	centres := fit(points, result.Trials[best].Clusters, settings, 0).centres
	result.Model = newModel(sample, scaling, centres)
	return result, nil
}

// choose is the place of the number of clusters to tell: of those that are
// found again, the least whose silhouette times stability is all but the best.
// By either alone several numbers are often as good, and a hair's breadth between
// two would change with a week's orders.
func choose(trials []Trial) (int, error) {
	most := math.Inf(-1)
	for _, trial := range trials {
		if trial.Stability >= leastStability {
			most = max(most, trial.worth())
		}
	}
	for i, trial := range trials {
		if trial.Stability < leastStability || trial.worth() < asGood*most {
			continue
		}
		if trial.Silhouette < leastSilhouette {
			return i, ErrBlurred
		}
		return i, nil
	}
	return -1, ErrUnstable
}

func (t Trial) worth() float64 { return t.Silhouette * t.Stability }

// shuffled has the rows in an order that hangs on the ids alone and has nothing
// to do with what they mean, so that the first of them are a fair sample.
func (s Sample) shuffled() Sample {
	type place struct {
		row  int
		hash uint64
	}
	places := make([]place, len(s.IDs))
	for i, id := range s.IDs {
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(id))
		places[i] = place{row: i, hash: mixed(hash.Sum64())}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(s.IDs[a.row], s.IDs[b.row]))
	})
	out := Sample{Features: s.Features, Used: s.Used, IDs: make([]string, len(places)), Values: make([][]float64, len(places))}
	for i, p := range places {
		out.IDs[i], out.Values[i] = s.IDs[p.row], s.Values[p.row]
	}
	return out
}

// mixed spreads a hash over all bits (the finisher of SplitMix64): FNV leaves
// ids that differ in their last letter close together.
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// points are scaled rows, one after the other.
type points struct {
	values     []float64
	n, columns int
}

func (p points) row(i int) []float64 { return p.values[i*p.columns : (i+1)*p.columns] }

func (p points) first(n int) points {
	n = min(n, p.n)
	return points{values: p.values[:n*p.columns], n: n, columns: p.columns}
}

// at are the rows of these places.
func (p points) at(places []int) points {
	out := points{values: make([]float64, 0, len(places)*p.columns), n: len(places), columns: p.columns}
	for _, i := range places {
		out.values = append(out.values, p.row(i)...)
	}
	return out
}

func squaredDistance(a, b []float64) float64 {
	sum := 0.0
	b = b[:len(a)]
	for i, v := range a {
		d := v - b[i]
		sum += d * d
	}
	return sum
}

// nearest is the centre closest to a point, of equally close ones the first.
func nearest(point []float64, centres [][]float64) (at int, squared float64) {
	squared = math.Inf(1)
	for i, centre := range centres {
		if d := squaredDistance(point, centre); d < squared {
			at, squared = i, d
		}
	}
	return at, squared
}
