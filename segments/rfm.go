// Package segments says which customers belong together, and by what rule.
//
// The map of RFM segments lays the scores for recency and frequency, each from
// 1 to 5 with 5 the best, out as a square of 25 cells and gives every cell to
// one segment. The scores themselves are computed by the query segments/rfm.
package segments

import (
	"errors"
	"fmt"

	"clientele/internal/table"
)

// Scores is the number of steps of an RFM score: it runs from 1 to Scores.
const Scores = 5

// Cell is one pair of scores for recency and frequency.
type Cell struct {
	Recency   int
	Frequency int
}

// Segment is a group of customers that the map puts together. Key names it in
// tables and in the catalogue of words, Name in English where nobody translates.
type Segment struct {
	Key      string
	Name     string
	Position int // its place in reports, from 1, best first
	Cells    []Cell
}

// Map gives each cell to a segment.
type Map struct {
	Segments []Segment
}

// StandardRFM is the map that most tools and textbooks of direct marketing
// use, in its form over recency and frequency alone.
func StandardRFM() Map {
	return Map{Segments: []Segment{
		{"champions", "Champions", 1, rectangle(5, 5, 4, 5)},
		{"loyal", "Loyal", 2, rectangle(3, 4, 4, 5)},
		{"potential_loyalist", "Potential loyalist", 3, rectangle(4, 5, 2, 3)},
		{"new", "New", 4, rectangle(5, 5, 1, 1)},
		{"promising", "Promising", 5, rectangle(4, 4, 1, 1)},
		{"need_attention", "Need attention", 6, rectangle(3, 3, 3, 3)},
		{"about_to_sleep", "About to sleep", 7, rectangle(3, 3, 1, 2)},
		{"at_risk", "At risk", 8, rectangle(1, 2, 3, 4)},
		{"cannot_lose", "Cannot lose", 9, rectangle(1, 2, 5, 5)},
		{"hibernating", "Hibernating", 10, rectangle(1, 2, 1, 2)},
	}}
}

// rectangle lists the cells with these scores, bounds included.
func rectangle(recencyFrom, recencyTo, frequencyFrom, frequencyTo int) []Cell {
	var cells []Cell
	for recency := recencyFrom; recency <= recencyTo; recency++ {
		for frequency := frequencyFrom; frequency <= frequencyTo; frequency++ {
			cells = append(cells, Cell{recency, frequency})
		}
	}
	return cells
}

// Validate reports everything that keeps the map from giving each of the 25
// cells to exactly one segment: cells that no segment or two have, cells off
// the square, segments without a key, with one that is taken, or at a position
// that is taken.
func (m Map) Validate() error {
	var problems []error
	owners := map[Cell]string{}
	positions := map[int]string{}
	keys := map[string]bool{}
	for _, segment := range m.Segments {
		if segment.Key == "" {
			problems = append(problems, fmt.Errorf("the segment at position %d has no key", segment.Position))
		}
		if keys[segment.Key] {
			problems = append(problems, fmt.Errorf("there are two segments %q", segment.Key))
		}
		keys[segment.Key] = true
		if other, taken := positions[segment.Position]; taken {
			problems = append(problems, fmt.Errorf("%s and %s are both at position %d", other, segment.Key, segment.Position))
		}
		positions[segment.Position] = segment.Key
		for _, cell := range segment.Cells {
			if !cell.valid() {
				problems = append(problems, fmt.Errorf("%s: scores are 1 to %d, not %v", segment.Key, Scores, cell))
			} else if owner, taken := owners[cell]; taken {
				problems = append(problems, fmt.Errorf("%v belongs to %s and to %s", cell, owner, segment.Key))
			}
			owners[cell] = segment.Key
		}
	}
	for _, cell := range rectangle(1, Scores, 1, Scores) {
		if _, owned := owners[cell]; !owned {
			problems = append(problems, fmt.Errorf("%v belongs to no segment", cell))
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("map of RFM segments: %w", errors.Join(problems...))
	}
	return nil
}

func (c Cell) valid() bool {
	return 1 <= c.Recency && c.Recency <= Scores && 1 <= c.Frequency && c.Frequency <= Scores
}

// String is the cell as people speak of it: "R5 F1".
func (c Cell) String() string { return fmt.Sprintf("R%d F%d", c.Recency, c.Frequency) }

// Table is the map as the table rfm_cells that queries read, a row for each
// cell: r, f, segment, position.
func (m Map) Table() *table.Table {
	cells := &table.Table{Columns: []table.Column{
		{Name: "r", Kind: table.Integer}, {Name: "f", Kind: table.Integer},
		{Name: "segment", Kind: table.Text}, {Name: "position", Kind: table.Integer},
	}}
	for _, segment := range m.Segments {
		for _, cell := range segment.Cells {
			cells.Rows = append(cells.Rows, []any{int64(cell.Recency), int64(cell.Frequency), segment.Key, int64(segment.Position)})
		}
	}
	return cells
}

// Name is the English name of the segment with this key, the key itself where
// there is none.
func (m Map) Name(key string) string {
	for _, segment := range m.Segments {
		if segment.Key == key {
			return segment.Name
		}
	}
	return key
}
