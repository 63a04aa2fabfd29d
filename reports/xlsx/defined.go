package xlsx

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// defined gives the cells of key figures names that formulas can use. They are
// made of the figures' own identifiers and not of words, so that they are the
// same in every language and every month.
type defined struct {
	taken map[string]bool
	names []definedName
}

// definedName is one of them and where it leads.
type definedName struct {
	name, sheet, cell string
	figure            reports.Figure
	section           string
}

// define names the cell of a figure. The first section that has a figure gives
// it its bare name; the names of the others begin with their section.
func (b *book) define(s *reports.Section, f *reports.Figure, sheet string, column, row int) error {
	one := DefinedName(f.ID)
	if b.defined.taken[strings.ToLower(one)] {
		one = DefinedName(s.ID + "_" + f.ID)
	}
	for base := one; b.defined.taken[strings.ToLower(one)]; {
		one += "_"
		if len(one) > nameUnits {
			one = base[:nameUnits/2] + "__"
		}
	}
	b.defined.taken[strings.ToLower(one)] = true
	cell, err := excelize.CoordinatesToCellName(column, row, true)
	if err != nil {
		return err
	}
	b.defined.names = append(b.defined.names, definedName{name: one, sheet: sheet, cell: cell, figure: *f, section: s.Title})
	return b.file.SetDefinedName(&excelize.DefinedName{Name: one, RefersTo: quoted(sheet) + "!" + cell})
}

// nameUnits is how long a name may be: Excel takes 255 characters.
const nameUnits = 200

// DefinedName makes a name that Excel allows of an identifier: letters, digits
// and underscores, the first no digit, and nothing that could be the address of
// a cell in either of its two ways of writing them.
func DefinedName(id string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, id)
	name = name[:min(len(name), nameUnits)]
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "_" + name
	}
	if regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*|true|false)$`).MatchString(name) {
		name += "_"
	}
	return name
}
