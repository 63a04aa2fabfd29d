package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// oleOf is the directory of a compound file with these streams.
func oleOf(streams ...string) string {
	content := make([]byte, 512, 2048)
	copy(content, oleMagic)
	for _, name := range append([]string{"Root Entry"}, streams...) {
		entry := make([]byte, 128)
		units := utf16.Encode([]rune(name))
		for i, unit := range units {
			binary.LittleEndian.PutUint16(entry[2*i:], unit)
		}
		entry[64] = byte(2*len(units) + 2)
		content = append(content, entry...)
	}
	return string(content)
}

func TestOpen_SaysWhatAFileIsThatIsNoWorkbook(t *testing.T) {
	utf16CSV := "\xff\xfea\x00;\x00b\x00"
	for _, c := range []struct {
		name, content string
		kind          error
		problem       string
	}{
		{"empty", "", ErrNotExcel, "the file is empty"},
		{"comma", "a,b\n1,2\n", ErrNotExcel, "commas (CSV); give it the ending .csv"},
		{"semicolon", "\xef\xbb\xbfdate;sum\n01.02.2024;1,5\n", ErrNotExcel, "semicolons (CSV)"},
		{"tab", "a\tb,c\n", ErrNotExcel, "tabs (CSV)"},
		{"cp1251", "\xc4\xe0\xf2\xe0;\xd1\xf3\xec\xec\xe0\n", ErrNotExcel, "semicolons (CSV)"},
		{"UTF-16", utf16CSV, ErrNotExcel, "semicolons (CSV)"},
		{"begins with PK", "PK,name\n1,x\n", ErrNotExcel, "commas (CSV)"},
		{"prose", "hello", ErrNotExcel, "plain text"},
		{"spaces", " \n\n", ErrNotExcel, "nothing but spaces"},
		{"html", "\n<!DOCTYPE HTML><html><table>", ErrNotExcel, "web page (HTML)"},
		{"html table", "<table><tr><td>1", ErrNotExcel, "web page (HTML)"},
		{"2003", `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`, ErrNotExcel, "XML spreadsheet of Excel 2003"},
		{"xml", `<?xml version="1.0"?><data/>`, ErrNotExcel, "XML and not a workbook"},
		{"json", `[{"a":1}]`, ErrNotExcel, "JSON"},
		{"pdf", "%PDF-1.7\n", ErrNotExcel, "PDF"},
		{"gzip", "\x1f\x8b\x08\x00", ErrNotExcel, "gzip"},
		{"parquet", "PAR1\x15\x04", ErrNotExcel, "Parquet"},
		{"rtf", `{\rtf1`, ErrNotExcel, "RTF"},
		{"binary", "\x00\x01\x02\x03", ErrNotExcel, "no kind that is known"},
		{"excel 2", "\x09\x00\x04\x00\x02\x00\x10\x00", ErrOldExcel, "Excel 5 or older"},
		{"old", oleOf("Workbook"), ErrOldExcel, "Excel 97-2003 (.xls); open it in Excel or LibreOffice and save it as .xlsx"},
		{"older", oleOf("Book"), ErrOldExcel, "Excel 97-2003"},
		{"old word", oleOf("WordDocument", "Workbooks"), ErrNotExcel, "no workbook"},
		{"encrypted", oleOf("EncryptionInfo", "EncryptedPackage"), ErrEncrypted, "protected by a password; open it in Excel, remove the password"},
		{"zip", string(zipOf(t, file{"a.csv", "1,2"})), ErrNotExcel, "zip archive without a workbook"},
		{"empty zip", string(zipOf(t)), ErrNotExcel, "zip archive without a workbook"},
		{"xlsb", string(zipOf(t, file{"xl/workbook.bin", "x"})), ErrOldExcel, ".xlsb"},
		{"docx", string(zipOf(t, file{"word/document.xml", "<x/>"})), ErrNotExcel, "Word"},
		{"pptx", string(zipOf(t, file{"ppt/presentation.xml", "<x/>"})), ErrNotExcel, "PowerPoint"},
		{"ods", string(zipOf(t, file{"mimetype", "x"}, file{"content.xml", "<x/>"})), ErrNotExcel, "OpenDocument"},
		{"numbers", string(zipOf(t, file{"Index/Document.iwa", "x"})), ErrNotExcel, "Numbers"},
		{"other root", string(workbookOf(t, file{"xl/workbook.xml", "<document/>"})), ErrNotExcel, "xl/workbook.xml of the archive is not a workbook"},
		{"no sheets", string(workbookOf(t, file{"xl/workbook.xml", "<workbook><sheets/></workbook>"})), ErrNotExcel, "no worksheets"},
		{"bad catalogue", string(workbookOf(t, file{"xl/workbook.xml", "<workbook><sheets>"})), ErrDamaged, "part xl/workbook.xml is malformed"},
		{"bad styles", string(workbookOf(t, file{"xl/styles.xml", "<a></b>"})), ErrDamaged, "part xl/styles.xml is malformed"},
		{"bad relations", string(workbookOf(t, file{"_rels/.rels", "text"})), ErrDamaged, "part _rels/.rels is malformed"},
	} {
		_, err := openBytes([]byte(c.content), defaultLimits())
		var failure *FileError
		if !errors.As(err, &failure) || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v is not of the kind %v", c.name, err, c.kind)
			continue
		}
		if text := err.Error(); !strings.HasPrefix(text, "test.xlsx: ") || !strings.Contains(text, c.problem) || failure.Advice == "" {
			t.Errorf("%s: %q, want %q and an advice", c.name, text, c.problem)
		}
	}
}

func TestRows_NamesBrokenParts(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  file
		problem string
	}{
		{"missing sheet", file{"xl/worksheets/sheet1.xml", "-"}, "named in the workbook but is not in the file"},
		{"not a worksheet", file{"xl/worksheets/sheet1.xml", "<chartsheet/>"}, "not that of a worksheet"},
		{"bad strings", file{"xl/sharedStrings.xml", "<sst><si>"}, "part xl/sharedStrings.xml is malformed: it ends inside of the element <si>"},
	} {
		w, err := openBytes(workbookOf(t, c.change), defaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Rows(""); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestOpen_EveryTruncatedWorkbookIsDamaged(t *testing.T) {
	whole := workbookOf(t)
	for cut := 4; cut < len(whole); cut++ {
		if _, err := openBytes(whole[:cut], defaultLimits()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "incomplete") {
			t.Fatalf("the first %d bytes: %v", cut, err)
		}
	}
}

// A changed byte must never give other cells silently: the archive has checksums.
func TestRows_EveryFlippedByteOfASheetIsNoticed(t *testing.T) {
	sheet := sheetXML(strings.Repeat(`<row><c><v>12345</v></c><c t="str"><v>abcdef</v></c></row>`, 5))
	whole := workbookOf(t, file{"xl/worksheets/sheet1.xml", sheet})
	clean, err := openBytes(whole, defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want, err := dump(clean, "")
	if err != nil {
		t.Fatal(err)
	}
	for at := range whole {
		broken := bytes.Clone(whole)
		broken[at] ^= 0x55
		w, err := openBytes(broken, defaultLimits())
		if err != nil {
			continue
		}
		if got, err := dump(w, "Data"); err == nil && got != want {
			t.Fatalf("byte %d: %q without an error", at, got)
		}
	}
}

// Archivers protect each file of an archive; the workbook's own protection differs.
func TestOpen_RecognisesAnArchiveWithAPassword(t *testing.T) {
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	if _, err := writer.CreateHeader(&zip.FileHeader{Name: "xl/workbook.xml", Flags: 1}); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openBytes(archive.Bytes(), defaultLimits()); !errors.Is(err, ErrEncrypted) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_RecognisesAWorkbookEncryptedByAnotherProgram(t *testing.T) {
	f := excelize.NewFile()
	path := filepath.Join(t.TempDir(), "secret.xlsx")
	if err := f.SaveAs(path, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrEncrypted) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_RecognisesAnOldWorkbookOfLibreOffice(t *testing.T) {
	office := officeOrSkip(t)
	dir := t.TempDir()
	convert(t, office, dir, "a;b\n1;2\n", "xls")
	if _, err := Open(filepath.Join(dir, "table.xls")); !errors.Is(err, ErrOldExcel) {
		t.Errorf("got %v", err)
	}
}

func officeOrSkip(t *testing.T) string {
	t.Helper()
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("runs LibreOffice for some seconds: set CLIENTELE_LONG=1")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	return office
}

// convert lets LibreOffice turn a CSV file into a table of another format.
func convert(t *testing.T, office, dir, csv, format string) {
	t.Helper()
	source := filepath.Join(dir, "table.csv")
	if err := os.WriteFile(source, []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	// 59,34,76: semicolons, quotes, UTF-8; 1033: dates as in the United States.
	command := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1033,false,true", "--convert-to", format, "--outdir", dir, source)
	if output, err := command.CombinedOutput(); err != nil {
		t.Skipf("LibreOffice does not convert here: %v: %s", err, output)
	}
}
