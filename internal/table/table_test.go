package table_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

func sample() *table.Table {
	return &table.Table{
		Columns: []table.Column{
			{Name: "name"}, {Name: "orders", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2},
			{Name: "first_on", Kind: table.Date}, {Name: "share", Kind: table.Float}, {Name: "known", Kind: table.Boolean},
		},
		Rows: [][]any{
			{"Anna", int64(3), decimal.RequireFromString("12.50"), time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), 0.25, true},
			{nil, nil, nil, nil, nil, nil},
		},
	}
}

func TestTable_NullIsTheZeroOfItsKind(t *testing.T) {
	rows := sample()
	if rows.Text(1, "name") != "" || rows.Integer(1, "orders") != 0 || !rows.Decimal(1, "revenue").IsZero() ||
		!rows.Time(1, "first_on").IsZero() || rows.Float(1, "share") != 0 || rows.Boolean(1, "known") {
		t.Error("a NULL reads as something")
	}
	if rows.Value(1, "orders") != nil {
		t.Error("the value itself must tell NULL from 0")
	}
}

func TestTable_FloatTakesEveryNumber(t *testing.T) {
	rows := sample()
	for column, want := range map[string]float64{"orders": 3, "revenue": 12.5, "share": 0.25, "name": 0} {
		if got := rows.Float(0, column); got != want {
			t.Errorf("%s: %v, want %v", column, got, want)
		}
	}
}

func TestSelect_KeepsTheOrderAskedForAndSharesNoRow(t *testing.T) {
	rows := sample()
	picked := rows.Select("revenue", "name")
	if diff := cmp.Diff([]table.Column{{Name: "revenue", Kind: table.Decimal, Scale: 2}, {Name: "name"}}, picked.Columns); diff != "" {
		t.Error(diff)
	}
	picked.Rows[0][1] = "Boris"
	if rows.Text(0, "name") != "Anna" || picked.Text(0, "name") != "Boris" || picked.Len() != 2 {
		t.Error("changing a selection changed its source")
	}
}

func TestTable_AColumnThatIsNotThereIsNamed(t *testing.T) {
	for _, try := range []func(*table.Table){
		func(rows *table.Table) { rows.Value(0, "elsewhere") },
		func(rows *table.Table) { rows.Select("elsewhere") },
	} {
		func() {
			defer func() {
				if caught, _ := recover().(string); !strings.Contains(caught, `"elsewhere"`) {
					t.Errorf("panic says %q", caught)
				}
			}()
			try(sample())
			t.Error("no panic")
		}()
	}
	if sample().Index("elsewhere") != -1 {
		t.Error("Index finds what is not there")
	}
}

func TestKind_HasAName(t *testing.T) {
	seen := map[string]bool{}
	for kind := table.Text; kind <= table.Boolean; kind++ {
		seen[kind.String()] = true
	}
	if len(seen) != 7 || table.Kind(200).String() != "kind 200" {
		t.Errorf("%v, %s", seen, table.Kind(200))
	}
}
