package segments

// Rule says who belongs to a segment: a sentence of the segment language, read
// by ParseRule or ReadRule. The zero Rule is everybody.
type Rule struct{ root node }

// node is a part of a rule that is true or false of each customer, never
// neither: whatever is asked of something unknown is false, and "not" of it
// true, so that everybody is either in a segment or in its complement.
type node interface{ write(*printer) }

type (
	// allOf is true where all parts are; without parts of everybody.
	allOf struct{ parts []node }
	// anyOf is true where one of the parts is; without parts of nobody.
	anyOf struct{ parts []node }
	notOf struct{ part node }

	// fieldTest compares one field of a customer.
	fieldTest struct {
		field  string // the name in the table of fields
		test   test
		names  []name   // of texts: one of them must do
		number interval // of numbers
		period period   // of days
	}

	// boughtTest compares what a customer bought: how often, how much, for how
	// much. What was never bought counts 0.
	boughtTest struct {
		filters []filter
		measure string // times, pieces, days or amount
		number  interval
		windows []window
	}

	// eventTest compares how many events a customer had.
	eventTest struct {
		filters []filter
		number  interval
		windows []window
	}

	// campaignTest asks for one's part in any of the campaigns; without names, in
	// any at all.
	campaignTest struct {
		part    string // in, treated, held out, received, opened, clicked or responded
		names   []name
		periods []period
	}

	// segmentTest is true of who is in any of the segments.
	segmentTest struct{ names []name }
)

// name is a text of the user's with its place in the sentence.
type name struct {
	text string
	at   int
}

// test is how a field is compared.
type test string

const (
	testIs       test = "is"
	testContains test = "contains"
	testStarts   test = "starts with"
	testEnds     test = "ends with"
	testKnown    test = "is known"
	testYes      test = "is yes"
	testNo       test = "is no"
	testNumber   test = "number"
	testPeriod   test = "period"
)

// interval is what a number may be: at least low and at most high, where these
// are written, or strictly between them.
type interval struct {
	low, high         string // decimal numbers; empty is unbounded
	openLow, openHigh bool   // the bound itself is outside
}

// filter takes the lines or events of which the named property is one of the
// texts.
type filter struct {
	of    string // category, product, channel, country, owner, source; type, subject, status
	test  test
	names []name
}

// window is a stretch of days: of the calendar, or around a day of the
// customer's own.
type window struct {
	period period
	around around
}

// period is a stretch of the calendar: from one day to another, both included,
// or counted back from the day of the numbers.
type period struct {
	kind     periodKind
	from, to string // days as 2026-10-31; empty is unbounded
	length   length
}

type periodKind int

const (
	noPeriod    periodKind = iota
	betweenDays            // from … to
	inTheLast              // the last so many days, the day itself included
	longerAgo              // before the day that lies so far back
	atLeastAgo             // on it or before
	lessLongAgo            // after it
	atMostAgo              // on it or after
)

// length is a number of days or of calendar months.
type length struct {
	number int
	unit   string // day, week, month or year
}

func (l length) days() int {
	switch l.unit {
	case "day":
		return l.number
	case "week":
		return 7 * l.number
	}
	return 0
}

func (l length) months() int {
	switch l.unit {
	case "month":
		return l.number
	case "year":
		return 12 * l.number
	}
	return 0
}

// around is a stretch around a customer's first order, last order or touch by a
// campaign. Of an order it reaches to both sides, of a campaign it begins with
// the touch; after and before leave the day itself out.
type around struct {
	what   string // first order, last order or campaign; empty is none
	side   string // of, after or before
	length length
	names  []name // of campaigns; empty is any
}
