package etl

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"clientele/etl/values"
)

// The notation is that of all values, also where the first rows mislead.
func TestConvert_ReadsAgainWhatTheFirstRowsMisledAbout(t *testing.T) {
	var plain strings.Builder
	plain.WriteString("order;at;who;sum\n")
	for i := range batchRows + 100 {
		fmt.Fprintf(&plain, "A%d;0%d.0%d.2024;x;7\n", i, 1+i%9, 1+i%9)
	}
	for name, c := range map[string]struct{ more, want, fault string }{
		"a comma far below":    {more: "B;01.02.2024;x;1.234\nC;25.12.2024;x;2,5\n", want: "1234.0000 2024-02-01, 2.5000 2024-12-25"},
		"a month far below":    {more: "B;01.02.2024;x;1.5\nC;12.25.2024;x;2\n", want: "1.5000 2024-01-02, 2.0000 2024-12-25"},
		"as the first rows":    {more: "B;01.02.2024;x;1.5\nC;25.12.2024;x;2\n", want: "1.5000 2024-02-01, 2.0000 2024-12-25"},
		"an order that is not": {more: "B;01.02.2024;x;1.5\n", fault: "whether the day or the month stands first in 01.02.2024"},
		"a mark that is not":   {more: "B;25.12.2024;x;1.500\n", fault: "whether 1.500 has three decimals"},
	} {
		w := newWorkspace(t, 2)
		made, err := w.convert(w.file("f", plain.String()+c.more, shop()))
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || made.Tally.Rejected != 0 || made.Tally.Read != batchRows+102 {
			t.Errorf("%s: %+v, %v", name, made.Tally, err)
			continue
		}
		got := w.ask("select string_agg(concat_ws(' ', amount, cast(purchased_at as date)), ', ' order by source_row) as v from converted where order_id in ('B', 'C')").Text(0, "v")
		if got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// The engine's own calendar is the oracle of clocks, hours that are skipped and
// shown twice among them.
func TestClock_IsTheEngines(t *testing.T) {
	w := newWorkspace(t, 1)
	random := rand.New(rand.NewPCG(9, 4))
	for _, zone := range []string{"Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Auckland", "Australia/Lord_Howe"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		clock := values.NewClock(location)
		var shown []string
		for range 300 {
			shown = append(shown, time.Unix(random.Int64N(1_700_000_000), 0).UTC().Format(time.DateTime))
		}
		for at := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2021; {
			_, end := at.In(location).ZoneBounds()
			if end.IsZero() {
				break
			}
			for minutes := -180; minutes <= 180; minutes += 15 {
				shown = append(shown, end.In(location).Add(time.Duration(minutes)*time.Minute).Format(time.DateTime), end.UTC().Add(time.Duration(minutes)*time.Minute).Format(time.DateTime))
			}
			at = end
		}
		answer, _, err := w.engine.QueryText(context.Background(), "select cast(epoch_us(timezone('UTC', timezone('"+zone+"', cast(shown as timestamp)))) as bigint) as at from (select unnest(['"+strings.Join(shown, "', '")+"']) as shown)", -1)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range shown {
			if got, ok := values.Moment(text, values.YearFirst, clock); !ok || got != answer.Integer(i, "at") {
				t.Errorf("%s shows %s: got %s, want %s", zone, text, time.UnixMicro(got).UTC(), time.UnixMicro(answer.Integer(i, "at")).UTC())
			}
		}
	}
}
