package xlsx

// chunkBits is the size of the pieces of the arena of shared strings: 1 MB, which
// holds the longest cell.
const chunkBits = 20

// sharedStrings are the texts that cells refer to by number. They lie one after
// another in a few large strings, of which at hands out slices: a workbook with a
// million texts costs their bytes and 8 more for each.
type sharedStrings struct {
	chunks  []string
	spans   []span
	current []byte
	most    int64
}

// A span is where a text lies: its chunk is start >> chunkBits.
type span struct{ start, length uint32 }

func (s *sharedStrings) at(i int) string {
	where := s.spans[i]
	if where.length == 0 {
		return ""
	}
	offset := where.start & (1<<chunkBits - 1)
	return s.chunks[where.start>>chunkBits][offset : offset+where.length]
}

// add appends a text that is at most a chunk long.
func (s *sharedStrings) add(text []byte) error {
	if len(s.current)+len(text) > 1<<chunkBits {
		s.seal()
	}
	if int64(len(s.chunks)+1)<<chunkBits+8*int64(len(s.spans)) > s.most {
		return overLimit("the shared strings take more than %d MB", s.most>>20)
	}
	start := len(s.chunks)<<chunkBits + len(s.current)
	s.spans = append(s.spans, span{uint32(start), uint32(len(text))})
	s.current = append(s.current, text...)
	return nil
}

func (s *sharedStrings) seal() {
	s.chunks = append(s.chunks, string(s.current))
	s.current = s.current[:0]
}

// readSharedStrings reads all of them, as a cell may refer to any.
func (w *Workbook) readSharedStrings() (sharedStrings, error) {
	name := w.catalog.stringsPart
	if name == "" || !w.has(name) {
		return sharedStrings{}, nil
	}
	source, err := w.open(name, w.limits.sheetBytes)
	if err != nil {
		return sharedStrings{}, w.failure(name, err)
	}
	defer func() { _ = source.Close() }()
	texts := sharedStrings{most: w.limits.sharedBytes}
	t := newTokens(source, w.limits)
	var text []byte
	err = t.each(func() (bool, error) {
		if t.depth() != 2 || string(t.name) != "si" {
			return false, nil
		}
		var err error
		if text, err = t.appendString(text[:0], w.limits.cellBytes); err != nil {
			return true, err
		}
		return false, texts.add(text)
	})
	if err != nil {
		return sharedStrings{}, w.failure(name, err)
	}
	texts.seal()
	texts.current = nil
	return texts, nil
}
