package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// frame has all that can stand around a report.
func frame() mail.Frame {
	return mail.Frame{
		Intro: []string{"Good morning."}, Warnings: []string{"The newest purchase is of 15 October 2026."}, Job: "month", Owner: "admin@example.com",
		Unsubscribe: "mailto:admin@example.com?subject=unsubscribe",
		Attached: []mail.Attached{
			{Name: "director.xlsx", Bytes: 812_345}, {Name: "Отчёт за октябрь.html", Bytes: 4_812_345, How: mail.Zipped, Packed: 1_200_300},
			{Name: "lists.csv", Bytes: 999, How: mail.InPart, Part: 2}, {Name: "clientele.xlsx", Bytes: 34_812_345, How: mail.AtLink, Place: "https://intranet.example.com/2026-10/clientele.xlsx"},
		},
	}
}

// made is a report and its mail, with all that can stand around it.
type made struct {
	*reports.Document
	mail.Body
}

// made once for all tests: pictures take longer than what is looked at.
//
//nolint:gochecknoglobals // a constant that is computed
var all = sync.OnceValues(func() (map[string][]made, error) {
	out := map[string][]made{}
	for _, language := range catalogue.Languages() {
		for _, kind := range reports.Kinds() {
			d, err := kind.Make(sample.Answers(), sample.Settings(language))
			if err != nil {
				return nil, err
			}
			body, err := mail.Write(d, frame())
			if err != nil {
				return nil, err
			}
			out[language] = append(out[language], made{d, body})
		}
	}
	return out, nil
})

// mails are all reports of the sample in a language with their mails.
func mails(t *testing.T, language string) []made {
	t.Helper()
	found, err := all()
	if err != nil {
		t.Fatal(err)
	}
	return found[language]
}

// document is the director's report.
func document(t *testing.T, language string) *reports.Document {
	t.Helper()
	return mails(t, language)[0].Document
}

func write(t *testing.T, d *reports.Document, f mail.Frame) mail.Body {
	t.Helper()
	body, err := mail.Write(d, f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// seen are the texts of a body that a reader sees, one after the other; of
// pictures those that stand for them.
func seen(t *testing.T, page string) string {
	t.Helper()
	root, err := nethtml.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var walk func(*nethtml.Node)
	walk = func(n *nethtml.Node) {
		if n.DataAtom == atom.Head || n.DataAtom == atom.Div && strings.Contains(attribute(n, "style"), "display:none") {
			return
		}
		if n.Type == nethtml.TextNode {
			out.WriteString(n.Data + "\n")
		}
		if n.DataAtom == atom.Img {
			out.WriteString(attribute(n, "alt") + "\n")
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	return out.String()
}

func attribute(n *nethtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// numbers are those that a text has, as they are written.
func numbers(text string) []string {
	out := regexp.MustCompile(`\d+([.,\x{a0}]\d+)*`).FindAllString(text, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

func TestWrite_BothPartsHaveTheSameNumbers(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			body := d.Body
			page, plain := numbers(seen(t, body.HTML)), numbers(body.Text)
			if len(page) < 30 {
				t.Errorf("%s, %s: only %d numbers", d.ID, language, len(page))
			}
			if !slices.Equal(page, plain) {
				t.Errorf("%s, %s: the page has %q, the text has %q", d.ID, language, without(page, plain), without(plain, page))
			}
		}
	}
}

// without are the texts that another list does not have.
func without(these, those []string) []string {
	return slices.DeleteFunc(slices.Clone(these), func(one string) bool { return slices.Contains(those, one) })
}

func TestWrite_AllNumbersAreTheDocuments(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			known := numbers(everything(t, d.Document) + frameNumbers)
			for _, number := range without(numbers(d.Text), known) {
				t.Errorf("%s, %s: %s is no number of the report", d.ID, language, number)
			}
		}
	}
}

// frameNumbers are those of the frame.
const frameNumbers = " 15 2026 812 1.2 1,2 4.8 4,8 999 2 34.8 34,8 2026 10 4 "

// everything is all that a document says: sentences, figures, cells, how many
// rows a mail leaves out.
func everything(t *testing.T, d *reports.Document) string {
	t.Helper()
	p, err := reports.NewPresenter(d)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{p.Words.LongDate(d.AsOf)}
	for _, s := range d.Sections {
		out = append(append(out, s.Title), s.Lead...)
		for _, point := range s.Points {
			out = append(out, point.Text)
		}
		for _, f := range s.Figures {
			out = append(out, f.Label, p.Show(f.Format, f.Value))
			if f.Comparison != nil {
				out = append(out, p.Show(f.Comparison.Format, f.Comparison.Value), f.Comparison.Label)
			}
		}
		for _, c := range s.Charts {
			out = append(out, c.Title)
		}
		for _, table := range s.Tables {
			out = append(out, table.Title, p.Words.Integer(int64(table.Data.Len()-6)))
			for i, place := range table.Places() {
				out = append(out, table.Columns[i].Label)
				for _, row := range table.Data.Rows {
					out = append(out, p.Show(table.Columns[i].Format, row[place]))
				}
				if len(table.Total) > 0 {
					out = append(out, p.Show(table.Columns[i].Format, table.Total[i]))
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

func TestWrite_SaysWhatIsNewFiguresAPictureAndAttachments(t *testing.T) {
	d := mails(t, "en")[0]
	body := d.Body
	plain := strings.Join(strings.Fields(body.Text), " ")
	for _, want := range []string{
		d.Sections[0].Points[0].Text, "£586,031", "director.xlsx (812 KB)", "(1.2 MB as a zip file, 4.8 MB unpacked)", "lists.csv (999 bytes, in mail 2 of 2)",
		"clientele.xlsx (34.8 MB, too large for a mail; it lies here:) https://intranet.example.com/2026-10/clientele.xlsx", "15 October 2026", "because the job “month” sends it",
	} {
		if !strings.Contains(plain, strings.ReplaceAll(want, "\u00a0", " ")) && !strings.Contains(plain, want) {
			t.Errorf("the text does not say %q", want)
		}
	}
	if len(body.Pictures) != 1 || !strings.Contains(body.HTML, `src="cid:`+body.Pictures[0].CID+`"`) {
		t.Errorf("%d pictures", len(body.Pictures))
	}
	if want := "Monthly report · Harbour & Sons · 19\u00a0Oct\u00a02026"; body.Subject != want {
		t.Errorf("the subject is %q", body.Subject)
	}
}

func TestWrite_IsSmallerThanWhereProgramsCutMails(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			body := d.Body
			if n := len(body.HTML); n > 80_000 {
				t.Errorf("%s, %s: %d bytes", d.ID, language, n)
			}
			for _, p := range body.Pictures {
				if n := len(p.PNG); n > 60_000 {
					t.Errorf("%s, %s: the picture has %d bytes", d.ID, language, n)
				}
			}
		}
	}
}

func TestWrite_TextHasShortLines(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			for _, line := range strings.Split(d.Text, "\n") {
				if n := utf8.RuneCountInString(line); n > 76 {
					t.Errorf("%s, %s: a line of %d: %s", d.ID, language, n, line)
				}
			}
		}
	}
}

func TestWrite_TheSameReportGivesTheSameBytes(t *testing.T) {
	first, second := mails(t, "ru")[0].Body, write(t, document(t, "ru"), frame())
	if first.HTML != second.HTML || first.Text != second.Text || string(first.Pictures[0].PNG) != string(second.Pictures[0].PNG) {
		t.Error("two mails of one report differ")
	}
}

func TestWrite_FormsOfNumbersAreTheLanguages(t *testing.T) {
	for language, want := range map[string]map[int64]string{
		"en": {0: "0 bytes", 1: "1 byte", 2: "2 bytes", 5: "5 bytes", 21: "21 bytes"},
		"ru": {0: "0 байт", 1: "1 байт", 2: "2 байта", 5: "5 байт", 21: "21 байт"},
		"es": {0: "0 bytes", 1: "1 byte", 2: "2 bytes", 5: "5 bytes", 21: "21 bytes"},
	} {
		d := sample.Small()
		d.Language, d.Sections[0].Charts = language, nil
		for n, text := range want {
			if body := write(t, d, mail.Frame{Attached: []mail.Attached{{Name: "a.csv", Bytes: n}}}); !strings.Contains(body.Text, "a.csv ("+text+")") {
				t.Errorf("%s: %d bytes are not %q", language, n, text)
			}
		}
	}
}

func TestWrite_LongLabelsOfFiguresKeepTheirValues(t *testing.T) {
	d := sample.Small()
	d.Sections[0].Charts = nil
	d.Sections[0].Figures[0].Label = strings.Repeat("Revenue of all customers ", 3)
	if plain := oneLine(write(t, d, mail.Frame{}).Text); !strings.Contains(plain, "customers: €1,234.50 −12.5% on a year earlier") {
		t.Errorf("the text is\n%s", plain)
	}
}
