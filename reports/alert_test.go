package reports_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"clientele/reports"
	"clientele/reports/catalogue"
)

// alertFacts are those of a week of October 2026, changed by the case.
func alertFacts(change func(*reports.AlertFacts)) reports.AlertFacts {
	day := time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
	f := reports.AlertFacts{Figure: "revenue", From: day.AddDate(0, 0, -6), To: day, AsOf: day, Complete: true, Form: "number", Holds: true, Value: 4312, Low: 4312, High: 4312, Bound: 5000}
	change(&f)
	return f
}

func ofMonth(f *reports.AlertFacts, days int) {
	f.Month, f.Complete, f.Days, f.DaysOf = true, days == 31, days, 31
	f.From = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	f.To = f.From.AddDate(0, 0, days-1)
}

func alertMessage(t *testing.T, language string, facts reports.AlertFacts) reports.AlertMessage {
	t.Helper()
	message, err := reports.Alert(facts, reports.Settings{Language: language, Currency: "EUR"})
	if err != nil {
		t.Fatal(err)
	}
	return message
}

func TestAlert_SaysTheNumberAndWhatItIsComparedWith(t *testing.T) {
	for _, one := range []struct {
		name       string
		change     func(*reports.AlertFacts)
		en, ru, es string
	}{
		{"a number", func(*reports.AlertFacts) {},
			"Revenue, 7 days to 31 October 2026: €4,312 — less than €5,000. The bound is €5,000.",
			"Выручка, 7 дней по 31 октября 2026 г.: 4 312 € — меньше, чем 5 000 €. Граница: 5 000 €.",
			"Ingresos, 7 días hasta el 31 de octubre de 2026: 4.312 € — menos de 5.000 €. El límite es de 5.000 €."},
		{"it does not hold", func(f *reports.AlertFacts) { f.Holds, f.Value = false, 6000.4 },
			"Revenue, 7 days to 31 October 2026: €6,000. The bound is €5,000.",
			"Выручка, 7 дней по 31 октября 2026 г.: 6 000 €. Граница: 5 000 €.",
			"Ingresos, 7 días hasta el 31 de octubre de 2026: 6.000 €. El límite es de 5.000 €."},
		{"the band", func(f *reports.AlertFacts) { f.Form, f.Mean, f.Band = "band", 7200, [2]float64{5120, 9410.4} },
			"Revenue, 7 days to 31 October 2026: €4,312 — less than was to be expected. By the weeks before €7,200 were to be expected, and between €5,120 and €9,410 in 95 of 100 weeks.",
			"Выручка, 7 дней по 31 октября 2026 г.: 4 312 € — меньше, чем следовало ожидать. По прошлым неделям следовало ожидать 7 200 €, а в 95 неделях из 100 — от 5 120 € до 9 410 €.",
			"Ingresos, 7 días hasta el 31 de octubre de 2026: 4.312 € — menos de lo que cabía esperar. Según las semanas anteriores cabía esperar 7.200 €, y entre 5.120 € y 9.410 € en 95 de cada 100 semanas."},
		{"one order", func(f *reports.AlertFacts) { f.Figure, f.Count, f.Value, f.Bound, f.Equal = "orders", true, 1, 1, true },
			"Orders, 7 days to 31 October 2026: 1 order — 1 order or less. The bound is 1 order.",
			"Заказы, 7 дней по 31 октября 2026 г.: 1 заказ — 1 заказ или меньше. Граница: 1 заказ.",
			"Pedidos, 7 días hasta el 31 de octubre de 2026: 1 pedido — 1 pedido o menos. El límite es de 1 pedido."},
		{"two buyers of a month", func(f *reports.AlertFacts) {
			ofMonth(f, 31)
			f.Figure, f.Count, f.Value, f.Bound = "buyers", true, 2, 21
		},
			"Buyers, October 2026: 2 buyers — less than 21 buyers. The bound is 21 buyers.",
			"Покупатели, октябрь 2026: 2 покупателя — меньше, чем 21 покупатель. Граница: 21 покупатель.",
			"Compradores, octubre de 2026: 2 compradores — menos de 21 compradores. El límite es de 21 compradores."},
		{"a segment that grew", func(f *reports.AlertFacts) {
			f.From = f.To
			f.Figure, f.Count, f.Segment, f.Form, f.Up, f.Share, f.Against, f.Value, f.Before = "customers", true, "At risk", "change", true, true, "month", 63, 51
		},
			"Segment “At risk”, 31 October 2026: 63 customers — 24% more than a month before. A month before: 51 customers.",
			"Сегмент «At risk», 31 октября 2026 г.: 63 клиента — на 24 % больше, чем месяцем ранее. Месяцем ранее: 51 клиент.",
			"Segmento «At risk», 31 de octubre de 2026: 63 clientes — un 24 % más que un mes antes. Un mes antes: 51 clientes."},
		{"a segment that was empty", func(f *reports.AlertFacts) {
			f.From = f.To
			f.Figure, f.Count, f.Segment, f.Form, f.Up, f.Share, f.Against, f.Value, f.Before = "customers", true, "lost", "change", true, true, "month", 21, 0
		},
			"Segment “lost”, 31 October 2026: 21 customers — 21 more than a month before. A month before: 0 customers.",
			"Сегмент «lost», 31 октября 2026 г.: 21 клиент — на 21 больше, чем месяцем ранее. Месяцем ранее: 0 клиентов.",
			"Segmento «lost», 31 de octubre de 2026: 21 clientes — 21 más que un mes antes. Un mes antes: 0 clientes."},
		{"the plan of a month that runs, of a manager", func(f *reports.AlertFacts) {
			ofMonth(f, 21)
			f.Form, f.PartOf, f.Part, f.Ahead, f.SoFar, f.Value, f.Low, f.High, f.Target = "plan", "manager", "Анна", true, 31000, 43000, 40100, 46200, 51000
		},
			"Revenue, manager “Анна”, October 2026, 21 days of 31: €31,000 so far, €43,000 expected at its end (€40,100 to €46,200 in eight of ten cases) — 15.7% below plan. The plan is €51,000.",
			"Выручка, менеджер «Анна», октябрь 2026, 21 день из 31: пока 31 000 €, к концу ожидается 43 000 € (от 40 100 € до 46 200 € в восьми случаях из десяти) — на 15,7 % ниже плана. План: 51 000 €.",
			"Ingresos, responsable «Анна», octubre de 2026, 21 días de 31: 31.000 € hasta ahora, al final se esperan 43.000 € (de 40.100 € a 46.200 € en ocho de cada diez casos) — un 15,7 % por debajo del plan. El plan es de 51.000 €."},
		{"one day of a month, an average", func(f *reports.AlertFacts) {
			ofMonth(f, 1)
			f.Figure, f.Up, f.Value, f.Bound = "average_order", true, 120.5, 120
		},
			"Average order, October 2026, 1 day of 31: €120.50 — more than €120.00. The bound is €120.00.",
			"Средний заказ, октябрь 2026, 1 день из 31: 120,50 € — больше, чем 120,00 €. Граница: 120,00 €.",
			"Pedido medio, octubre de 2026, 1 día de 31: 120,50 € — más de 120,00 €. El límite es de 120,00 €."},
		{"orders that fell by a number", func(f *reports.AlertFacts) {
			f.Figure, f.Count, f.Form, f.Against, f.Value, f.Before = "orders", true, "change", "year", 22, 43
		},
			"Orders, 7 days to 31 October 2026: 22 orders — 21 less than a year before. A year before: 43 orders.",
			"Заказы, 7 дней по 31 октября 2026 г.: 22 заказа — на 21 меньше, чем годом ранее. Годом ранее: 43 заказа.",
			"Pedidos, 7 días hasta el 31 de octubre de 2026: 22 pedidos — 21 menos que un año antes. Un año antes: 43 pedidos."},
		{"orders between the borders of a band", func(f *reports.AlertFacts) {
			f.Figure, f.Count, f.Form, f.Holds, f.Value, f.Mean, f.Band = "orders", true, "band", false, 41, 45.26, [2]float64{31.04, 61}
		},
			"Orders, 7 days to 31 October 2026: 41 orders. By the weeks before 45.3 were to be expected, and between 31.0 and 61 in 95 of 100 weeks.",
			"Заказы, 7 дней по 31 октября 2026 г.: 41 заказ. По прошлым неделям следовало ожидать 45,3, а в 95 неделях из 100 — от 31,0 до 61.",
			"Pedidos, 7 días hasta el 31 de octubre de 2026: 41 pedidos. Según las semanas anteriores cabía esperar 45,3, y entre 31,0 y 61 en 95 de cada 100 semanas."},
	} {
		facts := alertFacts(one.change)
		for language, want := range map[string]string{"en": one.en, "ru": one.ru, "es": one.es} {
			// Spaces that do not break stand in numbers and before signs.
			got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(alertMessage(t, language, facts).Sentence)
			if got != want {
				t.Errorf("%s, %s:\n%s\nwant\n%s", one.name, language, got, want)
			}
		}
	}
}

// Whatever the numbers and the names, the sentence is one line of shown characters, with
// all its words, and the picture ends with what is judged.
func TestAlert_StaysASentence(t *testing.T) {
	names := []string{"At risk", "<script>alert(1)</script>", "=1+1", "a\r\nBcc: x@example.com", "\u202eltr\u2066", "\x00\xff", strings.Repeat("длинное имя ", 60), "{value}", "”»\""}
	random := rand.New(rand.NewPCG(5, 5))
	for range 3000 {
		figures := []string{"revenue", "orders", "buyers", "new_buyers", "returns", "margin", "average_order", "customers", "at_stake"}
		name := names[random.IntN(len(names))]
		number := func() float64 {
			return math.Round(100*random.NormFloat64()*math.Pow(10, float64(random.IntN(6)))) / 100
		}
		facts := alertFacts(func(f *reports.AlertFacts) {
			if random.IntN(2) == 0 {
				ofMonth(f, 1+random.IntN(31))
			}
			f.Figure = figures[random.IntN(len(figures))]
			f.Count = strings.Contains("orders buyers new_buyers customers", f.Figure)
			f.Form = []string{"number", "band", "plan", "change"}[random.IntN(4)]
			f.Against = []string{"week", "month", "year"}[random.IntN(3)]
			f.Up, f.Equal, f.Share, f.Holds, f.Ahead = random.IntN(2) == 0, random.IntN(2) == 0, random.IntN(2) == 0, random.IntN(2) == 0, random.IntN(4) == 0
			f.Value, f.Low, f.High, f.SoFar, f.Bound, f.Mean, f.Target, f.Before = number(), number(), number(), number(), number(), number(), number(), number()
			f.Band = [2]float64{number(), number()}
			switch random.IntN(3) {
			case 0:
				f.Segment = name
			case 1:
				f.PartOf, f.Part = []string{"manager", "country", "category"}[random.IntN(3)], name
			}
			for day := range random.IntN(5) {
				f.Points = append(f.Points, reports.AlertPoint{On: f.To.AddDate(0, 0, day), Value: []float64{number(), math.NaN()}[random.IntN(2)]})
			}
		})
		language := catalogue.Languages()[random.IntN(3)]
		message := alertMessage(t, language, facts)
		text := message.Sentence
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n\x00\u202e\u2066⟦") || !strings.HasSuffix(text, ".") || utf8.RuneCountInString(text) > 600 || strings.Contains(text, "NaN") {
			t.Fatalf("%s, %+v: %q", language, facts, text)
		}
		if strings.Contains(strings.ReplaceAll(text, "{value}", ""), "{") {
			t.Fatalf("%s: a name is missing: %s", language, text)
		}
		if (message.Chart != nil) != (len(facts.Points) > 1) {
			t.Fatalf("%d points: %+v", len(facts.Points), message.Chart)
		}
		if chart := message.Chart; chart != nil {
			last := chart.Data.Len() - 1
			if chart.Data.Float(last, "judged") != facts.Value || last+1 != len(facts.Points) || chart.Description == "" || strings.Contains(chart.Title, "⟦") {
				t.Fatalf("%+v", chart)
			}
			for _, one := range chart.Series {
				chart.Data.Index(one.Column)
				if strings.Contains(one.Label, "⟦") {
					t.Fatal(one.Label)
				}
			}
		}
	}
}
