package alerts

// Figures, as the tables call them.
const (
	Revenue      = "revenue"
	Orders       = "orders"
	Buyers       = "buyers"
	NewBuyers    = "new_buyers"
	Returns      = "returns"
	Margin       = "margin"
	AverageOrder = "average_order"
	Size         = "customers" // of a segment
	AtStake      = "at_stake"  // money of those who are leaving
)

// Period is the stretch of days of a figure; empty of what is told of a day.
type Period string

// The periods of figures.
const (
	NoPeriod  Period = ""
	ThisWeek  Period = "this week"
	LastWeek  Period = "last week"
	ThisMonth Period = "this month"
	LastMonth Period = "last month"
)

// IsMonth tells months from weeks and days.
func (p Period) IsMonth() bool { return p == ThisMonth || p == LastMonth }

// Form is what a figure is compared with.
type Form string

// The forms of comparisons.
const (
	Number Form = "number"
	Band   Form = "band"
	Plan   Form = "plan"
	Change Form = "change"
)

// Rule is a sentence, read by Parse.
type Rule struct {
	Figure string
	Of     Segment // of Size
	Part   Part    // of the company; the zero Part is all of it
	Period Period

	Form  Form
	Up    bool // above, at least, grew; else below, at most, fell
	Equal bool // the bound itself counts: at least, at most

	Bound   string // a number; of Change by which number, where it is no percentage
	Percent string // of Plan and Change
	Against string // of Change: week, month or year before
	Least   string // of Change: the least difference that counts; empty is the usual one
}

// Segment names whose customers are counted.
type Segment struct {
	Kind string // rfm, lifecycle, cluster; empty is any
	Name string
}

// Part is what belongs to one manager, country or category.
type Part struct {
	Of   string // manager, country or category; empty is the whole company
	Name string
}

// IsCount tells figures that are numbers of people or orders from money.
func (r Rule) IsCount() bool {
	switch r.Figure {
	case Orders, Buyers, NewBuyers, Size:
		return true
	}
	return false
}

// figureNames are the words for figures; the first of each is the one that is
// printed.
func figureNames() []struct {
	figure string
	words  []string
} {
	return []struct {
		figure string
		words  []string
	}{
		{Revenue, []string{"revenue", "sales", "turnover"}},
		{Orders, []string{"orders", "number of orders"}},
		{Buyers, []string{"buyers"}},
		{NewBuyers, []string{"new customers", "new buyers"}},
		{Returns, []string{"returns"}},
		{Margin, []string{"margin", "gross margin", "gross profit"}},
		{AverageOrder, []string{"average order", "average order value"}},
		{AtStake, []string{"money at stake"}},
	}
}

// kindNames are the words for kinds of segments.
func kindNames() []struct {
	kind  string
	words []string
} {
	return []struct {
		kind  string
		words []string
	}{
		{"", []string{"segment"}},
		{"rfm", []string{"rfm segment", "rfm"}},
		{"lifecycle", []string{"lifecycle stage", "lifecycle", "stage"}},
		{"cluster", []string{"cluster"}},
	}
}

func partNames() []struct {
	of, preposition string
	words           []string
} {
	return []struct {
		of, preposition string
		words           []string
	}{
		{"manager", "of", []string{"manager", "owner"}},
		{"country", "in", []string{"country"}},
		{"category", "in", []string{"category", "group"}},
	}
}

func periods() []Period { return []Period{ThisWeek, LastWeek, ThisMonth, LastMonth} }
