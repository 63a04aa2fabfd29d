package etl

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// plainCSV is what each way of writing it must read as.
const plainCSV = "order,at,who,sum\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n"

func plainOutcome() []string { return []string{"2 | A | Ärger | 1.5000", "3 | B | ∅ | 2.2500"} }

func shown() []string { return []string{"order_id", "customer", "amount"} }

func TestCSV_TheSameRowsHoweverTheyAreWritten(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plainCSV)
	if err != nil {
		t.Fatal(err)
	}
	bigEndian, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(plainCSV)
	if err != nil {
		t.Fatal(err)
	}
	western, err := charmap.Windows1252.NewEncoder().String(plainCSV)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t, 1)
	for name, content := range map[string]string{
		"plain":                         plainCSV,
		"mark":                          "\ufeff" + plainCSV,
		"mark before a quote":           "\ufeff\"order\",\"at\",\"who\",\"sum\"\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n",
		"no end of line":                strings.TrimSuffix(plainCSV, "\n"),
		"windows lines":                 strings.ReplaceAll(plainCSV, "\n", "\r\n"),
		"old mac lines":                 strings.ReplaceAll(plainCSV, "\n", "\r"),
		"semicolons":                    strings.ReplaceAll(plainCSV, ",", ";"),
		"tabs":                          strings.ReplaceAll(plainCSV, ",", "\t"),
		"bars":                          strings.ReplaceAll(plainCSV, ",", "|"),
		"blank behind the commas":       "\"order\", \"at\", \"who\", \"sum\"\nA,2024-05-01,Ärger,1.50\nB,2024-05-02,,2.25\n",
		"delimiter at the end":          strings.ReplaceAll(plainCSV, "\n", ",\n"),
		"utf-16":                        utf16,
		"utf-16, high byte first":       bigEndian,
		"western code page":             western,
		"header in other letters":       strings.Replace(plainCSV, "order,at,who,sum", " ORDER ,At,who\u00a0,\u00a0Sum", 1),
		"more columns":                  strings.ReplaceAll(plainCSV, "\n", ",x\n"),
		"all quoted":                    "\"order\",\"at\",\"who\",\"sum\"\n\"A\",\"2024-05-01\",\"Ärger\",\"1.50\"\n\"B\",\"2024-05-02\",\"\",\"2.25\"\n",
		"blanks around the values":      "order,at,who,sum\n A , 2024-05-01 , Ärger\u00a0, 1.50 \nB,2024-05-02, \u00a0,2.25\n",
		"a delimiter in quotes":         "order;\"at\";who;sum;\"a,b,c,d,e,f\"\nA;2024-05-01;Ärger;1.50;\nB;2024-05-02;;2.25;\n",
		"only semicolons in the header": "order;at;who;sum\nA;2024-05-01;Ärger;1.50\nB;2024-05-02;;2.25",
	} {
		w.expect(w.file(name, content, shop()), shown(), plainOutcome()...)
	}
}

func TestCSV_TheEncodingIsSeenInTheLetters(t *testing.T) {
	w := newWorkspace(t, 1)
	russian := "заказ;дата;клиент;сумма\nА;2024-05-01;Пётр Ёлкин;1,50\n"
	source := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "Заказ", "purchased_at", "дата", "customer", "клиент", "amount", "сумма")}
	for _, code := range []*charmap.Charmap{nil, charmap.Windows1251} {
		content := russian
		if code != nil {
			var err error
			if content, err = code.NewEncoder().String(russian); err != nil {
				t.Fatal(err)
			}
		}
		w.expect(w.file("f", content, source), shown(), "2 | А | Пётр Ёлкин | 1.5000")
	}
}

func TestCSV_AColumnWithoutNameBeforeTheLastOneStays(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "order,,at,who,sum,,\nA,x,2024-05-01,Ä,1.50,,\n", shop()), shown(), "2 | A | Ä | 1.5000")
	w.expect(w.file("g", "order,,at,who,sum,,\nA,x,2024-05-01,Ä,1.50\n", shop()), shown(), "2 | A | Ä | 1.5000") // only the header has more
}

func TestCSV_OfColumnsWithOneNameTheLastFilledCounts(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "order,who,at,who,sum,Who\nA,one,2024-05-01,two,1,three\nB,one,2024-05-01,two,1,\nC,one,2024-05-01,,1, \nD,,2024-05-01,,1,\n", shop()),
		shown(), "2 | A | three | 1.0000", "3 | B | two | 1.0000", "4 | C | one | 1.0000", "5 | D | ∅ | 1.0000")
}

func TestCSV_RowsKeepTheirPhysicalLine(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "order,at,who,sum\n\nA,2024-05-01,\"two\nlines\",1\n,,,\n  \nB,2024-05-01,\"\n\n\",x\nC,2024-05-01,,3\n", shop()), shown(),
		"3 | A | two\nlines | 1.0000", "7 ! amount «x» is no number", "10 | C | ∅ | 3.0000")
}

func TestCSV_ARowThatIsNoneIsRejectedWithWhatStandsThere(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{
		"order,at,who,sum",
		"A,2024-05-01,short",
		"B,2024-05-01,long,1,2",
		"C,2024-05-01,x,1,,",        // more delimiters than columns, with nothing between
		"D,2024-05-01,5\" pipe,1",   // a quote within a value is part of it
		"E,2024-05-01,\"a\" b,1",    // text behind a quote
		"F,2024-05-01,bad\xff\xfe,", // no UTF-8
		"G,2024-05-01,\"say \"\"hi\"\"\",1",
	}, "\n"), withEncoding(shop(), "utf-8")), shown(),
		"2 ! «A,2024-05-01,short» has 3 columns where the header has 4",
		"3 ! «B,2024-05-01,long,1,2» has 5 columns where the header has 4",
		"4 | C | x | 1.0000",
		"5 | D | 5\" pipe | 1.0000",
		"6 ! «E,2024-05-01,\"a\" b,1» has a misplaced quote at character 16",
		"7 ! «bad\ufffd» column 3 is not UTF-8; name the file's encoding",
		"8 | G | say \"hi\" | 1.0000")
}

func withEncoding(source Source, name string) Source {
	source.Encoding = name
	return source
}

// A quote that closes far below is no reason to lose the rows between: only
// the line that opened it is in doubt.
func TestCSV_AStrayQuoteCostsOneRowOnly(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{
		"order,at,who,sum",
		"A,2024-05-01,\"Tube 5,1",
		"B,2024-05-01,x,2",
		"C,2024-05-01,\"quoted\",3",
		"D,2024-05-01,x,4",
	}, "\n"), shop()), shown(),
		"2 ! «A,2024-05-01,\"Tube 5,1» has a quote at character 14 that does not close where a value ends",
		"3 | B | x | 2.0000", "4 | C | quoted | 3.0000", "5 | D | x | 4.0000")
}

func TestCSV_AQuoteThatNeverClosesIsRefusedWithItsLine(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, content := range []string{
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2\nC,2024-05-01,x,3\nD,2024-05-01,x,4\n",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,\"open,2\n",
		"order,at,who,sum\nA,2024-05-01,x,1\nB,2024-05-01,x,\"",
	} {
		_, err := w.outcome(w.file("f", content, shop()))
		var refused *FileError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), "the quote opened in line 3 is never closed") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestCSV_CharactersThatTheEncodingDoesNotHaveAreTold(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "order,at,who,sum\nA,2024-05-01,\xcf\xe5\xf2\x98\xf0,1\nB,2024-05-01,\xcf\xb8\xf2\xf0,1\n", withEncoding(shop(), "cp1251")), shown(),
		"2 ! «Пет\ufffdр» column 3 has a character that cp1251 does not know; is it the file's encoding?",
		"3 | B | Пётр | 1.0000")
}

func TestCSV_HugeFieldsPass(t *testing.T) {
	w := newWorkspace(t, 1)
	huge := strings.Repeat("ё", 1<<20)
	rows, err := w.outcome(w.file("f", "order,at,who,sum\nA,2024-05-01,\""+huge+"\",1\nB,2024-05-01,"+huge+",x\nC,2024-05-01,c,1\n", shop()), "customer")
	if err != nil {
		t.Fatal(err)
	}
	if want := "2 | " + huge + "\n3 ! amount «x» is no number\n4 | c"; rows != want {
		t.Errorf("%d bytes, want %d", len(rows), len(want))
	}
}

func TestCSV_AHeaderAloneIsNoRow(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "order,at,who,sum\n", shop()), shown(), "")
	w.expect(w.file("g", "order,at,who,sum", shop()), shown(), "")
}

func TestCSV_AnEmptyFileIsRefused(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, content := range []string{"", "\ufeff", "\n\n", " \r\n"} {
		source := shop()
		source.Format = "csv"
		_, err := w.outcome(w.file("f", content, source))
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "the file is empty; export it again") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestCSV_AMissingColumnIsToldWithWhatIsThere(t *testing.T) {
	w := newWorkspace(t, 1)
	_, err := w.outcome(w.file("sales.csv", "order,at,whom,sum\nA,2024-05-01,x,1\n", shop()))
	want := `sales.csv: there is no column "who", from which customer should come; did you mean "whom"? The file has: "order", "at", "whom", "sum"`
	var missing *ColumnError
	if !errors.As(err, &missing) || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
