package pipeline

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clientele/internal/job"
)

// A survey that asks too little promises a run that stops; one that asks too
// much is a nuisance. The load itself is the judge.
func TestInit_AsksExactlyWhatALoadWouldAsk(t *testing.T) {
	for name, test := range map[string]struct{ date, amount func(i int) string }{
		"days first":          {date: func(i int) string { return fmt.Sprintf("%02d/03/2026", i+1) }, amount: plainAmount},
		"day or month":        {date: func(i int) string { return fmt.Sprintf("0%d/0%d/2026", i%4+1, i%4+5) }, amount: plainAmount},
		"the same of both":    {date: func(i int) string { return fmt.Sprintf("%02d.%02d.2026", i%12+1, i%12+1) }, amount: plainAmount},
		"the year or the day": {date: func(i int) string { return fmt.Sprintf("25/03/%02d", i+1) }, amount: plainAmount},
		"a year of 99":        {date: func(i int) string { return fmt.Sprintf("99/03/%02d", i+1) }, amount: plainAmount},
		"a month in Russian":  {date: func(i int) string { return fmt.Sprintf("%d марта 2026 г.", i+1) }, amount: plainAmount},
		"no-break blanks":     {date: isoDay, amount: func(i int) string { return fmt.Sprintf("%d\u00a0008,50", i+1) }},
		"both in one file":    {date: func(i int) string { return [2]string{"13/01/2026", "01/13/2026"}[i%2] }, amount: plainAmount},
		"one slip in 24":      {date: func(i int) string { return [2]string{fmt.Sprintf("%02d/03/2026", i+1), "03/25/2026"}[i/23] }, amount: plainAmount},
		"iso":                 {date: isoDay, amount: plainAmount},
		"a month as a word":   {date: func(i int) string { return fmt.Sprintf("%d Mar 2026", i+1) }, amount: plainAmount},
		"decimal commas":      {date: isoDay, amount: func(i int) string { return fmt.Sprintf("1.%03d,50", 100+i) }},
		"commas or thousands": {date: isoDay, amount: func(i int) string { return fmt.Sprintf("1,%03d", 100+i) }},
		"both marks":          {date: isoDay, amount: func(i int) string { return [2]string{"1.50", "1,50"}[i%2] }},
		"signs of money":      {date: isoDay, amount: func(i int) string { return fmt.Sprintf("€ 1,%03d.00", 100+i) }},
	} {
		var b strings.Builder
		b.WriteString("Order ID;Order date;Customer ID;Amount\n")
		for i := range 24 {
			fmt.Fprintf(&b, "A-%d;%s;K-%d;%s\n", i, test.date(i), i%5, test.amount(i))
		}
		folder := folderOf(t, map[string]string{"orders.csv": b.String()})
		survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
		if err != nil || len(survey.sources) != 1 {
			t.Errorf("%s: %v, %d sources", name, err, len(survey.sources))
			continue
		}
		path := filepath.Join(folder, "clientele.yaml")
		if err := WriteNew(path, survey.Config); err != nil {
			t.Fatal(err)
		}
		config, err := ReadConfig(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_, err = Run(t.Context(), config, Options{Stages: Stages{Load: true}, Clock: time.Now, Sink: job.Discard{}})
		if loads := err == nil; loads != survey.Runs {
			t.Errorf("%s: the survey says that it runs: %v; the load says %v", name, survey.Runs, err)
		}
	}
}

func isoDay(i int) string      { return fmt.Sprintf("2026-03-%02d", i+1) }
func plainAmount(i int) string { return fmt.Sprintf("%d.50", i+1) }
