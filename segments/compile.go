package segments

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/queries"
)

// World is what a rule is asked of.
type World struct {
	AsOf time.Time               // the day that relative days count from, and the last that counts
	Has  func(table string) bool // whether a table is there; what is asked of others is false

	// Spelled are the spellings in the data of a name that a rule mentions, where
	// they are known: to compare with these takes a tenth of the time that it takes
	// to compare whatever the capitals. nil knows none.
	Spelled func(of, name string) (spellings []string, known bool)

	// Segments are those that there are, with all their names. nil knows none but
	// the keys and names in segment_names.
	Segments []Named
}

// Tables that rules read. customer_figures has everybody and is always there.
//
//	customer_figures  customer_id, customer, email, phone, country, city, owner, first_on, last_on, recency_days, orders, revenue, average_order
//	orders            customer_id, ordered_on, amount, is_purchase
//	purchase_lines    customer_id, source, order_id, purchased_on, product_id, product, product_group, quantity, amount, channel, country, owner
//	rfm               customer_id, r, f, m
//	customer_outlook  customer_id, expected_value, p_buys
//	customer_reach    customer_id, tags, email_consent, call_consent, sms_consent, post
//	customer_events   customer_id, event_on, event_type, subject, status, owner
//	campaign_lines    campaign_id, campaign, started_on
//	member_lines      campaign_id, customer_id, arm, touched_on, delivered, opened_on, clicked_on, responded_on
//	segment_members   kind, segment, customer_id
//	segment_names     kind, segment, name
func (w World) has(table string) bool { return w.Has == nil || w.Has(table) }

// Compile is the statement that lists the customers of the rule, in a column
// customer_id, each once. It is put together from texts of our own; whatever the
// user wrote is a parameter.
func (r Rule) Compile(world World) (queries.Bound, error) {
	c := &compiler{world: world, asOf: world.AsOf.Format(time.DateOnly), values: map[string]any{}}
	root := r.root
	if root == nil {
		root = allOf{}
	}
	text := "select c.customer_id\nfrom customer_figures as c\nwhere " + c.compile(root)
	return queries.Query{Name: "segments/rule", Text: text, Parameters: c.parameters}.Bind(c.values)
}

// compiler writes expressions that are true or false of a row c of
// customer_figures, never NULL.
type compiler struct {
	world      World
	asOf       string
	parameters []queries.Parameter
	values     map[string]any
	known      []string // the values as given, by the number of their parameter
}

// bind gives a value a parameter and returns that with its type.
func (c *compiler) bind(value, typeName string) string {
	key := typeName + " " + value
	at := slices.Index(c.known, key)
	if at < 0 {
		at = len(c.known)
		c.known = append(c.known, key)
		parameter := fmt.Sprintf("p%d", at+1)
		c.parameters = append(c.parameters, queries.Parameter{Name: parameter, Type: strings.ToUpper(typeName)})
		c.values[parameter] = value
	}
	return fmt.Sprintf("cast($p%d as %s)", at+1, typeName)
}

func (c *compiler) text(value string) string { return c.bind(value, "varchar") }

func (c *compiler) day(value string) string { return c.bind(value, "date") }

func (c *compiler) compile(part node) string {
	switch part := part.(type) {
	case allOf:
		return c.joined(part.parts, " and ", "true")
	case anyOf:
		return c.joined(part.parts, " or ", "false")
	case notOf:
		return "not " + c.compile(part.part)
	case fieldTest:
		return c.field(part)
	case boughtTest:
		return c.bought(part)
	case eventTest:
		return c.event(part)
	case campaignTest:
		return c.campaign(part)
	case segmentTest:
		return c.segment(part.names, "")
	}
	return "false"
}

func (c *compiler) joined(parts []node, between, none string) string {
	if len(parts) == 0 {
		return none
	}
	written := make([]string, len(parts))
	for i, part := range parts {
		written[i] = c.compile(part)
	}
	return "(" + strings.Join(written, between) + ")"
}

// among is true of the customers that a statement lists.
func among(statement string) string { return "(c.customer_id in (" + statement + "))" }

// where joins conditions.
func where(conditions []string) string { return strings.Join(conditions, " and ") }

// segment is true of who is in a segment that is called so, of one kind or of
// any.
func (c *compiler) segment(names []name, kind string) string {
	if c.world.Segments != nil {
		return c.meant(names, kind)
	}
	var called []string
	for _, one := range names {
		text := "lower(replace(trim(" + c.text(one.text) + "), '_', ' '))"
		called = append(called, "lower(replace(n.segment, '_', ' ')) = "+text, "coalesce(lower(replace(n.name, '_', ' ')) = "+text+", false)")
	}
	conditions := []string{"(" + strings.Join(called, " or ") + ")"}
	if kind != "" {
		conditions = append(conditions, "n.kind = "+c.text(kind))
	}
	return among("select m.customer_id from segment_members as m inner join segment_names as n on m.kind = n.kind and m.segment = n.segment where " + where(conditions))
}

// meant is true of who is in a segment that one of the names means.
func (c *compiler) meant(names []name, kind string) string {
	var tests []string
	for _, one := range names {
		for _, segment := range Meant(c.world.Segments, kind, one.text) {
			tests = append(tests, "(m.kind = "+c.text(segment.Kind)+" and m.segment = "+c.text(segment.Key)+")")
		}
	}
	if len(tests) == 0 {
		return "false"
	}
	return among("select m.customer_id from segment_members as m where " + strings.Join(tests, " or "))
}

// anyText is true where an expression is one of the texts, or has them in it.
func (c *compiler) anyText(expression string, how test, names []name) string {
	if how == testIs && len(names) > 1 {
		list := make([]string, len(names))
		for i, one := range names {
			list[i] = "lower(" + c.text(one.text) + ")"
		}
		return "lower(" + expression + ") in (" + strings.Join(list, ", ") + ")"
	}
	var tests []string
	for _, one := range names {
		value := "lower(" + c.text(one.text) + ")"
		switch how {
		case testContains:
			tests = append(tests, "contains(lower("+expression+"), "+value+")")
		case testStarts:
			tests = append(tests, "starts_with(lower("+expression+"), "+value+")")
		case testEnds:
			tests = append(tests, "ends_with(lower("+expression+"), "+value+")")
		default:
			tests = append(tests, "lower("+expression+") = "+value)
		}
	}
	return "(" + strings.Join(tests, " or ") + ")"
}

// compared is true where an expression lies in the interval.
func (c *compiler) compared(expression string, i interval, typeName string) string {
	var tests []string
	if i.low != "" {
		tests = append(tests, expression+map[bool]string{true: " > ", false: " >= "}[i.openLow]+c.bind(i.low, typeName))
	}
	if i.high != "" {
		tests = append(tests, expression+map[bool]string{true: " < ", false: " <= "}[i.openHigh]+c.bind(i.high, typeName))
	}
	return "(" + where(tests) + ")"
}

// within is true where a day lies in the period. That it does not lie behind the
// day of the numbers is asked of every row beside.
func (c *compiler) within(expression string, p period) string {
	from, to := p.bounds(c.world.AsOf)
	var tests []string
	if from != "" {
		tests = append(tests, expression+" >= "+c.day(from))
	}
	if to != "" {
		tests = append(tests, expression+" <= "+c.day(to))
	}
	return "(" + where(tests) + ")"
}
