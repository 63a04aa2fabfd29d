package etl

import (
	"errors"
	"strings"
	"testing"

	"clientele/etl/values"
)

func TestNotation_TheDecimalMarkIsSeenInTheNumbers(t *testing.T) {
	for _, c := range []struct{ numbers, want string }{
		{"", "."},
		{"12 7 -3", "."},
		{"1.5", "."}, {"1,5", ","}, {".5", "."}, {",5", ","},
		{"1.234,5", ","}, {"1,234.5", "."}, {"1.234.567", ","}, {"1,234,567", "."},
		{"0.125", "."}, {"0,125", ","}, {"1234.567", "."}, {"1234,567", ","}, {"-0,125", ","}, {"(0.125)", "."},
		{"1.234 2.5", "."}, {"1,234 2,5", ","},
		{"1200руб. 5руб. 12,5руб.", ","}, {"12. 7,25", ","}, {"см.п. 3,5", ","},
		{"1,234 1,234 " + strings.Repeat("1.5 ", 300), "."},
		{"1.234.5 " + strings.Repeat("1.5 ", 300), "."}, // one in 300 is dirt
	} {
		n := values.Notation{}
		for number := range strings.FieldsSeq(c.numbers) {
			n.Number(number)
		}
		if got, err := decide(n, Source{}, "f"); string(got.decimalMark) != c.want || err != nil {
			t.Errorf("%.40s: got %q, want %q (%v)", c.numbers, got.decimalMark, c.want, err)
		}
	}
}

func TestNotation_AnUndecidedMarkIsAsked(t *testing.T) {
	for numbers, want := range map[string]string{
		"1.234 7":     "it cannot be seen whether 1.234 has three decimals or is in thousands",
		"12,500":      "it cannot be seen whether 12,500 has three decimals or is in thousands",
		"1.5 2,5":     "1 numbers have a decimal point and 1 a decimal comma; say which is right",
		"1.5 2.5 3,5": "2 numbers have a decimal point and 1 a decimal comma",
	} {
		n := values.Notation{}
		for number := range strings.FieldsSeq(numbers) {
			n.Number(number)
		}
		if _, err := decide(n, Source{}, "f.csv"); !errors.Is(err, ErrInput) || !strings.HasPrefix(err.Error(), "f.csv: "+want) {
			t.Errorf("%s: %v", numbers, err)
		}
	}
}

func TestNotation_TheOrderOfDayAndMonthIsSeenInTheDates(t *testing.T) {
	for _, c := range []struct{ dates, want string }{
		{"", ""}, {"2024-05-01", ""}, {"20240501", ""}, {"2024/05/01", ""}, {"unknown", ""}, {"25-Mar-2025 17 февраля 25", ""},
		{"31.12.2024", "day first"}, {"12/31/2024", "month first"}, {"31-12-99", "day first"},
		{"03.04.2024 25.04.2024", "day first"}, {"03/04/2024 04/25/2024", "month first"},
		{"02.02.2024", "day first"}, {"02/02/2024 11/11/2024", "day first"}, {"02/02/2024 01/31/2024", "month first"},
		{"13_items 31.12.2024", "day first"}, {"10:30 31.12.2024", "day first"},
		{"12/13/2024 " + strings.Repeat("13/12/2024 ", 101), "day first"},
	} {
		n := values.Notation{}
		for date := range strings.FieldsSeq(c.dates) {
			n.Moment(date)
		}
		if got, err := decide(n, Source{}, "f"); got.dayOrder != values.DayOrderNamed(c.want) || err != nil {
			t.Errorf("%.40s: got %v, want %q (%v)", c.dates, got.dayOrder, c.want, err)
		}
	}
}

func TestNotation_AnUndecidedOrderIsAsked(t *testing.T) {
	for dates, want := range map[string]string{
		"25/02/13 25/02/14":     "it cannot be seen whether the year or the day stands first in 25/02/13; say so (in a config dates: year first, on the command line --dates \"year first\"; or day first, or month first)",
		"99/02/13 13/02/99":     "1 dates begin with a year of two digits and 1 end with it; say which is right (in a config dates: year first, on the command line --dates \"year first\"; or day first, or month first), the others will be rejected",
		"02.02.2024 03.04.2024": "it cannot be seen whether the day or the month stands first in 03.04.2024; say so (in a config dates: day first, on the command line --dates \"day first\"; or month first)",
		"13.12.2024 12.13.2024": "1 dates begin with a day and 1 with a month; say which is right (in a config dates: day first, on the command line --dates \"day first\"; or month first), the others will be rejected",
	} {
		n := values.Notation{}
		for date := range strings.FieldsSeq(dates) {
			n.Moment(date)
		}
		if _, err := decide(n, Source{}, "f.csv"); !errors.Is(err, ErrInput) || err.Error() != "f.csv: "+want {
			t.Errorf("%s: %v", dates, err)
		}
	}
}

// A source that says how it is written is not asked again.
func TestNotation_WhatTheConfigSaysIsTaken(t *testing.T) {
	w := newWorkspace(t, 1)
	source := shop()
	source.Decimal, source.Dates = ",", "month first"
	w.expect(w.file("f", "order;at;who;sum\nA;03/04/2024;x;1.234\nB;13/04/2024;x;1,5\nC;04/13/2024;x;1.5\n", source), []string{"purchased_at", "amount"},
		"2 | 2024-03-04 00:00:00 | 1234.0000", "3 ! purchased_at «13/04/2024» is no date", "4 ! amount «1.5» is no number")
}

func TestNotation_ConstantsAreInThatOfTheConfig(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "no", "purchased_at", "at", "price", "price"), Constants: constants("quantity", "1.5")}
	w.expect(w.file("f", "no;at;price\nA;2024-05-01;2,5\n", source), []string{"quantity", "amount"}, "2 | 1.500 | 3.7500")
}

func TestNotation_AFileThatDoesNotDecideIsNotLoaded(t *testing.T) {
	w := newWorkspace(t, 1)
	_, _, err := w.load(nil, w.file("f.csv", "order,at,who,sum\nA,03/04/2024,x,1\n", shop()))
	if err == nil || !strings.HasPrefix(err.Error(), "f.csv: it cannot be seen whether the day or the month stands first in 03/04/2024") {
		t.Error(err)
	}
	if latest, err := w.lake.Latest(); err != nil || latest.Version != 0 {
		t.Errorf("version %d is published (%v)", latest.Version, err)
	}
}

func TestHeaders_AreComparedAsPeopleReadThem(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Order ID", " order  id ", true}, {"Учётная запись", "учетная\u00a0запись", true}, {"\ufeffName", "name", true},
		{"Total\nsum", "total sum", true}, {"Бюджет ", "Бюджет", true}, {"Straße", "STRASSE", false}, {"Order ID", "OrderID", false}, {"", "a", false},
	} {
		if got := sameHeader(c.a, c.b); got != c.same {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

func TestHeaders_TheNearestIsWithinAThird(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"InvoiceNo", "Invoice No"}, {"Customer", "CustomerID"}, {"Quantty", "Quantity"}, {"price", ""}, {"", ""},
	} {
		if got := nearest(c.name, []string{"Invoice No", "CustomerID", "Quantity", "Country"}); got != c.want {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}
