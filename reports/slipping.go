package reports

import (
	"math"

	"github.com/shopspring/decimal"
)

// slipping is the list of whom to call, in numbers.
type slipping struct {
	customers, late int64
	gone            int64 // probably lost already; the list has them while their last purchase is recent
	stake, first    decimal.Decimal
	goneStake       decimal.Decimal
}

func (b *builder) slipping() slipping {
	t := b.answers.Leaving
	if empty(t) {
		return slipping{}
	}
	s := slipping{customers: int64(t.Len()), stake: sum(t, "at_stake")}
	for r := range t.Len() {
		stake := t.Decimal(r, "at_stake")
		if r < callRows {
			s.first = s.first.Add(stake)
		}
		if days, ok := float(t, r, "overdue_days"); ok && days > 0 {
			s.late++
		}
		if slug(t.Text(r, "risk")) == "gone" {
			s.gone, s.goneStake = s.gone+1, s.goneStake.Add(stake)
		}
	}
	return s
}

// callSentences say how many customers slip away, what is at stake with them,
// how many are lost or late and how much the top of the list holds.
func (b *builder) callSentences() []string {
	if empty(b.answers.Leaving) {
		return []string{b.nobodySentence()}
	}
	s, lines := b.slipping(), []string(nil)
	told := func(key string, n int64, pairs ...string) { lines = append(lines, b.Words.Count(key, n, pairs...)) }
	key := "leaving.slipping"
	if s.gone > 0 {
		key = "leaving.slipping_lost"
	}
	told(key, s.customers, "money", b.money(s.stake), "within", b.within())
	switch s.gone {
	case 0:
	case s.customers:
		told("leaving.all_lost", s.gone)
	default:
		told("leaving.lost", s.gone)
	}
	switch s.late {
	case 0:
	case s.customers:
		told("leaving.all_late", s.late)
	default:
		told("leaving.late", s.late)
	}
	if s.customers > callRows && s.stake.IsPositive() {
		told("leaving.first", callRows, "share", b.percent(ratio(s.first, s.stake)))
	}
	return lines
}

// nobodySentence says why the list is empty. A list that is empty since no
// money is at stake, or since all who left did so long ago, is no sign that
// customers stay.
func (b *builder) nobodySentence() string {
	risks, t := b.answers.ChurnRisks, b.answers.ValueCustomers
	astray := int64(0)
	for r := range length(risks) {
		if risk := slug(risks.Text(r, "risk")); risk == "high" || risk == "gone" {
			astray += risks.Integer(r, "customers")
		}
	}
	if astray > 0 && !sum(risks, "at_stake").IsPositive() {
		return b.Words.Count("leaving.no_stake", astray)
	}
	gone := int64(0)
	for r := range length(t) {
		if t.Index("risk") >= 0 && t.Integer(r, "frequency") >= 1 && slug(t.Text(r, "risk")) == "gone" {
			gone++
		}
	}
	if gone > 0 {
		return b.Words.Count("leaving.long_gone", gone)
	}
	return b.say("leaving.nobody")
}

// bandSentences name the band with the most at stake among those that can be
// kept, and what is with those who can hardly be and are not on the list.
func (b *builder) bandSentences() []string {
	risks := b.answers.ChurnRisks
	if empty(risks) {
		return nil
	}
	most, gone := -1, -1
	for r := range risks.Len() {
		switch stake := risks.Decimal(r, "at_stake"); {
		case !stake.IsPositive():
		case slug(risks.Text(r, "risk")) == "gone":
			gone = r
		case most < 0 || stake.GreaterThan(risks.Decimal(most, "at_stake")):
			most = r
		}
	}
	var lines []string
	if most >= 0 {
		named := b.translated(risks, "risk", "risk.")
		lines = append(lines, b.Words.Count("leaving.band", risks.Integer(most, "customers"), "risk", name(named.Text(most, "risk")),
			"money", b.money(risks.Decimal(most, "at_stake")), "chance", b.percent(risks.Value(most, "p_buys")), "within", b.within()))
	}
	if gone >= 0 {
		listed := b.slipping()
		stake, n := risks.Decimal(gone, "at_stake").Sub(listed.goneStake), risks.Integer(gone, "customers")-listed.gone
		if n > 0 && stake.IsPositive() {
			lines = append(lines, b.Words.Count("leaving.gone", n, "money", b.money(stake)))
		}
	}
	return lines
}

// naiveUsed names the rule of thumb whose figures are the customers', and the
// model whose chances stand beside them; false where a model is used.
func (b *builder) naiveUsed() (rule, model string, ok bool) {
	h := b.answers.ValueHoldout
	if empty(h) || h.Index("rmse") < 0 {
		return "", "", false
	}
	f := fieldOf(h)
	if f.chosen < 0 || f.model < 0 || !isNaive(h, f.chosen) {
		return "", "", false
	}
	named := b.translated(h, "rule", "model.")
	return name(named.Text(f.chosen, "rule")), name(named.Text(f.model, "rule")), true
}

// naiveSentence stands beside what a rule of thumb expects of all customers:
// the chances that are shown elsewhere are a model's and may say another thing.
func (b *builder) naiveSentence() []string {
	rule, model, naive := b.naiveUsed()
	t := b.answers.ValueCustomers
	if !naive || empty(t) || t.Index("p_buys") < 0 {
		return nil
	}
	buyers := 0.0
	for r := range t.Len() {
		if chance, ok := float(t, r, "p_buys"); ok {
			buyers += chance
		}
	}
	return []string{b.Words.Count("value.naive_used", int64(math.Round(buyers)), "rule", rule, "model", model, "within", b.within())}
}
