package series

import "fmt"

// MissingError refuses a series with a value that is no finite number, or one so
// large that its squares would not be finite.
type MissingError struct {
	// Position of the first such value, counted from 1.
	Position int
	// Value as it stood there.
	Value float64
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("value %d of the series is %v: a forecast needs a finite number in every period, at most %.0e in size",
		e.Position, e.Value, largest)
}

// TooShortError refuses a series with fewer values than are needed.
type TooShortError struct {
	Have, Need int
}

func (e *TooShortError) Error() string {
	return fmt.Sprintf("the series has %d values, a forecast needs at least %d", e.Have, e.Need)
}

// ArgumentError refuses a season, horizon or other number that makes no sense.
type ArgumentError struct {
	Name        string
	Value       int
	Least, Most int
}

func (e *ArgumentError) Error() string {
	return fmt.Sprintf("%s is %d, it must be from %d to %d", e.Name, e.Value, e.Least, e.Most)
}
