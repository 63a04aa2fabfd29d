package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/atom"

	nethtml "golang.org/x/net/html"

	"clientele/reports"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
)

func document(t *testing.T, answers reports.Answers, settings reports.Settings) *reports.Document {
	t.Helper()
	d, err := reports.Complete(answers, settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// writer is one for all tests: it starts what takes the static pictures once.
var writer = sync.OnceValues(html.NewWriter) //nolint:gochecknoglobals // to compile the chart library takes longer than most tests of the package

func render(t testing.TB, d *reports.Document) []byte {
	t.Helper()
	w, err := writer()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := w.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// complete is the sample's page of all sections, with pictures, by language:
// several tests look at the same.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var complete = map[string]func() ([]byte, error){
	"en": sync.OnceValues(func() ([]byte, error) { return pictured("en") }),
	"ru": sync.OnceValues(func() ([]byte, error) { return pictured("ru") }),
	"es": sync.OnceValues(func() ([]byte, error) { return pictured("es") }),
}

// hostile is the page of hostile names; with pictures where time does not
// matter: the one page has some of such names in any case.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var hostile = sync.OnceValues(func() ([]byte, error) {
	w, err := new(html.Writer), error(nil)
	if long() {
		w, err = writer()
	}
	if err != nil {
		return nil, err
	}
	return written(w, sample.HostileAnswers(), sample.HostileSettings())
})

func pictured(language string) ([]byte, error) {
	w, err := writer()
	if err != nil {
		return nil, err
	}
	return written(w, sample.Answers(), sample.Settings(language))
}

func written(w *html.Writer, answers reports.Answers, settings reports.Settings) ([]byte, error) {
	d, err := reports.Complete(answers, settings)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = w.Write(&b, d)
	return b.Bytes(), err
}

func completePage(t *testing.T, language string) []byte {
	t.Helper()
	page, err := complete[language]()
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func hostilePage(t *testing.T) []byte {
	t.Helper()
	page, err := hostile()
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func parse(t *testing.T, page []byte) *nethtml.Node {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements are all elements of a kind, in order.
func elements(n *nethtml.Node, a atom.Atom) []*nethtml.Node {
	var out []*nethtml.Node
	for d := range n.Descendants() {
		if d.DataAtom == a && d.Type == nethtml.ElementNode {
			out = append(out, d)
		}
	}
	return out
}

func attribute(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *nethtml.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == nethtml.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func TestWrite_IsSmallAndTheSameEachTime(t *testing.T) {
	for _, language := range languages() {
		d := document(t, sample.Answers(), sample.Settings(language))
		page := completePage(t, language)
		if !bytes.Equal(page, render(t, d)) {
			t.Errorf("%s: two renderings differ", language)
		}
		if len(page) > 2<<20 {
			t.Errorf("%s: the page has %d bytes", language, len(page))
		}
		checkPage(t, language, d, page)
	}
}

func TestWrite_IsCompleteInEachLanguage(t *testing.T) {
	pages, err := allPages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		checkPage(t, p.document.Language, p.document, p.page)
	}
}

// checkPage holds what each page has, with pictures or without.
func checkPage(t *testing.T, language string, d *reports.Document, page []byte) {
	t.Helper()
	if at := bytes.IndexAny(page, "⟦⟧"); at >= 0 {
		t.Errorf("%s: a word is missing: %s", language, page[at:at+60])
	}
	if from := outside(page); from != nil {
		t.Errorf("%s: the page loads from outside: %s", language, from)
	}
	root := parse(t, page)
	if got := attribute(elements(root, atom.Html)[0], "lang"); got != language {
		t.Errorf("lang is %q, not %q", got, language)
	}
	checkStructure(t, d, root)
}

// outside returns the first address on the page that is of another one, wherever
// it stands.
func outside(page []byte) []byte {
	lower := bytes.ToLower(page)
	for _, name := range []string{"src=", "href="} {
		for rest := lower; ; {
			at := bytes.Index(rest, []byte(name))
			if at < 0 {
				break
			}
			rest = rest[at+len(name):]
			address := bytes.TrimPrefix(rest, []byte(`"`))
			address = bytes.TrimPrefix(bytes.TrimPrefix(address, []byte("http:")), []byte("https:"))
			if bytes.HasPrefix(address, []byte("//")) {
				return rest[:min(60, len(rest))]
			}
		}
	}
	return nil
}

func TestOutside_FindsAnAddressWhereverItStands(t *testing.T) {
	for text, want := range map[string]bool{
		`<img src="https://a.example/b">`: true, `<a HREF=HTTP://a.example>`: true, `<script src="//a.example/b">`: true,
		`<a href="#a"><img src="data:image/png;base64,//">`: false, "https://a.example": false,
	} {
		if got := outside([]byte(text)) != nil; got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// checkStructure holds what assistive technology relies on.
func checkStructure(t *testing.T, d *reports.Document, root *nethtml.Node) {
	t.Helper()
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("two elements have the id %q", id)
			}
			ids[id] = true
		}
		if n.Type == nethtml.ElementNode && attribute(n, "style") != "" {
			t.Errorf("<%s> has a style that the policy forbids", n.Data)
		}
	}
	for n := range root.Descendants() {
		for _, name := range []string{"aria-labelledby", "aria-describedby"} {
			if to := attribute(n, name); to != "" && !ids[to] {
				t.Errorf("%s leads to %q, which is not there", name, to)
			}
		}
		if to := attribute(n, "href"); strings.HasPrefix(to, "#") && !ids[to[1:]] {
			t.Errorf("a link leads to %s, which is not there", to)
		}
	}
	navigation := map[bool]int{false: 1}[d.OnePage]
	if len(elements(root, atom.Main)) != 1 || len(elements(root, atom.Nav)) != navigation || len(elements(root, atom.H1)) != 1 {
		t.Error("the page has not one main, one nav where it is long, and one h1")
	}
	if sections := elements(root, atom.Section); len(sections) != len(d.Sections) {
		t.Errorf("%d sections of %d", len(sections), len(d.Sections))
	}
	for _, foot := range elements(root, atom.Tfoot) {
		if text(elements(foot, atom.Th)[0]) == "" {
			t.Errorf("a total has no name: %s", text(foot))
		}
	}
	for _, figure := range elements(root, atom.Figure) {
		drawing := elements(figure, atom.Div)[0]
		if attribute(drawing, "role") != "img" || attribute(drawing, "aria-labelledby") == "" || attribute(drawing, "aria-describedby") == "" {
			t.Errorf("%s has no name or no description", attribute(figure, "id"))
		}
	}
}

func TestWrite_ThePolicyAllowsItsOwnBlocksOnly(t *testing.T) {
	root := parse(t, hostilePage(t))
	policy := ""
	for _, meta := range elements(root, atom.Meta) {
		if attribute(meta, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(meta, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
		t.Fatalf("the policy is %q", policy)
	}
	blocks := append(elements(root, atom.Script), elements(root, atom.Style)...)
	for _, block := range blocks {
		if attribute(block, "type") == "application/json" {
			continue
		}
		sum := sha256.Sum256([]byte(text(block)))
		if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, hash) {
			t.Errorf("the policy lacks %s of a %s of %d bytes", hash, block.Data, len(text(block)))
		}
	}
}

func TestWrite_HostileNamesStayTexts(t *testing.T) {
	d := document(t, sample.HostileAnswers(), sample.HostileSettings())
	page := hostilePage(t)
	if bytes.Contains(page, []byte("\u202e")) || bytes.ContainsRune(page, 0) {
		t.Error("the page has marks that turn texts around, or zeros")
	}
	root := parse(t, page)
	scripts, data, named := 0, 0, 0
	for _, script := range elements(root, atom.Script) {
		if attribute(script, "type") != "application/json" {
			scripts++
			continue
		}
		data++
		var anything any
		if err := json.Unmarshal([]byte(text(script)), &anything); err != nil {
			t.Errorf("a chart's data: %v", err)
		}
		if strings.Contains(fmt.Sprint(anything), "</script><script>") {
			named++
		}
	}
	if named == 0 {
		t.Error("no chart shows the name that would break out of it")
	}
	charts := 0
	for _, s := range d.Sections {
		charts += len(s.Charts)
		for _, g := range s.Grids {
			charts += len(g.Charts)
		}
	}
	if scripts != 6 || data != charts || charts == 0 {
		t.Errorf("%d scripts, %d data blocks for %d charts", scripts, data, charts)
	}
	if images := elements(root, atom.Img); len(images) > 0 {
		t.Error("a name became an image")
	}
	all := text(root)
	for _, name := range sample.Hostile() {
		if clean := strings.TrimSpace(reports.Clean(name)); !strings.Contains(all, clean) {
			t.Errorf("the page does not show %q", clean)
		}
	}
}

// small is a document with each thing that a page can show, once.
func small() *reports.Document {
	return sample.Small()
}

func TestWrite_GoldenOfASmallDocument(t *testing.T) {
	page := render(t, small())
	// Library, styles, scripts and static pictures have tests of their own;
	// hashes follow them.
	for _, block := range []string{`(?s)<svg.*?</svg>`, `(?s)<style>.*?</style>`, `(?s)<script>.*?</script>`, `sha256-.*?=&#39;`} {
		page = regexp.MustCompile(block).ReplaceAll(page, []byte("[…]"))
	}
	golden(t, "testdata/small.html", page)
}

// golden compares with a file, or writes it where CLIENTELE_GOLDEN is set.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("CLIENTELE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (CLIENTELE_GOLDEN=1 writes it anew):\n%s", path, diff)
	}
}

func TestWrite_AnUnknownLanguageIsAnError(t *testing.T) {
	d := small()
	d.Language = "xx"
	if err := html.Write(&bytes.Buffer{}, d); err == nil {
		t.Error("no error")
	}
}
