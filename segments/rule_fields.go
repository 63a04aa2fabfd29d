package segments

import "strings"

type fieldKind int

const (
	textField fieldKind = iota
	dayField
	wholeField
	moneyField
	shareField // a chance between 0 and 1
	flagField  // yes, no or unknown
	tagField   // several texts, with a comma between
	kindField  // the segment of a kind
)

// field is something that is known of a customer, and where.
type field struct {
	name   string   // as rules print it
	also   []string // other words for it
	kind   fieldKind
	table  string // with a row for each customer of whom it is known
	column string // an expression over the table's columns; of kindField the kind
}

// fields lists what a rule can ask of a customer.
func fields() []field {
	const (
		figures = "customer_figures"
		scores  = "rfm"
		reach   = "customer_reach"
		outlook = "customer_outlook"
	)
	return []field{
		{name: "customer", also: []string{"name", "customer name"}, kind: textField, table: figures, column: "customer"},
		{name: "customer id", also: []string{"id"}, kind: textField, table: figures, column: "customer_id"},
		{name: "email", also: []string{"e-mail", "mail", "email address"}, kind: textField, table: figures, column: "email"},
		{name: "phone", also: []string{"telephone", "phone number"}, kind: textField, table: figures, column: "phone"},
		{name: "country", kind: textField, table: figures, column: "country"},
		{name: "city", also: []string{"town"}, kind: textField, table: figures, column: "city"},
		{name: "manager", also: []string{"owner"}, kind: textField, table: figures, column: "owner"},
		{name: "first order", also: []string{"first purchase"}, kind: dayField, table: figures, column: "first_on"},
		{name: "last order", also: []string{"last purchase"}, kind: dayField, table: figures, column: "last_on"},
		{name: "days since last order", also: []string{"recency"}, kind: wholeField, table: figures, column: "recency_days"},
		{name: "orders", also: []string{"number of orders", "purchases", "frequency"}, kind: wholeField, table: figures, column: "orders"},
		{name: "revenue", also: []string{"total revenue", "money spent"}, kind: moneyField, table: figures, column: "revenue"},
		{name: "average order", also: []string{"average order value"}, kind: moneyField, table: figures, column: "average_order"},
		{name: "recency score", also: []string{"r score"}, kind: wholeField, table: scores, column: "r"},
		{name: "frequency score", also: []string{"f score"}, kind: wholeField, table: scores, column: "f"},
		{name: "monetary score", also: []string{"m score"}, kind: wholeField, table: scores, column: "m"},
		{name: "rfm segment", also: []string{"rfm"}, kind: kindField, table: "segment_members", column: "rfm"},
		{name: "lifecycle stage", also: []string{"lifecycle", "stage"}, kind: kindField, table: "segment_members", column: "lifecycle"},
		{name: "cluster", kind: kindField, table: "segment_members", column: "cluster"},
		{name: "tag", also: []string{"tags"}, kind: tagField, table: reach, column: "tags"},
		{name: "email consent", also: []string{"e-mail consent", "consent", "mail consent"}, kind: flagField, table: reach, column: "email_consent"},
		{name: "call consent", also: []string{"phone consent"}, kind: flagField, table: reach, column: "call_consent"},
		{name: "sms consent", kind: flagField, table: reach, column: "sms_consent"},
		{name: "post consent", also: []string{"letter consent"}, kind: flagField, table: reach, column: "post"},
		{name: "value to come", also: []string{"expected value"}, kind: moneyField, table: outlook, column: "expected_value"},
		{name: "chance to buy", kind: shareField, table: outlook, column: "p_buys"},
		{name: "churn risk", also: []string{"chance to leave", "risk"}, kind: shareField, table: outlook, column: "1 - p_buys"},
	}
}

// fieldCalled is the field of a name that rules print.
func fieldCalled(wanted string) field {
	for _, one := range fields() {
		if one.name == wanted {
			return one
		}
	}
	return field{}
}

// filterKind is something by which lines of orders or events are taken.
type filterKind struct {
	name    string
	also    []string
	columns []string // any of which may be the text
}

// lineFilters are those of what was bought.
func lineFilters() []filterKind {
	return []filterKind{
		{name: "category", also: []string{"categories", "group", "groups"}, columns: []string{"product_group"}},
		{name: "product", also: []string{"products", "article", "articles"}, columns: []string{"product", "product_id"}},
		{name: "channel", also: []string{"channels"}, columns: []string{"channel"}},
		{name: "country", also: []string{"countries"}, columns: []string{"country"}},
		{name: "manager", also: []string{"managers", "owner", "owners"}, columns: []string{"owner"}},
		{name: "source", also: []string{"sources"}, columns: []string{"source"}},
	}
}

// eventFilters are those of events.
func eventFilters() []filterKind {
	return []filterKind{
		{name: "type", also: []string{"types"}, columns: []string{"event_type"}},
		{name: "subject", also: []string{"subjects"}, columns: []string{"subject"}},
		{name: "status", columns: []string{"status"}},
		{name: "manager", also: []string{"managers", "owner", "owners"}, columns: []string{"owner"}},
	}
}

func (f filterKind) called(word string) bool {
	if f.name == word {
		return true
	}
	for _, other := range f.also {
		if other == word {
			return true
		}
	}
	return false
}

// reserved are the words that end a name without quotes: they say what comes
// next.
func reserved(word string) bool {
	switch word {
	case "and", "or", "not", "but", "in", "between", "within", "during", "since", "until", "before", "after", "on", "through", "via", "once", "twice", "with", "by", "for",
		"is", "are", "was", "times", "pieces", "contains", "starts", "ends":
		return true
	}
	return false
}

// beginnings are what a condition can begin with, for suggestions.
func beginnings() []string {
	known := []string{"bought", "did not buy", "never bought", "no order", "spent", "event", "no event", "everybody", "nobody", "not",
		"in segment", "was in campaign", "opened campaign", "clicked campaign", "received campaign", "responded to campaign", "was held out of campaign", "was treated in campaign", "has tag"}
	for _, one := range fields() {
		known = append(known, one.name)
		known = append(known, one.also...)
	}
	return known
}

// words splits a name of several words.
func words(text string) []string { return strings.Fields(text) }
