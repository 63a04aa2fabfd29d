package xlsx

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"
)

// save writes the workbook with its parts in the order of their names. The
// library writes streamed sheets in the order of a map; the parts themselves
// are copied as they are packed.
func (b *book) save(w io.Writer) (err error) {
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
	return sorted(w, draft, size)
}

// sorted copies a zip with its files in the order of their names.
func sorted(w io.Writer, draft io.ReaderAt, size int64) error {
	parts, err := zip.NewReader(draft, size)
	if err != nil {
		return fmt.Errorf("read the packed workbook: %w", err)
	}
	slices.SortFunc(parts.File, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts.File {
		if err := out.Copy(part); err != nil {
			return fmt.Errorf("copy %s: %w", part.Name, err)
		}
	}
	return out.Close()
}
