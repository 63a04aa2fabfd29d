package etl

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/etl/values"
)

func (w *worker) numbers(i int, o *origin) {
	into := slices.Grow(w.made.numbers[i][:0], len(w.rows))
	money := o.field.Type == moneyType
	for row := range w.rows {
		cell := w.cell(o, row)
		value, reason := int64(columnar.Null), ""
		switch {
		case cell.Text == "" && o.field.Required:
			reason = "is empty"
		case cell.Text == "":
		case o.field.Kind == NumberField:
			value, reason = w.number(o, cell)
		case o.field.Kind == TimeField:
			if value, reason = w.moment(cell); reason != "" && o.field.Period {
				value, reason = w.period(cell)
			}
		default:
			value, reason = w.boolean(o, cell)
		}
		if reason != "" {
			w.complain(row, i, o, cell.Text, reason)
		} else if money && cell.Kind == export.Text {
			w.signed(row, o, cell.Text)
		}
		into = append(into, value)
	}
	w.made.numbers[i] = into
	if o.stored >= 0 {
		w.made.columns[o.stored].Numbers = into
	}
}

func (w *worker) number(o *origin, cell export.Cell) (int64, string) {
	mark := w.decided.decimalMark
	switch cell.Kind {
	case export.Text:
		if w.gather {
			w.made.notation.Number(cell.Text)
		}
	case export.Number:
		w.made.notation.Typed++
		mark = '.'
	default:
		mark = '.'
	}
	precision, scale := o.column.Precision, o.column.Scale
	switch {
	case o.column.Type == columnar.Double:
		value, fault := values.Float(cell.Text, mark)
		if fault != values.Sound {
			return unread, fault.String()
		}
		return columnar.Float(value), ""
	case o.column.Type == columnar.Integer:
		return wholeNumber(cell.Text, mark)
	case w.plan.entity.Name == "purchases" && (o.field.Name == "quantity" || o.field.Name == "price"):
		precision, scale = 18, factorScale // an amount is rounded once
	case o.field.Type == percentType:
		cell.Text = strings.TrimSuffix(cell.Text, "%")
	}
	value, fault := values.Number(cell.Text, mark, precision, scale)
	if fault != values.Sound {
		return unread, fault.String()
	}
	return value, ""
}

func wholeNumber(text string, mark byte) (int64, string) {
	const thousand = 1000
	value, fault := values.Number(text, mark, 18, 3)
	if fault != values.Sound || value%thousand != 0 || value/thousand != int64(int32(value/thousand)) {
		return unread, "is no whole number"
	}
	return value / thousand, ""
}

func (w *worker) moment(cell export.Cell) (int64, string) {
	switch cell.Kind {
	case export.Number:
		if days, err := strconv.ParseFloat(cell.Text, 64); err == nil {
			if shown, ok := values.Serial(days); ok {
				return w.clock.UTC(shown), ""
			}
		}
	case export.Text:
		if w.gather {
			w.made.notation.Moment(cell.Text)
		}
	}
	if at, ok := values.Moment(cell.Text, w.decided.dayOrder, w.clock); ok {
		return at, ""
	}
	return unread, "is no date"
}

// period is the first day of a month or quarter.
func (w *worker) period(cell export.Cell) (int64, string) {
	if day, ok := values.Period(cell.Text); ok {
		return w.clock.UTC(day * int64(24*time.Hour/time.Microsecond)), ""
	}
	return unread, "is no date and no month"
}

func (w *worker) boolean(o *origin, cell export.Cell) (int64, string) {
	value, ok := values.Boolean(cell.Text)
	if !ok && o.field.Arm {
		value, ok = values.HeldOut(cell.Text)
	}
	switch {
	case !ok:
		return unread, "is neither yes nor no"
	case value:
		return 1, ""
	}
	return 0, ""
}
