// Package html renders a Document to one page that works offline: styles,
// script, the chart library and all data are in the file.
//
// Texts from the data are hostile. They reach the page only through
// html/template and, for charts, as JSON inside a data block, which
// encoding/json writes without < > & or line separators. The page's content
// security policy allows the inline blocks by their hashes and nothing
// else: no other script, no style attribute, no network.
//
// Chart options are structs of our own: the types of go-echarts leave out
// zeros that matter (an invisible area, a bar of nothing), put colours of one
// theme into each series, and cannot carry the colour names that the page
// resolves for light, dark and paper.
package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"clientele/reports"
)

//go:embed assets/echarts.min.js assets/draw.js assets/page.js assets/page.css assets/page.html
var assets embed.FS

// page is what the template shows.
type page struct {
	Language, Title, Company, AsOf  string
	Meta                            []string
	Contents, Skip, NoScript, Worse string
	Better                          string
	Policy                          string
	Style                           template.CSS
	Library, Draw, Script           template.JS
	Sections                        []section
}

// Write renders a document.
func Write(w io.Writer, document *reports.Document) error {
	presenter, err := reports.NewPresenter(document)
	if err != nil {
		return err
	}
	r := &renderer{Presenter: presenter, document: document}
	p, err := r.page()
	if err != nil {
		return err
	}
	skeleton, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	if err := skeleton.Execute(w, p); err != nil {
		return fmt.Errorf("write the page %q: %w", document.Title, err)
	}
	return nil
}

// renderer turns a document's parts into texts.
type renderer struct {
	*reports.Presenter
	document *reports.Document
}

func (r *renderer) page() (*page, error) {
	d, words := r.document, r.Words
	p := &page{
		Language: d.Language, Title: d.Title, Company: reports.Clean(d.Company),
		AsOf:     words.Say("page.as_of", "date", words.LongDate(d.AsOf)),
		Contents: words.Say("page.contents"), Skip: words.Say("page.skip"), NoScript: words.Say("page.no_script"),
		Worse: words.Say("page.worse"), Better: words.Say("page.better"),
	}
	if d.Currency != "" {
		p.Meta = append(p.Meta, words.Say("page.currency", "currency", reports.Clean(d.Currency)))
	}
	if d.Snapshot != "" {
		p.Meta = append(p.Meta, words.Say("page.snapshot", "snapshot", reports.Clean(d.Snapshot)))
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

// addAssets puts style and scripts into the page, and their hashes into its
// policy.
func (p *page) addAssets(look *reports.Look) error {
	texts := make([]string, 4)
	for i, name := range []string{"assets/page.css", "assets/echarts.min.js", "assets/draw.js", "assets/page.js"} {
		content, err := assets.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the page's %s: %w", name, err)
		}
		texts[i] = string(content)
	}
	style := properties(look.Palette()) + texts[0] + widths()
	p.Style, p.Library, p.Draw, p.Script = template.CSS(style), template.JS(texts[1]), template.JS(texts[2]), template.JS(texts[3])
	p.Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; " +
		"style-src " + hash(style) + "; script-src " + hash(texts[1]) + " " + hash(texts[2]) + " " + hash(texts[3])
	return nil
}

// hash is a source expression of a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// widths are the classes of the bars in cells: the policy forbids style
// attributes.
func widths() string {
	var b strings.Builder
	for i := range 101 {
		fmt.Fprintf(&b, ".w%d{width:%d%%}", i, i)
	}
	return b.String()
}
