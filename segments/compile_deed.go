package segments

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// bought compares what a customer bought. Of whom nothing is found the number
// is 0: where 0 will do, those are listed for whom the number will not, and the
// others are meant.
func (c *compiler) bought(b boughtTest) string {
	source := c.orders(b)
	if len(b.filters) > 0 || b.measure == "pieces" {
		source = c.lines(b)
	}
	if source.impossible {
		return constant(b.number.holds(decimal.Zero))
	}
	return c.counted(source, b.number)
}

// counts is a statement that has rows for customers, and what is counted of them.
type counts struct {
	from       string   // FROM clause
	conditions []string // of rows
	customer   string   // column
	number     string   // aggregate
	exists     bool     // the number is at least 1 of whoever has a row
	typeName   string
	impossible bool // no row can be found
}

func constant(value bool) string {
	if value {
		return "true"
	}
	return "false"
}

func (c *compiler) counted(s counts, number interval) string {
	statement := "select " + s.customer + " from " + s.from + " where " + where(s.conditions)
	if s.exists && number == (interval{low: "1"}) {
		return among(statement)
	}
	test := c.compared(s.number, number, s.typeName)
	grouped := statement + " group by " + s.customer + " having "
	if number.holds(decimal.Zero) {
		return "not " + among(grouped+"not "+test)
	}
	return among(grouped + test)
}

// orders counts whole orders.
func (c *compiler) orders(b boughtTest) counts {
	s := counts{from: "orders as o", customer: "o.customer_id", typeName: decimals,
		conditions: []string{"o.customer_id is not null", "o.ordered_on <= " + c.day(c.asOf)}}
	switch b.measure {
	case "amount":
		s.number = "coalesce(sum(o.amount), 0)"
	case "days":
		s.number, s.exists = "count(distinct o.ordered_on)", true
	default:
		s.number, s.exists = "count(*)", true
	}
	if s.exists {
		s.conditions = append(s.conditions, "o.is_purchase")
	}
	return c.inWindows(s, "o.ordered_on", b.windows)
}

// lines counts lines of orders. One is a purchase where the order's rule says
// so: something was sold, or given away in a file that counts no pieces.
func (c *compiler) lines(b boughtTest) counts {
	s := counts{from: "purchase_lines as o", customer: "o.customer_id", typeName: decimals,
		conditions: []string{"o.customer_id is not null", "o.purchased_on <= " + c.day(c.asOf)}}
	switch b.measure {
	case "amount":
		s.number = "coalesce(sum(o.amount), 0)"
	case "pieces":
		s.number = "coalesce(sum(o.quantity), 0)"
	case "days":
		s.number, s.exists = "count(distinct o.purchased_on)", true
	default:
		s.number, s.exists = "count(distinct row(o.source, o.order_id, o.purchased_on))", true
	}
	if s.exists {
		s.conditions = append(s.conditions, "(o.amount > 0 or o.amount = 0 and o.quantity is null)")
	}
	s.conditions = append(s.conditions, c.filters("o", b.filters, lineFilters())...)
	return c.inWindows(s, "o.purchased_on", b.windows)
}

func (c *compiler) filters(alias string, filters []filter, known []filterKind) []string {
	var conditions []string
	for _, one := range filters {
		for _, kind := range known {
			if kind.name != one.of {
				continue
			}
			var tests []string
			for _, column := range kind.columns {
				tests = append(tests, "coalesce("+c.named(alias+"."+column, one)+", false)")
			}
			conditions = append(conditions, "("+strings.Join(tests, " or ")+")")
		}
	}
	return conditions
}

// named is true where a column is one of a filter's names.
func (c *compiler) named(column string, f filter) string {
	if f.test != testIs || c.world.Spelled == nil {
		return c.anyText(column, f.test, f.names)
	}
	var list []string
	for _, one := range f.names {
		spellings, known := c.world.Spelled(f.of, one.text)
		if !known || len(spellings) > mostNames {
			return c.anyText(column, f.test, f.names)
		}
		for _, spelling := range spellings {
			list = append(list, c.text(spelling))
		}
	}
	if len(list) == 0 {
		return "false"
	}
	return column + " in (" + strings.Join(list, ", ") + ")"
}

// inWindows takes the rows of which the day lies in all windows.
func (c *compiler) inWindows(s counts, day string, windows []window) counts {
	for i, one := range windows {
		if one.around.what == "" {
			s.conditions = append(s.conditions, c.within(day, one.period))
			continue
		}
		alias := fmt.Sprintf("w%d", i+1)
		switch one.around.what {
		case "campaign":
			if !c.world.has("member_lines") || !c.world.has("campaign_lines") {
				s.impossible = true
				return s
			}
			touched := c.members([]string{"true"}, one.around.names)
			s.from += fmt.Sprintf(" inner join (select m.customer_id, min(coalesce(m.touched_on, k.started_on)) as around_on from %s group by m.customer_id) as %s on %s = %s.customer_id", touched, alias, s.customer, alias)
		default:
			column := map[string]string{"first order": "first_on", "last order": "last_on"}[one.around.what]
			s.from += fmt.Sprintf(" inner join (select customer_id, %s as around_on from customer_figures where %s is not null) as %s on %s = %s.customer_id", column, column, alias, s.customer, alias)
		}
		s.conditions = append(s.conditions, c.near(day, alias+".around_on", one.around))
	}
	return s
}

// near is true where a day lies so far around another.
func (c *compiler) near(day, other string, a around) string {
	if a.length.unit == "" {
		return day + map[string]string{"after": " > ", "before": " < "}[a.side] + other
	}
	moved := func(sign string) string {
		if months := a.length.months(); months > 0 || a.length.days() == 0 && (a.length.unit == "month" || a.length.unit == "year") {
			return other + " " + sign + " to_months(" + c.bind(fmt.Sprint(months), "integer") + ")"
		}
		return other + " " + sign + " " + c.bind(fmt.Sprint(a.length.days()), "integer")
	}
	switch {
	case a.side == "after":
		return "(" + day + " > " + other + " and " + day + " <= " + moved("+") + ")"
	case a.side == "before":
		return "(" + day + " < " + other + " and " + day + " >= " + moved("-") + ")"
	case a.what == "campaign":
		return "(" + day + " >= " + other + " and " + day + " <= " + moved("+") + ")"
	}
	return "(" + day + " >= " + moved("-") + " and " + day + " <= " + moved("+") + ")"
}

// event compares how many events a customer had. One without a day counts where
// no window asks for it.
func (c *compiler) event(e eventTest) string {
	if !c.world.has("customer_events") {
		return constant(e.number.holds(decimal.Zero))
	}
	s := counts{from: "customer_events as o", customer: "o.customer_id", number: "count(*)", exists: true, typeName: decimals,
		conditions: append([]string{"o.customer_id is not null", "(o.event_on is null or o.event_on <= " + c.day(c.asOf) + ")"}, c.filters("o", e.filters, eventFilters())...)}
	s = c.inWindows(s, "o.event_on", e.windows)
	if s.impossible {
		return constant(e.number.holds(decimal.Zero))
	}
	return c.counted(s, e.number)
}

// members joins who was in campaigns with these, under the names m and k.
func (c *compiler) members(conditions []string, names []name) string {
	if len(names) > 0 {
		conditions = append(conditions, "m.campaign_id in (select n.campaign_id from campaign_lines as n where "+
			c.anyText("n.campaign_id", testIs, names)+" or coalesce("+c.anyText("n.campaign", testIs, names)+", false))")
	}
	return "member_lines as m left join (select campaign_id, min(started_on) as started_on from campaign_lines group by campaign_id) as k on m.campaign_id = k.campaign_id where m.customer_id is not null and " + where(conditions)
}

// campaign asks for one's part in campaigns. The day of being in one is that of
// the touch, of who was held out or not touched the campaign's first.
func (c *compiler) campaign(t campaignTest) string {
	if !c.world.has("member_lines") || !c.world.has("campaign_lines") {
		return "false"
	}
	day := "coalesce(m.touched_on, k.started_on)"
	var conditions []string
	switch t.part {
	case "treated":
		conditions = []string{"m.arm in ('treated', 'both')"}
	case "held out":
		conditions = []string{"m.arm = 'control'"}
	case "received":
		conditions = []string{"coalesce(m.delivered, false)"}
	case "opened", "clicked", "responded":
		day = "m." + t.part + "_on"
		conditions = []string{day + " is not null"}
	}
	conditions = append(conditions, "("+day+" is null or "+day+" <= "+c.day(c.asOf)+")")
	for _, one := range t.periods {
		conditions = append(conditions, c.within(day, one))
	}
	return among("select m.customer_id from " + c.members(conditions, t.names))
}
