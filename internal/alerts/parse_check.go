package alerts

import "github.com/shopspring/decimal"

// check tells what cannot be known of a figure, or not honestly.
func (p *parser) check(rule Rule) {
	figure, period, test := p.places.figure, p.places.period, p.places.test
	name := printedFigure(rule.Figure)
	switch {
	case rule.Figure == AtStake && rule.Period != NoPeriod:
		p.Wrong(period, "the money at stake is told of the day: it has no week and no month")
	case rule.Figure == AtStake && rule.Part.Of != "":
		p.Wrong(figure, "the money at stake is told of the whole company alone")
	case (rule.Figure == AtStake || rule.Figure == Size) && (rule.Form == Band || rule.Form == Plan):
		p.Wrong(test, "there is no forecast and no plan of this; compare it with a number: above 100")
	case rule.Figure == AtStake && rule.Form == Change:
		p.Wrong(test, "what was at stake before is not kept; compare the money at stake with a number: above 50000")
	case rule.Form == Plan && !rule.Period.IsMonth():
		p.Wrong(test, "targets are of months: write this month or last month")
	case rule.Form == Plan && (rule.Figure == Returns || rule.Figure == AverageOrder):
		p.Wrong(figure, "there are no targets of %s; there are of revenue, orders, buyers, new customers and margin", name)
	case rule.Form == Plan && rule.Part.Of == "country":
		p.Wrong(test, "there are no targets of countries; there are of managers and categories")
	case rule.Form == Band && rule.Period == ThisMonth && (rule.Part.Of != "" || rule.Figure != Revenue && rule.Figure != Orders):
		p.Wrong(period, "what a month that has not ended will come to is known of the company's revenue and orders; write last month, or this week")
	case rule.Form == Number && rule.Period == ThisMonth && !rule.Up && rule.Figure != AverageOrder && (rule.Part.Of != "" || rule.Figure != Revenue && rule.Figure != Orders):
		p.Wrong(period, "a month that has not ended is below any number at first, and what it will come to is known of the company's revenue and orders alone; write last month, or this week")
	case rule.Part.Of != "" && rule.Figure == Margin:
		p.Wrong(figure, "margin is told of the whole company alone")
	}
	p.checkShares(rule, test)
	p.checkAgainst(rule, test)
}

func (p *parser) checkShares(rule Rule, test int) {
	if rule.Percent == "" || rule.Up {
		return
	}
	if decimal.RequireFromString(rule.Percent).GreaterThan(decimal.NewFromInt(100)) {
		p.Wrong(test, "nothing falls by more than 100 %%")
	}
}

// checkAgainst tells what a period cannot be compared with.
func (p *parser) checkAgainst(rule Rule, test int) {
	switch {
	case rule.Against == "month" && (rule.Period == ThisWeek || rule.Period == LastWeek):
		p.Wrong(test, "a week is compared with the week before or with that of a year before")
	case rule.Against == "week" && rule.Period.IsMonth():
		p.Wrong(test, "a month is compared with the month before or with that of a year before")
	case rule.Form == Change && rule.Bound != "" && !decimal.RequireFromString(rule.Bound).IsPositive():
		p.Wrong(test, "a change is a number above 0")
	case rule.Least != "" && !decimal.RequireFromString(rule.Least).IsPositive():
		p.Wrong(test, "the least change that counts is a number above 0")
	}
}

func printedFigure(figure string) string {
	for _, one := range figureNames() {
		if one.figure == figure {
			return one.words[0]
		}
	}
	return figure
}
