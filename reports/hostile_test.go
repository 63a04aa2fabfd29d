package reports_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	nethtml "golang.org/x/net/html"
)

// staysText holds that nothing of a name is markup of the page or a formula or
// a sheet's name of the workbook.
func staysText(t *testing.T, r renderedReport) {
	t.Helper()
	ourMarkup(t, r.page)
	ourFormulas(t, r.book)
	f, err := excelize.OpenReader(bytes.NewReader(r.book))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	validNames(t, f.GetSheetList())
}

// ourMarkup allows the elements and attributes that the page's template has,
// and no address outside of it.
func ourMarkup(t *testing.T, page []byte) {
	t.Helper()
	elements := strings.Fields(`html head meta title style script body a header div img p bdi h1 h4 strong span fieldset legend label input nav details
		summary ol ul li main section h2 h3 dl dt dd figure figcaption noscript table caption thead tbody tfoot tr th td data time wbr i output footer`)
	attributes := strings.Fields(`lang class charset http-equiv content name href id tabindex aria-labelledby aria-describedby aria-label aria-hidden role
		hidden type value checked autocomplete spellcheck data-figure data-found data-sort data-table data-behind datetime dir scope open src width height alt`)
	tokens, scripts := nethtml.NewTokenizer(bytes.NewReader(page)), 0
	for {
		kind := tokens.Next()
		if kind == nethtml.ErrorToken {
			break
		}
		token := tokens.Token()
		if kind == nethtml.CommentToken {
			t.Errorf("the page has the comment %q", token.Data)
		}
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			continue
		}
		if !slices.Contains(elements, token.Data) {
			t.Errorf("the page has an element %s", token)
		}
		for _, a := range token.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("the page has an attribute %s", token)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") || a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/") {
				t.Errorf("the page leads to %q", a.Val)
			}
		}
		if token.Data == "script" && !slices.ContainsFunc(token.Attr, func(a nethtml.Attribute) bool { return a.Val == "application/json" }) {
			scripts++
		}
	}
	if err := tokens.Err(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if allowed := bytes.Count(page[:bytes.Index(page, []byte("<style>"))], []byte("sha256-")); scripts+1 != allowed { // the style has one too
		t.Errorf("the page has %d scripts, its policy allows %d", scripts, allowed-1)
	}
}

// ourFormulas allows the sums of totals and no other formula.
func ourFormulas(t *testing.T, book []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	formula := regexp.MustCompile(`<f[ >][^<]*<|<f/>`)
	ours := regexp.MustCompile(`^<f>(SUBTOTAL\(109,('[^']*(''[^']*)*'!|[\pL\pN_.]+!)?[A-Z]+\d+:[A-Z]+\d+\)\+?)+<$`)
	for _, file := range archive.File {
		if !strings.HasPrefix(file.Name, "xl/worksheets/sheet") {
			continue
		}
		from, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(from)
		if err = errors.Join(err, from.Close()); err != nil {
			t.Fatal(err)
		}
		for _, one := range formula.FindAll(content, -1) {
			if !ours.Match(one) {
				t.Errorf("%s has the formula %s", file.Name, one)
			}
		}
	}
}

// validNames are those that Excel takes: up to 31 characters of UTF-16, none of
// seven, no quote at an end, no two alike but for their case.
func validNames(t *testing.T, names []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, name := range names {
		if n := len(utf16.Encode([]rune(name))); n < 1 || n > 31 || strings.ContainsAny(name, `[]:*?/\`) || strings.Trim(name, "'") != name || strings.EqualFold(name, "History") {
			t.Errorf("a sheet is called %q", name)
		}
		if seen[strings.ToLower(name)] {
			t.Errorf("two sheets are called %q", name)
		}
		seen[strings.ToLower(name)] = true
	}
}
