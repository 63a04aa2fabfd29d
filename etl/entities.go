package etl

import "slices"

const (
	moneyType    = "DECIMAL(18,4)"
	quantityType = "DECIMAL(18,3)"
	percentType  = "DECIMAL(5,2)"
)

func purchases() Entity {
	return Entity{
		Name: "purchases", Meaning: "one line of an order, invoice or receipt; returns are negative lines",
		Key: []string{"source", "order_id", "line"}, When: "purchased_at", Monthly: true,
		Fields: slices.Concat([]Field{
			text(1, "order_id", "number of the order, invoice or receipt; where no column holds it, lines of one customer at one moment are one order"),
			{ID: 2, Name: "line", Type: "INTEGER", Kind: NumberField, Meaning: "line in the order; where no column holds it, the row in the file"},
			required(moment(3, "purchased_at", "when it was bought, in UTC")),
			text(4, "customer", "the source's own key of the customer; empty for an anonymous purchase"),
			text(5, "customer_name", "the customer's name as written"),
			text(6, "customer_email", "the customer's e-mail as written"),
			text(7, "customer_phone", "the customer's telephone as written"),
			text(8, "product_id", "article number"),
			text(9, "product", "the article's name"),
			text(10, "product_group", "the article's group"),
			number(11, "quantity", quantityType, "pieces; negative on a return"),
			number(12, "price", moneyType, "price of a piece"),
			number(13, "amount", moneyType, "what was paid for the line; where no column holds it, quantity × price"),
			number(14, "cost", moneyType, "what the line cost the company"),
			text(15, "currency", "ISO 4217 code; where no column holds it, the source's"),
			text(16, "owner", "responsible manager"),
			text(17, "entered_by", "who typed the record"),
			text(18, "country", "the customer's country"),
			text(19, "city", "the customer's city"),
			text(20, "channel", "where it was sold"),
			text(21, "status", "state of the order or payment"),
			text(22, "customer_tax_id", "the customer's tax number"),
			text(23, "deal_id", "the deal that the order came of"),
			passing("document_type", TextField, "VARCHAR", "kind of document; `returns:` says which kinds are returns"),
			passing("order_total", NumberField, moneyType, "what was paid for the whole order; its lines share it by quantity × price"),
			passing("order_refund", NumberField, moneyType, "what was given back of the whole order; its lines share it likewise"),
			passing("period_to", TimeField, "TIMESTAMP", "last day of the period that a row sums up, where it has no day of its own"),
		}, provenance()),
	}
}

func contacts() Entity {
	return Entity{
		Name: "contacts", Meaning: "one person or company as one source wrote it",
		Key: []string{"source", "source_id"},
		Fields: slices.Concat([]Field{
			required(text(1, "source_id", "the source's own key")),
			text(2, "full_name", "name as written"),
			text(3, "first_name", "given name"),
			text(4, "last_name", "family name"),
			many(text(5, "email", "e-mail as written; several with a comma between")),
			many(text(6, "phone", "telephone as written; several with a comma between")),
			text(7, "company", "company that the person belongs to"),
			text(8, "tax_id", "tax number"),
			text(9, "country", "country"),
			text(10, "city", "city"),
			text(11, "owner", "responsible manager"),
			text(12, "entered_by", "who typed the record"),
			moment(13, "created_at", "when the record was made, in UTC"),
			moment(14, "updated_at", "when it was last changed, in UTC"),
			boolean(15, "email_consent", "may be written to"),
			many(text(16, "tags", "tags as written, with a comma between")),
			text(17, "customer", "the key that purchases know the contact by, where it is another one than source_id"),
			text(19, "account", "the source's own key of the company that the contact belongs to, where the company is the customer"),
			text(18, "kind", "person, company or lead, as written"),
			boolean(20, "call_consent", "may be called"),
			boolean(21, "sms_consent", "may be sent short messages"),
			boolean(22, "post_consent", "may be sent letters"),
		}, provenance()),
	}
}

func products() Entity {
	return Entity{
		Name: "products", Meaning: "one article",
		Key: []string{"source", "product_id"},
		Fields: slices.Concat([]Field{
			required(text(1, "product_id", "article number")),
			text(2, "product", "the article's name"),
			text(3, "product_group", "the article's group"),
			number(4, "price", moneyType, "list price"),
			number(5, "cost", moneyType, "cost of a piece"),
			text(6, "currency", "ISO 4217 code"),
		}, provenance()),
	}
}

func events() Entity {
	return Entity{
		Name: "events", Meaning: "one call, visit, mail, message, task, form or campaign touch",
		Key: []string{"source", "event_id"}, When: "event_at", Monthly: true,
		Fields: slices.Concat([]Field{
			text(1, "event_id", "the source's own key; where no column holds it, made of type, time, customer and subject"),
			text(2, "customer", "the source's own key of the customer"),
			required(text(3, "event_type", "call, visit, mail, …, as written")),
			required(moment(4, "event_at", "when it was, in UTC")),
			text(5, "subject", "what it was about"),
			text(6, "owner", "responsible manager"),
			text(7, "entered_by", "who typed the record"),
			text(8, "status", "state of the event"),
			text(9, "campaign_id", "campaign that it belongs to"),
			text(10, "customer_name", "the customer's name as written"),
			text(11, "customer_email", "the customer's e-mail as written"),
			text(12, "customer_phone", "the customer's telephone as written"),
			text(13, "deal_id", "the deal that it belongs to"),
			moment(14, "due_at", "when it should be done, in UTC"),
		}, provenance()),
	}
}

func targets() Entity {
	return Entity{
		Name: "targets", Meaning: "one planned figure for a month and an owner, segment or product group",
		Key: []string{"metric", "month", "scope", "scope_value"},
		Fields: slices.Concat([]Field{
			required(text(1, "metric", "revenue, orders, buyers, new_buyers or margin")),
			required(period(moment(2, "month", "any day of the month, or the month: 2026-10, 10.2026, October 2026"))),
			text(3, "scope", "owner, segment or product_group; empty for the company"),
			text(4, "scope_value", "which one"),
			required(number(5, "target", moneyType, "the planned figure")),
			text(6, "currency", "ISO 4217 code where the figure is money"),
		}, provenance()),
	}
}

func prices() Entity {
	return Entity{
		Name: "prices", Meaning: "one price of one article at one competitor on one day",
		Key: []string{"product_id", "competitor", "seen_at"}, When: "seen_at", Monthly: true,
		Fields: slices.Concat([]Field{
			required(text(1, "product_id", "article number")),
			required(text(2, "competitor", "whose price it is")),
			required(moment(3, "seen_at", "when it was seen, in UTC")),
			required(number(4, "price", moneyType, "the price")),
			text(5, "currency", "ISO 4217 code"),
		}, provenance()),
	}
}

func traffic() Entity {
	return Entity{
		Name: "traffic", Meaning: "one line of a web analytics report: what one value of its dimension brought in a period",
		Key: []string{"source", "report", "dimension_value", "started_at", "ended_at"}, When: "ended_at",
		Fields: slices.Concat([]Field{
			text(1, "report", "the report's name"),
			text(2, "dimension", "what the report is by: channel, campaign, …"),
			required(text(3, "dimension_value", "which one")),
			moment(4, "started_at", "first day of the period"),
			moment(5, "ended_at", "last day of the period"),
			number(6, "users", quantityType, "visitors"),
			number(7, "sessions", quantityType, "visits"),
			number(8, "engaged_sessions", quantityType, "visits that were more than a look"),
			number(9, "events", quantityType, "events of all kinds"),
			number(10, "key_events", quantityType, "events that the company counts as success"),
			number(11, "revenue", moneyType, "what the visits brought"),
			text(12, "currency", "ISO 4217 code"),
		}, provenance()),
	}
}

func rates() Entity {
	return Entity{
		Name: "rates", Meaning: "what one unit of a currency is worth in the company's on a day",
		Key: []string{"currency", "rate_on"}, When: "rate_on",
		Fields: slices.Concat([]Field{
			required(text(1, "currency", "ISO 4217 code")),
			required(moment(2, "rate_on", "the day")),
			required(number(3, "rate", "DECIMAL(18,8)", "units of the company's currency for one unit")),
		}, provenance()),
	}
}
