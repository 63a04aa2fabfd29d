package segments_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clientele/segments"
)

// randomMap cuts the cells into boxes by chance, which is a partition.
func randomMap(chance *rand.Rand, monetary bool) segments.Map {
	type box struct{ r, f, m segments.Range }
	boxes := []box{{segments.AllScores(), segments.AllScores(), segments.AllScores()}}
	for range chance.IntN(12) {
		i, side := chance.IntN(len(boxes)), chance.IntN(3)
		one, other := boxes[i], boxes[i]
		cut := func(a, b *segments.Range) bool {
			if a.From == a.To {
				return false
			}
			at := a.From + chance.IntN(a.To-a.From)
			a.To, b.From = at, at+1
			return true
		}
		if side == 0 && cut(&one.r, &other.r) || side == 1 && cut(&one.f, &other.f) || side == 2 && monetary && cut(&one.m, &other.m) {
			boxes[i] = one
			boxes = append(boxes, other)
		}
	}
	made := segments.Map{Own: true}
	for i, b := range boxes {
		cells := segments.Square(b.r, b.f)
		if monetary {
			cells = segments.Cube(b.r, b.f, b.m)
		}
		made.Segments = append(made.Segments, segments.Segment{Key: fmt.Sprint("s", i), Position: i + 1, Cells: cells})
	}
	return made
}

// The cells are counted here, so that a mistake of Validate's does not hide one
// of the map's.
func TestMap_IsValidExactlyWhereEveryCellIsTakenOnce(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	valid, broken := 0, 0
	for range 3000 {
		monetary := chance.IntN(2) == 0
		made := randomMap(chance, monetary)
		if chance.IntN(2) == 0 {
			damage(chance, &made)
		}
		taken := map[segments.Cell]int{}
		for _, segment := range made.Segments {
			for _, cell := range segment.Cells {
				taken[cell]++
			}
		}
		want := len(taken) == 25 || made.Monetary() && len(taken) == 125
		for _, times := range taken {
			want = want && times == 1
		}
		err := made.Validate()
		if (err == nil) != want {
			t.Fatalf("%v: %v", made, err)
		}
		if want {
			valid++
		} else {
			broken++
		}
	}
	if valid < 500 || broken < 500 {
		t.Errorf("%d valid maps and %d broken ones prove little", valid, broken)
	}
}

// damage takes a cell away, or gives one to another segment as well.
func damage(chance *rand.Rand, made *segments.Map) {
	from, to := chance.IntN(len(made.Segments)), chance.IntN(len(made.Segments))
	cells := made.Segments[from].Cells
	cell := cells[chance.IntN(len(cells))]
	if chance.IntN(2) == 0 && from != to {
		made.Segments[to].Cells = append(made.Segments[to].Cells, cell)
		return
	}
	var rest []segments.Cell
	for _, other := range cells {
		if other != cell {
			rest = append(rest, other)
		}
	}
	made.Segments[from].Cells = rest
}

func TestMap_NamesTheCellsThatLackOrAreTwice(t *testing.T) {
	all := segments.AllScores()
	for _, c := range []struct {
		cells [][]segments.Cell
		want  string
	}{
		{[][]segments.Cell{segments.Square(segments.Range{From: 2, To: 5}, all)}, "R1 F1, R1 F2, R1 F3, R1 F4, R1 F5 belong to no segment"},
		{[][]segments.Cell{segments.Square(all, all), segments.Square(segments.Range{From: 5, To: 5}, segments.Range{From: 1, To: 1})}, "R5 F1 belongs to a and to b"},
		// Of a column of which all five scores for money lack, the pair is named.
		{[][]segments.Cell{segments.Cube(all, segments.Range{From: 1, To: 4}, all), segments.Cube(segments.Range{From: 1, To: 4}, segments.Range{From: 5, To: 5}, all)}, "R5 F5 belongs to no segment"},
		{[][]segments.Cell{segments.Cube(all, all, segments.Range{From: 1, To: 4}), segments.Cube(segments.Range{From: 1, To: 4}, all, segments.Range{From: 5, To: 5})},
			"R5 F1 M5, R5 F2 M5, R5 F3 M5, R5 F4 M5, R5 F5 M5 belong to no segment"},
		{[][]segments.Cell{segments.Cube(all, all, all), segments.Square(segments.Range{From: 3, To: 3}, segments.Range{From: 3, To: 3})}, "b: scores are 1 to 5, not R3 F3"},
	} {
		made := segments.Map{}
		for i, cells := range c.cells {
			made.Segments = append(made.Segments, segments.Segment{Key: string(rune('a' + i)), Position: i, Cells: cells})
		}
		if err := made.Validate(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v\ndoes not say %q", err, c.want)
		}
	}
}

func TestReadRange_TakesWhatPeopleWrite(t *testing.T) {
	for text, want := range map[string]segments.Range{"4-5": {From: 4, To: 5}, "5": {From: 5, To: 5}, " 1 – 5 ": {From: 1, To: 5}, "3-3": {From: 3, To: 3}} {
		if got, err := segments.ReadRange(text); err != nil || got != want {
			t.Errorf("%q is %v: %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"": "look like 4-5", "best": "look like 4-5", "0-3": "1 to 5", "4-6": "1 to 5", "-3": "look like", "5-4": "lower score comes first: 4-5", "1-2-3": "look like"} {
		if got, err := segments.ReadRange(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %v: %v, which does not say %q", text, got, err, want)
		}
	}
}
