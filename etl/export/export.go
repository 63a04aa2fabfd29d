// Package export reads what companies' systems export: it finds the tables in
// a file, whatever the file is called, and gives their header and their
// records. What a file is follows from its content: delimited text in any
// usual encoding, workbooks, web pages with tables that are called .xls,
// OpenDocument sheets, JSON, Parquet, and archives of these.
//
// What cells mean is not decided here; only formats that are typed themselves
// say so of their cells. A line that is no row (a title, a total, a footer) is
// set aside and counted with the reason.
package export

// Options is what a config says of a file; what is empty is seen from the
// content.
type Options struct {
	Format    string // one of Formats
	Sheet     string // of a workbook; the first visible one if empty
	Encoding  string // one of Encodings
	Delimiter string
	Member    string   // the name, or a pattern, of a file in an archive
	Block     int      // 1 is the first table of a sheet or text; 0 too
	HeaderRow int      // the line or row of the header; 0: found
	Layout    string   // "" or "tree": groups above their rows
	Expected  []string // headers that are needed; in JSON they may come late
	// Known says whether some system's export has such a header; nil: only the
	// shape of the rows decides where the header is.
	Known func(text string) bool
}

// Formats lists the formats that Options can name.
func Formats() []string { return []string{"csv", "xlsx", "json", "parquet", "html", "ods"} }

// A Place is where in a file a table stands, and how it is read.
type Place struct {
	Member    string // of an archive
	Sheet     string // of a workbook
	Block     int    // from 1
	Format    string
	Encoding  string // of text
	Delimiter string // of delimited text
	Layout    string // "" or "tree"
	HeaderRow int    // line or row of the header, its first if it has several
	Header    []string
	Title     []string // the lines above the header: the report's name, its period
	Note      string   // what a person should know of how it was read
}

// A Table is one table of a file.
type Table interface {
	Header() []string
	// Next gives the next record; the error is io.EOF at the end. Any other one
	// means that the file as a whole cannot be read.
	Next() (Record, error)
	// Progress is how much of the file has been read, from 0 to 1.
	Progress() float64
	// Place says how the table is read.
	Place() Place
	// Aside lists lines that are no records, at most 100 of them: titles,
	// repeated headers, totals, footers. It is complete at the end.
	Aside() []Line
	// AsideCount counts all of them.
	AsideCount() int64
	Close() error
}

// A Record is one row of a table.
type Record struct {
	Row int64 // line of a text, row of a sheet, counted from 1
	// Cells stand by column; those behind the last filled one may be missing.
	// They are valid until the next call, their texts stay valid.
	Cells []Cell
	// Problem says why the row could not be taken apart; then Cells is empty and
	// Value shows the row as far as it makes sense.
	Problem string
	Value   string
	// Uncomputed says that a cell of the row that seems empty is a formula whose
	// result the file does not have.
	Uncomputed bool
}

// A Cell is what stands in one column.
type Cell struct {
	Text string
	Kind Kind
}

// A Kind is what a cell is known to hold. Formats that are typed say so where a
// cell is a number or a date, whose notation is then known and not the source's.
type Kind uint8

// The kinds of cells.
const (
	Text    Kind = iota
	Number       // in plain notation: -1234.5
	Time         // ISO 8601
	Error        // #N/A and its like: a formula that failed
	Boolean      // true or false
)

// A Line is one that is no record.
type Line struct {
	Row  int64
	Text string
	Why  string
}

// Open opens the one table of a file that the options name, the first if they
// name none.
func Open(path string, options Options) (Table, error) {
	file, err := openFile(path, options)
	if err != nil {
		return nil, err
	}
	table, err := file.table(options)
	if err != nil {
		return nil, err
	}
	return table, nil
}
