package export

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// zipOf is an archive of names and contents.
func zipOf(t testing.TB, namesAndContents ...string) string {
	t.Helper()
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for i := 0; i < len(namesAndContents); i += 2 {
		part, err := writer.Create(namesAndContents[i])
		if err == nil {
			_, err = part.Write([]byte(namesAndContents[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.String()
}

func gzipOf(t testing.TB, content string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := writer.Write([]byte(content))
	if err = errors.Join(err, writer.Close()); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func contentOf(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Names of files prove nothing.
func TestFormat_IsSeenFromTheContent(t *testing.T) {
	book := contentOf(t, bookOf(t, "order\tat\tsum\nA\td:2024-05-01T12:30:00\tn:1.5"))
	expect(t, fileOf(t, "book.csv", book), Options{}, "order | at | sum", "2 | A | @2024-05-01 12:30:00 | #1.5")
	expect(t, fileOf(t, "text.xlsx", plainCSV), Options{}, plainHeader, plainRows()...)
	expect(t, fileOf(t, "rows.txt", `{"order":"A","sum":1.50}`), Options{}, "order | sum", "1 | A | #1.50")
	expect(t, fileOf(t, "book.xlsx", book), Options{Encoding: "utf-16"}, "order | at | sum", "2 | A | @2024-05-01 12:30:00 | #1.5")
	expect(t, fileOf(t, "page.csv", "\n<table><tr><td>a<td>b</tr><tr><td>1<td>2</table>"), Options{}, "a | b", "2 | 1 | 2")
	expect(t, fileOf(t, "sheet.zip", odsOf(t, plainODS)), Options{}, plainODSHeader, plainODSRows()...)
	expect(t, fileOf(t, "lines.gz", gzipOf(t, plainCSV)), Options{}, plainHeader, plainRows()...)
	expect(t, fileOf(t, "json.gz", gzipOf(t, `[{"a":1},{"a":2}]`)), Options{}, "a", "1 | #1", "2 | #2")
}

func TestFormat_WhatIsNoTableIsToldAsWhatItIs(t *testing.T) {
	var secret bytes.Buffer
	book := excelize.NewFile()
	if err := book.Write(&secret, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	whole := contentOf(t, bookOf(t, "order\tat"))
	for name, c := range map[string]struct{ content, want string }{
		"page.html":     {"<!DOCTYPE html><html><body><p>Sign in to continue</p></body></html>", "it is a web page or XML"},
		"xml.xls":       {`<?xml version="1.0"?><Workbook><table/></Workbook>`, "it is a web page or XML"},
		"secret.xlsx":   {secret.String(), "password"},
		"old.xls":       {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 4096), "old Office document but no workbook"},
		"cut.xlsx":      {whole[:len(whole)/2], "is incomplete"},
		"garbage":       {"\x00\x01\x02\x03\x04" + strings.Repeat("\xff\x00", 50), "it is neither csv, xlsx, JSON nor Parquet"},
		"cut.parquet":   {"PAR1 and no more", "it is no readable Parquet file"},
		"empty.csv":     {"", "the file is empty; export it again"},
		"only mark.csv": {"\ufeff", "the file is empty; export it again"},
		"report.pdf":    {"%PDF-1.7\n1 0 obj", "it is a PDF"},
		"cut.gz":        {gzipOf(t, strings.Repeat(plainCSV, 1000))[:60], "packed with gzip and damaged"},
		"empty.zip":     {zipOf(t), "the file is"},
		"nested.zip":    {zipOf(t, "inner.zip", zipOf(t, "a.csv", plainCSV)), "nested.zip/inner.zip: it is an archive within an archive"},
		"several.zip":   {zipOf(t, "a.csv", plainCSV, "b.csv", plainCSV), "several files; say by `member` which is meant: a.csv, b.csv"},
	} {
		if name == "empty.zip" {
			c.want = "neither csv" // an archive of nothing has another beginning
		}
		err := refusal(t, fileOf(t, name, c.content), Options{})
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestArchive_MembersAreReadByNameOrPattern(t *testing.T) {
	book := contentOf(t, bookOf(t, "a\tb\nn:1\tn:2"))
	path := fileOf(t, "export.zip", zipOf(t, "__MACOSX/._x.csv", "junk", "data/", "", "data/subscribed_members_1.csv", plainCSV, "data/cleaned.csv", "a,b\n1,2\n", "Отчёт.xlsx", book))
	expect(t, path, Options{Member: "subscribed_*.csv"}, plainHeader, plainRows()...)
	expect(t, path, Options{Member: "DATA/cleaned.csv", Delimiter: ","}, "a | b", "2 | 1 | 2")
	expect(t, path, Options{Member: "отчёт.xlsx"}, "a | b", "2 | #1 | #2")
	for member, want := range map[string]string{
		"x.csv": `no file in it is called "x.csv"; it holds data/subscribed_members_1.csv, data/cleaned.csv, Отчёт.xlsx`,
		"*.csv": `"*.csv" is the name of several files in it; say by ` + "`member`" + ` which is meant: data/subscribed_members_1.csv, data/cleaned.csv`,
	} {
		if err := refusal(t, path, Options{Member: member}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	places, err := List(path, Options{})
	var got []string
	for _, place := range places {
		got = append(got, fmt.Sprintf("%s %s %s %v%s", place.Member, place.Format, place.Sheet, place.Header, place.Note))
	}
	want := "data/subscribed_members_1.csv csv  [order at who sum]\ndata/cleaned.csv csv  [a b]\nОтчёт.xlsx xlsx TDSheet [a b]"
	if err != nil || strings.Join(got, "\n") != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, strings.Join(got, "\n"), want)
	}
}

// What an archive says of its sizes is not believed.
func TestArchive_BombsAreRefused(t *testing.T) {
	blank := strings.Repeat(strings.Repeat(" ", 1<<20)+"\n", 40)
	for name, content := range map[string]string{"bomb.zip": zipOf(t, "a.csv", "a,b\n"+blank), "bomb.gz": gzipOf(t, "a,b\n"+blank)} {
		if err := refusal(t, fileOf(t, name, content), Options{}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "zip bomb") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestArchive_NamesOfRussianWindowsAreRead(t *testing.T) {
	name := encoded(t, charmap.CodePage866, "Продажи.csv")
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	part, err := writer.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
	if err == nil {
		_, err = part.Write([]byte(plainCSV))
	}
	if err = errors.Join(err, writer.Close()); err != nil {
		t.Fatal(err)
	}
	table := expect(t, fileOf(t, "f.zip", archive.String()), Options{}, plainHeader, plainRows()...)
	if got := table.Place().Member; got != "Продажи.csv" {
		t.Error(got)
	}
}

// Trap 9: what Bitrix24 calls an Excel file.
const bitrixPage = "\ufeff<meta http-equiv=\"Content-type\" content=\"text/html;charset=UTF-8\" />\n<style>td {mso-number-format:\"\\@\";}</style>\n<table border=\"1\">\n<thead><tr><th>ID</th><th>Сделка</th><th>Сумма</th></tr></thead>\n" +
	"<tr><td>1</td><td>ООО &quot;А&quot; &amp; Ко<br>вторая  строка</td><td x:num=\"10000.5\">10 000,50</td></tr>\n" +
	"<tr><td colspan=\"2\"> два </td><td>&nbsp;</td></tr><tr><td>3<td>без концов<td>5\n<tr><td></td><td></td><td></td></tr><tr><td>5</td><td><script>x<y</script>&lt;b&gt;</td><td></td></tr></table>\n"

func TestPage_ATableCalledExcelIsRead(t *testing.T) {
	want := []string{"2 | 1 | ООО \"А\" & Ко\nвторая строка | #10000.5", "3 | два |  | \u00a0", "4 | 3 | без концов | 5", "6 | 5 | <b> |"}
	want[1] = strings.TrimRight(want[1], " ")
	expect(t, fileOf(t, "deals.xls", bitrixPage), Options{}, "ID | Сделка | Сумма", want...)
	russian := strings.NewReplacer("UTF-8", "windows-1251", "\ufeff", "").Replace(bitrixPage)
	table := expect(t, fileOf(t, "deals.xls", encoded(t, charmap.Windows1251, russian)), Options{}, "ID | Сделка | Сумма", want...)
	if got := table.Place().Encoding; got != "cp1251" {
		t.Error(got)
	}
	expect(t, fileOf(t, "deals.xls", "\xff\xfe"+wideOf(strings.TrimPrefix(bitrixPage, "\ufeff"), false)), Options{}, "ID | Сделка | Сумма", want...)
}

func TestPage_CellsOverRowsAndTablesKeepTheirPlaces(t *testing.T) {
	page := "<html><body><table><tr><td>Shop</td></tr></table><table><tr><th rowspan=2>Date</th><th>Name</th><th>Sum</th></tr><tr><td>x</td><td>1</td></tr><tr><td>d</td><td>y</td><td>2</td></tr></table>" +
		"<table><tr><th>Date</th><th>Name</th><th>Sum</th></tr><tr><td>e</td><td>z</td><td>3</td></tr></table><table><tr><th>Country</th><th>Users</th></tr><tr><td>FR</td><td>5</td></tr></table></body></html>"
	path := fileOf(t, "f.xls", page)
	expect(t, path, Options{}, "Date | Name | Sum", "3 |  | x | 1", "4 | d | y | 2", "6 | e | z | 3")
	expect(t, path, Options{Block: 2}, "Country | Users", "8 | FR | 5")
}

// A cell over three rows covers those alone, also where they are shorter.
func TestPage_ACellOverRowsEndsWithThem(t *testing.T) {
	page := "<table><tr><td>a<td>b<td>c<tr><td>1<td>2<td rowspan=3>3<tr><td>4<tr><td>5<td>6<tr><td>7<td>8<td>9</table>"
	expect(t, fileOf(t, "f.xls", page), Options{}, "a | b | c", "2 | 1 | 2 | 3", "3 | 4", "4 | 5 | 6", "5 | 7 | 8 | 9")
}

func TestPage_ThatBreaksOffIsRefused(t *testing.T) {
	err := refusal(t, fileOf(t, "f.xls", bitrixPage[:strings.Index(bitrixPage, "вторая")]), Options{})
	if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "the table breaks off behind row 1") {
		t.Error(err)
	}
}

const (
	plainODSHeader = "ID | Дата | Сумма | Да"
	plainODS       = `<table:table table:name="Лист 1"><table:table-column table:number-columns-repeated="4"/>` +
		`<table:table-row><table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell><table:table-cell><text:p>Дата</text:p></table:table-cell><table:table-cell><text:p>Сумма</text:p></table:table-cell><table:table-cell><text:p>Да</text:p></table:table-cell></table:table-row>` +
		`<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>c &amp; d</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-05-01T10:00:00"><text:p>01.05</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="1E+3"><text:p>1 000 ₽</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>ИСТИНА</text:p></table:table-cell></table:table-row>` +
		`<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="0.5"/><table:table-cell office:value-type="float" office:value="0.5"><text:p>0,5</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row>` +
		`<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>` +
		`<table:table table:name="Two"><table:table-row><table:table-cell table:number-columns-repeated="3"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`
)

func plainODSRows() []string {
	return []string{"2 | a  b\nc & d | @2026-05-01 10:00:00 | #1000 | ~true", "5 |  |  | #0.5 | #0.5", "6 |  |  | #0.5 | #0.5"}
}

// odsOf is a document with these tables.
func odsOf(t testing.TB, tables string) string {
	t.Helper()
	return zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>`+tables+`</office:spreadsheet></office:body></office:document-content>`)
}

func TestODS_TypedCellsAndRepeatsAreRead(t *testing.T) {
	path := fileOf(t, "f.ods", odsOf(t, plainODS))
	expect(t, path, Options{}, plainODSHeader, plainODSRows()...)
	expect(t, path, Options{Sheet: "two"}, "x | x | x")
	places, err := List(path, Options{})
	if err != nil || len(places) != 2 || places[0].Sheet != "Лист 1" || places[1].Sheet != "Two" || places[0].Format != "ods" {
		t.Errorf("%+v, %v", places, err)
	}
	if err := refusal(t, path, Options{Sheet: "three"}); err == nil || !strings.Contains(err.Error(), `no worksheet "three"; its worksheets are Лист 1, Two`) {
		t.Error(err)
	}
	expect(t, fileOf(t, "f.zip", zipOf(t, "f.ods", odsOf(t, plainODS))), Options{}, plainODSHeader, plainODSRows()...)
}

func TestODS_DamageAndExcessAreRefused(t *testing.T) {
	for content, want := range map[string]string{
		plainODS[:300]: "the document is damaged",
		`<table:table table:name="x"><table:table-row><table:table-cell table:number-columns-repeated="20000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`:                                                       "more than 16384 columns",
		`<table:table table:name="x"><table:table-row table:number-rows-repeated="1048577"><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>`: "more than 1048576 rows",
	} {
		if err := refusal(t, fileOf(t, "f.ods", odsOf(t, content)), Options{}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	secret := zipOf(t, "mimetype", "x", "content.xml", "\x01\x02 not XML", "META-INF/manifest.xml", "<encryption-data/>")
	if err := refusal(t, fileOf(t, "f.ods", secret), Options{}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "password") {
		t.Error(err)
	}
}

func TestSheet_TypedCellsAreReadAndFormulasWithoutResultsTold(t *testing.T) {
	expect(t, bookOf(t, "order\tat\twho\tsum\nn:536365\td:2024-05-01T12:30:00\tb:true\tn:-27.5\n\n \t \nE\td:2024-05-01\tx\tn:1\ta note\tn:7\n"), Options{}, plainHeader,
		"2 | #536365 | @2024-05-01 12:30:00 | ~true | #-27.5", "5 | E | @2024-05-01 00:00:00 | x | #1")
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "order", "B1": "sum", "A2": "A", "A3": "B"} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "B3", "1+1"); err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	if err := book.Write(&content); err != nil {
		t.Fatal(err)
	}
	path := fileOf(t, "f.xlsx", content.String())
	rows := read(t, expectOpen(t, path))
	if len(rows) != 2 || rows[0] != "2 | A" || !strings.HasPrefix(rows[1], "3 | B") {
		t.Errorf("%q", rows)
	}
	for _, text := range []string{"", "\n\n"} {
		if err := refusal(t, bookOf(t, text), Options{}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "the sheet is empty") {
			t.Error(err)
		}
	}
}
