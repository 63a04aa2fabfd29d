package xlsx

import (
	"errors"
	"strings"
	"testing"
)

// cellCases are rows as they are found in files, and what is to be read from them.
func cellCases() []struct{ name, rows, want string } {
	return []struct{ name, rows, want string }{
		{"numbers", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="n"><v>2.5499999999999998</v></c><c r="C1"><v>1.2E-3</v></c></row>`, "1: number 1 | number 2.55 | number 0.0012"},
		{"gaps of columns and rows", `<row r="2"><c r="C2"><v>1</v></c><c r="E2"><v>2</v></c></row><row r="7"><c r="A7"><v>3</v></c></row>`, "2: - | - | number 1 | - | number 2\n7: number 3"},
		{"no references at all", `<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>`, "1: number 1 | number 2\n2: - | number 3"},
		{"references after none", `<row r="5"><c r="B5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "5: - | number 1 | number 2\n6: number 3"},
		{"cells out of order", `<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>`, "1: number 1 | - | number 3"},
		{"lower case references", `<row r="1"><c r="ab1"><v>3</v></c></row>`, "1:" + strings.Repeat(" - |", 27) + " number 3"},
		{"empty values", `<row><c><v></v></c><c><v/></c><c t="s"><v></v></c><c s="1"><v> </v></c><c t="str"><v></v></c><c t="inlineStr"><is><t></t></is></c><c><v>1</v></c></row>`, "1: - | - | - | - | - | - | number 1"},
		{"rows of formats alone are passed over", `<row r="1" s="1"><c r="A1" s="1"/></row><row r="2"/><row r="3"></row><row r="4"><c r="A4" s="1"></c><c r="B4"><v>9</v></c><c r="C4" s="2"/></row>`, "4: - | number 9"},
		{"shared strings", `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v> 2 </v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c><c><v>5</v></c></row>`, "1: text zero | text  one  | text bold | - | - | number 5"},
		{"inline strings", `<row><c t="inlineStr"><is><t>a &amp; b</t></is></c><c t="inlineStr"><is><r><t>bo</t></r><r><rPr><t>no</t></rPr><t xml:space="preserve">ld </t></r><rPh><t>x</t></rPh></is></c><c t="inlineStr"><v>odd</v></c><c><is><t>untyped</t></is></c></row>`, "1: text a & b | text bold  | text odd | text untyped"},
		{"booleans", `<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="b"><v>true</v></c><c t="b"><v>FALSE?</v></c></row>`, "1: boolean true | boolean false | boolean true | text FALSE?"},
		{"errors", `<row><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, "1: error #N/A | error #DIV/0!"},
		{"formulas with their results", `<row><c t="str"><f>A1&amp;"&lt;v&gt;"</f><v>x</v></c><c><f t="shared" si="0"/><v>7</v></c><c><f>1</f></c><c><v>8</v><f>A1</f></c></row>`, "1: text x | number 7 | - | number 8"},
		{"dates in ISO", `<row><c t="d"><v>2010-12-01T08:26:00</v></c><c t="d"><v>2010-12-01</v></c><c t="d"><v>2010-12-01T08:26:00.5Z</v></c><c t="d"><v>08:26:00</v></c><c t="d"><v>soon</v></c></row>`, "1: date 2010-12-01 08:26:00 | date 2010-12-01 00:00:00 | date 2010-12-01 08:26:00.500 | date 08:26:00 | text soon"},
		{"dates by style", `<row><c s="1"><v>40513</v></c><c s="2"><v>40513.351388888892</v></c><c s="3"><v>40513.351388888892</v></c><c s="4"><v>1.52083333333333</v></c><c s="5"><v>40513</v></c><c s="6"><v>40513</v></c><c s="7"><v>40513</v></c><c s="8"><v>1</v></c></row>`,
			"1: date 2010-12-01 00:00:00 | date 2010-12-01 08:26:00 | date 08:26:00 | number 36.5 | date 2010-12-01 00:00:00 | number 40513 | number 40513 | number 1"},
		{"styles that are no numbers or too high", `<row><c s="x"><v>1</v></c><c s="-1"><v>2</v></c><c s="99"><v>3</v></c><c s=""><v>4</v></c><c s="18446744073709551615"><v>5</v></c><c s="18446744073709551615" t="n" ><v>6</v></c></row>`, "1: number 1 | number 2 | number 3 | number 4 | number 5 | number 6"},
		{"a text in a date style", `<row><c s="1" t="str"><v>40513</v></c><c s="1"><v>n/a</v></c><c s="1"><v>-1</v></c><c s="2"><v>3000000</v></c></row>`, "1: text 40513 | text n/a | number -1 | number 3000000"},
		{"what is no number", `<row><c><v>NaN</v></c><c><v>0x10</v></c><c><v>1_000</v></c><c><v>1e999</v></c><c><v>INF</v></c><c><v>-</v></c></row>`, "1: text NaN | text 0x10 | text 1_000 | text 1e999 | text INF | text -"},
		{"comments, CDATA and instructions", `<!-- <row> --><row><?x <c>?><c t="str"><v>a<!-- - -->b<![CDATA[<&amp;>]]>c</v></c><!----><c><!-- --><v>4<!---->2</v></c></row>`, "1: text ab<&amp;>c | number 42"},
		{"space and line ends between", "\r\n<row >\n\t<c\nr=\"A1\" ><v >1</v ></c >\n</row\n>\n", "1: number 1"},
		{"single quotes, > in quotes, space around =", `<row r='1' x=">"><c r = 'B1' t="str" y='"'><v>a</v></c></row>`, "1: - | text a"},
		{"prefixes", `<x:row r="1"><x:c r="A1" x:t="s"><x:v>1</x:v></x:c></x:row>`, "1: number 1"},
		{"attributes of other namespaces", `<row r="2" z:r="9"><c z:r="D1" z:t="s"><v>1</v></c></row>`, "2: number 1"},
		{"entities", `<row><c t="str"><v>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;&#xD800;&#0;</v></c><c t="s&#32;"><v>&#x31;</v></c><c><v>&#x31;</v></c></row>`, "1: text <>&\"'AB😀��" + " | text 1 | number 1"},
		{"Excel's own escapes", `<row><c t="str"><v>a_x000D_b_x005F_x000D__x0041__xZZZZ__x00_xD83D__xDE00__xD83D_</v></c><c t="inlineStr"><is><t>_x0009_</t></is></c></row>`, "1: text a\rb_x000D_A_xZZZZ__x00😀�" + " | text \t"},
		{"line ends are \\n", "<row><c t=\"str\"><v>a\r\nb\rc&#13;\n</v></c></row>", "1: text a\nb\nc\r\n"},
		{"bytes that are not UTF-8", "<row><c t=\"str\"><v>caf\xe9\x00</v></c></row>", "1: text caf��"},
		{"elements of the future", `<row><extLst><ext><c><v>1</v></c></ext></extLst><c><v>2</v><extLst><v>3</v></extLst></c></row><mc:Other><row><c><v>4</v></c></row></mc:Other>`, "1: number 2"},
		{"elements inside of a value", `<row><c t="str"><v>a<x>b</x>c</v></c></row>`, "1: text ac"},
		{"the last cell of a sheet", `<row r="1048576"><c r="A1048576"><v>1</v></c></row>`, "1048576: number 1"},
	}
}

func TestRows_ReadsEveryKindOfCell(t *testing.T) {
	for _, c := range cellCases() {
		t.Run(c.name, func(t *testing.T) {
			got, err := dumpRows(t, c.rows, defaultLimits())
			if err != nil || got != c.want {
				t.Errorf("\n got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

// A window of a few bytes puts a boundary into the middle of everything, and
// leaves the fast path for values no chance.
func TestRows_TheWindowsSizeDoesNotMatter(t *testing.T) {
	for _, c := range cellCases() {
		for window := 1; window <= 20; window++ {
			bounds := defaultLimits()
			bounds.window = window
			got, err := dumpRows(t, c.rows, bounds)
			if err != nil || got != c.want {
				t.Fatalf("%s, window of %d bytes:\n got %q, %v\nwant %q", c.name, window, got, err, c.want)
			}
		}
	}
}

func TestRows_TheYearsOf1904AreShifted(t *testing.T) {
	mac := strings.Replace(workbookXML, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	got, err := dumpRows(t, `<row><c s="1"><v>39051</v></c><c s="3"><v>0.5</v></c><c s="1"><v>0</v></c></row>`, defaultLimits(), file{"xl/workbook.xml", mac})
	if want := "1: date 2010-12-01 00:00:00 | date 12:00:00 | date 1904-01-01 00:00:00"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestRows_ReadsPrefixedAndStrictParts(t *testing.T) {
	sheet := `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c s="1"><x:v>40513</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	w, err := openBytes(workbookOf(t,
		file{"_rels/.rels", `<p:Relationships xmlns:p="x"><p:Relationship Id="i" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/workbook.xml"/></p:Relationships>`},
		file{"xl/workbook.xml", `<x:workbook xmlns:q="y"><x:sheets><x:sheet name="S" q:id="rId1"/></x:sheets></x:workbook>`},
		file{"xl/worksheets/sheet1.xml", sheet},
		file{"xl/sharedStrings.xml", `<y:sst><y:si><y:t>prefixed</y:t></y:si></y:sst>`},
		file{"xl/styles.xml", `<z:styleSheet><z:cellXfs><z:xf/><z:xf numFmtId='14'/></z:cellXfs></z:styleSheet>`},
	), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := dump(w, "S"); err != nil || got != "1: text prefixed | date 2010-12-01 00:00:00" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestRows_ReadsUTF16AndByteOrderMarks(t *testing.T) {
	plain := sheetXML(`<row><c t="str"><v>Ж</v></c></row>`)
	little := []byte{0xff, 0xfe}
	for _, r := range plain {
		little = append(little, byte(r), byte(r>>8))
	}
	for name, content := range map[string]string{"UTF-16": string(little), "UTF-8 with a mark": "\xef\xbb\xbf" + plain} {
		w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", content}), defaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := dump(w, ""); err != nil || got != "1: text Ж" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestRows_TextsOutliveTheRow(t *testing.T) {
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(`<row><c><v>11</v></c></row><row><c><v>22</v></c></row>`)}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	kept := rows.Cells()[0].Text
	rows.Next()
	if kept != "11" || rows.Cells()[0].Text != "22" {
		t.Errorf("kept %q, then %q", kept, rows.Cells()[0].Text)
	}
}

func TestRows_CountsFormulasWithoutAResult(t *testing.T) {
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(`<row><c><v>1</v></c><c><f>A1</f><v></v></c><c><f>A1</f></c><c t="str"><f>""</f><v></v></c><c><f>A1</f><v>1</v></c></row>`)}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
	}
	if rows.UncachedFormulas() != 2 {
		t.Errorf("%d formulas without a result, want 2", rows.UncachedFormulas())
	}
}

func TestRows_MalformedSheetsSayWhere(t *testing.T) {
	for _, c := range []struct{ rows, row, problem string }{
		{`<row r="4"><c><v>1</v></c></row><row r="5"><c><v>1</c></row>`, "row 5", "</c> closes the element <v>"},
		{`<row r="4"><c r="A4" t="s"><v>5</v></c></row>`, "row 4", `cell A4 refers to the shared text "5", but the workbook has 5 of them`},
		{`<row r="4"><c t="s"><v>-1</v></c></row>`, "row 4", `shared text "-1"`},
		{`<row r="4"><c t="s"><v>99999999999999999999</v></c></row>`, "row 4", `shared text "99999999999999999999"`},
		{`<row r="4"><c r="4A"><v>1</v></c></row>`, "row 4", `a cell is named "4A"`},
		{`<row r="4"><c r=""><v>1</v></c></row>`, "row 4", `a cell is named ""`},
		{`<row r="4"><c r="A4"><v>1</v></c><c r="A4"><v>1</v></c></row>`, "row 4", `cell A4 is there twice`},
		{`<row r="4"/><row r="x"/>`, "row 4", `a row after row 4 has the number "x"`},
		{`<row r="0"/>`, "", `has the number "0"`},
		{`<row r="4"><c t="str"><v>a & b</v></c></row>`, "row 4", "begins no entity"},
		{`<row r="4"><c t="str"><v>&custom;</v></c></row>`, "row 4", "unknown entity &custom;"},
		{`<row r="4"><c t=str></c></row>`, "row 4", "attribute"},
		{`<row r="4"><c <v></c></row>`, "row 4", "< inside of a tag"},
		{`<row r="4"><c><v>1</v></c></row></sheetData></worksheet></x>`, "", ""},
		{`<!DOCTYPE x [<!ENTITY a "b">]>`, "", "document type declaration"},
		{`<row r="4"><c><v>1`, "row 4", "closes the element <v>"},
	} {
		_, err := dumpRows(t, c.rows, defaultLimits())
		if c.problem == "" {
			if err != nil {
				t.Errorf("%s: %v", c.rows, err)
			}
			continue
		}
		var failure *FileError
		if !errors.As(err, &failure) || !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v is not of a damaged workbook", c.rows, err)
			continue
		}
		want := `test.xlsx: sheet "Data"`
		if c.row != "" {
			want += ", " + c.row
		}
		if text := err.Error(); !strings.HasPrefix(text, want+": ") || !strings.Contains(text, c.problem) || !strings.Contains(text, "save it again") {
			t.Errorf("%s: error %q, want %q … %q", c.rows, text, want, c.problem)
		}
	}
}

func TestRows_ASheetThatEndsEarlyIsDamaged(t *testing.T) {
	whole := sheetXML(`<row r="1"><c r="A1" t="str"><v>one</v></c></row>`)
	end := strings.Index(whole, "</sheetData>")
	for cut := strings.Index(whole, "<worksheet") + 1; cut < end; cut++ {
		w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", whole[:cut]}), defaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dump(w, ""); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut after %q: %v", whole[:cut], err)
		}
	}
}
