package reports_test

import (
	"strings"
	"testing"

	"clientele/reports"
)

// contest sets who was chosen and with what errors.
func contest(chosen string, errors map[string]float64) func(*reports.Answers) {
	return func(a *reports.Answers) {
		h := a.ValueHoldout
		a.ValueHoldout = with(h, "chosen", func(r int) any { return h.Text(r, "rule") == chosen })
		a.ValueHoldout = with(a.ValueHoldout, "rmse", func(r int) any {
			if v, ok := errors[h.Text(r, "rule")]; ok {
				return v
			}
			return h.Value(r, "rmse")
		})
	}
}

func TestContest_SaysWhoWonAndByHowMuch(t *testing.T) {
	for language, want := range map[string]string{
		"en": "Of 8 rules that predicted days they had not seen, “MBG/NBD” was closest and is used: 1,943 purchases predicted where 2,011 were made, 3.4% too few; its error per customer (RMSE) is 25.0% below that of “own rate so far”, which needs no model.",
		"ru": "Из 8 правил, предсказывавших незнакомые дни, точнее всех «MBG/NBD», его числа и взяты: предсказано покупок 1\u00a0943, сделано 2\u00a0011 (предсказано на 3,4\u00a0% меньше); ошибка на клиента (RMSE) на 25,0\u00a0% меньше, чем у простого правила «собственный темп клиента».",
		"es": "De 8 reglas que previeron días no vistos, «MBG/NBD» fue la más exacta y es la que se usa: 1.943 compras previstas y 2.011 hechas (previó un 3,4\u00a0% de menos); su error por cliente (RMSE) es un 25,0\u00a0% menor que el de «ritmo propio hasta ahora», que no necesita modelo.",
	} {
		d := monthly(t, language, contest("MBG/NBD", map[string]float64{"MBG/NBD": 1.5, "own rate": 2.0}))
		if got := section(t, d, "value").Checks[0]; got != want {
			t.Errorf("%s: it says %s", language, got)
		}
	}
}

// Where the rule of thumb wins its figures are used, and the page says so, and
// whose the chances are.
func TestContest_SaysWhereTheRuleOfThumbWon(t *testing.T) {
	d := monthly(t, "en", contest("own rate", map[string]float64{"own rate": 1.0, "BG/NBD": 1.2}))
	got := section(t, d, "value").Checks[0]
	for _, want := range []string{"no model was closer than “own rate so far”", "Its figures are used here", "those of the best model, “BG/NBD”"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in: %s", want, got)
		}
	}
	alone := section(t, monthly(t, "en", contest("MBG/NBD", map[string]float64{"own rate": 1.6012})), "value").Checks[0]
	if strings.Contains(alone, "below") || !strings.Contains(alone, "was closest and is used") {
		t.Errorf("no less than the rule of thumb: %s", alone)
	}
}

func TestContest_WhoCouldNotTakePartHasTheReason(t *testing.T) {
	for language, want := range map[string]string{"en": "too few customers", "ru": "слишком мало клиентов", "es": "muy pocos clientes"} {
		d := monthly(t, language, nil)
		shown := d.Find("value-holdout")
		last := shown.Data.Len() - 1
		if got := shownCell(t, d, "value-holdout", last, "refused"); got != want || shown.Data.Value(last, "rmse") != nil {
			t.Errorf("%s: the last row is %v", language, shown.Data.Rows[last])
		}
		if !shown.Data.Boolean(0, "chosen") {
			t.Errorf("%s: the first row is %v", language, shown.Data.Rows[0])
		}
	}
	d := monthly(t, "en", func(a *reports.Answers) { a.ValueHoldout = first(a.ValueHoldout, 8) })
	for _, c := range d.Find("value-holdout").Columns {
		if c.Name == "refused" {
			t.Error("a column of reasons, and all took part")
		}
	}
	// A reason that the catalogue does not know stands as it is.
	d = monthly(t, "ru", func(a *reports.Answers) {
		a.ValueHoldout = with(a.ValueHoldout, "refused", func(r int) any {
			if r == 8 {
				return "the moon"
			}
			return nil
		})
	})
	if got := shownCell(t, d, "value-holdout", 8, "refused"); got != "the moon" {
		t.Errorf("an unknown reason is %q", got)
	}
}

// 2,011 purchases against ranges that hold it or do not.
func TestCheck_SaysWhichRangeHeldTheTotal(t *testing.T) {
	for _, c := range []struct {
		low80, high80, low90, high90 float64
		want, in80, in90             string
		caution                      bool
	}{
		{1900, 2011, 1800, 2100, "inside the 80% range of 1,900 to 2,011", "yes", "yes", false},
		{1900, 2010, 1800, 2100, "outside the 80% range of 1,900 to 2,010 that had been given, but inside the 90% one", "no", "yes", false},
		{1700, 1900, 1600, 2010, "outside the 90% one; the ranges for the time to come are wider by that", "no", "no", true},
	} {
		d := monthly(t, "en", func(a *reports.Answers) {
			for name, value := range map[string]float64{"lo80": c.low80, "hi80": c.high80, "lo90": c.low90, "hi90": c.high90} {
				a.ValueCheck = with(a.ValueCheck, name, func(int) any { return value })
			}
		})
		if got := section(t, d, "value").Checks[1]; !strings.Contains(got, "2,011 purchases were made") || !strings.Contains(got, c.want) {
			t.Errorf("it says %s", got)
		}
		if in80, in90 := shownCell(t, d, "value-coverage", 0, "purchases_held"), shownCell(t, d, "value-coverage", 1, "purchases_held"); in80 != c.in80 || in90 != c.in90 {
			t.Errorf("the table says %s and %s", in80, in90)
		}
		said := false
		for _, p := range section(t, d, "summary").Points {
			said = said || strings.Contains(p.Text, "outside such a range")
		}
		if said != c.caution {
			t.Errorf("%+v: the first page warns: %v", c, said)
		}
	}
}

func TestValue_TheTotalComesWithItsRange(t *testing.T) {
	for language, want := range map[string]string{
		"en": "Purchases of £3,180,523 are expected of 900 customers within 365 days; with a probability of 80% between £2,926,081 and £3,466,770.",
		"ru": "От 900 клиентов за 365 дней ожидается покупок на 3\u00a0180\u00a0523\u00a0₽; с вероятностью 80\u00a0% — от 2\u00a0926\u00a0081\u00a0₽ до 3\u00a0466\u00a0770\u00a0₽.",
		"es": "Se esperan de 900 clientes en 365 días compras por 3.180.523\u00a0€; con una probabilidad del 80\u00a0%, entre 2.926.081\u00a0€ y 3.466.770\u00a0€.",
	} {
		d := monthly(t, language, nil)
		if got := section(t, d, "value").Lead[0]; got != want {
			t.Errorf("%s: it says %s", language, got)
		}
		// The last of the section's points: the first page says the same.
		found := false
		for _, p := range section(t, d, "summary").Points {
			found = found || p.Text == want
		}
		if !found {
			t.Errorf("%s: the first page does not say it", language)
		}
	}
	for row, want := range []string{"997", "3,180,523"} {
		if got := shownCell(t, monthly(t, "en", nil), "value-total", row, "expected"); got != want {
			t.Errorf("row %d of the table shows %s", row, got)
		}
	}
	d := monthly(t, "en", func(a *reports.Answers) {
		for _, name := range []string{"spend_lo80", "lo80"} {
			a.ValueTotal = with(a.ValueTotal, name, func(int) any { return nil })
		}
	})
	if lead := section(t, d, "value").Lead; lead[0] != "Purchases of £3,180,523 are expected of 900 customers within 365 days." || strings.Contains(lead[1], "(") {
		t.Errorf("without a range it says %q", lead[:2])
	}
}

// The ground begins where the held-out days do and ends with them.
func TestTracking_TheGroundIsTheHeldOutDays(t *testing.T) {
	d := monthly(t, "en", nil)
	var chart *reports.Chart
	for i := range section(t, d, "value").Charts {
		if c := &section(t, d, "value").Charts[i]; c.ID == "value-tracking" {
			chart = c
		}
	}
	from, to, ok := chart.Shaded()
	if !ok || to != chart.Data.Len()-1 || !chart.Data.Boolean(from, "held_out") || chart.Data.Boolean(from-1, "held_out") {
		t.Errorf("the ground is %d to %d of %d, %v", from, to, chart.Data.Len(), ok)
	}
	if shown := d.Find("value-tracking"); shown.Data.Len() != chart.Data.Len() || !shown.Data.Time(0, "period").After(shown.Data.Time(1, "period")) {
		t.Errorf("its table has %d rows of %d", shown.Data.Len(), chart.Data.Len())
	}
	whole := reports.Chart{Data: chart.Data}
	if _, _, ok := whole.Shaded(); ok {
		t.Error("a chart without a shade has one")
	}
}

func TestFrequency_TheLastGroupIsOpen(t *testing.T) {
	shown := monthly(t, "en", nil).Find("value-frequency").Data
	if shown.Text(0, "past_purchases") != "0" || shown.Text(shown.Len()-1, "past_purchases") != "7+" {
		t.Errorf("the groups are %v", shown.Rows)
	}
}

func TestValueList_TheChanceToBeActiveIsTheAnswers(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.ValueCustomers = with(a.ValueCustomers, "frequency", func(int) any { return int64(0) })
	})
	if shownCell(t, d, "value-customers", 0, "p_alive") == "" {
		t.Error("a model that knows it of who bought once is not shown")
	}
}
