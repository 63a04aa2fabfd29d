package segments

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// What a rule means, said a second time: loops over plain structs, with nothing
// of the compiler's. A day is a text, so earlier is less.

func (w smallWorld) members0(part node) []string {
	var found []string
	for _, customer := range w.customers {
		if w.holds(part, customer) {
			found = append(found, customer.id)
		}
	}
	slices.Sort(found)
	return found
}

func (w smallWorld) holds(part node, c worldCustomer) bool {
	switch part := part.(type) {
	case allOf:
		for _, one := range part.parts {
			if !w.holds(one, c) {
				return false
			}
		}
		return true
	case anyOf:
		for _, one := range part.parts {
			if w.holds(one, c) {
				return true
			}
		}
		return false
	case notOf:
		return !w.holds(part.part, c)
	case fieldTest:
		return w.fieldHolds(part, c)
	case boughtTest:
		return inInterval(part.number, w.count(part, c))
	case eventTest:
		return w.eventHolds(part, c)
	case campaignTest:
		return w.campaignHolds(part, c)
	case segmentTest:
		return w.isIn(part.names, "", c)
	}
	panic("a part of a rule that the evaluator does not know")
}

func inInterval(i interval, number decimal.Decimal) bool {
	if i.low != "" {
		low := decimal.RequireFromString(i.low)
		if number.LessThan(low) || i.openLow && number.Equal(low) {
			return false
		}
	}
	if i.high != "" {
		high := decimal.RequireFromString(i.high)
		if number.GreaterThan(high) || i.openHigh && number.Equal(high) {
			return false
		}
	}
	return true
}

// textIs compares a text that may not be known.
func textIs(value *string, how test, names []name) bool {
	if value == nil {
		return false
	}
	for _, one := range names {
		have, want := strings.ToLower(*value), strings.ToLower(one.text)
		switch how {
		case testIs:
			if have == want {
				return true
			}
		case testContains:
			if strings.Contains(have, want) {
				return true
			}
		case testStarts:
			if strings.HasPrefix(have, want) {
				return true
			}
		case testEnds:
			if strings.HasSuffix(have, want) {
				return true
			}
		}
	}
	return false
}

// worldOrder is what the lines of one order on one day come to.
type worldOrder struct {
	customer *string
	on       string
	amount   decimal.Decimal
	bought   bool
}

func (w smallWorld) orders() []worldOrder {
	var found []worldOrder
	var keys []string
	for _, line := range w.lines {
		key := line.source + "|" + line.order + "|" + line.on
		at := slices.Index(keys, key)
		if at < 0 {
			at = len(keys)
			keys = append(keys, key)
			found = append(found, worldOrder{on: line.on})
		}
		order := &found[at]
		if line.customer != nil && (order.customer == nil || *line.customer < *order.customer) {
			order.customer = line.customer
		}
		order.amount = order.amount.Add(line.amount)
		order.bought = order.bought || line.isBought()
	}
	return found
}

func (l worldLine) isBought() bool {
	return l.amount.IsPositive() || l.amount.IsZero() && l.quantity == nil
}

// history are a customer's orders until the day of the numbers.
func (w smallWorld) history(c worldCustomer) (orders []worldOrder, first, last string, revenue decimal.Decimal, purchases int) {
	for _, order := range w.orders() {
		if order.customer == nil || *order.customer != c.id || order.on > w.asOf {
			continue
		}
		orders = append(orders, order)
		revenue = revenue.Add(order.amount)
		if !order.bought {
			continue
		}
		purchases++
		if first == "" || order.on < first {
			first = order.on
		}
		if order.on > last {
			last = order.on
		}
	}
	return orders, first, last, revenue, purchases
}

func (w smallWorld) fieldHolds(f fieldTest, c worldCustomer) bool {
	_, first, last, revenue, purchases := w.history(c)
	texts := map[string]*string{"customer": c.customer, "customer id": &c.id, "email": c.email, "phone": c.phone, "country": c.country, "city": c.city, "manager": c.owner}
	if value, ok := texts[f.field]; ok {
		if f.test == testKnown {
			return value != nil && strings.TrimSpace(*value) != ""
		}
		return textIs(value, f.test, f.names)
	}
	kinds := map[string]string{"rfm segment": "rfm", "lifecycle stage": "lifecycle", "cluster": "cluster"}
	if kind, ok := kinds[f.field]; ok {
		if f.test == testKnown {
			return slices.ContainsFunc(w.segments, func(s worldSegment) bool { return s.kind == kind && slices.Contains(s.members, c.id) })
		}
		return w.isIn(f.names, kind, c)
	}
	if f.field == "tag" {
		return c.reached && tagHolds(f, c.tags)
	}
	consents := map[string]*bool{"email consent": c.emailConsent, "call consent": c.callConsent, "sms consent": c.sms, "post consent": c.post}
	if value, ok := consents[f.field]; ok {
		if !c.reached || value == nil {
			return false
		}
		return f.test == testKnown || *value == (f.test == testYes)
	}
	if days := map[string]string{"first order": first, "last order": last}; f.field == "first order" || f.field == "last order" {
		day := days[f.field]
		if day == "" {
			return false
		}
		return f.test == testKnown || w.inPeriod(f.period, day)
	}
	number := w.numberOf(f.field, c, last, revenue, purchases)
	if number == nil {
		return false
	}
	return f.test == testKnown || inInterval(f.number, *number)
}

func (w smallWorld) numberOf(of string, c worldCustomer, last string, revenue decimal.Decimal, purchases int) *decimal.Decimal {
	whole := func(value *int) *decimal.Decimal {
		if value == nil {
			return nil
		}
		return pointer(decimal.NewFromInt(int64(*value)))
	}
	switch of {
	case "orders":
		return whole(&purchases)
	case "revenue":
		return &revenue
	case "average order":
		if purchases > 0 {
			return pointer(revenue.DivRound(decimal.NewFromInt(int64(purchases)), 2))
		}
	case "days since last order":
		if last != "" {
			return whole(pointer(daysBetween(last, w.asOf)))
		}
	case "recency score":
		return whole(c.r)
	case "frequency score":
		return whole(c.f)
	case "monetary score":
		return whole(c.m)
	case "value to come":
		if c.chance != nil {
			return c.expected
		}
	case "chance to buy":
		if c.chance != nil {
			return pointer(decimal.NewFromFloat(*c.chance))
		}
	case "churn risk":
		if c.chance != nil {
			return pointer(decimal.NewFromFloat(1 - *c.chance))
		}
	}
	return nil
}

func daysBetween(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours() / 24)
}

func tagHolds(f fieldTest, tags *string) bool {
	if tags == nil {
		return false
	}
	if f.test == testKnown {
		return strings.TrimSpace(*tags) != ""
	}
	for _, tag := range strings.Split(*tags, ",") {
		if textIs(pointer(strings.Trim(tag, " ")), f.test, f.names) {
			return true
		}
	}
	return false
}

// moved goes so many days or calendar months on, or back where they are
// negative; what the month does not have is its last day.
func moved(day string, l length, sign int) string {
	at, _ := time.Parse(time.DateOnly, day)
	switch l.unit {
	case "day":
		return at.AddDate(0, 0, sign*l.number).Format(time.DateOnly)
	case "week":
		return at.AddDate(0, 0, sign*7*l.number).Format(time.DateOnly)
	}
	months := l.number
	if l.unit == "year" {
		months *= 12
	}
	number := at.Year()*12 + int(at.Month()) - 1 + sign*months
	year, month := number/12, time.Month(number%12+1)
	for d := at.Day(); ; d-- {
		if made := time.Date(year, month, d, 0, 0, 0, 0, time.UTC); made.Month() == month {
			return made.Format(time.DateOnly)
		}
	}
}

func (w smallWorld) inPeriod(p period, day string) bool {
	if day > w.asOf {
		return false
	}
	border := moved(w.asOf, p.length, -1)
	switch p.kind {
	case inTheLast, lessLongAgo:
		return day > border
	case atMostAgo:
		return day >= border
	case atLeastAgo:
		return day <= border
	case longerAgo:
		return day < border
	}
	return (p.from == "" || day >= p.from) && (p.to == "" || day <= p.to)
}

// inWindows tells whether a day lies in all windows of a customer's; one that is
// not known lies in none.
func (w smallWorld) inWindows(windows []window, day *string, c worldCustomer) bool {
	for _, one := range windows {
		if day == nil {
			return false
		}
		if one.around.what == "" {
			if !w.inPeriod(one.period, *day) {
				return false
			}
			continue
		}
		other := w.reference(one.around, c)
		if other == "" || !isNear(one.around, *day, other) {
			return false
		}
	}
	return true
}

func isNear(a around, day, other string) bool {
	if a.length.unit == "" {
		return a.side == "after" && day > other || a.side == "before" && day < other
	}
	from, to := moved(other, a.length, -1), moved(other, a.length, 1)
	switch {
	case a.side == "after":
		return day > other && day <= to
	case a.side == "before":
		return day < other && day >= from
	case a.what == "campaign":
		return day >= other && day <= to
	}
	return day >= from && day <= to
}

func (w smallWorld) reference(a around, c worldCustomer) string {
	_, first, last, _, _ := w.history(c)
	switch a.what {
	case "first order":
		return first
	case "last order":
		return last
	}
	earliest := ""
	for _, member := range w.members {
		if member.customer == nil || *member.customer != c.id || !w.isCampaign(a.names, member.campaign) {
			continue
		}
		if day := w.touch(member); day != nil && (earliest == "" || *day < earliest) {
			earliest = *day
		}
	}
	return earliest
}

func (w smallWorld) touch(member worldMember) *string {
	if member.touched != nil {
		return member.touched
	}
	for _, campaign := range w.campaigns {
		if campaign.id == member.campaign {
			return campaign.started
		}
	}
	return nil
}

// isCampaign tells whether names mean a campaign: its id, or its name. One that
// nothing is known of has no name of any kind.
func (w smallWorld) isCampaign(names []name, id string) bool {
	if len(names) == 0 {
		return true
	}
	for _, campaign := range w.campaigns {
		if campaign.id == id && (textIs(&campaign.id, testIs, names) || textIs(campaign.name, testIs, names)) {
			return true
		}
	}
	return false
}

func (w smallWorld) count(b boughtTest, c worldCustomer) decimal.Decimal {
	sum, seen := decimal.Zero, map[string]bool{}
	if len(b.filters) == 0 && b.measure != "pieces" {
		orders, _, _, _, _ := w.history(c)
		times := 0
		for _, order := range orders {
			if !w.inWindows(b.windows, &order.on, c) {
				continue
			}
			sum = sum.Add(order.amount)
			if order.bought {
				times++
				seen[order.on] = true
			}
		}
		switch b.measure {
		case "amount":
			return sum
		case "days":
			return decimal.NewFromInt(int64(len(seen)))
		}
		return decimal.NewFromInt(int64(times))
	}
	for _, line := range w.lines {
		if line.customer == nil || *line.customer != c.id || line.on > w.asOf || !w.inWindows(b.windows, &line.on, c) || !lineMatches(b.filters, line) {
			continue
		}
		switch b.measure {
		case "amount":
			sum = sum.Add(line.amount)
		case "pieces":
			if line.quantity != nil {
				sum = sum.Add(*line.quantity)
			}
		case "days":
			if line.isBought() {
				seen[line.on] = true
			}
		default:
			if line.isBought() {
				seen[line.source+"|"+line.order+"|"+line.on] = true
			}
		}
	}
	if b.measure == "amount" || b.measure == "pieces" {
		return sum
	}
	return decimal.NewFromInt(int64(len(seen)))
}

func lineMatches(filters []filter, line worldLine) bool {
	for _, one := range filters {
		ok := false
		switch one.of {
		case "category":
			ok = textIs(line.group, one.test, one.names)
		case "product":
			ok = textIs(line.product, one.test, one.names) || textIs(line.productID, one.test, one.names)
		case "channel":
			ok = textIs(line.channel, one.test, one.names)
		case "country":
			ok = textIs(line.country, one.test, one.names)
		case "manager":
			ok = textIs(line.owner, one.test, one.names)
		case "source":
			ok = textIs(&line.source, one.test, one.names)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (w smallWorld) eventHolds(e eventTest, c worldCustomer) bool {
	count := 0
	for _, event := range w.events {
		if event.customer == nil || *event.customer != c.id || event.on != nil && *event.on > w.asOf || !w.inWindows(e.windows, event.on, c) {
			continue
		}
		matches := true
		for _, one := range e.filters {
			value := map[string]*string{"type": &event.kind, "subject": event.subject, "status": event.status, "manager": event.owner}[one.of]
			matches = matches && textIs(value, one.test, one.names)
		}
		if matches {
			count++
		}
	}
	return inInterval(e.number, decimal.NewFromInt(int64(count)))
}

func (w smallWorld) campaignHolds(t campaignTest, c worldCustomer) bool {
	for _, member := range w.members {
		if member.customer == nil || *member.customer != c.id || !w.isCampaign(t.names, member.campaign) {
			continue
		}
		day, ok := w.touch(member), true
		switch t.part {
		case "treated":
			ok = member.arm != "control"
		case "held out":
			ok = member.arm == "control"
		case "received":
			ok = member.delivered != nil && *member.delivered
		case "opened":
			day, ok = member.opened, member.opened != nil
		case "clicked":
			day, ok = member.clicked, member.clicked != nil
		case "responded":
			day, ok = member.responded, member.responded != nil
		}
		ok = ok && (day == nil || *day <= w.asOf)
		for _, one := range t.periods {
			ok = ok && day != nil && w.inPeriod(one, *day)
		}
		if ok {
			return true
		}
	}
	return false
}

func (w smallWorld) isIn(names []name, kind string, c worldCustomer) bool {
	for _, segment := range w.segments {
		if kind != "" && segment.kind != kind || !slices.Contains(segment.members, c.id) {
			continue
		}
		for _, one := range names {
			if SameName(one.text, segment.segment) || segment.name != nil && SameName(one.text, *segment.name) {
				return true
			}
		}
	}
	return false
}
