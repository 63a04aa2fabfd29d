package html

import (
	"clientele/reports"
)

// tips are what is shown where the pointer is: all numbers of that place of X,
// as the tables have them. The script puts names and numbers together.
type tips struct {
	Names []string       `json:"names"`
	Tips  [][]string     `json:"tips"`            // of each place, one for each name; empty where there is none
	Notes map[int]string `json:"notes,omitempty"` // what to call a place rather than its label
}

func (r *renderer) tips(c *reports.Chart) tips {
	labels, named, format := r.labels(c), r.namedLabels(c), tipFormat(c)
	out := tips{Names: []string{}, Tips: make([][]string, c.Data.Len()), Notes: map[int]string{}}
	for i, label := range labels {
		if named[i] != label {
			out.Notes[i] = named[i]
		}
	}
	for _, s := range c.Series {
		out.Names = append(out.Names, s.Label)
		at := c.Data.Index(s.Column)
		for i, row := range c.Data.Rows {
			out.Tips[i] = append(out.Tips[i], r.Show(format, row[at]))
		}
	}
	for j := len(c.Bands) - 1; j >= 0; j-- {
		out.Names = append(out.Names, c.Bands[j].Label)
		low, high := c.Data.Index(c.Bands[j].Low), c.Data.Index(c.Bands[j].High)
		for i, row := range c.Data.Rows {
			text := ""
			if row[low] != nil && row[high] != nil && row[low] != row[high] {
				text = r.Show(format, row[low]) + " – " + r.Show(format, row[high])
			}
			out.Tips[i] = append(out.Tips[i], text)
		}
	}
	return out
}
