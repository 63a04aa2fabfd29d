// Package html renders a Document to one page that works offline: styles,
// scripts, the chart library and all data are in the file.
//
// Texts from the data are hostile. They reach the page only through
// html/template and, for charts, as JSON inside a data block, which
// encoding/json writes without < > & or line separators. The page's content
// security policy allows its inline blocks by their hashes and nothing else: no
// other script, no style attribute, no network.
//
// Chart options are structs of our own: the types of go-echarts leave out
// zeros that matter (an invisible area, a bar of nothing), put colours of one
// theme into each series, and cannot carry the colour names that the page
// resolves for light, dark and paper.
package html

import (
	"fmt"
	"html/template"
	"io"

	"clientele/reports"
)

// page is what the template shows.
type page struct {
	Language, ID, Title, Company, AsOf string
	Meta                               []string // of the header
	Foot                               []string
	Logo                               *logo
	OnePage                            bool
	Words                              words
	Policy                             string
	Style                              template.CSS
	HeadScripts, Scripts               []template.JS
	Sections                           []section
}

// words are those of the page's own parts.
type words struct {
	Contents, Skip, Top      string
	Theme, Auto, Light, Dark string
	Better, Worse            string
}

// Write renders a document.
func (w *Writer) Write(out io.Writer, document *reports.Document) error {
	presenter, err := reports.NewPresenter(document)
	if err != nil {
		return err
	}
	r := &renderer{Presenter: presenter, document: document}
	p, err := r.page()
	if err != nil {
		return err
	}
	if err := r.pictures.take(w.painter, document); err != nil {
		return fmt.Errorf("write the page %q: %w", document.Title, err)
	}
	skeleton, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	if err := skeleton.Execute(out, p); err != nil {
		return fmt.Errorf("write the page %q: %w", document.Title, err)
	}
	return nil
}

// renderer turns a document's parts into texts.
type renderer struct {
	*reports.Presenter
	document *reports.Document
	pictures pictures
}

func (r *renderer) page() (*page, error) {
	d := r.document
	p := &page{
		Language: d.Language, ID: d.ID, Title: d.Title, Company: reports.Clean(d.Company), OnePage: d.OnePage,
		AsOf: r.Words.Say("page.as_of", "date", r.Words.LongDate(d.AsOf)),
		Logo: logoOf(&d.Look), Words: r.words(),
	}
	if d.Currency != "" {
		p.Meta = append(p.Meta, r.Words.Say("page.currency", "currency", reports.Clean(d.Currency)))
	}
	if d.Snapshot != "" {
		p.Foot = append(p.Foot, r.Words.Say("page.snapshot", "snapshot", reports.Clean(d.Snapshot)))
	}
	for i := range d.Sections {
		s, err := r.section(&d.Sections[i])
		if err != nil {
			return nil, err
		}
		p.Sections = append(p.Sections, s)
	}
	return p, p.addAssets(&d.Look)
}

func (r *renderer) words() words {
	say := r.Words.Say
	return words{
		Contents: say("page.contents"), Skip: say("page.skip"), Top: say("page.top"),
		Theme: say("page.theme"), Auto: say("page.theme_auto"), Light: say("page.theme_light"), Dark: say("page.theme_dark"),
		Better: say("page.better"), Worse: say("page.worse"),
	}
}
