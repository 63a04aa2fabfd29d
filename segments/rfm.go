// Package segments says which customers belong together, and by what rule.
//
// The map of RFM segments lays the scores for recency and frequency, each from
// 1 to 5 with 5 the best, out as a square of 25 cells, and where it looks at
// money, too, as a cube of 125, and gives every cell to one segment. The scores
// themselves are computed by the query segments/rfm.
package segments

// Scores is the number of steps of an RFM score: it runs from 1 to Scores.
const Scores = 5

// StandardRFM is the map that most tools and textbooks of direct marketing
// use, in its form over recency and frequency alone.
func StandardRFM() Map {
	standard := Map{}
	for i, segment := range []struct {
		key, name          string
		recency, frequency Range
	}{
		{"champions", "Champions", Range{5, 5}, Range{4, 5}},
		{"loyal", "Loyal", Range{3, 4}, Range{4, 5}},
		{"potential_loyalist", "Potential loyalist", Range{4, 5}, Range{2, 3}},
		{"new", "New", Range{5, 5}, Range{1, 1}},
		{"promising", "Promising", Range{4, 4}, Range{1, 1}},
		{"need_attention", "Need attention", Range{3, 3}, Range{3, 3}},
		{"about_to_sleep", "About to sleep", Range{3, 3}, Range{1, 2}},
		{"at_risk", "At risk", Range{1, 2}, Range{3, 4}},
		{"cannot_lose", "Cannot lose", Range{1, 2}, Range{5, 5}},
		{"hibernating", "Hibernating", Range{1, 2}, Range{1, 2}},
	} {
		standard.Segments = append(standard.Segments, Segment{
			Key: segment.key, Name: segment.name, Position: i + 1, Cells: Square(segment.recency, segment.frequency),
		})
	}
	return standard
}
