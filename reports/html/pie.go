package html

import (
	"encoding/json"

	"clientele/reports"
)

// ring is what the page's script gets for the parts of a whole.
type ring struct {
	Parts  []part `json:"parts"`
	Height int    `json:"height"`
}

type part struct {
	Name  string      `json:"name"`
	Share string      `json:"share"`
	Value json.Number `json:"value"`
	Color string      `json:"color"`
	Tip   string      `json:"tip"`
}

// ringHeight is the height of a ring in pixels.
const ringHeight = 220

func (s ring) paper() (int, int) { return paperWidth, s.Height }

// ring draws the parts that are there.
func (r *renderer) ring(c *reports.Chart) ring {
	out := ring{Parts: []part{}, Height: ringHeight}
	labels, tips := r.labels(c), r.tips(c)
	for _, one := range reports.PartsOf(c) {
		share := r.Show(reports.Format{Kind: reports.Percent, Digits: 1}, one.Share)
		out.Parts = append(out.Parts, part{
			Name: labels[one.Row], Share: share, Value: json.Number(one.Value.String()), Color: colourName(one.Colour), Tip: labels[one.Row] + "\n" + tips.Names[0] + ": " + tips.Tips[one.Row][0] + "\n" + share,
		})
	}
	return out
}
