package segments

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Cell is scores for recency and frequency, and for money where the map looks
// at it; there it is 0 elsewhere.
type Cell struct {
	Recency   int
	Frequency int
	Monetary  int
}

// Range is scores, bounds included.
type Range struct{ From, To int }

// AllScores is the range of every score.
func AllScores() Range { return Range{1, Scores} }

// ReadRange reads how people write scores: 4-5, or 5 alone.
func ReadRange(text string) (Range, error) {
	from, to, both := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), "–", "-"), "-")
	if !both {
		to = from
	}
	first, err := strconv.Atoi(strings.TrimSpace(from))
	last, err2 := strconv.Atoi(strings.TrimSpace(to))
	switch {
	case err != nil || err2 != nil:
		return Range{}, fmt.Errorf("%q are no scores; they look like 4-5, or 5 alone", text)
	case first < 1 || last < 1 || first > Scores || last > Scores:
		return Range{}, fmt.Errorf("scores are 1 to %d, the best, not %q", Scores, text)
	case first > last:
		return Range{}, errors.New("the lower score comes first: " + fmt.Sprintf("%d-%d", last, first))
	}
	return Range{first, last}, nil
}

// Square lists the cells of a map over recency and frequency.
func Square(recency, frequency Range) []Cell {
	return cube(recency, frequency, Range{0, 0})
}

// Cube lists the cells of a map that looks at money, too.
func Cube(recency, frequency, monetary Range) []Cell {
	return cube(recency, frequency, monetary)
}

func cube(recency, frequency, monetary Range) []Cell {
	var cells []Cell
	for r := recency.From; r <= recency.To; r++ {
		for f := frequency.From; f <= frequency.To; f++ {
			for m := monetary.From; m <= monetary.To; m++ {
				cells = append(cells, Cell{r, f, m})
			}
		}
	}
	return cells
}

// on says whether the cell lies on the map.
func (c Cell) on(monetary bool) bool {
	inside := func(score int) bool { return 1 <= score && score <= Scores }
	return inside(c.Recency) && inside(c.Frequency) && (monetary && inside(c.Monetary) || !monetary && c.Monetary == 0)
}

// String is the cell as people speak of it: "R5 F1", "R5 F1 M3".
func (c Cell) String() string {
	if c.Monetary == 0 {
		return fmt.Sprintf("R%d F%d", c.Recency, c.Frequency)
	}
	return fmt.Sprintf("R%d F%d M%d", c.Recency, c.Frequency, c.Monetary)
}

// cellNames lists cells; where all scores for money are among them, R5 F1 stands
// for the five.
func cellNames(cells []Cell) string {
	rest := map[Cell]int{}
	for _, cell := range cells {
		rest[Cell{Recency: cell.Recency, Frequency: cell.Frequency}]++
	}
	var names []string
	for _, cell := range cells {
		column := Cell{Recency: cell.Recency, Frequency: cell.Frequency}
		switch {
		case rest[column] < Scores:
			names = append(names, cell.String())
		case cell.Monetary <= 1:
			names = append(names, column.String())
		}
	}
	return strings.Join(names, ", ")
}
