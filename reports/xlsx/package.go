package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"
)

// save writes the workbook with its parts in the order of their names. The
// library writes streamed sheets in the order of a map; the parts themselves
// are copied as they are packed.
func (b *book) save(w io.Writer) (err error) {
	b.turnTitles()
	b.keepLabelsWhole()
	if err := b.orderCharts(); err != nil {
		return err
	}
	types := b.file.ContentTypes // collected from a map too
	sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	draft, err := os.CreateTemp(b.options.TempDir, "workbook-*.xlsx")
	if err != nil {
		return fmt.Errorf("make a temporary file: %w", err)
	}
	defer func() {
		for _, end := range []error{draft.Close(), os.Remove(draft.Name())} {
			if err == nil && end != nil {
				err = fmt.Errorf("remove a temporary file: %w", end)
			}
		}
	}()
	size, err := b.file.WriteTo(draft, excelize.Options{TmpDir: b.options.TempDir})
	if err != nil {
		return fmt.Errorf("pack the workbook: %w", err)
	}
	return sorted(w, draft, size, b.mended)
}

// turnTitles writes the turn of a vertical axis's title where LibreOffice reads
// it too: the library gives it with the text, and again, as none, beside it.
func (b *book) turnTitles() {
	turned := regexp.MustCompile(`(rot="-5400000"[^>]*></a:bodyPr>.*?<txPr><a:bodyPr [^>]*?rot=")0"`)
	for i := range b.charts.blocks {
		part := fmt.Sprintf("xl/charts/chart%d.xml", i+1)
		if xml, ok := b.file.Pkg.Load(part); ok {
			if content, ok := xml.([]byte); ok {
				b.file.Pkg.Store(part, turned.ReplaceAll(content, []byte(`${1}-5400000"`)))
			}
		}
	}
}

// keepLabelsWhole turns the labels of an axis that shows few of them by the
// least angle there is, which nobody sees: LibreOffice breaks labels that are not
// turned to the width of one place, a letter a line.
func (b *book) keepLabelsWhole() {
	level := regexp.MustCompile(`(<catAx>.*?<txPr><a:bodyPr [^>]*?rot=)"0"`)
	for i, drawn := range b.charts.blocks {
		part := fmt.Sprintf("xl/charts/chart%d.xml", i+1)
		if xml, ok := b.file.Pkg.Load(part); ok && drawn.axis > 0 {
			if content, ok := xml.([]byte); ok {
				b.file.Pkg.Store(part, level.ReplaceAll(content, []byte(`${1}"1"`)))
			}
		}
	}
}

// orderCharts brings the parts of all charts into the schema's order.
func (b *book) orderCharts() error {
	for i, drawn := range b.charts.blocks {
		part := fmt.Sprintf("xl/charts/chart%d.xml", i+1)
		xml, _ := b.file.Pkg.Load(part)
		content, ok := xml.([]byte)
		if !ok {
			return fmt.Errorf("chart %s has no part %s", drawn.chart.ID, part)
		}
		mended, err := chartPart(content, b.charts.points(drawn.chart))
		if err != nil {
			return fmt.Errorf("chart %s: %w", drawn.chart.ID, err)
		}
		b.file.Pkg.Store(part, mended)
	}
	return nil
}

// sorted copies a zip with its files in the order of their names, and mends
// some of them.
func sorted(w io.Writer, draft io.ReaderAt, size int64, mended map[string]bool) error {
	parts, err := zip.NewReader(draft, size)
	if err != nil {
		return fmt.Errorf("read the packed workbook: %w", err)
	}
	slices.SortFunc(parts.File, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts.File {
		if mended[part.Name] {
			err = mend(out, part)
		} else {
			err = out.Copy(part)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", part.Name, err)
		}
	}
	return out.Close()
}

// mend copies a sheet with the numbers of its formulas as numbers.
func mend(out *zip.Writer, part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	to, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = to.Write(numbersOfFormulas(content))
	return err
}
