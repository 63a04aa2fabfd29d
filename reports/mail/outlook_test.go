package mail_test

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"regexp"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// allBodies are mails of each kind by name: reports, a manager's, a list with
// long names, notices.
func allBodies(t *testing.T) map[string]mail.Body {
	t.Helper()
	out := map[string]mail.Body{"notice": notice(t, failed(1000)), "call list": write(t, callList("+34 699 007 510 rosa.gomez@example.net", "314.35", "90.10"), frame())}
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			out[d.ID+" "+language] = d.Body
		}
		out["manager "+language] = write(t, ofManager(t, language), frame())
	}
	small := sample.Small()
	out["small"] = write(t, small, frame())
	return out
}

// wordKnows are the properties that Word's engine heeds ("Word 2007 HTML and CSS
// rendering capabilities in Outlook 2007", Microsoft), with the elements on which
// it does; nil for all.
func wordKnows() map[string][]string {
	cells := []string{"td", "th"}
	return map[string][]string{
		"color": nil, "background-color": nil, "font-family": nil, "font-size": nil, "font-weight": nil, "line-height": nil, "letter-spacing": nil,
		"text-align": nil, "text-decoration": nil, "vertical-align": nil, "white-space": nil, "mso-hide": nil, "mso-line-height-rule": nil,
		"border": nil, "border-top": nil, "border-bottom": nil, "border-left": nil, "border-collapse": {"table"},
		"margin": {"p", "h1", "h2", "body", "table", "img", "div"}, "padding": append(cells, "body"), "width": append(cells, "table", "img", "div"), "height": append(cells, "img"),
	}
}

// wordIgnores are properties that it does not heed, and why the mail is right
// without them.
func wordIgnores() map[string]string {
	return map[string]string{
		"max-width": "a table of 640 pixels stands around, which only Outlook sees; pictures have an attribute", "max-height": "only of what is hidden", "overflow": "only of what is hidden",
		"opacity": "only of what is hidden", "display": "a table with cells stands around blocks beside each other, which only Outlook sees", "border-radius": "corners are square",
		"table-layout": "Word makes columns as wide as their contents", "overflow-wrap": "Word breaks long words itself", "word-wrap": "the same", "word-break": "the same",
		"overflow-x": "a desk has room for all columns", "-webkit-text-size-adjust": "of telephones", "text-size-adjust": "of telephones",
	}
}

var declaration = regexp.MustCompile(`^([a-z-]+)\s*:\s*(.+)$`)

// styleOf are the declarations of an element.
func styleOf(t *testing.T, n *nethtml.Node) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, one := range strings.Split(attribute(n, "style"), ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		found := declaration.FindStringSubmatch(one)
		if found == nil {
			t.Errorf("<%s> has the style %q", n.Data, one)
			continue
		}
		out[found[1]] = found[2]
	}
	return out
}

// elements are all of a page.
func elements(t *testing.T, page string) []*nethtml.Node {
	t.Helper()
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*nethtml.Node
	for n := range root.Descendants() {
		if n.Type == nethtml.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

// asOutlook is a page as Outlook reads it: with what its comments hide from
// others.
func asOutlook(page string) string {
	return strings.NewReplacer("<!--[if mso]>", "", "<![endif]-->", "").Replace(page)
}

func TestMail_ReliesOnNothingThatOutlookDoesNotKnow(t *testing.T) {
	knows, ignores := wordKnows(), wordIgnores()
	for name, body := range allBodies(t) {
		for _, n := range elements(t, asOutlook(body.HTML)) {
			for property, value := range styleOf(t, n) {
				on, known := knows[property]
				switch {
				case known && on != nil && !slices.Contains(on, n.Data):
					t.Errorf("%s: Word heeds no %s on <%s>", name, property, n.Data)
				case !known && ignores[property] == "":
					t.Errorf("%s: <%s> has %s: %s, which Word does not know", name, n.Data, property, value)
				case strings.Contains(value, "url(") || strings.Contains(value, "calc(") || strings.Contains(value, "var(") || strings.Contains(value, "rgba(") || strings.HasSuffix(value, "rem"):
					t.Errorf("%s: <%s> has %s: %s", name, n.Data, property, value)
				}
			}
		}
	}
}

var pixels = regexp.MustCompile(`^(\d+)px$`)

// Where Windows enlarges what it shows, Outlook takes widths of attributes for
// pixels and those of styles for lengths: both have to be there and the same.
func TestMail_WidthsStandInAttributesToo(t *testing.T) {
	for name, body := range allBodies(t) {
		page := asOutlook(body.HTML)
		if !strings.Contains(page, "<o:PixelsPerInch>96</o:PixelsPerInch>") || !strings.Contains(page, `xmlns:o="urn:schemas-microsoft-com:office:office"`) {
			t.Errorf("%s: Outlook is not told how many pixels an inch has", name)
		}
		for _, n := range elements(t, page) {
			style := styleOf(t, n)
			for _, property := range []string{"width", "height"} {
				value := style[property]
				if found := pixels.FindStringSubmatch(value); found != nil {
					value = found[1]
				}
				if n.DataAtom == atom.Div && strings.Contains(attribute(n, "class"), "card") {
					continue // Outlook sees the cell around it, a quarter of the table
				}
				if n.DataAtom == atom.Img {
					continue // below
				}
				if value != attribute(n, property) {
					t.Errorf("%s: <%s class=%q> has the %s %q in its style and %q as attribute", name, n.Data, attribute(n, "class"), property, style[property], attribute(n, property))
				}
			}
			if n.DataAtom == atom.Img && (!digits(attribute(n, "width")) || !digits(attribute(n, "height")) || attribute(n, "alt") == "" || style["display"] != "block") {
				t.Errorf("%s: a picture of %q by %q pixels, told as %q, is %q", name, attribute(n, "width"), attribute(n, "height"), attribute(n, "alt"), style["display"])
			}
		}
	}
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func TestMail_TablesSayWhatTheyAreAndHaveNoGaps(t *testing.T) {
	for name, body := range allBodies(t) {
		for _, n := range elements(t, asOutlook(body.HTML)) {
			if n.DataAtom != atom.Table {
				continue
			}
			heads := 0
			for child := range n.Descendants() {
				if child.DataAtom == atom.Th && attribute(child, "scope") == "col" {
					heads++
				}
			}
			outer := false // layout around a table of data
			for child := range n.Descendants() {
				outer = outer || child.DataAtom == atom.Table
			}
			if role := attribute(n, "role"); role != "presentation" && (heads == 0 || outer) || role == "presentation" && heads > 0 && !outer {
				t.Errorf("%s: a table with %d heads has the role %q", name, heads, role)
			}
			for key, want := range map[string]string{"cellpadding": "0", "cellspacing": "0", "border": "0"} {
				if got := attribute(n, key); got != want {
					t.Errorf("%s: a table has %s %q", name, key, got)
				}
			}
		}
	}
}

// A row of key figures has four cells in Outlook whether there are four figures
// or not: it would spread fewer over the whole width.
func TestMail_KeyFiguresStandBelowEachOtherInOutlook(t *testing.T) {
	for name, body := range allBodies(t) {
		for _, n := range elements(t, asOutlook(body.HTML)) {
			quarters := 0
			for child := range n.ChildNodes() {
				if child.DataAtom == atom.Td && attribute(child, "width") == "25%" {
					quarters++
				}
			}
			if n.DataAtom == atom.Tr && quarters != 0 && quarters != 4 {
				t.Errorf("%s: a row of key figures has %d cells", name, quarters)
			}
		}
	}
}

// What only Outlook sees opens and closes what it opens, wherever a browser's
// elements end.
func TestMail_WhatOnlyOutlookSeesIsWhole(t *testing.T) {
	for name, body := range allBodies(t) {
		if open, closed := strings.Count(body.HTML, "<!--[if mso]>"), strings.Count(body.HTML, "<![endif]-->"); open != closed || open < 3 {
			t.Errorf("%s: %d comments for Outlook are opened and %d closed", name, open, closed)
		}
		page := asOutlook(body.HTML)
		for _, element := range []string{"table", "tr", "td", "div", "p"} {
			if open, closed := strings.Count(page, "<"+element+" ")+strings.Count(page, "<"+element+">"), strings.Count(page, "</"+element+">"); open != closed {
				t.Errorf("%s: %d <%s> are opened and %d closed", name, open, element, closed)
			}
		}
	}
}

// A title, a language, a direction, what a list of mails shows beside the
// subject, and headings without a step between them.
func TestMail_CanBeHeardAsWellAsSeen(t *testing.T) {
	for name, body := range allBodies(t) {
		level, titles, hidden := 0, 0, 0
		for _, n := range elements(t, body.HTML) {
			switch n.DataAtom {
			case atom.Html:
				if attribute(n, "lang") == "" || attribute(n, "dir") != "ltr" {
					t.Errorf("%s: the page is in %q, %q", name, attribute(n, "lang"), attribute(n, "dir"))
				}
			case atom.Title:
				if n.FirstChild == nil || n.FirstChild.Data != body.Subject {
					t.Errorf("%s: the page is not titled by its subject", name)
				}
			case atom.H1, atom.H2, atom.H3, atom.H4:
				next := int(n.Data[1] - '0')
				if next > level+1 || n.FirstChild == nil {
					t.Errorf("%s: a heading of level %d follows one of level %d", name, next, level)
				}
				if level = next; next == 1 {
					titles++
				}
			case atom.A:
				if text := strings.TrimSpace(textOf(n)); len([]rune(text)) < 5 || strings.EqualFold(text, "here") {
					t.Errorf("%s: a link is called %q", name, text)
				}
			case atom.Div:
				if strings.Contains(attribute(n, "style"), "display:none") && len(strings.Fields(textOf(n))) > 3 {
					hidden++
				}
			}
		}
		if titles != 1 || hidden != 1 {
			t.Errorf("%s: %d titles, %d texts for lists of mails", name, titles, hidden)
		}
	}
}

func textOf(n *nethtml.Node) string {
	var out strings.Builder
	for child := range n.Descendants() {
		if child.Type == nethtml.TextNode {
			out.WriteString(child.Data)
		}
	}
	return out.String()
}

// clipped is the size from which Gmail cuts a mail off, of the page as it is
// encoded.
const clipped = 102_000

func TestMail_IsEncodedInLessThanGmailCuts(t *testing.T) {
	for name, body := range allBodies(t) {
		var counted counter
		w := quotedprintable.NewWriter(&counted)
		if _, err := io.WriteString(w, strings.ReplaceAll(body.HTML, "\n", "\r\n")); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if n := min(int(counted), base64.StdEncoding.EncodedLen(len(body.HTML))*78/76); n > clipped*9/10 {
			t.Errorf("%s: %d bytes as it is sent", name, n)
		}
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Gmail throws away a block of styles that it does not understand whole, so what
// telephones need stands in one without anything else.
func TestMail_EachBlockOfStylesIsOfOneKindOfPrograms(t *testing.T) {
	for name, body := range allBodies(t) {
		blocks := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(body.HTML, -1)
		if len(blocks) != 3 {
			t.Fatalf("%s: %d blocks of styles", name, len(blocks))
		}
		for i, marks := range [][]string{{"max-width:480px", "min-width:481px"}, {"prefers-color-scheme:dark"}, {"[data-ogsc]", "[data-ogsb]"}} {
			for k := range blocks {
				for _, mark := range marks {
					if strings.Contains(blocks[k][1], mark) != (i == k) {
						t.Errorf("%s: block %d and %s", name, k, mark)
					}
				}
			}
			if n := len(blocks[i][1]); n > 8192 {
				t.Errorf("%s: block %d has %d characters; Gmail reads 8192", name, i, n)
			}
		}
	}
}

// The colours are those of the dark scheme whichever way a program asks for it.
func TestMail_OutlookIsDarkAsOthersAre(t *testing.T) {
	body := write(t, sample.Small(), mail.Frame{})
	blocks := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllStringSubmatch(body.HTML, -1)
	_, scheme, _ := strings.Cut(blocks[1][1], "dark){")
	marked := strings.NewReplacer("[data-ogsc] ", "", "[data-ogsb] ", "").Replace(blocks[2][1])
	if plain := strings.TrimSuffix(strings.TrimSpace(scheme), ".picture{background-color:#ffffff!important}}"); plain != strings.TrimSpace(marked) || len(plain) < 300 {
		t.Errorf("the dark scheme is\n%s\nand Outlook's\n%s", plain, marked)
	}
}
