package columnar

import "hash/maphash"

// textBuffer gathers the texts of a row group, each distinct one once.
type textBuffer struct {
	rows  int
	nulls int
	whole bool // an empty text is no NULL
	// Until a second text comes, only its number is kept.
	codes   []uint32 // of each row: 1 is the first text, 0 is NULL
	same    uint32   // the code of all rows so far, while codes is empty
	written int      // bytes of all rows' texts

	bytes  []byte   // of the distinct texts, one behind the other
	ends   []uint32 // in bytes
	slots  []uint32 // a hash table of codes
	seed   maphash.Seed
	last   string // what the code before stands for
	recent uint32
}

func newTextBuffer() *textBuffer {
	return &textBuffer{seed: maphash.MakeSeed(), slots: make([]uint32, 64)}
}

func (b *textBuffer) reset() {
	b.rows, b.nulls, b.same, b.written, b.last, b.recent = 0, 0, 0, 0, "", 0
	b.codes, b.bytes, b.ends = b.codes[:0], b.bytes[:0], b.ends[:0]
	clear(b.slots)
}

// size is about how much memory the buffer takes.
func (b *textBuffer) size() int {
	return 4*len(b.codes) + len(b.bytes) + 4*len(b.ends) + 4*len(b.slots)
}

// repeat adds the same text for some rows.
func (b *textBuffer) repeat(text string, rows int) {
	code := b.code(text)
	b.count(code, len(text), rows)
	if b.rows == 0 {
		b.same = code
	}
	if b.same == code && len(b.codes) == 0 {
		b.rows += rows
		return
	}
	b.spread()
	for range rows {
		b.codes = append(b.codes, code)
	}
	b.rows += rows
}

func (b *textBuffer) add(texts []string) {
	for _, text := range texts {
		code := b.code(text)
		b.count(code, len(text), 1)
		switch {
		case len(b.codes) > 0:
			b.codes = append(b.codes, code)
		case b.rows == 0:
			b.same = code
		case b.same != code:
			b.spread()
			b.codes = append(b.codes, code)
		}
		b.rows++
	}
}

func (b *textBuffer) count(code uint32, length, rows int) {
	if code == 0 {
		b.nulls += rows
	}
	b.written += length * rows
}

// spread writes the codes out that were the same so far.
func (b *textBuffer) spread() {
	if len(b.codes) > 0 {
		return
	}
	for range b.rows {
		b.codes = append(b.codes, b.same)
	}
}

func (b *textBuffer) text(code uint32) []byte {
	start := uint32(0)
	if code > 1 {
		start = b.ends[code-2]
	}
	return b.bytes[start:b.ends[code-1]]
}

// code finds a text, or keeps it.
func (b *textBuffer) code(text string) uint32 {
	if text == "" && !b.whole {
		return 0
	}
	if text == b.last && b.recent != 0 {
		return b.recent
	}
	mask := uint64(len(b.slots) - 1)
	at := maphash.String(b.seed, text) & mask
	for b.slots[at] != 0 {
		if code := b.slots[at]; string(b.text(code)) == text {
			b.last, b.recent = text, code
			return code
		}
		at = (at + 1) & mask
	}
	b.bytes = append(b.bytes, text...)
	b.ends = append(b.ends, uint32(len(b.bytes)))
	code := uint32(len(b.ends))
	b.slots[at] = code
	b.last, b.recent = text, code
	if 2*len(b.ends) > len(b.slots) {
		b.grow()
	}
	return code
}

func (b *textBuffer) grow() {
	b.slots = make([]uint32, 4*len(b.slots))
	mask := uint64(len(b.slots) - 1)
	for code := uint32(1); code <= uint32(len(b.ends)); code++ {
		at := maphash.Bytes(b.seed, b.text(code)) & mask
		for b.slots[at] != 0 {
			at = (at + 1) & mask
		}
		b.slots[at] = code
	}
}
