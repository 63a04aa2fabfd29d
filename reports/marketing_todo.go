package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// list is one of the lists to act on.
type list struct {
	name      string
	do        string
	tells     []string // keys of its sentence, with money and without; none where the table alone tells it
	customers int64
	money     any    // what the column beside it says
	means     string // key of what the money is
	section   string
	sheet     string // where its customers stand
	short     string // key of its words among what is new
}

// todo is the lists to act on: how many customers each has, what money, what to
// do and where it stands.
func (b *builder) todo() Section {
	s := b.section("todo", "segments/rfm", "forecasts/rhythm")
	lists := b.todoLists()
	if len(lists) == 0 {
		return b.missing(s)
	}
	for _, l := range lists {
		if text := b.todoSentence(l); text != "" {
			s.Points = append(s.Points, Point{Section: l.section, Text: text})
		}
	}
	s.Tables = append([]Table{b.todoTable(lists)}, b.todoSheets()...)
	s.Note = b.say("todo.note")
	return s
}

// todoLists are the lists that have anybody in them, in the order in which they
// are worth the work.
func (b *builder) todoLists() []list {
	var lists []list
	if t := b.answers.Leaving; !empty(t) {
		lists = append(lists, list{name: b.say("marketing.call"), do: b.say("marketing.call_do"), tells: []string{"marketing.call_money", "marketing.call_alone"},
			customers: int64(t.Len()), money: sum(t, "at_stake"), means: "marketing.money_at_stake", section: "leaving", sheet: b.say("leaving.sheet"), short: "marketing.to_call"})
	}
	if t := b.lostDear(); t.Len() > 0 {
		lists = append(lists, list{name: b.say("marketing.win_back"), do: b.say("marketing.win_back_do"), tells: []string{"marketing.win_back_money", "marketing.win_back_alone"},
			customers: int64(t.Len()), money: sum(t, "monetary"), means: "marketing.money_so_far", section: "todo", sheet: b.say("marketing.win_back_sheet"), short: "marketing.to_win_back"})
	}
	if t := b.onceBought(); t.Len() > 0 {
		l := list{name: b.say("marketing.second"), do: b.say("marketing.second_do"), tells: []string{"marketing.second_money", "marketing.second_alone"},
			customers: int64(t.Len()), section: "todo", sheet: b.say("marketing.second_sheet"), short: "marketing.to_second"}
		if t.Index("clv") >= 0 && sum(t, "clv").IsPositive() {
			l.money, l.means = sum(t, "clv"), "marketing.money_to_come"
		}
		lists = append(lists, l)
	}
	lists = append(lists, b.ownLists()...)
	lists = append(lists, b.alikeLists()...)
	return append(lists, b.heldOutLists()...)
}

// ownLists are the company's own segments for which the config says what to do.
func (b *builder) ownLists() []list {
	var lists []list
	own := b.ofKind("own")
	for r := range own.Len() {
		if do := own.Text(r, "do"); do != "" && own.Integer(r, "customers") > 0 {
			lists = append(lists, list{name: name(b.ownName(own.Text(r, "segment"))), do: name(do), customers: own.Integer(r, "customers"),
				money: own.Value(r, "value_to_come"), means: "marketing.money_to_come", section: "own"})
		}
	}
	return lists
}

// alikeLists are the customers who are like a segment's and not in it.
func (b *builder) alikeLists() []list {
	t := b.answers.Lookalikes
	var lists []list
	counts := map[string]int64{}
	for r := range length(t) {
		segment := t.Text(r, "segment")
		if counts[segment]++; counts[segment] == 1 {
			lists = append(lists, list{name: segment, do: b.say("marketing.alike_do"), section: "own", sheet: b.say("own.lookalikes_sheet")})
		}
	}
	for i := range lists {
		lists[i].customers = counts[lists[i].name]
		lists[i].name = b.say("marketing.alike", "segment", name(b.anyName(lists[i].name)))
	}
	return lists
}

// heldOutLists are those of campaigns that run who must not be addressed, or
// nobody will know what the campaign brought.
func (b *builder) heldOutLists() []list {
	if empty(b.answers.Campaigns) {
		return nil
	}
	var lists []list
	campaigns := b.campaignRows()
	for r := range campaigns.Len() {
		if campaigns.Value(r, "complete") != false || campaigns.Integer(r, "control") == 0 {
			continue
		}
		lists = append(lists, list{name: b.say("marketing.held_out", "campaign", Shorten(name(campaigns.Text(r, "label")), 60)),
			do: b.say("marketing.held_out_do", "date", b.Words.Date(campaigns.Time(r, "until_on"))), customers: campaigns.Integer(r, "control"), section: "campaigns"})
	}
	return lists
}

// todoSentence says whom to call, win back and lead on; "" for lists that the
// table alone tells.
func (b *builder) todoSentence(l list) string {
	if len(l.tells) == 0 {
		return ""
	}
	money, ok := l.money.(decimal.Decimal)
	if !ok {
		return b.Words.Count(l.tells[1], l.customers)
	}
	return b.Words.Count(l.tells[0], l.customers, "money", b.money(money))
}

func (b *builder) todoTable(lists []list) Table {
	data := &table.Table{Columns: []table.Column{
		{Name: "list", Kind: table.Text}, {Name: "customers", Kind: table.Integer}, {Name: "amount", Kind: table.Decimal, Scale: 2},
		{Name: "money_is", Kind: table.Text}, {Name: "advice", Kind: table.Text}, {Name: "stands_on", Kind: table.Text},
	}}
	for _, l := range lists {
		means, where := any(nil), l.sheet
		if l.money != nil {
			means = b.say(l.means)
		}
		if where == "" {
			where = b.say(l.section + ".title")
		}
		data.Rows = append(data.Rows, []any{l.name, l.customers, l.money, means, l.do, where})
	}
	return Table{ID: "todo", Title: b.say("marketing.todo_table"), Data: data, PageRows: 20, Columns: []Column{
		b.column("list", textFormat()), b.column("customers", integerFormat()), b.moneyColumn(data, "amount"), b.column("money_is", textFormat()),
		b.column("advice", textFormat()).wide(), b.column("stands_on", textFormat()),
	}}
}
