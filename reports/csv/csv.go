// Package csv writes a table as UTF-8 text with commas, for programs: without
// a byte order mark, dates as 2006-01-02, decimals as they are, NULL empty.
//
// A spreadsheet takes a cell that begins with = + - @ for a formula, in a CSV
// too. Texts that begin so get an apostrophe in front, which spreadsheets read
// as "this is a text"; numbers and dates stay as they are.
package csv

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// Write writes the header and all rows.
func Write(w io.Writer, t *table.Table) error {
	out := csv.NewWriter(w)
	record := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		record[i] = Guard(column.Name)
	}
	if err := out.Write(record); err != nil {
		return fmt.Errorf("write the header: %w", err)
	}
	for r, row := range t.Rows {
		for i, value := range row {
			record[i] = field(t.Columns[i], value)
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("write row %d: %w", r+1, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write %d rows: %w", t.Len(), err)
	}
	return nil
}

// Guard puts an apostrophe before a text that a spreadsheet would compute. A
// text that has one there already gets another, so that Unguard is its inverse.
func Guard(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if formula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unguard takes the apostrophe of Guard away.
func Unguard(field string) string {
	if rest, ok := strings.CutPrefix(field, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return field
}

// formula tells what a spreadsheet would compute. A telephone number in its
// international form is none: it stays what a dialler can use, and a spreadsheet
// makes the number of its digits.
func formula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) && !telephone(text)
}

// telephone is a number as E.164 has it: a plus and 7 to 15 digits.
func telephone(text string) bool {
	digits, plus := strings.CutPrefix(text, "+")
	return plus && len(digits) >= 7 && len(digits) <= 15 && strings.Trim(digits, "0123456789") == ""
}

func field(column table.Column, value any) string {
	switch v := value.(type) {
	case string:
		return Guard(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return ""
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case decimal.Decimal:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		if column.Kind == table.Timestamp {
			return v.UTC().Format("2006-01-02T15:04:05.999999Z")
		}
		return v.Format(time.DateOnly)
	}
	return ""
}
