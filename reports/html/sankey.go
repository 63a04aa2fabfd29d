package html

import (
	"encoding/json"
	"strconv"
	"strings"

	"clientele/reports"
)

// streams are what the page's script gets for a Sankey.
type streams struct {
	Nodes  []node   `json:"nodes"`
	Links  []link   `json:"links"`
	Heads  []string `json:"heads"` // one above each upright row of nodes
	Height int      `json:"height"`
}

type node struct {
	Name  string `json:"name"` // its key and its upright row
	Label string `json:"label"`
	Depth int    `json:"depth"`
	Color string `json:"color"`
	Tip   string `json:"tip"`
}

type link struct {
	Source string      `json:"source"`
	Target string      `json:"target"`
	Value  json.Number `json:"value"`
	Tip    string      `json:"tip"`
}

// streamHeight is the height of a Sankey in pixels.
const streamHeight = 380

// sankey draws the rows of a chart that have something to flow. A node stands
// where a stream begins or ends.
func sankey(c *reports.Chart) streams {
	out := streams{Heads: c.Flow.Heads, Height: streamHeight}
	from, to, step, tip := c.Data.Index(c.Flow.From), c.Data.Index(c.Flow.To), c.Data.Index(c.Flow.Step), c.Data.Index(c.Flow.Tip)
	value := c.Data.Index(c.Series[0].Column)
	ends := map[string]bool{}
	for _, row := range c.Data.Rows {
		number, ok := reports.ChartNumber(c, row[value])
		at, _ := row[step].(int64)
		if !ok || !number.IsPositive() {
			continue
		}
		one := link{Source: nodeName(row[from], int(at)), Target: nodeName(row[to], int(at)+1), Value: json.Number(number.String())}
		one.Tip, _ = row[tip].(string)
		out.Links = append(out.Links, one)
		ends[one.Source], ends[one.Target] = true, true
	}
	for depth := range c.Flow.Heads {
		for _, n := range c.Flow.Nodes {
			name := nodeName(n.Key, depth)
			if !ends[name] {
				continue
			}
			label := reports.Shorten(reports.Clean(n.Label), reports.LabelLength)
			out.Nodes = append(out.Nodes, node{Name: name, Label: label, Depth: depth, Color: colourName(n.Colour), Tip: strings.TrimSpace(label + "\n" + c.Flow.Heads[depth])})
		}
	}
	return out
}

// nodeName tells the same node in one upright row from that in another.
func nodeName(key any, depth int) string {
	text, _ := key.(string)
	return strconv.Itoa(depth) + " " + text
}
