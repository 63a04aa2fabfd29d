package pipeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clientele/internal/job"
)

// salesIn is a file of sales with a column more.
func salesIn(header string, cells ...string) map[string]string {
	var b strings.Builder
	fmt.Fprintf(&b, "Order ID;Order date;Customer ID;Amount;%s\n", header)
	for i := range 6 {
		fmt.Fprintf(&b, "A-%d;2026-03-%02d;K-%04d;%d.50;%s\n", i, i+3, 1000+i%4, i+5, cells[i%len(cells)])
	}
	return map[string]string{"orders.csv": b.String()}
}

func TestInit_CurrenciesAreThoseThatALoadReads(t *testing.T) {
	for _, header := range []string{"Ccy", "Валюта", "Moneda", "Xyz"} {
		for name, code := range map[string]string{"GBP": "GBP", "Бразильский реал": "BRL", "zloty": "PLN", "Фунт стерлингов": "GBP", "Peso chileno": "CLP"} {
			survey := surveyOf(t, salesIn(header, name))
			contains(t, survey, "currency: "+code+"            # of the reports")
			if asks(survey, "no file says in which currency") {
				t.Errorf("%s with %s is asked about", header, name)
			}
		}
	}
}

// Money in a currency that nobody knows is in no figure, and it is said so.
func TestInit_UnknownCurrenciesAreAskedAboutAndNeverTheCompanys(t *testing.T) {
	folder := folderOf(t, salesIn("Валюта", "тугры", "тугры", "фантики", "USD", "", "USD"))
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	if !asks(survey, `"тугры" in 2 rows, "фантики" in 1 row are words for currencies that are not known`) || !survey.Runs {
		t.Errorf("it asks %v", survey.Questions)
	}
	contains(t, survey, "currency: Валюта")
	for words, want := range map[string]int{"": 3, "    words: {currency: {тугры: EUR, фантики: USD}}\n": 1} {
		config := strings.ReplaceAll(survey.Config, "currency: USD", "currency: EUR")
		config = strings.Replace(config, "    entity: purchases\n", "    entity: purchases\n"+words, 1)
		path := folder + fmt.Sprintf("/config%d.yaml", want)
		if err := WriteNew(path, config); err != nil {
			t.Fatal(err)
		}
		read, err := ReadConfig(path)
		if err != nil {
			t.Fatal(err)
		}
		read.Lake = folder + fmt.Sprintf("/lake%d", want)
		events := &told{}
		if _, err := Run(t.Context(), read, Options{Stages: Stages{Load: true, Analyse: true}, Clock: time.Now, Sink: events}); err != nil {
			t.Fatal(err)
		}
		if count := events.count("purchases without a rate"); count != want {
			t.Errorf("with %q %d currencies have no rate: %v", words, count, events.warnings)
		}
	}
}

func TestInit_ItIsTheYearThatIsAskedAbout(t *testing.T) {
	for dates, want := range map[string]string{
		"25/02/13 25/02/14": "does the day or the year stand first in 25/02/13? (or: year first, month first)",
		"99/02/13 13/02/99": "1 dates begin with a year of two digits and 1 end with it; which is right?",
		"03/04/2025":        "does the day or the month stand first in 03/04/2025? (or: month first)",
	} {
		text := "Order ID;Order date;Customer ID;Amount\n"
		for i, date := range strings.Fields(dates) {
			text += fmt.Sprintf("A-%d;%s;K-%d;5.50\n", i, date, i)
		}
		if survey := surveyOf(t, map[string]string{"orders.csv": text}); !asks(survey, want) || survey.Runs {
			t.Errorf("%s: %v", dates, survey.Questions)
		}
	}
}

func TestInit_ADollarIsAskedAboutOnlyWhereOneStandsAlone(t *testing.T) {
	for amount, want := range map[string]bool{"15.50 USD": false, "US$ 15.50": false, "$ 15.50": true, "15.50 $": true} {
		text := "Pedido;Fecha;Cliente;Correo;Importe\n"
		for i := range 5 {
			text += fmt.Sprintf("%d;2026-03-%02d;K-%d;c%d@shop.example;%s\n", i, i+1, i%3, i%3, amount)
		}
		survey := surveyOf(t, map[string]string{"ventas.csv": text})
		if got := asks(survey, "a $ is taken for US dollars"); got != want {
			t.Errorf("%s: asked %v", amount, got)
		}
	}
}

// told keeps what a run warns of.
type told struct{ warnings []string }

func (t *told) Event(event job.Event) {
	if event.Kind == job.Warning {
		t.warnings = append(t.warnings, event.Message)
	}
}

func (t *told) count(text string) (count int) {
	for _, warning := range t.warnings {
		if strings.Contains(warning, text) {
			count++
		}
	}
	return count
}
