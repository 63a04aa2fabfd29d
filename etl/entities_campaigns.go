package etl

import "slices"

func campaigns() Entity {
	return Entity{
		Name: "campaigns", Meaning: "one campaign",
		Key: []string{"source", "campaign_id"},
		Fields: slices.Concat([]Field{
			required(text(1, "campaign_id", "the source's own key")),
			text(2, "campaign", "name of the campaign"),
			text(3, "channel", "mail, telephone, …"),
			moment(4, "started_at", "when it began, in UTC"),
			moment(5, "ended_at", "when it ended, in UTC"),
			number(6, "cost", moneyType, "what it cost as a whole, beside contact_cost and response_cost"),
			text(7, "currency", "ISO 4217 code"),
			text(8, "offer", "what was offered"),
			number(9, "contact_cost", moneyType, "what addressing one customer costs"),
			number(10, "response_cost", moneyType, "what each customer who buys costs besides: a gift, a commission"),
			number(11, "planned_audience", quantityType, "how many customers were planned"),
			number(12, "control_percent", percentType, "how many of a hundred were to be held out"),
			number(13, "margin_percent", percentType, "what is left of a hundred of what is sold in it"),
			moment(14, "updated_at", "when it was last changed, in UTC"),
		}, provenance()),
	}
}

func campaignMembers() Entity {
	return Entity{
		Name: "campaign_members", Meaning: "one customer of a campaign, treated or held out; one who was addressed several times may stand in several rows",
		Key: []string{"source", "campaign_id", "customer", "customer_email", "customer_phone", "customer_name", "touched_at"},
		Fields: slices.Concat([]Field{
			required(text(1, "campaign_id", "the campaign")),
			text(2, "customer", "the source's own key of the customer; where no column holds it, e-mail, telephone or name stand for it"),
			arm(boolean(3, "held_out", "belongs to the control group: yes or no, or the arm in words (control, test)")),
			moment(4, "touched_at", "when the customer was addressed, in UTC"),
			text(5, "customer_email", "the customer's e-mail as written"),
			text(6, "customer_phone", "the customer's telephone as written"),
			text(7, "customer_name", "the customer's name as written"),
			text(8, "segment", "segment for which the customer was chosen"),
			boolean(9, "delivered", "the message came"),
			moment(10, "opened_at", "when it was opened, in UTC"),
			moment(11, "clicked_at", "when it was clicked, in UTC"),
			moment(12, "responded_at", "when the customer answered, in UTC"),
		}, provenance()),
	}
}
