package xlsx

import (
	"fmt"
	"io"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/internal/table"
	"clientele/reports"
)

// WriteList writes a table alone, for people who work through it and for
// programs that read the first sheet: headers, then rows. What does not fit on
// a sheet goes on to the next.
func WriteList(w io.Writer, t *table.Table, sheet string, options Options) error {
	if options.LastRow == 0 {
		options.LastRow = lastRow
	}
	f := excelize.NewFile(excelize.Options{TmpDir: options.TempDir})
	b := &book{file: f, document: &reports.Document{}, options: options, names: newNames(), styles: map[look]int{}, charts: &chartData{}}
	err := b.plain(t, sheet)
	if err == nil {
		err = b.save(w)
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("write the list %q: %w", sheet, err)
	}
	return nil
}

// plain writes the sheets of a list.
func (b *book) plain(t *table.Table, title string) error {
	room := b.options.LastRow - 1
	for from, part := 0, 1; from < t.Len() || part == 1; from, part = from+room, part+1 {
		sheet := b.names.take(title)
		if part == 1 {
			if err := b.file.SetSheetName("Sheet1", sheet); err != nil {
				return err
			}
		} else if _, err := b.file.NewSheet(sheet); err != nil {
			return err
		}
		if err := b.plainSheet(sheet, t, t.Rows[from:min(from+room, t.Len())]); err != nil {
			return err
		}
	}
	return b.file.SetDocProps(&excelize.DocProperties{Created: noTime, Modified: noTime})
}

// noTime stands where a file would bear the clock's time.
const noTime = "2000-01-01T00:00:00Z"

func (b *book) plainSheet(sheet string, t *table.Table, rows [][]any) error {
	head, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	dateFormat := "yyyy-mm-dd"
	date, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &dateFormat})
	if err != nil {
		return err
	}
	sw, err := b.file.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, max(1, len(t.Columns)), plainWidth); err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for i, column := range t.Columns {
		cells[i] = excelize.Cell{StyleID: head, Value: bareText(column.Name)}
	}
	if err := sw.SetRow("A1", cells); err != nil {
		return err
	}
	for r, row := range rows {
		for i, value := range row {
			cells[i] = listValue(t.Columns[i], value, date)
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", r+2), cells); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// plainWidth of a column, in characters: an address fits.
const plainWidth = 28

// listValue is a value as a sheet has it: texts are texts, whatever they begin
// with.
func listValue(column table.Column, value any, date int) any {
	switch v := value.(type) {
	case string:
		return bareText(v)
	case decimal.Decimal:
		return v.InexactFloat64()
	case time.Time:
		if column.Kind == table.Date {
			return excelize.Cell{StyleID: date, Value: v}
		}
	}
	return value
}
