package xlsx

import "strconv"

// readStyles reads the meaning of each cell style, by its number in s="…".
func (w *Workbook) readStyles() error {
	if w.catalog.stylesPart == "" || !w.has(w.catalog.stylesPart) {
		return nil
	}
	reader := styleReader{limits: w.limits, custom: map[int]numberStyle{}}
	if err := w.readPart(w.catalog.stylesPart, &reader.tokens, reader.visit); err != nil {
		return err
	}
	styles := make([]numberStyle, len(reader.cellFormats))
	for i, id := range reader.cellFormats {
		style, defined := reader.custom[id]
		if !defined {
			style = builtInStyle(id)
		}
		styles[i] = style
	}
	w.formats, w.indents = styles, reader.indents
	return nil
}

// indentOf is how far cells of a style are indented.
func (w *Workbook) indentOf(style int) int {
	if style < len(w.indents) {
		return w.indents[style]
	}
	return 0
}

type styleReader struct {
	*tokens
	limits      limits
	within      string // the section of the style sheet
	custom      map[int]numberStyle
	cellFormats []int // the number format of each cell style
	indents     []int // the indent of each, up to the last that has one
}

// visit reads <numFmts><numFmt> and <cellXfs><xf> with its <alignment>. Elements of the same names in
// <dxfs> and <cellStyleXfs> are of conditional formats and named styles.
func (s *styleReader) visit() (bool, error) {
	if s.depth() == 2 {
		s.within = string(s.name)
	}
	if s.depth() == 4 && s.within == "cellXfs" && string(s.name) == "alignment" {
		return false, s.noteIndent()
	}
	if s.depth() != 3 {
		return false, nil
	}
	if len(s.cellFormats)+len(s.custom) > s.limits.styles {
		return true, overLimit("it has more than %d styles", s.limits.styles)
	}
	switch {
	case s.within == "numFmts" && string(s.name) == "numFmt":
		id, known, err := s.formatID("numFmtId")
		if err != nil || !known {
			return false, err
		}
		raw, _, err := s.attribute("formatCode", false)
		if err != nil {
			return false, err
		}
		code, err := attributeText(raw)
		if err != nil {
			return false, err
		}
		s.custom[id] = styleOfFormat(code)
	case s.within == "cellXfs" && string(s.name) == "xf":
		id, _, err := s.formatID("numFmtId")
		if err != nil {
			return false, err
		}
		s.cellFormats = append(s.cellFormats, id)
	}
	return false, nil
}

// noteIndent notes the indent of the cell style that was read last.
func (s *styleReader) noteIndent() error {
	raw, found, err := s.attribute("indent", false)
	if err != nil || !found {
		return err
	}
	indent, _ := naturalNumber(raw)
	if last := len(s.cellFormats) - 1; indent > 0 && last >= 0 {
		s.indents = append(s.indents, make([]int, last+1-len(s.indents))...)
		s.indents[last] = indent
	}
	return nil
}

// formatID reads a number that some writers leave out or garble; then it is the
// General format, 0.
func (s *styleReader) formatID(name string) (id int, known bool, err error) {
	raw, found, err := s.attribute(name, false)
	if err != nil || !found {
		return 0, false, err
	}
	id, err = strconv.Atoi(string(raw))
	if err != nil || id < 0 {
		return 0, false, nil
	}
	return id, true, nil
}
