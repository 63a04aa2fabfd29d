package xlsx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"clientele/internal/table"
	"clientele/reports/catalogue"
	"clientele/reports/xlsx"
)

func units(text string) int { return len(utf16.Encode([]rune(text))) }

// A cell has 32,767 units of UTF-16 (ECMA-376, part 1, 18.4.12; "Excel
// specifications and limits"); a character outside the first plane is two.
func TestWrite_LongTextsAreCutVisiblyAndSayHowMuchIsWanting(t *testing.T) {
	texts := []string{
		strings.Repeat("é", 32_767), strings.Repeat("é", 32_768), strings.Repeat("é", 40_000),
		strings.Repeat("👩", 16_383), strings.Repeat("👩", 16_384), strings.Repeat("👩", 20_000), strings.Repeat("a👩", 30_000),
	}
	whole := map[int]bool{0: true, 3: true}
	for _, language := range catalogue.Languages() {
		d := list(len(texts))
		d.Language = language
		for i, text := range texts {
			d.Sections[0].Tables[0].Data.Rows[i][1] = text
		}
		all := rows(t, open(t, render(t, d, xlsx.Options{})), "Everybody")[3:]
		for i, row := range all {
			if whole[i] {
				if row[1] != texts[i] {
					t.Errorf("%s, text %d: one that fits was cut", language, i)
				}
				continue
			}
			kept, said, _ := strings.Cut(row[1], "…")
			if units(row[1]) > 32_767 || units(row[1]) < 32_700 || !strings.HasPrefix(texts[i], kept) {
				t.Errorf("%s, text %d: the cell has %d units", language, i, units(row[1]))
			}
			wanting := strings.NewReplacer(",", "", "\u00a0", "", ".", "").Replace(said)
			if n := utf8.RuneCountInString(texts[i]) - utf8.RuneCountInString(kept); !strings.Contains(wanting, fmt.Sprint(n)) {
				t.Errorf("%s, text %d: %q is said of %d characters", language, i, said, n)
			}
		}
	}
}

// A list alone has no language; the library would cut its texts in silence.
func TestWriteList_CutsLongTextsVisibly(t *testing.T) {
	var b bytes.Buffer
	data := &table.Table{Columns: []table.Column{{Name: "name"}}, Rows: [][]any{{strings.Repeat("é", 40_000)}}}
	if err := xlsx.WriteList(&b, data, "List", xlsx.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	text := rows(t, open(t, b.Bytes()), "List")[1][0]
	kept, said, _ := strings.Cut(text, "…")
	if units(text) > 32_767 || said != fmt.Sprintf(" [+%d]", 40_000-utf8.RuneCountInString(kept)) {
		t.Errorf("a text of %d units ends with %q", units(text), said)
	}
}
