package pipeline

import (
	"context"
	"hash/fnv"
	"slices"
	"time"

	"clientele/queries"
)

// campaignPeople are the members of a campaign who can be compared, a place each
// in all of its slices, and counts of the others.
type campaignPeople struct {
	marks    []uint8
	treated  []bool
	segment  []int32 // of segments
	fold     []uint8
	orders   []float64
	revenue  []float64
	before   [covariates][]float64
	segments []string // "" where none is written
	numbers  map[string]int32

	members, both, unplanned   int
	unknown                    int    // nothing but the campaign knew them before it began
	strangersOut               int    // of these, left out
	strangersReached           int    // of these again, addressed: they cost money all the same
	arms                       [2]int // control, treated
	reached, twice             [2]int
	opened, clicked, responded int // of the treated
	early                      int // addressed before the first day
	anyTouch                   bool
}

// What is known of members before a campaign, and takes part of what they differ
// by anyway out of the comparison.
const (
	revenueYear = iota
	ordersYear
	revenueBefore
	ordersBefore
	recency
	covariates
)

// longestSilence is how many days ago somebody bought last who never did: three
// years, beyond which it makes no difference.
const longestSilence = 1096

// folds is into how many parts members are divided so that no part is judged by
// what it showed itself.
const folds = 5

// campaignMembers reads the members of campaigns, in the order of the book.
func (w *work) campaignMembers(ctx context.Context, book []pastCampaign) ([]*campaignPeople, error) {
	people, starts := map[string]*campaignPeople{}, map[string]time.Time{}
	list := make([]*campaignPeople, len(book))
	for i, c := range book {
		list[i] = &campaignPeople{}
		people[c.id], starts[c.id] = list[i], c.started
	}
	query, err := queries.Get("segments/campaign_outcomes")
	if err != nil {
		return nil, err
	}
	bound, err := query.BindSome(nil)
	if err != nil {
		return nil, err
	}
	err = w.engine.Each(ctx, bound, func(row []any) error {
		id, _ := row[0].(string)
		if one := people[id]; one != nil {
			one.add(row, starts[id])
		}
		return nil
	})
	for i, c := range book {
		list[i].settle(c.planned)
	}
	return list, err
}

// What a member's marks tell.
const (
	markTreated = 1 << iota
	markKnown   // before the campaign
	markReached
	markTwice
	markOpened
	markClicked
	markResponded
)

// add takes a row of campaign_outcomes.
func (p *campaignPeople) add(row []any, started time.Time) {
	member, _ := row[1].(string)
	arm, _ := row[2].(string)
	segment, _ := row[3].(string)
	isKnown, _ := row[4].(bool)
	touches, _ := row[9].(int64)
	p.members++
	reached := touches > 0 || row[5] != nil || row[6] != nil || row[7] != nil
	p.anyTouch = p.anyTouch || reached
	if touched, on := row[5].(time.Time); on && touched.Before(started) {
		p.early++
	}
	switch arm {
	case "treated", "control":
	case "both":
		p.both++
		return
	default:
		p.unplanned++
		return
	}
	marks := uint8(0)
	for _, one := range []struct {
		mark uint8
		is   bool
	}{
		{markTreated, arm == "treated"}, {markKnown, isKnown}, {markReached, reached}, {markTwice, touches > 1},
		{markOpened, row[6] != nil}, {markClicked, row[7] != nil}, {markResponded, row[8] != nil},
	} {
		if one.is {
			marks |= one.mark
		}
	}
	p.marks = append(p.marks, marks)
	p.segment = append(p.segment, p.segmentNumber(segment))
	p.fold = append(p.fold, foldOf(member))
	p.orders = append(p.orders, floatOf(row[10]))
	p.revenue = append(p.revenue, floatOf(row[11]))
	for covariate, column := range [covariates]int{revenueYear: 13, ordersYear: 12, revenueBefore: 15, ordersBefore: 14} {
		if covariate != recency {
			p.before[covariate] = append(p.before[covariate], floatOf(row[column]))
		}
	}
	silence := float64(longestSilence)
	if row[16] != nil {
		silence = min(silence, floatOf(row[16]))
	}
	p.before[recency] = append(p.before[recency], silence)
}

// settle decides about strangers, whom nothing but the campaign knew before it
// began, and counts. Where some were held out they were drawn like everybody,
// and what the treated among them bought counts. Where there is a control group
// and no stranger in it they were not drawn, and the arms would not be alike with
// them. Neither depends on what anybody did.
func (p *campaignPeople) settle(planned bool) {
	var arms, strangers [2]int
	for _, marks := range p.marks {
		side := marks & markTreated
		arms[side]++
		if marks&markKnown == 0 && !planned { // who was drawn was known
			strangers[side]++
		}
	}
	p.unknown = strangers[0] + strangers[1]
	if arms[0] > 0 && strangers[0] == 0 && strangers[1] > 0 {
		p.leaveOutStrangers()
	}
	for place, marks := range p.marks {
		side := marks & markTreated
		p.arms[side]++
		p.treated = append(p.treated, side == 1)
		if marks&markReached != 0 {
			p.reached[side]++
		}
		if marks&markTwice != 0 {
			p.twice[side]++
		}
		if side == 0 {
			continue
		}
		for i, into := range []*int{&p.opened, &p.clicked, &p.responded} {
			if p.marks[place]&(markOpened<<i) != 0 {
				*into++
			}
		}
	}
}

func (p *campaignPeople) leaveOutStrangers() {
	kept := 0
	for place, marks := range p.marks {
		if marks&markKnown == 0 {
			p.strangersOut++
			if marks&markReached != 0 {
				p.strangersReached++
			}
			continue
		}
		p.marks[kept], p.segment[kept], p.fold[kept] = marks, p.segment[place], p.fold[place]
		p.orders[kept], p.revenue[kept] = p.orders[place], p.revenue[place]
		for c := range p.before {
			p.before[c][kept] = p.before[c][place]
		}
		kept++
	}
	p.marks, p.segment, p.fold, p.orders, p.revenue = p.marks[:kept], p.segment[:kept], p.fold[:kept], p.orders[:kept], p.revenue[:kept]
	for c := range p.before {
		p.before[c] = p.before[c][:kept]
	}
}

func (p *campaignPeople) segmentNumber(name string) int32 {
	if p.numbers == nil {
		p.numbers = map[string]int32{}
	}
	at, there := p.numbers[name]
	if !there {
		at = int32(len(p.segments)) //nolint:gosec // members have fewer segments than that
		p.numbers[name] = at
		p.segments = append(p.segments, name)
	}
	return at
}

// foldOf depends on who a member is and on nothing else.
func foldOf(member string) uint8 {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(member)) // a hash takes everything
	return uint8(hash.Sum32() % folds)
}

// bySegment are the segments by name with the number of their members who can be
// compared.
func (p *campaignPeople) bySegment() (names []string, counts map[string]int) {
	counts = map[string]int{}
	for _, number := range p.segment {
		counts[p.segments[number]]++
	}
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, counts
}
