package pipeline

import (
	"context"
	"strings"
	"time"

	"clientele/internal/table"
	"clientele/segments"
)

// RFMQuestion is as of which day a file's customers are scored (the last one
// with a purchase where it is empty), and by which bounds: four rising ones
// between commas, as in 30,90,180,365, or none for fifths of customers.
type RFMQuestion struct {
	AsOf                         string
	Recency, Frequency, Monetary string
}

// RFM scores the customers of a file: a customer is a row.
func RFM(ctx context.Context, file OneFile, question RFMQuestion) (rows *table.Table, counts Counts, err error) {
	thresholds, err := question.thresholds()
	if err != nil {
		return nil, Counts{}, err
	}
	desk, err := file.purchases(ctx, []string{"customer", "purchased_at", "amount"}, "customers")
	if err != nil {
		return nil, Counts{}, err
	}
	defer desk.close()
	day, err := desk.dayOr(ctx, "as-of", question.AsOf)
	if err != nil {
		return nil, Counts{}, err
	}
	standard := segments.StandardRFM()
	if err := makeRFMTables(ctx, desk.engine, thresholds, standard); err != nil {
		return nil, Counts{}, err
	}
	// Nobody asked for stages.
	if err := desk.engine.CreateTable(ctx, "lifecycle", &table.Table{Columns: []table.Column{{Name: "customer_id"}, {Name: "stage"}}}); err != nil {
		return nil, Counts{}, err
	}
	rows, err = desk.engine.Ask(ctx, "segments/rfm", map[string]any{"as_of": day.Format(time.DateOnly)})
	if err != nil {
		return nil, Counts{}, err
	}
	at := rows.Index("segment")
	for i := range rows.Rows {
		rows.Rows[i][at] = standard.Name(rows.Text(i, "segment"))
	}
	return rows.Select("customer_id", "recency_days", "frequency", "monetary", "r", "f", "m", "segment"), desk.counts, nil
}

func (q RFMQuestion) thresholds() (segments.Thresholds, error) {
	var read segments.Thresholds
	for _, flag := range []struct {
		dimension segments.Dimension
		text      string
	}{{segments.Recency, q.Recency}, {segments.Frequency, q.Frequency}, {segments.Monetary, q.Monetary}} {
		if flag.text == "" {
			continue
		}
		if faults := read.Read(flag.dimension, strings.Split(flag.text, ",")); len(faults) > 0 {
			return read, &UsageError{Text: "--" + string(flag.dimension) + ": " + faults[0].Text}
		}
	}
	return read, nil
}
