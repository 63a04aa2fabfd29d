package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"clientele/internal/realdata"
)

// model is an entry of models.json.
type model struct {
	Name          string             `json:"name"`
	Parameters    map[string]float64 `json:"parameters"`
	LogLikelihood float64            `json:"log_likelihood"`
	Customers     int                `json:"customers"`
	Converged     bool               `json:"converged"`
	Holdout       struct {
		Predicted float64 `json:"predicted"`
		Actual    int     `json:"actual"`
		MAE       float64 `json:"mae"`
		RMSE      float64 `json:"rmse"`
	} `json:"holdout"`
}

// The figures are those of Fader, Hardie and Lee (2005) for the CDNOW sample,
// to the digits that implementations agree on.
func TestValue_FindsThePublishedCDNOWFigures(t *testing.T) {
	t.Parallel()
	source := realdata.Path(t, "cdnow/CDNOW_sample.txt")
	folder := t.TempDir()
	write(t, filepath.Join(folder, "cdnow.csv"), cdnowCSV(t, source))
	must(t, folder, "value", "cdnow.csv", "--customer", "customer", "--at", "date", "--amount", "dollars",
		"--until", "1997-09-30", "--horizon", "39", "--unit", "week", "--out", "value")
	content, err := os.ReadFile(filepath.Join(folder, "value", "models.json"))
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Models []model `json:"models"`
		Chosen string  `json:"chosen"`
	}
	if err := json.Unmarshal(content, &answer); err != nil {
		t.Fatal(err)
	}
	models := map[string]model{}
	for _, found := range answer.Models {
		models[found.Name] = found
	}
	purchases, spend, naive := models["BG/NBD"], models["Gamma-Gamma"], models["own rate"]
	mbg, pareto, chosen := models["MBG/NBD"], models["Pareto/NBD"], models[answer.Chosen]
	for _, check := range []struct {
		what              string
		got, want, within float64
	}{
		{"BG/NBD log-likelihood", purchases.LogLikelihood, -9582.429206674, 1e-6},
		{"BG/NBD r", purchases.Parameters["r"], 0.2425945, 1e-4},
		{"BG/NBD customers", float64(purchases.Customers), 2357, 0},
		{"BG/NBD holdout", purchases.Holdout.Predicted, 1653.4, 0.05},
		{"holdout", float64(purchases.Holdout.Actual), 1882, 0},
		{"BG/NBD MAE", purchases.Holdout.MAE, 0.7855, 5e-5},
		{"Gamma-Gamma log-likelihood", spend.LogLikelihood, -4055.917694802, 1e-6},
		{"Gamma-Gamma customers", float64(spend.Customers), 946, 0},
		{"naive MAE", naive.Holdout.MAE, 1.0237, 5e-5},
		{"MBG/NBD log-likelihood", mbg.LogLikelihood, -9582.135715554, 1e-6},
		{"MBG/NBD holdout", mbg.Holdout.Predicted, 1576.7, 0.05},
		{"MBG/NBD MAE", mbg.Holdout.MAE, 0.7648, 5e-5},
		{"Pareto/NBD log-likelihood", pareto.LogLikelihood, -9594.976178940, 1e-6},
		{"Pareto/NBD holdout", pareto.Holdout.Predicted, 1665.5, 0.05},
		{"Pareto/NBD MAE", pareto.Holdout.MAE, 0.7545, 5e-5},
		{"MAE of the chosen one, which goes by the first order too", chosen.Holdout.MAE, 0.754196, 5e-7},
		{"RMSE of the chosen one", chosen.Holdout.RMSE, 1.599415, 5e-7},
	} {
		if !(math.Abs(check.got-check.want) <= check.within) {
			t.Errorf("%s is %.9f, published %.9f", check.what, check.got, check.want)
		}
	}
	if !purchases.Converged || !spend.Converged {
		t.Error("a model did not converge")
	}
	customers := readRecords(t, filepath.Join(folder, "value", "customers.csv"))
	if len(customers) != 2357+1 || strings.Join(customers[0], ", ") != "customer_id, frequency, recency, age, monetary_value, p_alive, expected_purchases, lo90, hi90, expected_value, clv" {
		t.Errorf("customers.csv has %d lines and the columns %q", len(customers), customers[0])
	}
	inside, wide := coverage(t, customers[1:], laterPurchases(t, source))
	t.Logf("%.1f %% of customers stay within their interval, which is %.2f purchases wide in the mean", 100*inside, wide)
	if inside < 0.90 || wide > 4 {
		t.Errorf("an interval of 90 %% holds %.1f %%, and is %.2f purchases wide", 100*inside, wide)
	}
}

// cdnowCSV is the sample with headers: customers by their number in it.
func cdnowCSV(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := "customer,date,pieces,dollars\n"
	var text strings.Builder
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) == 5 {
			fmt.Fprintf(&text, "%s,%s-%s-%s,%s,%s\n", fields[1], fields[2][:4], fields[2][4:6], fields[2][6:], fields[3], fields[4])
		}
	}
	return out + text.String()
}

// laterPurchases counts the days with a purchase in the holdout by customer.
func laterPurchases(t *testing.T, path string) map[string]float64 {
	t.Helper()
	later, seen := map[string]float64{}, map[string]bool{}
	for line := range strings.Lines(cdnowCSV(t, path)) {
		customer, rest, _ := strings.Cut(line, ",")
		if day := rest[:10]; day > "1997-09-30" && day <= "1998-06-30" && !seen[customer+day] {
			seen[customer+day] = true
			later[customer]++
		}
	}
	return later
}

// coverage is the share of customers whose later purchases lie within the
// interval, and the interval's mean width.
func coverage(t *testing.T, customers [][]string, later map[string]float64) (inside, wide float64) {
	t.Helper()
	for _, record := range customers {
		low, err := strconv.ParseFloat(record[7], 64)
		if err != nil {
			t.Fatal(err)
		}
		high, err := strconv.ParseFloat(record[8], 64)
		if err != nil {
			t.Fatal(err)
		}
		if actual := later[record[0]]; low <= actual && actual <= high {
			inside += 1 / float64(len(customers))
		}
		wide += (high - low) / float64(len(customers))
	}
	return inside, wide
}

// The 617 monthly series of the M1 competition: the 18 months that were held
// back are forecast from the others, and the order of lines does not matter.
func TestForecast_OfTheM1MonthsIsAsGoodAsTheMethodsAre(t *testing.T) {
	t.Parallel()
	records := readRecords(t, realdata.Path(t, "m1/m1_monthly.csv"))
	train, held := map[string][]float64{}, map[string][]float64{}
	var lines []string
	every := sized(t, "one series of so many of the M1 months", 12, 1)
	kept := map[string]bool{}
	for _, record := range records[1:] {
		if _, known := kept[record[0]]; !known {
			kept[record[0]] = len(kept)%every == 0
		}
		if !kept[record[0]] {
			continue
		}
		value, err := strconv.ParseFloat(record[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		if record[1] == "train" {
			train[record[0]] = append(train[record[0]], value)
			lines = append(lines, record[0]+","+record[2]+","+record[3])
		} else {
			held[record[0]] = append(held[record[0]], value)
		}
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "m1.csv"), "series,t,value\n"+strings.Join(lines, "\n")+"\n")
	again := sized(t, "one series of so many of these again, shuffled", 4, 1)
	ofThem := func(name string) bool { return slices.Index(slices.Sorted(maps.Keys(train)), name)%again == 0 }
	lines = slices.DeleteFunc(lines, func(line string) bool { return !ofThem(line[:strings.Index(line, ",")]) })
	random := rand.New(rand.NewPCG(617, 1)) //nolint:gosec // a shuffle of a test
	random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	write(t, filepath.Join(folder, "shuffled.csv"), "series,t,value\n"+strings.Join(lines, "\n")+"\n")

	ask := func(from, out string, more ...string) [][]string {
		must(t, folder, append([]string{"forecast", from, "--series", "series", "--at", "t", "--value", "value", "--horizon", "18", "--season", "12", "--out", out, "-q"}, more...)...)
		return readRecords(t, filepath.Join(folder, out))
	}
	forecast := ask("m1.csv", "two.csv", "--threads", "2")
	smape, mase, series := accuracy(t, forecast, train, held)
	forecast = slices.DeleteFunc(forecast, func(record []string) bool { return record[0] != "series" && !ofThem(record[0]) })
	if one := ask("shuffled.csv", "one.csv", "--threads", "1"); !slices.EqualFunc(forecast, one, slices.Equal) || len(one) < 18*13 {
		t.Error("the order of lines or the number of threads changes the forecast")
	}
	t.Logf("%d series: sMAPE %.3f, MASE %.4f", series, smape, mase)
	want := 52
	mostSMAPE, mostMASE := 13.4, 1.01 // every twelfth series is harder or easier than all
	if every == 1 {
		want, mostSMAPE, mostMASE = 617, 14.0, 1.015
	}
	if series != want || !(smape <= mostSMAPE) || !(mase <= mostMASE) {
		t.Errorf("%d series: sMAPE %.3f, MASE %.4f; want %d, at most %.1f and %.3f", series, smape, mase, want, mostSMAPE, mostMASE)
	}
}

// accuracy is the mean over the series of sMAPE in percent and of MASE with the
// seasonal-naive scale, as the M competitions define them.
func accuracy(t *testing.T, forecast [][]string, train, held map[string][]float64) (smape, mase float64, series int) {
	t.Helper()
	if got := strings.Join(forecast[0], ", "); got != "series, step, at, mean, lo80, hi80, lo95, hi95, model" {
		t.Fatalf("columns %q", got)
	}
	means := map[string][]float64{}
	var names []string
	for _, record := range forecast[1:] {
		mean, err := strconv.ParseFloat(record[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(means[record[0]]) + 1; record[1] != strconv.Itoa(want) || record[2] != strconv.Itoa(len(train[record[0]])+want) {
			t.Fatalf("%s: step %s at %s is out of order", record[0], record[1], record[2])
		}
		if !slices.Contains(names, record[0]) {
			names = append(names, record[0])
		}
		means[record[0]] = append(means[record[0]], mean)
	}
	for _, name := range names {
		scale, past := 0.0, train[name]
		for i := 12; i < len(past); i++ {
			scale += math.Abs(past[i]-past[i-12]) / float64(len(past)-12)
		}
		for i, actual := range held[name] {
			off := math.Abs(actual - means[name][i])
			smape += 200 * off / (math.Abs(actual) + math.Abs(means[name][i])) / float64(len(held[name]))
			mase += off / scale / float64(len(held[name]))
		}
	}
	return smape / float64(len(names)), mase / float64(len(names)), len(names)
}

func readRecords(t testing.TB, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}
