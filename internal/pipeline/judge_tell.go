package pipeline

import (
	"context"
	"encoding/json"
	"fmt"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/table"
)

// prepareTelling makes the entry of the ledger: the forecasts of the company's
// figures. A report for a day that the lake has left behind is hindsight and
// tells nothing.
func (w *work) prepareTelling(ctx context.Context, months *table.Table, report *job.Reporter) error {
	there, err := w.engine.HasTable(ctx, "forecast")
	if err != nil || !there {
		return err
	}
	last, err := w.lastDay(ctx)
	if err != nil {
		return err
	}
	if w.asOf.Before(last) {
		report.Warn(fmt.Sprintf("this forecast is not kept to be judged: it is for %s, and the lake has purchases up to %s", dayText(w.asOf), dayText(last)))
		return nil
	}
	rows, err := w.engine.ReadTable(ctx, "forecast")
	if err != nil {
		return err
	}
	told := toldForecast{Currency: w.config.Currency, Complete: day{months.Time(months.Len()-1, "month")}}
	for i := range rows.Len() {
		if rows.Value(i, "mean") != nil {
			told.Months = append(told.Months, toldRow(rows, i, revenueFigure))
		}
	}
	if err := w.tellFigures(ctx, &told); err != nil || len(told.Months) == 0 {
		return err
	}
	if err := w.tellRunning(ctx, &told); err != nil {
		return err
	}
	content, err := json.Marshal(told)
	if err != nil {
		return fmt.Errorf("writing down what is forecast: %w", err)
	}
	w.out.told = &lake.Told{On: dayText(w.asOf), Snapshot: w.snapshot.Version, Content: content}
	return nil
}

// tellFigures adds the company's other figures; their parts are left to the
// answers.
func (w *work) tellFigures(ctx context.Context, told *toldForecast) error {
	there, err := w.engine.HasTable(ctx, "forecast_series")
	if err != nil || !there {
		return err
	}
	rows, err := w.engine.ReadTable(ctx, "forecast_series")
	if err != nil {
		return err
	}
	for i := range rows.Len() {
		figure := rows.Text(i, "figure")
		if figure != "revenue" && rows.Value(i, "dimension") == nil && rows.Value(i, "mean") != nil {
			told.Months = append(told.Months, toldRow(rows, i, figure))
		}
	}
	return nil
}

// tellRunning puts the month that has not ended as the report tells it, with its
// days so far, in place of what the complete months alone say of it.
func (w *work) tellRunning(ctx context.Context, told *toldForecast) error {
	there, err := w.engine.HasTable(ctx, "month_progress")
	if err != nil || !there {
		return err
	}
	rows, err := w.engine.ReadTable(ctx, "month_progress")
	if err != nil {
		return err
	}
	for i := range rows.Len() {
		if rows.Value(i, "mean") == nil {
			continue
		}
		running := toldRow(rows, i, rows.Text(i, "figure"))
		for at, month := range told.Months {
			if month.Figure == running.Figure && month.Month == running.Month {
				told.Months[at] = running
			}
		}
	}
	return nil
}

func toldRow(rows *table.Table, i int, figure string) toldMonth {
	return toldMonth{
		Figure: figure, Month: day{rows.Time(i, "month")}, Mean: rows.Float(i, "mean"),
		Lo80: rows.Float(i, "lo80"), Hi80: rows.Float(i, "hi80"), Lo95: rows.Float(i, "lo95"), Hi95: rows.Float(i, "hi95"),
	}
}

// tell appends what the run forecasts to the ledger, before its reports are put
// in place: what people read is kept, and a run that is killed in between says
// the same when it is repeated.
func (w *work) tell() error {
	if w.out.told == nil {
		return nil
	}
	_, err := w.lake.Tell(forecastLedger, *w.out.told)
	return err
}

// toldForecasts is what the ledger of forecasts is called as a table.
const toldForecasts = "told_forecasts"

func (w *work) makeTold(ctx context.Context) error {
	entries, _, err := w.lake.Ledger(forecastLedger) // what is damaged, verify tells
	if err != nil {
		return err
	}
	rows, err := toldTable(entries)
	if err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, toldForecasts, rows)
}

// toldTable is the ledger as a table, for those who ask the lake.
func toldTable(entries []lake.Told) (*table.Table, error) {
	float := func(name string) table.Column { return table.Column{Name: name, Kind: table.Float} }
	out := &table.Table{Columns: []table.Column{
		{Name: "number", Kind: table.Integer}, {Name: "told_on", Kind: table.Date}, {Name: "snapshot", Kind: table.Integer}, {Name: "currency"},
		{Name: "figure"}, {Name: "month", Kind: table.Date}, float("mean"), float("lo80"), float("hi80"), float("lo95"), float("hi95"),
	}}
	for _, entry := range entries {
		told, err := readTold(entry)
		if err != nil {
			return nil, err
		}
		for _, month := range told.Months {
			out.Rows = append(out.Rows, []any{
				int64(entry.Number), told.on, int64(entry.Snapshot), told.Currency, month.Figure, month.Month.date,
				month.Mean, month.Lo80, month.Hi80, month.Lo95, month.Hi95,
			})
		}
	}
	return out, nil
}
