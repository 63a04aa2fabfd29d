package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"clientele/internal/difference"
	"clientele/internal/table"
)

// likeness is a model of who is like the members of an own segment, or why
// there is none.
type likeness struct {
	segment comparedSegment
	model   *difference.Likeness
	refused error
}

const (
	// learntMembers and learntOthers are from how many customers is learnt at most:
	// more of them make the weights no better than they need be.
	learntMembers = 2_500
	learntOthers  = 5_000
)

// learn makes a model of every own segment.
func (c *compared) learn(workers int) []likeness {
	c.encoding = difference.NewEncoding(c.features, c.common)
	var models []likeness
	for _, s := range c.segments {
		if s.isOwn() {
			models = append(models, likeness{segment: s})
		}
	}
	sideBySide(len(models), workers, func(i int) {
		m := &models[i]
		at := slices.IndexFunc(c.segments, func(s comparedSegment) bool { return s.isOwn() && s.segment == m.segment.segment })
		m.model, m.refused = difference.Learn(difference.Learning{
			Features: c.features, Encoding: c.encoding, Draws: c.draws,
			Inside: c.few(m.segment.inside, learntMembers), Outside: c.few(c.outside(at), learntOthers),
			Members: m.segment.members, Others: m.segment.others, Models: len(models), DefinedBy: m.segment.definedBy,
		})
	})
	return models
}

// few are those with the least draws.
func (c *compared) few(places []int, most int) []int {
	if len(places) <= most {
		return places
	}
	few := slices.Clone(places)
	slices.SortFunc(few, func(a, b int) int {
		if c.draws[a] != c.draws[b] {
			if c.draws[a] < c.draws[b] {
				return -1
			}
			return 1
		}
		return a - b
	})
	few = few[:most]
	slices.Sort(few)
	return few
}

func (m likeness) chosen() bool { return m.model != nil && m.refused == nil }

// weightiest features are named with a model.
const weightiest = 3

// modelsOfLikeness has a row a segment; refused says why there is no model, and
// defined_by which features were left out because they define the segment.
func modelsOfLikeness(models []likeness) *table.Table {
	out := &table.Table{Columns: columnsOf("segment t, members i, others i, auc f, lo95 f, hi95 f, features t, chosen b, defined_by t, refused t")}
	for _, m := range models {
		row := []any{m.segment.segment, m.segment.members, m.segment.others, nil, nil, nil, nil, m.chosen(), nil, nil}
		if m.refused != nil {
			row[9] = refusalOf(m.refused)
		}
		if m.model != nil {
			if m.refused == nil || errors.Is(m.refused, difference.ErrNoBetter) {
				row[3], row[4], row[5] = known(m.model.Area.AUC), known(m.model.Area.Lo), known(m.model.Area.Hi)
				row[6] = featuresOf(m.model.Weights)
			}
			if len(m.model.DefinedBy) > 0 {
				row[8] = strings.Join(m.model.DefinedBy, ", ")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// refusalOf is the key of a reason.
func refusalOf(err error) string {
	for _, reason := range []struct {
		err error
		key string
	}{
		{difference.ErrFewMembers, "few_members"}, {difference.ErrFewOthers, "few_others"},
		{difference.ErrNoFeatures, "no_features"}, {difference.ErrNoBetter, "no_better"},
	} {
		if errors.Is(err, reason.err) {
			return reason.key
		}
	}
	return "not_settled"
}

// featuresOf names the weightiest features, each once.
func featuresOf(weights []difference.Weight) any {
	var names []string
	for _, weight := range weights {
		if !slices.Contains(names, weight.Feature) && len(names) < weightiest {
			names = append(names, weight.Feature)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return strings.Join(names, ", ")
}

// likeListed customers a segment are named.
const likeListed = 100

// likely is a customer and a chance.
type likely struct {
	id     string
	chance float64
}

// nearest keeps those with the greatest chances, of equal ones the first.
type nearest []likely

func (n *nearest) offer(id string, chance float64) {
	list := *n
	if len(list) == likeListed && chance <= list[len(list)-1].chance {
		return
	}
	at := len(list)
	for at > 0 && list[at-1].chance < chance {
		at--
	}
	list = slices.Insert(list, at, likely{id: id, chance: chance})
	*n = list[:min(len(list), likeListed)]
}

// lookalikes scores everybody who is not a member and names the likest.
func (w *work) lookalikes(ctx context.Context, c *compared, models []likeness) error {
	chosen := slices.DeleteFunc(slices.Clone(models), func(m likeness) bool { return !m.chosen() })
	members, err := w.memberPlaces(ctx, chosen)
	if err != nil {
		return err
	}
	found, row, place := make([]nearest, len(chosen)), c.encoding.NewRow(), 0
	numbers := len(numberFeatures())
	if len(chosen) > 0 {
		err = eachFeatured(ctx, w.engine, everybody, func(customer featured) {
			c.encoding.Encode(row, func(f int) float64 { return customer.numbers[f] }, func(f int) string { return customer.texts[f-numbers] })
			for i, m := range chosen {
				if !members[i].has(place) {
					found[i].offer(customer.id, m.model.Chance(row))
				}
			}
			place++
		})
	}
	if err != nil {
		return err
	}
	out := &table.Table{Columns: columnsOf("segment t, rank i, customer_id t, score f, position i")}
	for i, list := range found {
		for at, one := range list {
			out.Rows = append(out.Rows, []any{chosen[i].segment.segment, int64(i), one.id, one.chance, int64(at + 1)})
		}
	}
	if err := w.engine.CreateTable(ctx, "lookalike_scores", out); err != nil {
		return err
	}
	return w.keepAsked(ctx, "segments/lookalikes")
}

// bits are the places of members among all customers: a list of ids for each
// segment would not fit where customers are millions.
type bits []uint64

func (b bits) has(place int) bool {
	return place>>6 < len(b) && b[place>>6]>>(place&63)&1 == 1
}

func (b *bits) set(place int) {
	for len(*b) <= place>>6 {
		*b = append(*b, 0)
	}
	(*b)[place>>6] |= 1 << (place & 63)
}

func (w *work) memberPlaces(ctx context.Context, models []likeness) ([]bits, error) {
	places, members := map[string]int{}, make([]bits, len(models))
	for i, m := range models {
		places[m.segment.segment] = i
	}
	err := bases{engine: w.engine}.each(ctx, "segments/member_places", map[string]any{}, func(row []any) {
		if i, there := places[row[1].(string)]; there {
			members[i].set(int(row[0].(int64)))
		}
	})
	return members, err
}

// sideBySide calls do for 0 … n−1, several at once. What a part does hangs on
// its number alone.
func sideBySide(n, workers int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(max(workers, 1), n) {
		group.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	group.Wait()
}
