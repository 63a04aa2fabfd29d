package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/experiment"
)

// measureFile writes lines into a file of its own.
func measureFile(t *testing.T, name string, lines ...string) OneFile {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return OneFile{Path: path}
}

func measured(t *testing.T, file OneFile, question MeasureQuestion) MeasureAnswer {
	t.Helper()
	answer, err := MeasureFile(context.Background(), file, question)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// measureLines is an experiment of three arms: a header, and customers whose
// cells are written with a decimal mark.
func measureLines(n int, mark string) []string {
	r := rand.New(rand.NewPCG(5, 1))
	lines := []string{"id;group;orders;revenue;before;city"}
	arms, cities := []string{"none", "letter", "mail"}, []string{"Lugo", "Vigo"}
	for i := range n {
		arm := i % 3
		before := 50 + 10*r.NormFloat64()
		revenue := before + 4*float64(arm) + 3*r.NormFloat64()
		line := fmt.Sprintf("%d;%s;%d;%.2f;%.4f;%s", i, arms[arm], 1+r.IntN(3), revenue, before, cities[r.IntN(2)])
		lines = append(lines, strings.ReplaceAll(line, ".", mark))
	}
	return lines
}

func measureAll() MeasureQuestion {
	return MeasureQuestion{Arm: "group", Control: "none", Metrics: []string{"orders", "revenue"}, Ratios: []string{"revenue/orders"},
		Covariates: []string{"before", "city"}, Segment: "city", Margin: 0.05}
}

// Every arm but the control, by every metric, for all and for each segment, in
// an order that the file's has no part in.
func TestMeasureFile_ComparesEveryArmWithTheControl(t *testing.T) {
	answer := measured(t, measureFile(t, "a.csv", measureLines(900, ".")...), measureAll())
	var got []string
	for _, r := range answer.Results {
		segment := "all"
		if r.Segment != nil {
			segment = *r.Segment
		}
		got = append(got, r.Metric+" "+segment+" "+r.Arm)
	}
	var want []string
	for _, metric := range []string{"orders", "revenue", "revenue/orders"} {
		for _, segment := range []string{"all", "Lugo", "Vigo"} {
			want = append(want, metric+" "+segment+" letter", metric+" "+segment+" mail")
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("results:\n%s", strings.Join(got, "\n"))
	}
	revenue := answer.Results[7] // of all, by mail
	if math.Abs(revenue.Effect-8) > 4**revenue.StandardError || revenue.Verdict != "worked" || !revenue.Adjusted || *revenue.VarianceReduction < 0.85 {
		t.Errorf("%+v", revenue)
	}
	if orders := answer.Results[0]; orders.Adjusted || !cmp.Equal(orders.MeasureEstimate, *orders.Plain) || orders.Verdict == "worked" {
		t.Errorf("%+v", orders)
	}
	if len(answer.Balance) != 4 || answer.Balance[1].Covariate != "city = Vigo" {
		t.Errorf("balance: %+v", answer.Balance)
	}
	var p []float64
	for _, r := range answer.Results {
		p = append(p, *r.P)
	}
	for i, holm := range experiment.Holm(p) {
		if math.Abs(*answer.Results[i].PAdjusted-holm) > 1e-11 {
			t.Errorf("result %d: p_adjusted %g, want %g", i, *answer.Results[i].PAdjusted, holm)
		}
	}
}

// An arm of one customer says nothing of how sure its difference is, and takes
// nothing from what the others say; --planned makes it a look before the end.
func TestMeasureFile_ToldNothingOfAnArmOfOne(t *testing.T) {
	lines := append(measureLines(600, "."), "900;fax;2;9000.00;50.0000;Lugo")
	question := MeasureQuestion{Arm: "group", Control: "none", Metrics: []string{"revenue"}, Covariates: []string{"before"}, Margin: 0.05, Split: "none=200,letter=200,mail=200,fax=1"}
	answer := measured(t, measureFile(t, "a.csv", lines...), question)
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	fax, mail := answer.Results[0], answer.Results[2]
	if fax.Arm != "fax" || fax.Treated != 1 || fax.Enough || fax.Verdict != "not_enough" || !(fax.Effect > 8000) {
		t.Errorf("%+v", fax)
	}
	if !strings.Contains(string(text), `"standard_error":null,"lo95":null,"hi95":null,"p":null,"p_adjusted":null,"p_bh":null`) || !strings.Contains(string(text), `"anytime_lo95":null,"anytime_hi95":null,"detectable":null`) {
		t.Errorf("%s", text)
	}
	if mail.Verdict != "worked" || math.Abs(*mail.PAdjusted-2**mail.P) > *mail.P || answer.Early {
		t.Errorf("%+v", mail)
	}
	question.Planned = 100_000 // so far off that a look at 601 hardly says anything
	if early := measured(t, measureFile(t, "a.csv", lines...), question); !early.Early || len(early.Notes) != len(answer.Notes)+1 || !(*early.Results[2].AnytimeLo95 < *mail.Lo95) {
		t.Errorf("%+v", early)
	}
	answer = measured(t, measureFile(t, "a.csv", measureLines(300, ".")...), MeasureQuestion{Arm: "group", Control: "none", Metrics: []string{"revenue"}, Planned: 100_000})
	if mail := answer.Results[1]; *mail.P > 0.05 || mail.Verdict != "not_enough" {
		t.Errorf("one look of many decides: p = %g, %+v", *mail.P, mail)
	}
}

// The order of the rows, and how numbers are written, change nothing.
func TestMeasureFile_DependsOnNoOrderAndNoNotation(t *testing.T) {
	lines := measureLines(600, ".")
	first, err := json.Marshal(measured(t, measureFile(t, "a.csv", lines...), measureAll()))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(6, 1))
	for range 5 {
		r.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
		again, _ := json.Marshal(measured(t, measureFile(t, "a.csv", lines...), measureAll()))
		if string(again) != string(first) {
			t.Fatal("another order, another answer")
		}
	}
	commas, _ := json.Marshal(measured(t, measureFile(t, "a.csv", measureLines(600, ",")...), measureAll()))
	if string(commas) != string(first) {
		t.Error("decimal commas, another answer")
	}
}

// Every row is used, has no arm or is rejected, and an example says why.
func TestMeasureFile_LosesNoRowUncounted(t *testing.T) {
	lines := append(measureLines(60, "."), "x;;1;5;1;Lugo", "y;mail;many;5;1;Lugo", "z;mail;1;;1;Lugo", "u;none;1e2;5;;", "v;none;1;5;?;Vigo", "w;none;NaN;5;1;Vigo", "q;none;true;5;1;Vigo")
	answer := measured(t, measureFile(t, "a.csv", lines...), measureAll())
	rows := answer.Rows
	if rows.Read != 67 || rows.Used != 63 || rows.WithoutArm != 1 || rows.Rejected != 3 || rows.Used+rows.WithoutArm+rows.Rejected != rows.Read {
		t.Errorf("%+v", rows)
	}
	if rows.Example != `row 63: orders "many" is no number` {
		t.Errorf("example: %s", rows.Example)
	}
	if len(answer.Notes) == 0 || answer.Notes[0] != "1 cells of before are no numbers and count as unknown" {
		t.Errorf("notes: %q", answer.Notes)
	}
	if answer.Arms[0].Customers != 23 {
		t.Errorf("%+v", answer.Arms)
	}
}

func TestMeasureFile_ReadsJSONToo(t *testing.T) {
	lines := measureLines(90, ".")
	var objects []string
	for _, line := range lines[1:] {
		c := strings.Split(line, ";")
		objects = append(objects, fmt.Sprintf(`{"id":%s,"group":%q,"orders":%s,"revenue":%s,"before":%s,"city":%q}`, c[0], c[1], c[2], c[3], c[4], c[5]))
	}
	first, _ := json.Marshal(measured(t, measureFile(t, "a.csv", lines...), measureAll()))
	again, _ := json.Marshal(measured(t, measureFile(t, "a.json", objects...), measureAll()))
	if string(first) != string(again) {
		t.Error("another format, another answer")
	}
}

// Arms that are not as large as drawn make every verdict unsound; those drawn
// so do not.
func TestMeasureFile_KnowsHowTheArmsWereDrawn(t *testing.T) {
	lines := []string{"arm,x"}
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf("%d,%d", min(i%10, 1), i%7))
	}
	file := measureFile(t, "a.csv", lines...)
	question := MeasureQuestion{Arm: "arm", Control: "0.0", Metrics: []string{"X"}}
	if answer := measured(t, file, question); answer.Sound || answer.Results[0].Verdict != "unsound" || answer.Control != "0" {
		t.Errorf("%+v", answer)
	}
	question.Split = "0=10%,1=90%"
	if answer := measured(t, file, question); !answer.Sound || answer.SampleRatioP != 1 || answer.Results[0].Verdict == "unsound" || answer.Arms[1].Share != 0.9 {
		t.Errorf("%+v", answer)
	}
}

func TestMeasureFile_SaysWhatToMend(t *testing.T) {
	file := measureFile(t, "a.csv", measureLines(60, ".")...)
	for what, c := range map[string]struct {
		change func(*MeasureQuestion)
		want   string
	}{
		"no arm":            {func(q *MeasureQuestion) { q.Arm = "" }, "--arm COLUMN"},
		"no metric":         {func(q *MeasureQuestion) { q.Metrics, q.Ratios = nil, nil }, "--metric COLUMN"},
		"no such column":    {func(q *MeasureQuestion) { q.Metrics = []string{"revenu"} }, "there is no column revenu; the file has: id, group"},
		"no such control":   {func(q *MeasureQuestion) { q.Control = "nobody" }, `no row of column group says "nobody"; it has "letter", "mail", "none"`},
		"no ratio":          {func(q *MeasureQuestion) { q.Ratios = []string{"revenue/clicks"} }, `"revenue/clicks" is not two columns`},
		"arms that are ids": {func(q *MeasureQuestion) { q.Arm, q.Control = "before", "x" }, "no row of column before"},
		"a metric of words": {func(q *MeasureQuestion) { q.Metrics = []string{"city"} }, `row 2: city "`},
		"a cap of all":      {func(q *MeasureQuestion) { q.Cap = 1 }, "--cap"},
		"a margin of all":   {func(q *MeasureQuestion) { q.Margin = 1 }, "--margin"},
		"an arm unknown":    {func(q *MeasureQuestion) { q.Split = "none=1,telegram=1" }, `there is no arm "telegram"`},
		"an arm left out":   {func(q *MeasureQuestion) { q.Split = "none=1,mail=1" }, "the arm letter has no share"},
		"a share of words":  {func(q *MeasureQuestion) { q.Split = "none=half" }, `"half" is no share`},
	} {
		question := measureAll()
		c.change(&question)
		_, err := MeasureFile(context.Background(), file, question)
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
