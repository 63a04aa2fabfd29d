package etl

import "slices"

const (
	moneyType    = "DECIMAL(18,4)"
	quantityType = "DECIMAL(18,3)"
)

func purchases() Entity {
	return Entity{
		Name: "purchases", Meaning: "one line of an order, invoice or receipt; returns are negative lines",
		Key: []string{"source", "order_id", "line"}, Order: []string{"purchased_at", "order_id", "line", "source_row"},
		Fields: slices.Concat([]Field{
			text(1, "order_id", "number of the order, invoice or receipt; where no column holds it, lines of one customer at one moment are one order"),
			{ID: 2, Name: "line", Type: "INTEGER", Kind: NumberField, Meaning: "line in the order; where no column holds it, the lines are counted"},
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
			{Name: "document_type", Kind: InputField, Meaning: "kind of document; `returns:` says which kinds are returns"},
		}, provenance()),
	}
}

func contacts() Entity {
	return Entity{
		Name: "contacts", Meaning: "one person or company as one source wrote it",
		Key: []string{"source", "source_id"}, Order: []string{"source_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "source_id", "the source's own key")),
			text(2, "full_name", "name as written"),
			text(3, "first_name", "given name"),
			text(4, "last_name", "family name"),
			text(5, "email", "e-mail as written"),
			text(6, "phone", "telephone as written"),
			text(7, "company", "company that the person belongs to"),
			text(8, "tax_id", "tax number"),
			text(9, "country", "country"),
			text(10, "city", "city"),
			text(11, "owner", "responsible manager"),
			text(12, "entered_by", "who typed the record"),
			moment(13, "created_at", "when the record was made, in UTC"),
			moment(14, "updated_at", "when it was last changed, in UTC"),
			boolean(15, "email_consent", "may be written to"),
			text(16, "tags", "tags as written"),
			text(17, "customer", "the key that purchases know the contact by, where it is another one than source_id"),
		}, provenance()),
	}
}

func products() Entity {
	return Entity{
		Name: "products", Meaning: "one article",
		Key: []string{"source", "product_id"}, Order: []string{"product_id", "source_row"},
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
		Key: []string{"source", "event_id"}, Order: []string{"event_at", "event_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "event_id", "the source's own key")),
			text(2, "customer", "the source's own key of the customer"),
			required(text(3, "event_type", "call, visit, mail, …, as written")),
			required(moment(4, "event_at", "when it was, in UTC")),
			text(5, "subject", "what it was about"),
			text(6, "owner", "responsible manager"),
			text(7, "entered_by", "who typed the record"),
			text(8, "status", "state of the event"),
			text(9, "campaign_id", "campaign that it belongs to"),
		}, provenance()),
	}
}

func deals() Entity {
	return Entity{
		Name: "deals", Meaning: "one opportunity",
		Key: []string{"source", "deal_id"}, Order: []string{"deal_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "deal_id", "the source's own key")),
			text(2, "deal", "name of the deal"),
			text(3, "customer", "the source's own key of the customer"),
			text(4, "pipeline", "pipeline that it runs through"),
			text(5, "stage", "stage that it stands in"),
			text(6, "status", "open, won or lost, as written"),
			number(7, "amount", moneyType, "expected or final amount"),
			text(8, "currency", "ISO 4217 code"),
			number(9, "probability", "DECIMAL(5,2)", "chance of winning in percent"),
			text(10, "owner", "responsible manager"),
			text(11, "entered_by", "who typed the record"),
			moment(12, "created_at", "when it was opened, in UTC"),
			moment(13, "closed_at", "when it was closed, in UTC"),
			moment(14, "expected_close_at", "when it should close, in UTC"),
			text(15, "lost_reason", "why it was lost"),
		}, provenance()),
	}
}

func dealStages() Entity {
	return Entity{
		Name: "deal_stages", Meaning: "one stage that a deal stood in",
		Key: []string{"source", "deal_id", "entered_at"}, Order: []string{"entered_at", "deal_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "deal_id", "the deal")),
			required(text(2, "stage", "the stage")),
			required(moment(3, "entered_at", "when the deal came to the stage, in UTC")),
			moment(4, "left_at", "when it left, in UTC"),
		}, provenance()),
	}
}

func campaigns() Entity {
	return Entity{
		Name: "campaigns", Meaning: "one campaign",
		Key: []string{"source", "campaign_id"}, Order: []string{"campaign_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "campaign_id", "the source's own key")),
			text(2, "campaign", "name of the campaign"),
			text(3, "channel", "mail, telephone, …"),
			moment(4, "started_at", "when it began, in UTC"),
			moment(5, "ended_at", "when it ended, in UTC"),
			number(6, "cost", moneyType, "what it cost"),
			text(7, "currency", "ISO 4217 code"),
		}, provenance()),
	}
}

func campaignMembers() Entity {
	return Entity{
		Name: "campaign_members", Meaning: "one customer of a campaign, treated or held out",
		Key: []string{"source", "campaign_id", "customer"}, Order: []string{"campaign_id", "customer", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "campaign_id", "the campaign")),
			required(text(2, "customer", "the source's own key of the customer")),
			boolean(3, "held_out", "belongs to the control group"),
			moment(4, "touched_at", "when the customer was addressed, in UTC"),
		}, provenance()),
	}
}

func targets() Entity {
	return Entity{
		Name: "targets", Meaning: "one planned figure for a month and an owner, segment or product group",
		Key: []string{"metric", "month", "scope", "scope_value"}, Order: []string{"month", "metric", "scope", "scope_value", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "metric", "revenue, orders, buyers, …")),
			required(moment(2, "month", "any day of the month")),
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
		Key: []string{"product_id", "competitor", "seen_at"}, Order: []string{"seen_at", "competitor", "product_id", "source_row"},
		Fields: slices.Concat([]Field{
			required(text(1, "product_id", "article number")),
			required(text(2, "competitor", "whose price it is")),
			required(moment(3, "seen_at", "when it was seen, in UTC")),
			required(number(4, "price", moneyType, "the price")),
			text(5, "currency", "ISO 4217 code"),
		}, provenance()),
	}
}
