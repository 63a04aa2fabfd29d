package html

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"clientele/reports"
)

type section struct {
	ID, Title, Note, Queries string
	Lead, Checks             []string
	Points                   []point
	Figures                  []figure
	Charts                   []chart
	Grids                    []gridView
	First, Tables            []tableView // those above the charts, those below
}

// point has no section where the document does not have it.
type point struct {
	Tone, Text, Section, Title string
}

type figure struct {
	ID, Label         string
	Cell              cell
	Comparison        *cell
	Tone, Arrow, Than string
	Long              bool // too long for the large type
}

// chart is a drawing's frame; Data is what the script draws. Its numbers stand
// in a table of the page or in one of its own, behind it.
type chart struct {
	ID, Title, Subtitle, Description string
	AsTable                          string
	Table                            string // ID
	Behind                           *tableView
	Data                             template.JS
	picture                          *template.HTML // the same without a script
}

// Still is a chart's static picture.
func (c chart) Still() template.HTML { return *c.picture }

// gridView is small charts beside each other.
type gridView struct {
	ID, Title, Note, AsTable string
	Charts                   []chart
	Links                    []tableLink // to the tables that have the charts' numbers
	Behind                   []*chart    // those whose numbers no table has
}

// tableLink leads to a table of the page.
type tableLink struct{ To, Title string }

func (r *renderer) section(s *reports.Section) (section, error) {
	out := section{ID: s.ID, Title: s.Title, Note: s.Note, Lead: s.Lead, Checks: s.Checks}
	if len(s.Queries) > 0 {
		out.Queries = r.Words.Say("page.queries", "queries", strings.Join(s.Queries, ", "))
	}
	for _, p := range s.Points {
		one := point{Tone: toneClass(p.Tone), Text: p.Text}
		if title := r.title(p.Section); title != "" && p.Section != s.ID {
			one.Section, one.Title = p.Section, title
		}
		out.Points = append(out.Points, one)
	}
	for _, f := range s.Figures {
		out.Figures = append(out.Figures, r.figure(f))
	}
	for i := range s.Charts {
		c, err := r.chart(&s.Charts[i])
		if err != nil {
			return out, err
		}
		c.Subtitle = "" // of small charts
		r.standBehind(&c, &s.Charts[i])
		out.Charts = append(out.Charts, c)
	}
	for i := range s.Grids {
		g, err := r.grid(&s.Grids[i])
		if err != nil {
			return out, err
		}
		r.standBehindAll(&g, &s.Grids[i])
		out.Grids = append(out.Grids, g)
	}
	for i := range s.Tables {
		if view := r.table(s, &s.Tables[i]); s.Tables[i].Lead {
			out.First = append(out.First, view)
		} else {
			out.Tables = append(out.Tables, view)
		}
	}
	return out, nil
}

// title is the title of the section that a point leads to, "" where the
// document does not have it.
func (r *renderer) title(id string) string {
	for i := range r.document.Sections {
		if r.document.Sections[i].ID == id {
			return r.document.Sections[i].Title
		}
	}
	return ""
}

func (r *renderer) figure(f reports.Figure) figure {
	out := figure{ID: f.ID, Label: f.Label, Cell: r.cell(f.Format, f.Value)}
	out.Long = utf8.RuneCountInString(out.Cell.Text) > 9
	if f.Comparison == nil {
		return out
	}
	comparison := r.cell(f.Comparison.Format, f.Comparison.Value)
	out.Comparison, out.Tone, out.Than = &comparison, toneClass(f.Comparison.Tone), f.Comparison.Label
	switch {
	case strings.HasPrefix(comparison.Text, "+"):
		out.Arrow = "▲"
	case strings.HasPrefix(comparison.Text, "−"):
		out.Arrow = "▼"
	}
	return out
}

func toneClass(t reports.Tone) string {
	switch t {
	case reports.Better:
		return "better"
	case reports.Worse:
		return "worse"
	}
	return "neutral"
}
