package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"clientele/reports"
)

//go:embed assets/*.js assets/*.css assets/page.html
var assets embed.FS

// styles are the page's, in their order: what is printed overrides what stands
// before, what stands on one page all others, its paper too.
func styles(onePage bool) []string {
	names := []string{"page.css", "table.css", "phone.css", "print.css"}
	if onePage {
		names = append(names, "onepage.css")
	}
	return names
}

// headScripts run before anything is shown: a page that is to be dark is never
// seen light.
func headScripts() []string { return []string{"theme.js"} }

// scripts run when the page is read.
func scripts() []string {
	return []string{"echarts.min.js", "draw.js", "tables.js", "contents.js", "charts.js"}
}

// addAssets puts styles and scripts into the page, and their hashes into its
// policy.
func (p *page) addAssets(look *reports.Look) error {
	style, err := read(styles(p.OnePage))
	if err != nil {
		return err
	}
	all := properties(look.Palette()) + strings.Join(style, "") + widths()
	p.Style = template.CSS(all)
	var hashes []string
	for _, list := range []struct {
		names []string
		to    *[]template.JS
	}{{headScripts(), &p.HeadScripts}, {scripts(), &p.Scripts}} {
		texts, err := read(list.names)
		if err != nil {
			return err
		}
		for _, text := range texts {
			*list.to = append(*list.to, template.JS(text))
			hashes = append(hashes, hash(text))
		}
	}
	p.Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; " +
		"style-src " + hash(all) + "; script-src " + strings.Join(hashes, " ")
	return nil
}

// read returns the texts of assets.
func read(names []string) ([]string, error) {
	out := make([]string, len(names))
	for i, name := range names {
		content, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return nil, fmt.Errorf("read the page's %s: %w", name, err)
		}
		out[i] = string(content)
	}
	return out, nil
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
