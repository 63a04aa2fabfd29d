package html_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"clientele/reports/catalogue"
	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
)

func TestPrint(t *testing.T) {
	hold(t, chromium.Tab(t),
		claim{"paper has the rows that a filter hides", paperHasAllRows},
		claim{"a page without script shows pictures and no controls", pictureWithoutScript},
	)
}

// printed is a page's PDF and its text; the text is empty where no pdftotext is
// installed.
func printed(t *testing.T, ctx context.Context) (pdf []byte, text string) {
	t.Helper()
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("no pdftotext is installed: the text of the PDF was not read")
		return pdf, ""
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return pdf, string(out)
}

// sheets counts the pages of a PDF, whose objects Chromium does not compress.
func sheets(pdf []byte) int { return len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)) }

// paperHasTheReport prints the complete report of the sample.
func paperHasTheReport(language string) func(*testing.T, context.Context) {
	return func(t *testing.T, ctx context.Context) {
		t.Helper()
		d := document(t, sample.Answers(), sample.Settings(language))
		words, err := catalogue.New(language)
		if err != nil {
			t.Fatal(err)
		}
		pdf, text := printed(t, ctx)
		most := 45
		if language != "en" {
			most = 50 // longer words
		}
		if n := sheets(pdf); n < 15 || n > most {
			t.Errorf("%d sections print on %d pages", len(d.Sections), n)
		}
		if !bytes.Contains(pdf, []byte("/MediaBox [0 0 594.9")) && !bytes.Contains(pdf, []byte("/MediaBox [0 0 595")) {
			t.Error("the paper is not A4")
		}
		if text == "" {
			return
		}
		first, _, _ := strings.Cut(text, "\f")
		first = strings.Join(strings.Fields(first), " ")
		for _, want := range []string{d.Company, d.Title, words.Say("page.as_of", "date", words.LongDate(d.AsOf))} {
			if !strings.Contains(first, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("the first page does not say %q", want)
			}
		}
		flat := strings.Join(strings.Fields(text), " ")
		for i := range d.Sections {
			if !strings.Contains(flat, d.Sections[i].Title) {
				t.Errorf("%s is not printed", d.Sections[i].Title)
			}
		}
		for _, control := range []string{"page.filter", "page.as_table", "page.theme", "page.top", "page.skip"} {
			if strings.Contains(flat, words.Say(control)) {
				t.Errorf("%q is printed", words.Say(control))
			}
		}
	}
}

func paperHasAllRows(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 696, Scheme: "light"})
	browser.Tell[bool](t, ctx, `(document.querySelector('#table-t input').focus(), true)`)
	browser.Press(t, ctx, "nobody")
	const seen = `[...document.querySelectorAll('[data-table=t] tr')].filter(row => row.checkVisibility()).length`
	if got := browser.Tell[int](t, ctx, seen); got != 1 {
		t.Fatalf("%d rows are left", got)
	}
	browser.Paper(t, ctx)
	if got := browser.Tell[int](t, ctx, seen); got != 20 {
		t.Errorf("%d rows are printed", got)
	}
}

func pictureWithoutScript(t *testing.T, ctx context.Context) {
	t.Helper()
	var b bytes.Buffer
	w, err := writer()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&b, small()); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}); err != nil {
		t.Fatal(err)
	}
	for _, off := range []bool{true, false} {
		if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate("file://"+browser.Keep(t, b.Bytes()))); err != nil {
			t.Fatal(err)
		}
		got := browser.Tell[string](t, ctx, `['.still', '.drawing', '.theme', '.tools', 'thead button'].map(s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).length > 0).join()`)
		if want := fmt.Sprint(off) + "," + fmt.Sprint(!off) + "," + fmt.Sprint(!off) + ",false,false"; got != want {
			t.Errorf("without script %v: pictures, charts, controls are %s, not %s", off, got, want)
		}
	}
}
