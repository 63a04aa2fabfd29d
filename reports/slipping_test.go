package reports_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/shopspring/decimal"

	"clientele/reports"
	"clientele/reports/catalogue"
)

// risks sets the risk of everybody on the list.
func risks(a *reports.Answers, listed ...string) {
	a.Leaving = with(a.Leaving, "risk", func(r int) any { return listed[r] })
}

func TestLeaving_WhoIsProbablyGoneIsToldApart(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"2 customers are slipping away or were just lost: ", "1 of them is probably gone already", "on the list and not probably gone may still be"},
		"ru": {"2 клиента уходят или только что потеряны: ", "1 из них, вероятно, уже потерян", "Кто в списке и не потерян"},
		"es": {"2 clientes se están yendo o se acaban de perder: ", "1 de ellos está probablemente perdido", "Quien está en la lista y no está probablemente perdido"},
	} {
		d := monthly(t, language, func(a *reports.Answers) { two(a); risks(a, "high", "gone") })
		s := section(t, d, "leaving")
		lead := strings.Join(s.Lead, " ")
		for _, part := range want {
			if !strings.Contains(lead, part) {
				t.Errorf("%s: %q is not in: %s", language, part, lead)
			}
		}
		kept := section(t, monthly(t, language, func(a *reports.Answers) { two(a); risks(a, "high", "medium") }), "leaving")
		if strings.Contains(strings.Join(kept.Lead, " "), want[1]) || s.Figures[0].Label == kept.Figures[0].Label {
			t.Errorf("%s: with nobody gone it says %q, the figure is %q", language, kept.Lead, kept.Figures[0].Label)
		}
		if point := pointTo(t, d, "leaving"); !strings.HasPrefix(point.Text, want[0]) {
			t.Errorf("%s: the first page says %q", language, point.Text)
		}
	}
}

func TestLeaving_AListOfLostCustomersGivesNoHopeOfThem(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) { two(a); risks(a, "gone", "gone") })
	lead := strings.Join(section(t, d, "leaving").Lead, " ")
	if !strings.Contains(lead, "All of them are probably gone already") || strings.Contains(lead, "not yet a loss") {
		t.Errorf("it says: %s", lead)
	}
}

// Those who are gone and on the list are not counted once more beside it.
func TestLeaving_AnotherSumIsOfOtherCustomers(t *testing.T) {
	lead := func(listed ...string) string {
		d := monthly(t, "en", func(a *reports.Answers) {
			two(a) // with 100 and 50 at stake
			risks(a, listed...)
			a.ChurnRisks = with(a.ChurnRisks, "at_stake", func(int) any { return decimal.NewFromInt(150) })
			a.ChurnRisks = with(a.ChurnRisks, "customers", func(int) any { return int64(3) })
		})
		return strings.Join(section(t, d, "leaving").Lead, " ")
	}
	if got := lead("high", "high"); !strings.Contains(got, "Another £150.00 was with 3 customers") {
		t.Errorf("with none of them listed: %s", got)
	}
	if got := lead("high", "gone"); !strings.Contains(got, "Another £100.00 was with 2 customers") {
		t.Errorf("with one of them listed: %s", got)
	}
	if got := lead("gone", "gone"); strings.Contains(got, "Another") {
		t.Errorf("nothing is left: %s", got)
	}
}

func TestLeaving_TheRiskIsOnThePage(t *testing.T) {
	list := monthly(t, "en", func(a *reports.Answers) { two(a); risks(a, "high", "gone") }).Find("leaving")
	at := slices.IndexFunc(list.Columns, func(c reports.Column) bool { return c.Name == "risk" })
	if at < 0 || list.Columns[at].Book {
		t.Errorf("the columns are %v", list.Columns)
	}
	if list.Data.Text(1, "risk") != "probably gone" || !strings.Contains(list.Note, "“Probably gone” has less than a tenth") {
		t.Errorf("it shows %q and says %s", list.Data.Text(1, "risk"), list.Note)
	}
	page := func(owner any) bool {
		list := monthly(t, "en", func(a *reports.Answers) { a.Leaving = with(a.Leaving, "owner", func(int) any { return owner }) }).Find("leaving")
		return slices.ContainsFunc(list.Columns, func(c reports.Column) bool { return c.Name == "next_on" && !c.Book })
	}
	if page("Anna Weber") || !page(nil) {
		t.Errorf("the page has the next date with owners %v, without %v", page("Anna Weber"), page(nil))
	}
}

func TestLeaving_AnEmptyListSaysWhy(t *testing.T) {
	band := func(a *reports.Answers, stake int64) {
		a.Leaving = first(a.Leaving, 0)
		a.ChurnRisks = with(a.ChurnRisks, "at_stake", func(int) any { return decimal.NewFromInt(stake) })
		a.ChurnRisks = with(a.ChurnRisks, "customers", func(r int) any { return int64(r + 1) })
	}
	gone := func(a *reports.Answers, customers int, repeats int64) {
		a.ValueCustomers = with(a.ValueCustomers, "risk", func(r int) any { return map[bool]string{true: "gone", false: "low"}[r < customers] })
		a.ValueCustomers = with(a.ValueCustomers, "frequency", func(int) any { return repeats })
	}
	for want, change := range map[string]func(*reports.Answers){
		"The list is empty because no money is at stake, not because all stay: 7 customers are of high risk or probably gone.":           func(a *reports.Answers) { band(a, 0); gone(a, 4, 1) },
		"The list is empty: 2 customers who bought more than once are probably gone, and have been for long; no other is out of rhythm.": func(a *reports.Answers) { band(a, 5); gone(a, 2, 1) },
		"No customer is slipping away: nobody who bought more than once is out of rhythm.":                                               func(a *reports.Answers) { band(a, 5); gone(a, 2, 0) },
		"No customer is slipping away: nobody who bought more than once is out of rhythm. ":                                              func(a *reports.Answers) { band(a, 5); gone(a, 0, 1) },
	} {
		d := monthly(t, "en", change)
		if p := pointTo(t, d, "leaving"); p.Tone != reports.Neutral || p.Text != strings.TrimSpace(want) {
			t.Errorf("the first page says %+v, not %s", p, want)
		}
		if d.Find("leaving") != nil {
			t.Error("an empty list is shown")
		}
	}
}

// zeroWins lets the rule that nobody comes back be closest.
func zeroWins(a *reports.Answers) {
	rule := a.ValueHoldout.Index("rule")
	a.ValueHoldout = with(a.ValueHoldout, "chosen", func(r int) any { return a.ValueHoldout.Rows[r][rule] == "zero" })
	a.ValueTotal = with(a.ValueTotal, "expected_spend", func(int) any { return decimal.Zero })
	a.ValueCustomers = with(first(a.ValueCustomers, 9), "p_buys", func(int) any { return 0.31 })
}

// Nothing is expected of anybody, and a third of them should buy: both are
// shown, so a word has to say where each comes from.
func TestValue_ARuleOfThumbStandsBesideAModelsChancesWithAWord(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"That follows the rule “nobody comes back”, which was closest when tried; by the chances of the best model, “MBG/NBD”, about 3 customers will buy within 365 days.", "follow that rule"},
		"ru": {"Это по правилу «никто не вернётся», самому точному при проверке; по вероятностям лучшей модели, «MBG/NBD», купят за 365 дней примерно 3 клиента.", "будущие деньги — по нему"},
		"es": {"Eso sigue la regla «nadie vuelve», la más exacta en la prueba; según las probabilidades del mejor modelo, «MBG/NBD», comprarán en 365 días unos 3 clientes.", "la siguen"},
	} {
		d, usual := monthly(t, language, zeroWins), monthly(t, language, nil)
		if lead := section(t, d, "value").Lead; !slices.Contains(lead, want[0]) {
			t.Errorf("%s: the value says %q", language, lead)
		}
		told := false
		for _, p := range section(t, d, "summary").Points {
			told = told || strings.HasSuffix(p.Text, want[0])
		}
		if !told {
			t.Errorf("%s: the first page does not say it: %v", language, section(t, d, "summary").Points)
		}
		if checks := strings.Join(section(t, d, "leaving").Checks, " "); !strings.Contains(checks, want[1]) {
			t.Errorf("%s: who is leaving says %s", language, checks)
		}
		if all := sentences(section(t, usual, "value")) + sentences(section(t, usual, "leaving")); strings.Contains(all, want[0]) || strings.Contains(all, want[1]) {
			t.Errorf("%s: it says so of a model", language)
		}
	}
}

func TestValue_RangesOfWholeNumbersHoldMoreThanTheySay(t *testing.T) {
	for language, want := range map[string]string{"en": "Numbers of purchases are whole", "ru": "Число покупок целое", "es": "Las compras son números enteros"} {
		if note := monthly(t, language, nil).Find("value-coverage").Note; !strings.HasPrefix(note, want) {
			t.Errorf("%s: the note is %q", language, note)
		}
	}
}

func TestDates_RussianMonthsBesideADayHaveTheirCase(t *testing.T) {
	d := monthly(t, "ru", func(a *reports.Answers) {
		day := a.Leaving.Time(0, "last_on")
		a.Leaving = with(first(a.Leaving, 3), "last_on", func(r int) any { return day.AddDate(2027-day.Year(), 5+r-int(day.Month())+1, 9-day.Day()) })
	})
	for row, want := range []string{"9 июня 2027", "9 июля 2027", "9 авг. 2027"} {
		if got := shownCell(t, d, "leaving", row, "last_on"); got != want {
			t.Errorf("row %d shows %q, not %q", row, got, want)
		}
	}
	for _, language := range catalogue.Languages() {
		words, err := catalogue.New(language)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(strings.Fields(words.Say("month.short_of"))); n != 12 {
			t.Errorf("%s has %d months", language, n)
		}
	}
}

// Russian has one form for 1 and for 281, which is no single person.
func TestLeaving_TwentyOneAreNotOnePerson(t *testing.T) {
	for _, risk := range []string{"high", "gone"} {
		d := monthly(t, "ru", func(a *reports.Answers) {
			a.Leaving = with(first(a.Leaving, 21), "risk", func(int) any { return risk })
			a.Leaving = with(a.Leaving, "overdue_days", func(int) any { return 7.0 })
		})
		for _, line := range section(t, d, "leaving").Lead {
			for _, word := range strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) }) {
				if strings.ToLower(word) == "он" && !strings.HasPrefix(line, "Идите") {
					t.Errorf("%s: of 21 customers it says: %s", risk, line)
				}
			}
		}
	}
}
