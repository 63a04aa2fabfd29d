package export

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// plainCSV is what each way of writing it must read as.
const plainCSV = "order,at,who,sum\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n"

func plainRows() []string {
	return []string{"2 | A | 2024-05-01 | Ärger | 1.50", "3 | B | 2024-05-02 |  | 2.25"}
}

const plainHeader = "order | at | who | sum"

func encoded(t testing.TB, code encoding.Encoding, text string) string {
	t.Helper()
	content, err := code.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestCSV_TheSameRowsHoweverTheyAreWritten(t *testing.T) {
	for name, content := range map[string]string{
		"plain":                         plainCSV,
		"mark":                          "\ufeff" + plainCSV,
		"two marks":                     "\ufeff\ufeff" + plainCSV,
		"mark before a quote":           "\ufeff\"order\",\"at\",\"who\",\"sum\"\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n",
		"no end of line":                strings.TrimSuffix(plainCSV, "\n"),
		"windows lines":                 strings.ReplaceAll(plainCSV, "\n", "\r\n"),
		"old mac lines":                 strings.ReplaceAll(plainCSV, "\n", "\r"),
		"semicolons":                    strings.ReplaceAll(plainCSV, ",", ";"),
		"tabs":                          strings.ReplaceAll(plainCSV, ",", "\t"),
		"bars":                          strings.ReplaceAll(plainCSV, ",", "|"),
		"blank behind the commas":       "\"order\", \"at\", \"who\", \"sum\"\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n",
		"delimiter at the end":          strings.ReplaceAll(plainCSV, "\n", ",\n"),
		"utf-16":                        encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), plainCSV),
		"utf-16, high byte first":       encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), plainCSV),
		"western code page":             encoded(t, charmap.Windows1252, plainCSV),
		"all quoted":                    "\"order\",\"at\",\"who\",\"sum\"\n\"A\",\"2024-05-01\",\"Ärger\",\"1.50\"\n\"B\",\"2024-05-02\",\"\",\"2.25\"\n",
		"blanks before the values":      "order,at,who,sum\n A , 2024-05-01, Ärger, 1.50\nB,2024-05-02, \u00a0,2.25\n",
		"only semicolons in the header": "order;at;who;sum\nA;2024-05-01;Ärger;1.50\nB;2024-05-02;;2.25",
	} {
		want := plainRows()
		if name == "blanks before the values" {
			want[0] = "2 | A  | 2024-05-01 | Ärger | 1.50"
		}
		expect(t, fileOf(t, name, content), Options{}, plainHeader, want...)
	}
	expect(t, fileOf(t, "a delimiter in quotes", "order;\"at\";who;sum;\"a,b,c,d,e,f\"\nA;2024-05-01;Ärger;1.50;\nB;2024-05-02;;2.25;\n"), Options{},
		plainHeader+" | a,b,c,d,e,f", plainRows()[0]+" |", plainRows()[1]+" |")
}

func TestCSV_ColumnsKeepTheirPlaces(t *testing.T) {
	expect(t, fileOf(t, "f", "order,,at,who,sum,,\nA,x,2024-05-01,Ä,1.50,,\n"), Options{}, "order |  | at | who | sum", "2 | A | x | 2024-05-01 | Ä | 1.50")
	expect(t, fileOf(t, "g", "order,,at,who,sum,,\nA,x,2024-05-01,Ä,1.50\n"), Options{}, "order |  | at | who | sum", "2 | A | x | 2024-05-01 | Ä | 1.50")
	expect(t, fileOf(t, "h", "who,at,who\nx,2024-05-01,y\n"), Options{}, "who | at | who", "2 | x | 2024-05-01 | y") // trap 5
}

func TestCSV_RowsKeepTheirPhysicalLine(t *testing.T) {
	expect(t, fileOf(t, "f", "order,at,who,sum\n\nA,2024-05-01,\"two\nlines\",1\n,,,\n  \nB,2024-05-01,\"\n\n\",x\nC,2024-05-01,,3\n"), Options{}, plainHeader,
		"3 | A | 2024-05-01 | two\nlines | 1", "7 | B | 2024-05-01 | \n\n | x", "10 | C | 2024-05-01 |  | 3")
}

func TestCSV_ARowThatIsNoneIsGivenWithWhatStandsThere(t *testing.T) {
	expect(t, fileOf(t, "f", strings.Join([]string{
		"order,at,who,sum",
		"A,2024-05-01,short",
		"B,2024-05-01,long,1,2",
		"C,2024-05-01,x,1,,",        // more delimiters than columns, with nothing between
		"D,2024-05-01,5\" pipe,1",   // a quote within a value is part of it
		"E,2024-05-01,\"a\" b,1",    // text behind a quote
		"F,2024-05-01,bad\xff\xfe,", // no UTF-8
		"G,2024-05-01,\"say \"\"hi\"\"\",1",
	}, "\n")), Options{Encoding: "utf-8"}, plainHeader,
		"2 ! «A,2024-05-01,short» has 3 columns where the header has 4",
		"3 ! «B,2024-05-01,long,1,2» has 5 columns where the header has 4",
		"4 | C | 2024-05-01 | x | 1",
		"5 | D | 2024-05-01 | 5\" pipe | 1",
		"6 ! «E,2024-05-01,\"a\" b,1» has a misplaced quote at character 16",
		"7 ! «bad\ufffd» column 3 is not UTF-8; name the file's encoding",
		"8 | G | 2024-05-01 | say \"hi\" | 1")
}

// A quote that closes far below is no reason to lose the rows between: only
// the line that opened it is in doubt.
func TestCSV_AStrayQuoteCostsOneRowOnly(t *testing.T) {
	expect(t, fileOf(t, "f", "order,at,who,sum\nA,2024-05-01,\"Tube 5,1\nB,2024-05-01,x,2\nC,2024-05-01,\"quoted\",3\nD,2024-05-01,x,4"), Options{}, plainHeader,
		"2 ! «A,2024-05-01,\"Tube 5,1» has a quote at character 14 that does not close where a value ends",
		"3 | B | 2024-05-01 | x | 2", "4 | C | 2024-05-01 | quoted | 3", "5 | D | 2024-05-01 | x | 4")
}

func TestCSV_AQuoteThatNeverClosesIsRefusedWithItsLine(t *testing.T) {
	for _, content := range []string{
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2\nC,2024-05-01,x,3\nD,2024-05-01,x,4\n",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2\n",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,x,\"",
	} {
		err := refusal(t, fileOf(t, "f", content), Options{})
		var refused *FileError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), "the quote opened in line 3 is never closed") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestCSV_CharactersThatTheEncodingDoesNotHaveAreTold(t *testing.T) {
	expect(t, fileOf(t, "f", "order,at,who,sum\nA,2024-05-01,\xcf\xe5\xf2\x98\xf0,1\nB,2024-05-01,\xcf\xb8\xf2\xf0,1\n"), Options{Encoding: "cp1251"}, plainHeader,
		"2 ! «Пет\ufffdр» column 3 has a character that cp1251 does not know; is it the file's encoding?", "3 | B | 2024-05-01 | Пётр | 1")
}

func TestCSV_HugeCellsPass(t *testing.T) {
	huge := strings.Repeat("ё", 3<<20)
	expect(t, fileOf(t, "f", "order,who\nA,\""+huge+"\"\nB,"+huge+"\nC,c\n"), Options{}, "order | who", "2 | A | "+huge, "3 | B | "+huge, "4 | C | c")
	err := refusal(t, fileOf(t, "g", "order,who\nA,"+strings.Repeat("x", 40<<20)), Options{})
	if err == nil || !strings.Contains(err.Error(), "line 2 is longer than 16 MB") {
		t.Error(err)
	}
}

func TestCSV_AHeaderAloneIsNoRow(t *testing.T) {
	expect(t, fileOf(t, "f", "order,at,who,sum\n"), Options{}, plainHeader)
	expect(t, fileOf(t, "g", "order,at,who,sum"), Options{}, plainHeader)
}

func TestCSV_AnEmptyFileIsRefused(t *testing.T) {
	for _, content := range []string{"", "\ufeff", "\n\n", " \r\n"} {
		err := refusal(t, fileOf(t, "f", content), Options{Format: "csv"})
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "the file is empty; export it again") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// A block ends where it ends, also within a line, a character or a line end.
func TestCSV_BlocksAreNotSeen(t *testing.T) {
	var content strings.Builder
	content.WriteString("n,text\r\n")
	var want []string
	for i := range 200_000 {
		text := strings.Repeat("ё", i%13)
		if i%1000 == 7 {
			text += " \"\"q\"\" \r\n" // a carriage return in quotes is part of a line's end
			fmt.Fprintf(&content, "%d,\"%s\"\r\n", i, text)
			want = append(want, fmt.Sprintf("%d|%s \"q\" \n", i, strings.Repeat("ё", i%13)))
			continue
		}
		fmt.Fprintf(&content, "%d,%s\r\n", i, text)
		want = append(want, fmt.Sprintf("%d|%s", i, text))
	}
	table, err := Open(fileOf(t, "f", content.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = table.Close() }()
	last := table.Progress()
	for i := 0; ; i++ {
		record, err := table.Next()
		if errors.Is(err, io.EOF) && i == len(want) {
			break
		}
		if err != nil || len(record.Cells) != 2 {
			t.Fatalf("row %d: %v %v", i, record, err)
		}
		if got := record.Cells[0].Text + "|" + record.Cells[1].Text; got != want[i] {
			t.Fatalf("row %d: %q, want %q", i, got, want[i])
		}
		if now := table.Progress(); now < last || now > 1 {
			t.Fatalf("progress went from %g to %g", last, now)
		} else {
			last = now
		}
	}
}
