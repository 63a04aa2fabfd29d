package etl

import "slices"

func deals() Entity {
	return Entity{
		Name: "deals", Meaning: "one opportunity",
		Key: []string{"source", "deal_id"},
		Fields: slices.Concat([]Field{
			text(1, "deal_id", "the source's own key; where no column holds it, made of name, customer and the day it was opened"),
			text(2, "deal", "name of the deal"),
			text(3, "customer", "the source's own key of the customer"),
			text(4, "pipeline", "pipeline that it runs through"),
			text(5, "stage", "stage that it stands in"),
			text(6, "status", "open, won or lost, as written"),
			number(7, "amount", moneyType, "expected or final amount"),
			text(8, "currency", "ISO 4217 code"),
			number(9, "probability", percentType, "chance of winning in percent"),
			text(10, "owner", "responsible manager"),
			text(11, "entered_by", "who typed the record"),
			moment(12, "created_at", "when it was opened, in UTC"),
			moment(13, "closed_at", "when it was closed, in UTC"),
			moment(14, "expected_close_at", "when it should close, in UTC"),
			text(15, "lost_reason", "why it was lost"),
			text(16, "outcome", "won, lost or open; by the source's rules where it has some"),
			text(17, "customer_name", "the customer's name as written"),
			text(18, "customer_email", "the customer's e-mail as written"),
			text(19, "customer_phone", "the customer's telephone as written"),
			text(20, "lead_source", "where the deal came from"),
			moment(21, "updated_at", "when it was last changed, in UTC"),
		}, provenance()),
	}
}

func dealStages() Entity {
	return Entity{
		Name: "deal_stages", Meaning: "one stage that a deal stood in",
		Key: []string{"source", "deal_id", "entered_at"}, When: "entered_at", Monthly: true,
		Fields: slices.Concat([]Field{
			required(text(1, "deal_id", "the deal")),
			required(text(2, "stage", "the stage")),
			required(moment(3, "entered_at", "when the deal came to the stage, in UTC")),
			moment(4, "left_at", "when it left, in UTC"),
		}, provenance()),
	}
}

func contracts() Entity {
	return Entity{
		Name: "contracts", Meaning: "one contract or subscription, from its beginning to its end",
		Key: []string{"source", "contract_id"},
		Fields: slices.Concat([]Field{
			text(1, "contract_id", "the source's own key; where no column holds it, made of customer, plan and the day on which it began"),
			text(2, "customer", "the source's own key of the customer"),
			text(3, "customer_name", "the customer's name as written"),
			text(4, "customer_email", "the customer's e-mail as written"),
			text(5, "customer_phone", "the customer's telephone as written"),
			text(6, "customer_tax_id", "the customer's tax number"),
			text(7, "plan", "plan, tariff or product that it is for"),
			required(moment(8, "started_at", "when it began, in UTC")),
			moment(9, "ended_at", "when it ended, in UTC; empty, or a day to come, while it runs"),
			moment(10, "notice_at", "when its end was asked for, in UTC"),
			moment(11, "paid_until", "to when it is paid, in UTC"),
			number(12, "amount", moneyType, "what it brings a period"),
			text(13, "period", "the period that the amount is for, as written: month, year, …; a month where nothing is said"),
			text(14, "currency", "ISO 4217 code"),
			text(15, "status", "state of the contract"),
			text(16, "owner", "responsible manager"),
			text(17, "end_reason", "why it ended"),
			moment(18, "watched_from", "from when on the source would say that it ended, in UTC; where older ends are missing from it"),
			moment(19, "updated_at", "when it was last changed, in UTC"),
		}, provenance()),
	}
}
