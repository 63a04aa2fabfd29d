package xlsx

import (
	"fmt"
	"strconv"

	"clientele/reports"
)

// mark is the colour that a row has in charts, where it has one.
type mark struct {
	has    bool
	colour reports.Colour
}

// swatch is the mark of a row of a table.
func swatch(t *reports.Table, row int) mark {
	if row >= len(t.Swatches) {
		return mark{}
	}
	return mark{has: true, colour: t.Swatches[row]}
}

// tintPart is how much of a colour is in the ground of a marked cell. The
// whole ground is tinted, since that moves with its row when a reader sorts: a
// border would stay, and a sign in the text would be part of the name.
const tintPart = 0.45

// tint is a colour mixed with white, pale enough for dark text.
func tint(colour string) string {
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		return colour
	}
	out := ""
	for shift := 16; shift >= 0; shift -= 8 {
		part := float64(n >> shift & 255)
		out += fmt.Sprintf("%02X", int(part*tintPart+255*(1-tintPart)+0.5))
	}
	return out
}
