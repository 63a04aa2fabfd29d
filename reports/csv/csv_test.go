package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports/csv"
)

func TestWrite_GuardsTextsAndLeavesNumbers(t *testing.T) {
	given := &table.Table{
		Columns: []table.Column{
			{Name: "customer", Kind: table.Text}, {Name: "orders", Kind: table.Integer}, {Name: "amount", Kind: table.Decimal, Scale: 2},
			{Name: "rate", Kind: table.Float}, {Name: "on", Kind: table.Date}, {Name: "at", Kind: table.Timestamp}, {Name: "complete", Kind: table.Boolean},
		},
		Rows: [][]any{
			{`=HYPERLINK("x")`, int64(-3), decimal.RequireFromString("-1234.50"), -0.25, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
				time.Date(2026, 3, 1, 8, 30, 0, 5000, time.UTC), true},
			{"Müller, \"Söhne\"\nGmbH", nil, nil, math.NaN(), nil, nil, nil},
			{"\t=1+1", int64(0), decimal.Zero, math.Inf(1), nil, nil, false},
			{"'@cmd", int64(1), decimal.Zero, 1e-7, nil, nil, false},
		},
	}
	var b bytes.Buffer
	if err := csv.Write(&b, given); err != nil {
		t.Fatal(err)
	}
	want := "customer,orders,amount,rate,on,at,complete\n" +
		"\"'=HYPERLINK(\"\"x\"\")\",-3,-1234.5,-0.25,2026-03-01,2026-03-01T08:30:00.000005Z,true\n" +
		"\"Müller, \"\"Söhne\"\"\nGmbH\",,,,,,\n" +
		"'\t=1+1,0,0,,,,false\n" +
		"''@cmd,1,0,0.0000001,,,false\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// A dialler takes what stands in the list.
func TestGuard_TelephonesStayNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"+79175631839": "+79175631839", "+34 699 017 006": "'+34 699 017 006", "+7-917": "'+7-917", "+1": "'+1", "+1234567+1": "'+1234567+1", "+1234567890123456": "'+1234567890123456",
	} {
		if got := csv.Guard(text); got != want {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
	}
}

func FuzzGuard_NoTextIsAFormulaAndNoneIsLost(f *testing.F) {
	for _, seed := range []string{"", "=1", "+49 30", "+4930123456", "-", "@x", "\tx", "\rx", "'=1", "''", "a=b", "\xff=1", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		guarded := csv.Guard(text)
		if guarded != "" && strings.ContainsRune("=+-@\t\r", rune(guarded[0])) && !regexp.MustCompile(`^\+[0-9]{7,15}$`).MatchString(guarded) {
			t.Fatalf("%q begins like a formula", guarded)
		}
		if got, want := csv.Unguard(guarded), strings.ToValidUTF8(text, "\ufffd"); got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
		var b bytes.Buffer
		one := &table.Table{Columns: []table.Column{{Name: "a"}, {Name: "b"}}, Rows: [][]any{{text, "end"}}}
		if err := csv.Write(&b, one); err != nil {
			t.Fatal(err)
		}
		records, err := stdcsv.NewReader(&b).ReadAll()
		if err != nil || len(records) != 2 || records[1][1] != "end" {
			t.Fatalf("%q is read back as %q, %v", text, records, err)
		}
	})
}
