package xlsx

// A Kind is what a cell holds.
type Kind uint8

// The kinds of cells.
const (
	Empty   Kind = iota // nothing, or a text of no characters
	Number              // also a duration, in hours
	Text                // any string, the result of a formula included
	Boolean             // true or false
	Date                // a date with its time, or a time of day alone
	Error               // #N/A and its like
)

// String returns the name of the kind.
func (k Kind) String() string {
	switch k {
	case Number:
		return "number"
	case Text:
		return "text"
	case Boolean:
		return "boolean"
	case Date:
		return "date"
	case Error:
		return "error"
	default:
		return "empty"
	}
}

// A Cell is a value of a worksheet.
type Cell struct {
	Kind Kind
	// Text is the value: a number with at most 15 significant digits (all of them
	// where a whole number is written out) and without exponent from 1e-21 up to 1e21; a date as YYYY-MM-DD HH:MM:SS, with .mmm if
	// there are milliseconds; a time of day alone as HH:MM:SS; true or false; #N/A.
	// It is "" if and only if the Kind is Empty. Unlike the Cell it may be kept.
	Text string
}

// A cellType is the attribute t of a cell.
type cellType uint8

const (
	typeNumber cellType = iota // "n" or none
	typeShared                 // "s": the number of a shared string
	typeText                   // "str", "inlineStr" and what no standard knows
	typeBoolean
	typeError
	typeDate // "d": ISO 8601
)

func typeOf(raw []byte) cellType {
	switch string(raw) {
	case "s":
		return typeShared
	case "n", "":
		return typeNumber
	case "b":
		return typeBoolean
	case "e":
		return typeError
	case "d":
		return typeDate
	default:
		return typeText
	}
}

// columnOf reads the letters of a reference such as AB12: A is 0. Excel's last
// column has three letters.
func columnOf(reference []byte) (int, bool) {
	column, i := 0, 0
	for ; i < len(reference); i++ {
		c := reference[i] &^ 0x20 // upper case
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
		if i > 3 {
			return 0, false
		}
	}
	_, ok := naturalNumber(reference[i:])
	return column - 1, ok && column > 0
}

// naturalNumber reads up to nine digits; more would overflow.
func naturalNumber(raw []byte) (int, bool) {
	if len(raw) == 0 || len(raw) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range raw {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// columnName is the inverse of columnOf, for messages.
func columnName(column int) string {
	var letters [8]byte
	i := len(letters)
	for column++; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		letters[i] = byte('A' + (column-1)%26)
	}
	return string(letters[i:])
}
