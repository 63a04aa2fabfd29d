package duck_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/duck"
	"clientele/internal/table"
)

// counted is a source of n rows, which fails or panics at one of them.
type counted struct {
	n, next, step int
	failure       error
	panics        bool
}

func (c *counted) Columns() []table.Column {
	return []table.Column{{Name: "n", Kind: table.Integer}, {Name: "text"}}
}

func (c *counted) Fill(chunk duck.Chunk) (int, error) {
	filled := 0
	for filled < min(c.step, chunk.Capacity()) && c.next < c.n {
		if err := chunk.SetInteger(0, filled, int64(c.next)); err != nil {
			return 0, err
		}
		var err error
		if c.next%3 == 0 {
			err = chunk.Set(1, filled, nil)
		} else {
			err = chunk.SetText(1, filled, fmt.Sprintf("row %d of a text too long to be stored in place", c.next))
		}
		if err != nil {
			return 0, err
		}
		filled, c.next = filled+1, c.next+1
	}
	if filled == 0 && c.panics {
		panic("the source is broken")
	}
	if filled == 0 && c.failure != nil {
		return 0, c.failure
	}
	return filled, nil
}

func TestCreateFrom_KeepsEveryRowInItsOrder(t *testing.T) {
	engine := open(t)
	for _, c := range []struct{ n, step int }{{0, 2048}, {1, 2048}, {2048, 2048}, {2049, 2048}, {100_000, 2048}, {10_000, 7}} {
		rows, err := engine.CreateFrom(context.Background(), "kept", &counted{n: c.n, step: c.step})
		if err != nil || rows != int64(c.n) {
			t.Errorf("%+v: %d rows, %v", c, rows, err)
		}
		got := ask(t, engine, `select concat_ws(' ', count(*), count(text), count(*) filter (where n <> rowid)) from kept`)
		if want := fmt.Sprintf("%d %d 0", c.n, c.n-(c.n+2)/3); got != want {
			t.Errorf("%+v: got %v, want %s", c, got, want)
		}
	}
}

func TestCreateFrom_AFailureOfTheSourceIsTheErrorAndKeepsNothing(t *testing.T) {
	engine := open(t)
	for _, source := range []*counted{
		{n: 5000, step: 2048, failure: errors.New("the disk is gone")},
		{n: 0, step: 2048, failure: errors.New("the disk is gone")},
		{n: 5000, step: 2048, panics: true},
	} {
		want := "the disk is gone"
		if source.panics {
			want = "reading rows: the source is broken"
		}
		if _, err := engine.CreateFrom(context.Background(), "kept", source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		if there, err := engine.HasTable(context.Background(), "kept"); err != nil || there {
			t.Errorf("the table is there: %v, %v", there, err)
		}
	}
	if rows, err := engine.CreateFrom(context.Background(), "kept", &counted{n: 3, step: 3}); err != nil || rows != 3 {
		t.Errorf("afterwards: %d rows, %v", rows, err)
	}
}

func TestCreateTable_ValuesOfAllKindsComeBack(t *testing.T) {
	engine := open(t)
	at := time.Date(2024, 5, 1, 12, 30, 0, 123456000, time.UTC)
	rows := &table.Table{
		Columns: []table.Column{
			{Name: "text"}, {Name: "whole", Kind: table.Integer}, {Name: "float", Kind: table.Float}, {Name: "money", Kind: table.Decimal, Scale: 4},
			{Name: "day", Kind: table.Date}, {Name: "moment", Kind: table.Timestamp}, {Name: "yes", Kind: table.Boolean},
		},
		Rows: [][]any{
			{"it's \x00 \"ё\" 😀", int64(-1 << 62), 0.1, decimal.RequireFromString("-99999999999999.9999"), at.Truncate(24 * time.Hour), at, true},
			{"", int64(0), 1e300, decimal.RequireFromString("0.0001"), time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC), at.In(time.FixedZone("", 3600)), false},
			{nil, nil, nil, nil, nil, nil, nil},
		},
	}
	if err := engine.CreateTable(context.Background(), "kept", rows); err != nil {
		t.Fatal(err)
	}
	got, err := engine.ReadTable(context.Background(), "kept")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows.Rows {
		for j, want := range row {
			value := got.Rows[i][j]
			switch w := want.(type) {
			case decimal.Decimal:
				if v, ok := value.(decimal.Decimal); !ok || !v.Equal(w) {
					t.Errorf("%s: got %v, want %v", rows.Columns[j].Name, value, want)
				}
			case time.Time:
				if v, ok := value.(time.Time); !ok || !v.Equal(w) {
					t.Errorf("%s: got %v, want %v", rows.Columns[j].Name, value, want)
				}
			default:
				if value != want {
					t.Errorf("%s: got %#v, want %#v", rows.Columns[j].Name, value, want)
				}
			}
		}
	}
	for i, column := range got.Columns {
		if column.Kind != rows.Columns[i].Kind || column.Scale != rows.Columns[i].Scale {
			t.Errorf("got %+v, want %+v", column, rows.Columns[i])
		}
	}
}
