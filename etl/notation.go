package etl

import (
	"fmt"

	"clientele/etl/values"
)

// decide takes what the config says, else what the data shows; where it shows
// nothing the user is asked.
func decide(seen values.Notation, source Source, file string) (made decisions, err error) {
	ask := func(format string, arguments ...any) error {
		return &FileError{File: file, Cause: ErrInput, Text: fmt.Sprintf(format, arguments...)}
	}
	made, decidedMark, decidedOrder := likely(seen, source)
	switch {
	case decidedMark:
	case seen.Points == 0 && seen.Commas == 0:
		return made, ask("it cannot be seen whether %s has three decimals or is in thousands; say which mark is the decimal one (decimal: \",\" in a config, --decimal \",\" on the command line; or \".\")", seen.ExampleNumber)
	default:
		return made, ask("%d numbers have a decimal point and %d a decimal comma; say which is right (decimal: \",\" in a config, --decimal \",\" on the command line; or \".\"), the others will be rejected", seen.Points, seen.Commas)
	}
	switch {
	case decidedOrder:
	case seen.YearAsked() && seen.YearFirst == 0:
		return made, ask("it cannot be seen whether the year or the day stands first in %s; say so (in a config dates: year first, on the command line --dates \"year first\"; or day first, or month first)", seen.ExampleDate)
	case seen.YearAsked():
		return made, ask("%d dates begin with a year of two digits and %d end with it; say which is right (in a config dates: year first, on the command line --dates \"year first\"; or day first, or month first), the others will be rejected", seen.YearFirst, seen.YearLast)
	case seen.DayFirst == 0 && seen.MonthFirst == 0:
		return made, ask("it cannot be seen whether the day or the month stands first in %s; say so (in a config dates: day first, on the command line --dates \"day first\"; or month first)", seen.ExampleDate)
	default:
		return made, ask("%d dates begin with a day and %d with a month; say which is right (in a config dates: day first, on the command line --dates \"day first\"; or month first), the others will be rejected", seen.DayFirst, seen.MonthFirst)
	}
	return made, nil
}

// likely is what the config says, else what the data makes most likely, and
// whether it is sure.
func likely(seen values.Notation, source Source) (made decisions, mark, order bool) {
	made.decimalMark, mark = seen.DecimalMark()
	if source.Decimal != "" {
		made.decimalMark, mark = source.Decimal[0], true
	}
	made.dayOrder, order = seen.DayOrder()
	if source.Dates != "" {
		made.dayOrder, order = values.DayOrderNamed(source.Dates), true
	}
	return made, mark, order
}
