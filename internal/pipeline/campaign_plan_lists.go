package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports/csv"
	"clientele/reports/xlsx"
	"clientele/segments"
)

// listFile is one target list: who is to be addressed, or left alone.
type listFile struct {
	name  string // of the files, without their ending
	list  string // what it is called
	owner string
	arm   string

	people []*person
}

const (
	listsFolder = "lists"
	// byteOrderMark lets spreadsheets see that a csv is UTF-8.
	byteOrderMark = "\ufeff"
	// longestName of an owner in a file's name, in letters.
	longestName = 40
)

// makeLists cuts the lists: by arm and, where the file says so, by manager. A
// list of those who are left alone is as long as it takes for nobody to be
// addressed by mistake.
func (p *campaignPlan) makeLists() {
	taken := map[string]bool{}
	for _, arm := range []string{segments.Treated, segments.Controls} {
		byOwner := map[string][]*person{}
		var owners []string
		for _, s := range p.strata {
			ids := s.drawn.Treated
			if arm == segments.Controls {
				ids = s.drawn.Control
			}
			for _, id := range ids {
				one := p.people[id]
				owner := ""
				if p.campaign.Lists.By == segments.ListsByManager {
					owner = one.owner
				}
				if byOwner[owner] == nil {
					owners = append(owners, owner)
				}
				byOwner[owner] = append(byOwner[owner], one)
			}
		}
		slices.Sort(owners)
		for _, owner := range owners {
			people := byOwner[owner]
			slices.SortFunc(people, func(a, b *person) int { return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id)) })
			name := map[string]string{segments.Treated: "contact", segments.Controls: "do-not-contact"}[arm] + "-" + p.campaign.Channel
			list := name
			if p.campaign.Lists.By == segments.ListsByManager {
				name += "-" + cmp.Or(safeName(owner), "nobody")
				list += ": " + cmp.Or(owner, "nobody")
			}
			p.files = append(p.files, listFile{name: path.Join(listsFolder, freeName(name, taken)), list: list, owner: owner, arm: arm, people: people})
		}
	}
	p.addUnreachable()
}

// safeName is a name as files can bear it everywhere: letters and digits of any
// script, and hyphens for the rest.
func safeName(name string) string {
	var out []rune
	for _, r := range strings.ToLower(name) {
		switch {
		case len(out) >= longestName:
		case unicode.IsLetter(r) && r != unicode.ReplacementChar || unicode.IsDigit(r):
			out = append(out, r)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out), "-")
}

// freeName tells names apart that are the same in a file's name.
func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	taken[free] = true
	return free
}

// listColumn is one column of a list.
type listColumn struct {
	column table.Column
	value  func(p *campaignPlan, one *person) any
}

// listColumns are those that a list can have, beside the ones that its channel
// needs.
func listColumns() []listColumn {
	text := func(name string, of func(*person) string) listColumn {
		return listColumn{table.Column{Name: name}, func(_ *campaignPlan, one *person) any { return orNothing(of(one)) }}
	}
	given := func(name string, kind table.Kind, scale int, of func(*person) any) listColumn {
		return listColumn{table.Column{Name: name, Kind: kind, Scale: scale}, func(_ *campaignPlan, one *person) any { return of(one) }}
	}
	return []listColumn{
		text("email", func(one *person) string { return one.email }), text("phone", func(one *person) string { return one.phone }),
		text("name", func(one *person) string { return one.name }), text("customer_id", func(one *person) string { return one.id }),
		text("owner", func(one *person) string { return one.owner }), text("city", func(one *person) string { return one.city }),
		text("country", func(one *person) string { return one.country }), text("tags", func(one *person) string { return one.tags }),
		text("segment", func(one *person) string { return one.stratum.title }),
		{table.Column{Name: "offer"}, func(p *campaignPlan, one *person) any { return orNothing(p.campaign.Offers[one.stratum.offer].Text) }},
		given("usual_weekday", table.Text, 0, func(one *person) any { return weekdayName(one.weekday) }),
		given("usual_hour", table.Integer, 0, func(one *person) any { return one.hour }),
		given("last_on", table.Date, 0, func(one *person) any { return one.lastOn }),
		given("orders", table.Integer, 0, func(one *person) any { return one.orders }),
		given("revenue", table.Decimal, 2, func(one *person) any {
			if amount, ok := one.revenue.(decimal.Decimal); ok {
				return amount.Round(2)
			}
			return nil
		}),
	}
}

func weekdayName(day any) any {
	number, ok := day.(int64)
	if !ok || number < 1 || number > daysAWeek {
		return nil
	}
	return []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}[number-1]
}

// columnsOfChannel are what a channel needs and nothing else.
func (p *campaignPlan) columnsOfChannel() []string {
	var names []string
	switch p.campaign.Channel {
	case segments.Email:
		names = []string{"email", "name"}
	case segments.SMS:
		names = []string{"phone", "name"}
	case segments.Phone:
		names = []string{"phone", "name", "owner", "usual_weekday", "usual_hour"}
	case segments.Letter:
		names = []string{"name", "city", "country"}
	default:
		names = []string{"name", "phone", "owner", "city", "usual_weekday", "usual_hour"}
	}
	if p.noAddresses {
		names = append([]string{"customer_id"}, names...)
	}
	if len(p.campaign.Offers) > 1 {
		names = append(names, "offer")
	}
	for _, more := range p.campaign.Lists.Columns {
		if !slices.Contains(names, more) {
			names = append(names, more)
		}
	}
	return names
}

// rows are a list as a table.
func (p *campaignPlan) rows(file listFile) *table.Table {
	all := listColumns()
	var columns []listColumn
	out := &table.Table{}
	for _, name := range p.columnsOfChannel() {
		at := slices.IndexFunc(all, func(c listColumn) bool { return c.column.Name == name })
		columns = append(columns, all[at])
		out.Columns = append(out.Columns, all[at].column)
	}
	for _, one := range file.people {
		row := make([]any, len(columns))
		for i, column := range columns {
			row[i] = column.value(p, one)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// writeLists writes each list as text and as a workbook.
func (p *campaignPlan) writeLists() error {
	for _, file := range p.files {
		rows := p.rows(file)
		if file.arm == notReachable {
			rows = unreachableRows(file)
		}
		text, err := p.out.files.Create(file.name + ".csv")
		if err != nil {
			return err
		}
		_, err = text.Write([]byte(byteOrderMark))
		if err = errors.Join(err, csv.Write(text, rows), text.Close()); err != nil {
			return fmt.Errorf("writing %s.csv: %w", file.name, err)
		}
		book, err := p.out.files.Create(file.name + ".xlsx")
		if err != nil {
			return err
		}
		if err := errors.Join(xlsx.WriteList(book, rows, file.list, xlsx.Options{TempDir: p.temporary.Path()}), book.Close()); err != nil {
			return fmt.Errorf("writing %s.xlsx: %w", file.name, err)
		}
	}
	return nil
}
