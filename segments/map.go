package segments

import (
	"errors"
	"fmt"
	"strings"

	"clientele/internal/table"
)

// Map gives each cell to a segment.
type Map struct {
	Segments []Segment
	Own      bool // a company's own: names and advice are its words
}

// Segment is a group of customers that the map puts together. Key names it in
// tables and in the catalogue of words, Name in English where nobody translates.
type Segment struct {
	Key      string
	Name     string
	Advice   string // what to do about them, in the company's words
	Position int    // its place in reports, from 1, best first
	Cells    []Cell
}

// Monetary reports whether the map looks at money: then it has 125 cells.
func (m Map) Monetary() bool {
	for _, segment := range m.Segments {
		for _, cell := range segment.Cells {
			if cell.Monetary != 0 {
				return true
			}
		}
	}
	return false
}

// Fault is what keeps a map from giving each cell to exactly one segment.
type Fault struct {
	Segment int // at fault, by its place in the list; −1 where it is none's
	Text    string
}

// Faults lists everything that is wrong with the map: cells that no segment or
// two have, cells off the map, segments without a key, with one that is taken,
// or at a position that is taken.
func (m Map) Faults() []Fault {
	faults := m.nameFaults()
	monetary := m.Monetary()
	owners := map[Cell]int{}
	for i, segment := range m.Segments {
		shared := make([][]Cell, i) // by the segment that has them
		for _, cell := range segment.Cells {
			if !cell.on(monetary) {
				faults = append(faults, Fault{i, fmt.Sprintf("%s: scores are 1 to %d, not %v", segment.Key, Scores, cell)})
			} else if owner, taken := owners[cell]; taken && owner != i {
				shared[owner] = append(shared[owner], cell)
			}
			owners[cell] = i
		}
		for owner, cells := range shared {
			if len(cells) > 0 {
				faults = append(faults, Fault{i, fmt.Sprintf("%s to %s and to %s", belonging(cells), m.Segments[owner].Key, segment.Key)})
			}
		}
	}
	if orphans := m.orphans(owners); len(orphans) > 0 {
		faults = append(faults, Fault{-1, belonging(orphans) + " to no segment"})
	}
	return faults
}

func (m Map) nameFaults() []Fault {
	var faults []Fault
	positions, keys := map[int]string{}, map[string]bool{}
	for i, segment := range m.Segments {
		if segment.Key == "" {
			faults = append(faults, Fault{i, fmt.Sprintf("the segment at position %d has no key", segment.Position)})
		}
		if keys[segment.Key] {
			faults = append(faults, Fault{i, fmt.Sprintf("there are two segments %q", segment.Key)})
		}
		keys[segment.Key] = true
		if other, taken := positions[segment.Position]; taken {
			faults = append(faults, Fault{i, fmt.Sprintf("%s and %s are both at position %d", other, segment.Key, segment.Position)})
		}
		positions[segment.Position] = segment.Key
	}
	return faults
}

func (m Map) orphans(owners map[Cell]int) []Cell {
	all := Square(AllScores(), AllScores())
	if m.Monetary() {
		all = Cube(AllScores(), AllScores(), AllScores())
	}
	var orphans []Cell
	for _, cell := range all {
		if _, owned := owners[cell]; !owned {
			orphans = append(orphans, cell)
		}
	}
	return orphans
}

// belonging begins the sentence of whom cells belong to.
func belonging(cells []Cell) string {
	names := cellNames(cells)
	if strings.Contains(names, ",") {
		return names + " belong"
	}
	return names + " belongs"
}

// Validate is the map's faults as an error, nil where each cell belongs to
// exactly one segment.
func (m Map) Validate() error {
	var problems []error
	for _, fault := range m.Faults() {
		problems = append(problems, errors.New(fault.Text))
	}
	if len(problems) > 0 {
		return fmt.Errorf("map of RFM segments: %w", errors.Join(problems...))
	}
	return nil
}

// Table is the map as the table rfm_cells that queries read, a row for each
// cell: r, f, m (NULL where the map does not look at money), segment, position,
// and the company's own name and advice.
func (m Map) Table() *table.Table {
	cells := &table.Table{Columns: []table.Column{
		{Name: "r", Kind: table.Integer}, {Name: "f", Kind: table.Integer}, {Name: "m", Kind: table.Integer},
		{Name: "segment", Kind: table.Text}, {Name: "position", Kind: table.Integer},
		{Name: "name", Kind: table.Text}, {Name: "advice", Kind: table.Text},
	}}
	for _, segment := range m.Segments {
		var name, advice any
		if m.Own && segment.Name != "" {
			name = segment.Name
		}
		if m.Own && segment.Advice != "" {
			advice = segment.Advice
		}
		for _, cell := range segment.Cells {
			var monetary any
			if cell.Monetary != 0 {
				monetary = int64(cell.Monetary)
			}
			cells.Rows = append(cells.Rows, []any{int64(cell.Recency), int64(cell.Frequency), monetary, segment.Key, int64(segment.Position), name, advice})
		}
	}
	return cells
}

// Name is the name of the segment with this key, the key itself where there is
// none.
func (m Map) Name(key string) string {
	for _, segment := range m.Segments {
		if segment.Key == key && segment.Name != "" {
			return segment.Name
		}
	}
	return key
}
