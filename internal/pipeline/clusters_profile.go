package pipeline

import (
	"cmp"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/cluster"
	"clientele/internal/table"
)

// clusterProfile is how clusters lie on numbers, and which texts are more
// frequent in them than elsewhere.
type clusterProfile struct {
	*cluster.Profile
	clusters int
	used     []string         // features that clusters are made of
	levels   []map[string]int // by text feature: the place of a level
	counts   [][]levelCounts  // by text feature and level
	known    []levelCounts    // by text feature
}

// levelCounts are customers by cluster.
type levelCounts []int64

func (l levelCounts) all() (sum int64) {
	for _, n := range l {
		sum += n
	}
	return sum
}

func newClusterProfile(model *cluster.Model) *clusterProfile {
	p := &clusterProfile{Profile: model.NewProfile(), clusters: len(model.Centres)}
	for _, scale := range model.Scales {
		p.used = append(p.used, scale.Feature)
	}
	for range textFeatures() {
		p.levels = append(p.levels, map[string]int{})
		p.counts = append(p.counts, nil)
		p.known = append(p.known, make(levelCounts, p.clusters))
	}
	return p
}

func (p *clusterProfile) add(at int, c featured) {
	p.Add(at, c.numbers)
	for f, text := range c.texts {
		if text == "" {
			continue
		}
		level, there := p.levels[f][text]
		if !there {
			level = len(p.counts[f])
			p.levels[f][text] = level
			p.counts[f] = append(p.counts[f], make(levelCounts, p.clusters))
		}
		p.counts[f][level][at]++
		p.known[f][at]++
	}
}

// names are those of the clusters, by their numbers.
func (p *clusterProfile) names() []string {
	var words []cluster.Words
	standings := make([][]cluster.Standing, p.clusters)
	for _, feature := range namedFeatures() {
		if !slices.Contains(p.used, feature.name) {
			continue
		}
		words = append(words, feature.words)
		for c := range standings {
			standing := p.Standing(c, slices.Index(numberFeatures(), feature.name))
			if math.IsNaN(standing.Z) {
				standing.Z = 0
			}
			standings[c] = append(standings[c], standing)
		}
	}
	return cluster.Names(standings, words)
}

// table has a row a cluster and feature, clusters in the order of their
// revenue, features by how far they are from the rest.
func (p *clusterProfile) table(names []string, totals *table.Table) *table.Table {
	out := &table.Table{Columns: columnsOf("cluster t, position i, customers i, share f, revenue m, revenue_share f, feature t, mean f, overall f, z f, typical t")}
	all, customers := decimal.Decimal{}, int64(0)
	for row := range totals.Len() {
		all, customers = all.Add(totals.Decimal(row, "revenue")), customers+totals.Integer(row, "customers")
	}
	for row := range totals.Len() {
		revenue, members := totals.Decimal(row, "revenue"), totals.Integer(row, "customers")
		head := []any{
			totals.Text(row, "cluster"), int64(row + 1), members, float64(members) / float64(customers),
			revenue, orNull(revenue.InexactFloat64() / all.InexactFloat64()),
		}
		c := slices.Index(names, totals.Text(row, "cluster"))
		features := append(p.numbers(c), p.texts(c)...)
		slices.SortStableFunc(features, func(a, b []any) int { return cmp.Compare(math.Abs(b[3].(float64)), math.Abs(a[3].(float64))) })
		for _, feature := range features {
			out.Rows = append(out.Rows, joined(head, feature))
		}
	}
	return out
}

// numbers has feature, mean, overall, z and no level.
func (p *clusterProfile) numbers(c int) [][]any {
	var rows [][]any
	for f, name := range numberFeatures() {
		standing := p.Standing(c, f)
		if math.IsNaN(standing.Z) {
			continue
		}
		mean, overall := p.Mean(c, f)
		rows = append(rows, []any{name, known(mean), known(overall), standing.Z, nil})
	}
	return rows
}

// typically is by how much more often than elsewhere a text must occur to be
// told.
const typically = 0.05

// texts has for each text feature the level that is more frequent within the
// cluster than among all others by the greatest difference.
func (p *clusterProfile) texts(c int) [][]any {
	var rows [][]any
	for f, name := range textFeatures() {
		best, most := "", typically
		var inside, overall, z float64
		inCluster, everywhere := float64(p.known[f][c]), float64(p.known[f].all())
		for _, text := range sortedKeys(p.levels[f]) {
			counts := p.counts[f][p.levels[f][text]]
			in := float64(counts[c]) / inCluster
			out := float64(counts.all()-counts[c]) / (everywhere - inCluster)
			if in-out > most {
				best, most, inside, overall = text, in-out, in, float64(counts.all())/everywhere
				z = (in - out) / math.Sqrt(overall*(1-overall))
			}
		}
		if best != "" {
			rows = append(rows, []any{name, inside, overall, z, best})
		}
	}
	return rows
}

func sortedKeys(of map[string]int) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
