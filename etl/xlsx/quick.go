package xlsx

import "bytes"

// quickCell reads a cell in the form that nearly all cells have, by whichever
// program: double quotes, no prefixes, one space before each attribute, nothing
// but a value, and all of it in the window. It does nothing and reports false for
// every other cell, sound or not; those are for readCell. It halves the time for a
// sheet, as the tokens would look at most bytes twice.
func (r *Rows) quickCell() (taken bool, err error) {
	t := r.tokens
	rest := t.window[t.pos:t.end]
	if t.empty || len(rest) < len("<c/>") || rest[0] != '<' || rest[1] != 'c' {
		return false, nil
	}
	tag := cellTag{column: r.column + 1}
	size, ok := tag.scan(rest)
	if !ok || size >= len(rest) {
		return false, nil
	}
	if rest[size-1] == '/' { // the tag is that of an empty cell
		if rest[size] != '>' {
			return false, nil
		}
		_, err := r.enter(tag)
		t.pos += size + 1
		return true, err
	}
	raw, inline, length := quickValue(rest[size:])
	if length == 0 || len(raw) > r.workbook.limits.cellBytes {
		return false, nil
	}
	style, err := r.enter(tag)
	if err != nil {
		return false, err
	}
	t.pos += size + length
	if bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, '\r') >= 0 {
		if r.scratch, err = appendText(r.scratch[:0], raw, false); err != nil {
			return false, err
		}
		raw = r.scratch
	}
	if inline {
		return true, r.setValue(typeText, style, raw)
	}
	return true, r.setValue(tag.kind, style, raw)
}

// scan reads <c r="A1" s="1" t="s"> and returns its length, up to and including
// the > or the / before it.
func (c *cellTag) scan(rest []byte) (size int, ok bool) {
	i := len("<c")
	for i+4 < len(rest) && rest[i] == ' ' && rest[i+2] == '=' && rest[i+3] == '"' {
		start, key := i+4, rest[i+1]
		for i = start; i < len(rest) && rest[i] != '"'; i++ {
			continue
		}
		if i == len(rest) {
			return 0, false
		}
		value := rest[start:i]
		switch key {
		case 'r':
			if c.column, ok = columnOf(value); !ok {
				return 0, false
			}
		case 's':
			c.style, _ = naturalNumber(value)
		case 't':
			c.kind = typeOf(value)
		default:
			return 0, false
		}
		i++
	}
	return i + 1, i < len(rest) && (rest[i] == '>' || rest[i] == '/')
}

// quickValue returns what is between the tags of a value up to the end of its cell,
// and the length of it all, 0 if there is anything else.
func quickValue(rest []byte) (raw []byte, inline bool, length int) {
	open, end := "<v>", "</v></c>"
	if !hasPrefix(rest, open) {
		open, end, inline = "<is><t>", "</t></is></c>", true
		if !hasPrefix(rest, open) {
			open = `<is><t xml:space="preserve">`
		}
		if !hasPrefix(rest, open) {
			return nil, false, 0
		}
	}
	rest = rest[len(open):]
	i := bytes.IndexByte(rest, '<')
	if i < 0 || !hasPrefix(rest[i:], end) {
		return nil, false, 0
	}
	return rest[:i], inline, len(open) + i + len(end)
}

func hasPrefix(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && string(text[:len(prefix)]) == prefix
}
