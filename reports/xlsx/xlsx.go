// Package xlsx renders a Document to an Excel workbook: a sheet of contents, a
// sheet per section with its figures, native charts and tables, and a sheet
// for each long list.
//
// Numbers, dates and texts keep their types. Texts are written as texts
// whatever they begin with, never as formulas. The same document gives the
// same bytes: properties bear the document's day instead of the clock's.
package xlsx

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// lastRow is the greatest row number that the format has.
const lastRow = 1_048_576

// Options are what a caller decides about a workbook.
type Options struct {
	TempDir string // for what does not fit in memory; empty: the system's
	LastRow int    // of a list's sheet, before it goes on to the next; 0: the format's own
}

// book is a workbook being written.
type book struct {
	*reports.Presenter
	file     *excelize.File
	document *reports.Document
	colours  reports.Palette
	options  Options
	names    *names
	styles   map[look]int
	sheets   map[string]string // names by "section "+ID and "table "+ID
	places   []place
	charts   *chartData
	mended   map[string]bool // parts with formulas; see numbersOfFormulas
	defined  *defined
}

// place is a sheet with what the contents say about it.
type place struct {
	sheet, shows string
	rows         int
	list         bool
}

// Write renders a document.
func Write(w io.Writer, document *reports.Document, options Options) error {
	presenter, err := reports.NewPresenter(document)
	if err != nil {
		return err
	}
	if options.LastRow == 0 {
		options.LastRow = lastRow
	}
	f := excelize.NewFile(excelize.Options{TmpDir: options.TempDir})
	b := &book{Presenter: presenter, file: f, document: own(document), options: options, names: newNames(), styles: map[look]int{}, mended: map[string]bool{}, colours: document.Look.Palette()}
	err = b.write(w)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("write the workbook %q: %w", document.Title, err)
	}
	return nil
}

// own is the document without the columns that only a page shows. Of a report
// on one page, tables that its page leaves to the workbook stand on sheets of
// their own.
func own(d *reports.Document) *reports.Document {
	out := *d
	out.Sections = slices.Clone(d.Sections)
	for i := range out.Sections {
		tables := make([]reports.Table, len(d.Sections[i].Tables))
		for j := range tables {
			tables[j] = d.Sections[i].Tables[j].ForWorkbook()
			if d.OnePage && tables[j].PageRows == reports.OnlyInWorkbook {
				tables[j].List = true
			}
		}
		out.Sections[i].Tables = tables
	}
	return &out
}

func (b *book) write(w io.Writer) error {
	title := b.Words.Say("book.contents")
	if b.document.OnePage {
		title = b.document.Title
	}
	first := b.names.take(title)
	if err := b.file.SetSheetName("Sheet1", first); err != nil {
		return err
	}
	// Asked at the end, the library would read every list again that was streamed.
	b.file.SetActiveSheet(0)
	b.plan(first)
	b.charts, b.defined = newChartData(b), &defined{taken: map[string]bool{}}
	write := b.sections
	if b.document.OnePage {
		write = b.pageAndLists
	}
	if err := write(first); err != nil {
		return err
	}
	if err := b.properties(); err != nil {
		return err
	}
	return b.save(w)
}

// sections writes a sheet for each section, then what lies behind, then the
// contents, which know of all of them.
func (b *book) sections(cover string) error {
	for i := range b.document.Sections {
		if err := b.section(&b.document.Sections[i]); err != nil {
			return fmt.Errorf("section %s: %w", b.document.Sections[i].ID, err)
		}
	}
	if err := b.behind(); err != nil {
		return err
	}
	if err := b.cover(cover); err != nil {
		return fmt.Errorf("contents: %w", err)
	}
	return nil
}

// pageAndLists writes all sections on the first sheet, and the long lists of
// each behind it.
func (b *book) pageAndLists(sheet string) error {
	page, err := b.onePage(sheet)
	if err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	for i := range b.document.Sections {
		if err := b.lists(&b.document.Sections[i]); err != nil {
			return err
		}
	}
	if err := b.behind(); err != nil {
		return err
	}
	if err := page.others(); err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	return nil
}

// behind are the sheets that say where the numbers come from, and what charts
// draw.
func (b *book) behind() error {
	if err := b.sources(); err != nil {
		return fmt.Errorf("sources: %w", err)
	}
	if err := b.charts.write(); err != nil {
		return fmt.Errorf("data of the charts: %w", err)
	}
	return nil
}

// plan names the sheets before any is written, since they link to each other.
func (b *book) plan(first string) {
	b.sheets = map[string]string{}
	for i := range b.document.Sections {
		s := &b.document.Sections[i]
		if b.document.OnePage {
			b.sheets["section "+s.ID] = first
			continue
		}
		b.sheets["section "+s.ID] = b.names.take(s.Title)
	}
	for i := range b.document.Sections {
		s := &b.document.Sections[i]
		for j := range s.Tables {
			if t := &s.Tables[j]; t.OwnSheet() {
				b.sheets["table "+t.ID] = b.names.take(s.SheetTitle(t))
			}
		}
	}
}

// newSheet adds a sheet and its line in the contents.
func (b *book) newSheet(p place) error {
	if _, err := b.file.NewSheet(p.sheet); err != nil {
		return err
	}
	b.places = append(b.places, p)
	return nil
}

// properties are fixed by the document, so that equal documents are equal
// files.
func (b *book) properties() error {
	d := b.document
	day := d.AsOf.UTC().Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: d.Title, Creator: reports.Clean(d.Company), LastModifiedBy: reports.Clean(d.Company), Language: d.Language,
		Identifier: "snapshot " + reports.Clean(d.Snapshot), Created: day, Modified: day,
	})
}
