package reports

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports/catalogue"
)

// AlertFacts are what is known of a number that somebody asked to be told of.
type AlertFacts struct {
	Figure  string // revenue, orders, buyers, new_buyers, returns, margin, average_order, customers, at_stake
	Count   bool   // of people or orders; else money
	Segment string // whose customers are counted, as it was written
	PartOf  string // manager, country or category; empty of the whole company
	Part    string

	From, To, AsOf time.Time
	Month          bool
	Complete       bool // the period has ended
	Days, DaysOf   int  // of a month: how many have passed of how many

	Form    string // number, band, plan or change
	Up      bool
	Equal   bool   // the bound itself counts
	Share   bool   // of a change: it was asked for by per cent
	Against string // of a change: week, month or year before
	Holds   bool

	Value, Low, High float64
	Ahead            bool    // the value is what is expected of the month, between Low and High in eight of ten cases
	SoFar            float64 // what the month has brought
	Bound            float64
	Mean             float64    // of the band
	Band             [2]float64 // its borders of 95 %
	Target, Before   float64

	Points []AlertPoint // of the picture, oldest first; the last is the one that is judged
}

// AlertPoint is a value of the picture.
type AlertPoint struct {
	On    time.Time
	Value float64 // NaN where it is not known
}

// AlertMessage is what is told of a number.
type AlertMessage struct {
	Sentence string
	Chart    *Chart // nil where there is nothing to draw
}

// Alert tells of a number: what it is, what it is compared with, and the picture. The
// sentence is true whether the rule holds or not.
func Alert(facts AlertFacts, settings Settings) (AlertMessage, error) {
	words, err := catalogue.New(settings.Language)
	if err != nil {
		return AlertMessage{}, err
	}
	a := alertTeller{Presenter: Presenter{Words: words, Currency: settings.Currency}, facts: facts}
	return AlertMessage{Sentence: a.sentence(), Chart: a.chart()}, nil
}

// alertTeller says it in one language.
type alertTeller struct {
	Presenter
	facts AlertFacts
}

// sentence is the value, what it means where the rule holds, and what it was compared
// with.
func (a alertTeller) sentence() string {
	f, say := a.facts, a.Words.Say
	head := say("alert.value", "what", a.what(), "when", a.when(), "value", a.amount(f.Value))
	if f.Ahead {
		head = say("alert.ahead", "what", a.what(), "when", a.when(), "value", a.amount(f.SoFar),
			"mean", a.bare(f.Value), "low", a.bare(f.Low), "high", a.bare(f.High))
	}
	if f.Holds {
		head = say("alert.holds", "value", head, "verdict", a.verdict())
	}
	return head + ". " + a.compared()
}

// what is the figure and whose it is.
func (a alertTeller) what() string {
	f := a.facts
	if f.Segment != "" {
		return a.Words.Say("alert.segment", "name", a.name(f.Segment))
	}
	figure := a.Words.Say("alert.figure." + f.Figure)
	if f.PartOf != "" {
		return a.Words.Say("alert.part."+f.PartOf, "figure", figure, "name", a.name(f.Part))
	}
	return figure
}

// name is one of the user's or of the data: of any characters, and of any length.
func (a alertTeller) name(text string) string { return Shorten(Clean(text), LabelLength) }

func (a alertTeller) when() string {
	f := a.facts
	switch {
	case f.Month && f.Complete:
		return a.Words.LongMonth(f.From)
	case f.Month:
		return a.Words.Count("alert.days_of", int64(f.Days), "month", a.Words.LongMonth(f.From), "days", a.Words.Integer(int64(f.DaysOf)))
	case f.From.Before(f.To):
		return a.Words.Say("alert.week", "date", a.Words.LongDate(f.To))
	}
	return a.Words.LongDate(f.To)
}

// verdict is what it means that the rule holds.
func (a alertTeller) verdict() string {
	f, side := a.facts, "below"
	if f.Up {
		side = "above"
	}
	switch f.Form {
	case "band":
		return a.Words.Say("alert.verdict.band_" + side)
	case "plan":
		return a.Words.Say("alert.verdict.plan_"+side, "share", a.Words.Percent(share(math.Abs(f.Value-f.Target), f.Target), 1))
	case "change":
		return a.changed()
	}
	if f.Equal {
		side += "_or_equal"
	}
	return a.Words.Say("alert.verdict."+side, "bound", a.amount(f.Bound))
}

// changed says by how much, as the rule asked: by per cent or by the number. From
// nothing there is no share.
func (a alertTeller) changed() string {
	f := a.facts
	change, key := a.bare(math.Abs(f.Value-f.Before)), "alert.number_"
	if f.Share && f.Before > 0 {
		change, key = a.Words.Percent(share(math.Abs(f.Value-f.Before), f.Before), 0), "alert.share_"
	}
	if f.Up {
		key += "more"
	} else {
		key += "less"
	}
	return a.Words.Say(key, "change", change, "when", a.Words.Say("alert.than."+f.Against))
}

func share(part, whole float64) decimal.Decimal {
	if whole == 0 {
		return decimal.Zero
	}
	return decimal.NewFromFloat(part / whole).Round(4)
}

// compared is what the value was held against.
func (a alertTeller) compared() string {
	f := a.facts
	switch f.Form {
	case "band":
		key := "alert.band.week"
		if f.Month {
			key = "alert.band.month"
		}
		return a.Words.Say(key, "mean", a.bare(f.Mean), "low", a.bare(f.Band[0]), "high", a.bare(f.Band[1]))
	case "plan":
		return a.Words.Say("alert.plan", "value", a.amount(f.Target))
	case "change":
		return a.Words.Say("alert.before."+f.Against, "value", a.amount(f.Before))
	}
	return a.Words.Say("alert.bound", "value", a.amount(f.Bound))
}

// amount is money, or a number with its noun.
func (a alertTeller) amount(value float64) string {
	f := a.facts
	if !f.Count {
		digits := 0
		if math.Abs(value) < 100 && value != math.Trunc(value) || f.Figure == "average_order" {
			digits = 2
		}
		return a.Words.Money(decimal.NewFromFloat(value), a.Currency, digits)
	}
	rounded := int64(math.Round(value))
	if float64(rounded) != value {
		return a.bare(value)
	}
	switch f.Figure {
	case "orders":
		return a.Words.Count("count.orders", rounded)
	case "buyers":
		return a.Words.Count("count.buyers", rounded)
	}
	return a.Words.Count("alert.customers", rounded)
}

// bare is money, or a number without its noun, whose form would depend on the words
// about it.
func (a alertTeller) bare(value float64) string {
	if !a.facts.Count {
		return a.amount(value)
	}
	if value == math.Trunc(value) || math.Abs(value) >= 100 {
		return a.Words.Integer(int64(math.Round(value)))
	}
	return a.Words.Number(decimal.NewFromFloat(value).Round(1), 1)
}
