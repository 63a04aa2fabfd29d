package segments

import (
	"fmt"
	"time"
)

// ruleMaker makes rules by chance, of every kind of condition, out of the few
// values that a small world has, so that they are true of some and not of others.
type ruleMaker struct {
	dice
	world smallWorld
}

func (m ruleMaker) rule(depth int) node {
	if depth > 0 {
		switch m.IntN(6) {
		case 0, 1:
			return allOf{m.parts(depth)}
		case 2, 3:
			return anyOf{m.parts(depth)}
		case 4:
			return notOf{m.rule(depth - 1)}
		}
	}
	switch m.IntN(14) {
	case 0, 1, 2, 3, 4:
		return m.fieldTest()
	case 5, 6, 7, 8:
		return m.bought()
	case 9, 10:
		return eventTest{filters: m.eventFilters(), number: m.times(), windows: m.windows()}
	case 11, 12:
		return m.campaign()
	}
	return segmentTest{m.names("VIP", "vip", "At risk", "at_risk", "чемпионы", "empty", "nowhere", "frequent big")}
}

func (m ruleMaker) parts(depth int) []node {
	var parts []node
	for range 2 + m.IntN(2) {
		parts = append(parts, m.rule(depth-1))
	}
	return parts
}

func (m ruleMaker) names(texts ...string) []name {
	var names []name
	for range 1 + m.IntN(3)/2 {
		names = append(names, name{text: m.one(texts...)})
	}
	return names
}

func (m ruleMaker) times() interval {
	return m.interval("0", "1", "2", "3")
}

func (m ruleMaker) interval(numbers ...string) interval {
	one := m.one(numbers...)
	switch m.IntN(6) {
	case 0:
		return interval{high: one}
	case 1:
		return interval{low: one, openLow: true}
	case 2:
		return interval{high: one, openHigh: true}
	case 3:
		return interval{low: one, high: one}
	case 4:
		return interval{low: numbers[0], high: numbers[len(numbers)-1]}
	}
	return interval{low: one}
}

func (m ruleMaker) fieldTest() node {
	all := fields()
	of := all[m.IntN(len(all))]
	if m.IntN(8) == 0 {
		return fieldTest{field: of.name, test: testKnown}
	}
	switch of.kind {
	case dayField:
		return fieldTest{field: of.name, test: testPeriod, period: m.period()}
	case wholeField:
		if of.table == "rfm" {
			return fieldTest{field: of.name, test: testNumber, number: m.interval("1", "2", "3", "4", "5")}
		}
		return fieldTest{field: of.name, test: testNumber, number: m.interval("0", "1", "2", "3", "5", "30", "90")}
	case moneyField:
		return fieldTest{field: of.name, test: testNumber, number: m.interval("-1", "0", "0.33", "24.99", "25", "50", "100")}
	case shareField:
		return fieldTest{field: of.name, test: testNumber, number: m.interval("0", "0.25", "0.3", "0.5", "0.7", "1")}
	case flagField:
		return fieldTest{field: of.name, test: []test{testYes, testNo}[m.IntN(2)]}
	case tagField:
		return fieldTest{field: of.name, test: []test{testIs, testIs, testContains, testStarts, testEnds}[m.IntN(5)], names: m.names("VIP", "coffee", "a b", "x", "vip2", "ip", "p", ",")}
	case kindField:
		return fieldTest{field: of.name, test: testIs, names: m.names("at risk", "Champions", "Чемпионы", "frequent_big")}
	}
	texts := append(append(places(), personNames()...), "shop:1", "shop:", "x.com", "600", "bonn")
	var known []string
	for _, text := range texts {
		if text != "" {
			known = append(known, text)
		}
	}
	return fieldTest{field: of.name, test: []test{testIs, testIs, testContains, testStarts, testEnds}[m.IntN(5)], names: m.names(known...)}
}

func (m ruleMaker) length() length {
	switch m.IntN(4) {
	case 0:
		return length{1 + m.IntN(9), "week"}
	case 1:
		return length{1 + m.IntN(13), "month"}
	case 2:
		return length{1, "year"}
	}
	return length{[]int{1, 2, 7, 14, 28, 30, 31, 60, 90, 365}[m.IntN(10)], "day"}
}

func (m ruleMaker) period() period {
	if m.IntN(3) == 0 {
		from, to := m.world.day(m.dice), m.world.day(m.dice)
		if to < from {
			from, to = to, from
		}
		switch m.IntN(3) {
		case 0:
			from = ""
		case 1:
			to = ""
		}
		return period{kind: betweenDays, from: from, to: to}
	}
	return period{kind: []periodKind{inTheLast, inTheLast, longerAgo, atLeastAgo, lessLongAgo, atMostAgo}[m.IntN(6)], length: m.length()}
}

func (m ruleMaker) windows() []window {
	var found []window
	for range []int{0, 0, 1, 1, 1, 2}[m.IntN(6)] {
		if m.IntN(2) == 0 {
			found = append(found, window{period: m.period()})
			continue
		}
		made := around{what: m.one("first order", "last order", "campaign"), side: m.one("of", "of", "after", "before")}
		if made.length = m.length(); m.IntN(4) == 0 && made.side != "of" {
			made.length = length{}
		}
		if made.what == "campaign" && m.IntN(2) == 0 {
			made.names = m.names("c1", "Spring", "осень")
		}
		found = append(found, window{around: made})
	}
	return found
}

func (m ruleMaker) bought() node {
	made := boughtTest{measure: m.one("times", "times", "pieces", "days", "amount"), number: m.times(), windows: m.windows()}
	if made.measure == "amount" || made.measure == "pieces" {
		made.number = m.interval("-25", "0", "0.5", "2", "25", "50", "75.01")
	}
	for range m.IntN(3) {
		made.filters = append(made.filters, m.filter(m.one("category", "category", "product", "channel", "country", "manager", "source")))
	}
	return made
}

func (m ruleMaker) filter(of string) filter {
	texts := map[string][]string{"category": groups(), "product": append(groups(), "a1", "coffee"), "channel": {"web", "store", "Post"}, "country": places()[:11],
		"manager": personNames(), "source": {"shop", "books"}, "type": eventKinds(), "status": {"done", "open"}, "subject": {"delivery", "цена", "late"}}[of]
	return filter{of: of, test: []test{testIs, testIs, testIs, testContains, testStarts, testEnds}[m.IntN(6)], names: m.names(texts...)}
}

func (m ruleMaker) eventFilters() []filter {
	var found []filter
	for range m.IntN(3) {
		found = append(found, m.filter(m.one("type", "type", "subject", "status", "manager")))
	}
	return found
}

func (m ruleMaker) campaign() node {
	made := campaignTest{part: m.one("in", "treated", "held out", "received", "opened", "clicked", "responded")}
	if m.IntN(3) > 0 {
		made.names = m.names("c1", "spring", "C3", "ОСЕНЬ", "unknown")
	}
	for range m.IntN(2) {
		made.periods = append(made.periods, m.period())
	}
	return made
}

func seeded(seed uint64) string { return fmt.Sprint("seed ", seed) }

func mustDay(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}
