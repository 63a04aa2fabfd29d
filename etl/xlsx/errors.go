package xlsx

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure, to be told apart with errors.Is. Each arrives inside an
// *FileError that says what the file is and what to do.
var (
	// ErrNotExcel means that the file is something else than an Excel workbook.
	ErrNotExcel = errors.New("not an Excel workbook")
	// ErrEncrypted means that the workbook can be opened only with a password.
	ErrEncrypted = errors.New("protected by a password")
	// ErrOldExcel means a workbook of Excel 97-2003 or older, or a binary .xlsb.
	ErrOldExcel = errors.New("a workbook of another Excel format")
	// ErrDamaged means that the workbook is cut short or not well formed.
	ErrDamaged = errors.New("damaged workbook")
	// ErrNoSheet means that the workbook has no worksheet of the wanted name.
	ErrNoSheet = errors.New("no such worksheet")
	// ErrTooLarge means that the workbook exceeds a bound that protects memory.
	ErrTooLarge = errors.New("workbook over a limit")
)

// A FileError says what is wrong with a workbook, and where.
type FileError struct {
	Path    string // the file
	Sheet   string // the sheet that was being read, or ""
	Row     int    // the number of the row that was being read, or 0
	Kind    error  // one of the Err values of this package
	Problem string // what was found
	Advice  string // what the owner of the file can do
	Cause   error  // the error underneath, or nil
}

// Error is one sentence: where, what, why, and what to do.
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Sheet != "" {
		fmt.Fprintf(&b, ": sheet %q", e.Sheet)
	}
	if e.Row > 0 {
		fmt.Fprintf(&b, ", row %d", e.Row)
	}
	b.WriteString(": " + e.Problem)
	if e.Cause != nil {
		b.WriteString(" (" + e.Cause.Error() + ")")
	}
	if e.Advice != "" {
		b.WriteString("; " + e.Advice)
	}
	return b.String()
}

// Unwrap gives errors.Is and errors.As the kind and the cause.
func (e *FileError) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// A syntaxError is XML that is not well formed or a cell that makes no sense.
type syntaxError struct{ problem string }

func (e *syntaxError) Error() string { return e.problem }

func malformed(format string, args ...any) error {
	return &syntaxError{fmt.Sprintf(format, args...)}
}

// A limitError is a bound that the workbook exceeds.
type limitError struct{ problem string }

func (e *limitError) Error() string { return e.problem }

func overLimit(format string, args ...any) error {
	return &limitError{fmt.Sprintf(format, args...)}
}

// failure turns what went wrong while reading a part into a *FileError.
func (w *Workbook) failure(part string, cause error) *FileError {
	var whole *FileError
	if errors.As(cause, &whole) {
		return whole
	}
	var limit *limitError
	if errors.As(cause, &limit) {
		return &FileError{
			Path: w.path, Kind: ErrTooLarge, Problem: limit.problem,
			Advice: "if the file is honest, export it in smaller pieces or as CSV",
		}
	}
	var syntax *syntaxError
	if errors.As(cause, &syntax) {
		return &FileError{
			Path: w.path, Kind: ErrDamaged, Problem: fmt.Sprintf("the part %s is malformed: %s", part, syntax.problem),
			Advice: "open the workbook in Excel or LibreOffice, save it again, and use the saved file",
		}
	}
	return &FileError{
		Path: w.path, Kind: ErrDamaged, Problem: fmt.Sprintf("the part %s cannot be read", part), Cause: cause,
		Advice: "the file is probably incomplete: copy or download it again",
	}
}
