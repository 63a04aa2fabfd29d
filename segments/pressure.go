package segments

import (
	"slices"
	"time"
)

// Pressed reports whether a contact on a day would be one too many for somebody
// who is addressed on these other days: whether there are limits.Days days in a
// row, with the day among them, in which there would be more than limits.Most
// contacts. Contacts to come count like those that were.
func (limits Contacts) Pressed(others []time.Time, on time.Time) bool {
	if limits.Most <= 0 || limits.Days <= 0 {
		return false
	}
	var apart []int // days from the new contact
	for _, other := range others {
		if days := int(other.Sub(on).Hours() / 24); days > -limits.Days && days < limits.Days {
			apart = append(apart, days)
		}
	}
	apart = append(apart, 0)
	slices.Sort(apart)
	for i := range apart {
		// The days from this contact on; one without the new contact is too full by
		// itself and none of its affair.
		n, has := 0, false
		for _, days := range apart[i:] {
			if days-apart[i] < limits.Days {
				n++
				has = has || days == 0
			}
		}
		if has && n > limits.Most {
			return true
		}
	}
	return false
}
