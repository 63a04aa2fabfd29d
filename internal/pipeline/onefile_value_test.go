package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// regular are customers who buy every so many days, each at an own pace, from
// the first of 2024 to the end of 2025.
func regular(t *testing.T) OneFile {
	t.Helper()
	var text strings.Builder
	text.WriteString("customer,date,amount\n")
	for customer := range 40 {
		pace := 9 + customer
		for day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, pace) {
			fmt.Fprintf(&text, "C%02d,%s,%d.50\n", customer, day.Format(time.DateOnly), 10+customer%7)
		}
	}
	path := filepath.Join(t.TempDir(), "regular.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return OneFile{Path: path, Threads: 1}
}

func entry(t *testing.T, models ModelsFile, name string) ModelEntry {
	t.Helper()
	at := slices.IndexFunc(models.Models, func(e ModelEntry) bool { return e.Name == name })
	if at < 0 {
		t.Fatalf("models.json has no %s", name)
	}
	return models.Models[at]
}

// Customers as regular as clockwork are foretold best by a model that knows how
// regular they are: its k is as large as is tried.
func TestCustomerValue_SeesHowRegularlyPeopleBuy(t *testing.T) {
	answer, err := CustomerValue(t.Context(), regular(t), ValueQuestion{Until: "2025-06-30", Horizon: 20, Unit: "week"})
	if err != nil {
		t.Fatal(err)
	}
	chosen, random := entry(t, answer.Models, answer.Models.Chosen), entry(t, answer.Models, "BG/NBD")
	if chosen.Parameters["k"] != 12 || chosen.Holdout == nil || random.Holdout == nil || chosen.Holdout.MAE >= random.Holdout.MAE {
		t.Errorf("chosen %q with k %v; its holdout %+v, that of random buying %+v", answer.Models.Chosen, chosen.Parameters["k"], chosen.Holdout, random.Holdout)
	}
}

// Customers who buy on any days, but exactly so often in each quarter, go on at
// their own rate, which no model foretells better: each takes a part of it for
// luck. So the naive rule must win, be named, and its figures be the customers'.
func TestCustomerValue_UsesTheNaiveRuleWhereItForetellsBetter(t *testing.T) {
	answer, err := CustomerValue(t.Context(), quarterly(t), ValueQuestion{Until: "2025-06-30", Horizon: 26, Unit: "week"})
	if err != nil {
		t.Fatal(err)
	}
	naive, model := entry(t, answer.Models, "own rate"), entry(t, answer.Models, "BG/NBD")
	if answer.Models.Chosen != "own rate" || naive.Holdout == nil || model.Holdout == nil || naive.Holdout.MAE >= model.Holdout.MAE {
		t.Errorf("chosen %q; naive %+v, model %+v", answer.Models.Chosen, naive.Holdout, model.Holdout)
	}
	if naive.Holdout.Horizon != 26 || naive.Holdout.Customers != 60 {
		t.Errorf("naive holdout %+v", naive.Holdout)
	}
	for i := range answer.Customers.Len() {
		want := float64(answer.Customers.Integer(i, "frequency")) / answer.Customers.Float(i, "age") * 26
		if got := answer.Customers.Float(i, "expected_purchases"); math.Abs(got-want) > 1e-9 {
			t.Fatalf("row %d: %g purchases are expected, at the own rate %g", i, got, want)
		}
	}
}

// quarterly are customers who buy one to twelve times in each 91 days, on days
// that are drawn.
func quarterly(t *testing.T) OneFile {
	t.Helper()
	random := rand.New(rand.NewPCG(91, 1)) //nolint:gosec // a test
	var text strings.Builder
	text.WriteString("customer,date,amount\n")
	for customer := range 60 {
		for quarter := range 8 {
			for _, day := range random.Perm(91)[:1+customer%12] {
				on := time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 91*quarter+day)
				fmt.Fprintf(&text, "C%02d,%s,%d.50\n", customer, on.Format(time.DateOnly), 10+customer%7)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "quarterly.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return OneFile{Path: path, Threads: 1}
}

// What cannot be seen is not compared: the holdout ends where the file does.
// Where nothing lies behind the last day that counts, its own last part is held
// out.
func TestCustomerValue_ComparesAsFarAsTheFileGoes(t *testing.T) {
	file := regular(t)
	for _, c := range []struct {
		question ValueQuestion
		horizon  float64
		from, to string
	}{
		{ValueQuestion{Until: "2025-12-01", Horizon: 1000, Unit: "day"}, 30, "2025-12-02", "2025-12-31"},
		{ValueQuestion{Until: "2025-12-01", Horizon: 10, Unit: "day"}, 10, "2025-12-02", "2025-12-11"},
		{ValueQuestion{Until: "2025-12-30", Horizon: 1, Unit: "day"}, 1, "2025-12-31", "2025-12-31"},
		{ValueQuestion{Until: "2025-12-30", Horizon: 10, Unit: "day"}, 10, "2025-12-21", "2025-12-30"},
		{ValueQuestion{Until: "2025-12-31", Horizon: 10, Unit: "week"}, 10, "2025-10-23", "2025-12-31"},
		{ValueQuestion{Horizon: 10, Unit: "week"}, 10, "2025-10-23", "2025-12-31"},
	} {
		answer, err := CustomerValue(t.Context(), file, c.question)
		if err != nil {
			t.Fatal(err)
		}
		held := entry(t, answer.Models, "BG/NBD").Holdout
		if held == nil || held.Horizon != c.horizon || answer.Models.HeldOutFrom != c.from || answer.Models.HeldOutTo != c.to {
			t.Errorf("%+v: compared %+v from %s to %s, want a horizon of %g from %s to %s", c.question, held, answer.Models.HeldOutFrom, answer.Models.HeldOutTo, c.horizon, c.from, c.to)
		}
	}
}

// Units only change the units: a forecast over 14 days is one over two weeks.
func TestCustomerValue_IsTheSameInDaysAndInWeeks(t *testing.T) {
	file := regular(t)
	weeks, err := CustomerValue(t.Context(), file, ValueQuestion{Until: "2025-06-30", Horizon: 2, Unit: "week", DiscountRate: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	days, err := CustomerValue(t.Context(), file, ValueQuestion{Until: "2025-06-30", Horizon: 14, Unit: "day", DiscountRate: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range weeks.Customers.Rows {
		for _, column := range []string{"p_alive", "expected_purchases"} {
			a, b := weeks.Customers.Float(i, column), days.Customers.Float(i, column)
			if math.Abs(a-b) > 1e-3*max(1, math.Abs(a)) {
				t.Errorf("row %d: %s is %g in weeks and %g in days", i, column, a, b)
			}
		}
		if a, b := weeks.Customers.Float(i, "age"), days.Customers.Float(i, "age"); math.Abs(a*7-b) > 1e-9 {
			t.Errorf("row %d: age %g weeks and %g days", i, a, b)
		}
	}
}

func TestValueQuestion_RefusesWhatHasNoMeaning(t *testing.T) {
	for _, question := range []ValueQuestion{
		{Horizon: 0, Unit: "week"}, {Horizon: -1, Unit: "week"}, {Horizon: math.NaN(), Unit: "week"}, {Horizon: math.Inf(1), Unit: "week"},
		{Horizon: 3000, Unit: "week"}, {Horizon: 1, Unit: ""}, {Horizon: 1, Unit: "weeks"}, {Horizon: 1, Unit: "week", DiscountRate: -0.1},
		{Horizon: 1, Unit: "week", DiscountRate: 1.1}, {Horizon: 1, Unit: "week", DiscountRate: math.NaN()},
	} {
		if _, err := question.unitDays(); ExitCode(err) != ExitUsage {
			t.Errorf("%+v: %v", question, err)
		}
	}
}
