package identity

// dictionary numbers texts in the order in which they come. Millions of ids are
// held at once, so the texts lie in one piece and the index holds no pointers.
type dictionary struct {
	bytes []byte
	ends  []int
	slots map[uint64]int32
}

func newDictionary() dictionary { return dictionary{slots: map[uint64]int32{}} }

func (d *dictionary) text(number int32) string {
	from := 0
	if number > 0 {
		from = d.ends[number-1]
	}
	return string(d.bytes[from:d.ends[number]])
}

// find returns a text's number, -1 where it has none.
func (d *dictionary) find(text string) int32 {
	number, _ := d.look(text)
	return number
}

// look is find, and where the text would stand.
func (d *dictionary) look(text string) (number int32, slot uint64) {
	for slot = hashOf(text); ; slot++ {
		number, there := d.slots[slot]
		if !there {
			return -1, slot
		}
		if d.is(number, text) {
			return number, slot
		}
	}
}

// number returns a text's number and gives it one where it has none.
func (d *dictionary) number(text string) int32 {
	number, slot := d.look(text)
	if number >= 0 {
		return number
	}
	number = int32(len(d.ends))
	d.bytes = append(d.bytes, text...)
	d.ends = append(d.ends, len(d.bytes))
	d.slots[slot] = number
	return number
}

func (d *dictionary) is(number int32, text string) bool {
	from := 0
	if number > 0 {
		from = d.ends[number-1]
	}
	return string(d.bytes[from:d.ends[number]]) == text
}

// hashOf is FNV-1a, 64 bits: the same on every run, so that what is chosen by
// it is too.
func hashOf(text string) uint64 {
	hash := uint64(14695981039346656037)
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	return hash
}
