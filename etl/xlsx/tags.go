package xlsx

import (
	"bytes"
	"io"
)

// readOpen takes an open tag; a ">" inside of quotes does not end it.
func (t *tokens) readOpen() error {
	scanned, quote := 1, byte(0)
	for {
		rest := t.window[t.pos:t.end]
		for ; scanned < len(rest); scanned++ {
			c := rest[scanned]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				t.pos += scanned + 1
				return t.push(rest[1:scanned])
			case c == '"', c == '\'':
				quote = c
			case c == '<':
				return malformed("there is a < inside of a tag")
			}
		}
		if err := t.more(); err != nil {
			return insideTag(err)
		}
	}
}

// push notes that an element is open, given what stands between < and >.
func (t *tokens) push(tag []byte) error {
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		tag = tag[:n-1]
		t.empty = true
	}
	n := 0
	for n < len(tag) && !isSpace(tag[n]) {
		n++
	}
	if n == 0 {
		return malformed("there is a tag without a name")
	}
	if t.depth() >= t.maxDepth {
		return overLimit("elements are nested more than %d deep", t.maxDepth)
	}
	t.starts = append(t.starts, len(t.names))
	t.names = append(t.names, tag[:n]...)
	t.name, t.attributes = local(tag[:n]), tag[n:]
	return nil
}

// pop closes the innermost element; its name stays readable until the next push.
func (t *tokens) pop() {
	last := len(t.starts) - 1
	t.name = local(t.names[t.starts[last]:])
	t.names = t.names[:t.starts[last]]
	t.starts = t.starts[:last]
}

func (t *tokens) readClose() error {
	end, err := t.find(">", 2)
	if err != nil {
		return err
	}
	name := t.window[t.pos+2 : t.pos+end]
	t.pos += end + 1
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if t.depth() == 0 {
		return malformed("the tag </%s> closes nothing", name)
	}
	if open := t.names[t.starts[len(t.starts)-1]:]; !bytes.Equal(open, name) {
		return malformed("the tag </%s> closes the element <%s>", clip(name), clip(open))
	}
	t.pop()
	return nil
}

// clip keeps hostile names out of messages.
func clip(name []byte) []byte { return name[:min(len(name), 40)] }

// skip passes over the element that has just been opened.
func (t *tokens) skip() error {
	for inside := t.depth(); t.depth() >= inside; {
		kind, err := t.next()
		if err != nil {
			return err
		}
		if kind == endOfInput {
			return io.ErrUnexpectedEOF
		}
	}
	return nil
}

// attribute returns the raw value of an attribute of the open tag. The prefix of
// names with a namespace is the file's own choice: it is not part of the name, and
// prefixed says whether there must be one.
func (t *tokens) attribute(name string, prefixed bool) (value []byte, found bool, err error) {
	rest := t.attributes
	for {
		var key []byte
		key, value, rest, err = nextAttribute(rest)
		if key == nil || err != nil {
			return nil, false, err
		}
		short := local(key)
		if string(short) == name && (len(short) < len(key)) == prefixed {
			return value, true, nil
		}
	}
}

// nextAttribute takes one name="value" off the front; key is nil after the last.
func nextAttribute(raw []byte) (key, value, rest []byte, err error) {
	i := 0
	for i < len(raw) && isSpace(raw[i]) {
		i++
	}
	if i == len(raw) {
		return nil, nil, nil, nil
	}
	start := i
	for i < len(raw) && raw[i] != '=' && !isSpace(raw[i]) {
		i++
	}
	key = raw[start:i]
	for i < len(raw) && isSpace(raw[i]) {
		i++
	}
	if i == len(raw) || raw[i] != '=' || len(key) == 0 {
		return nil, nil, nil, errAttribute()
	}
	for i++; i < len(raw) && isSpace(raw[i]); i++ {
		continue
	}
	if i == len(raw) || raw[i] != '"' && raw[i] != '\'' {
		return nil, nil, nil, errAttribute()
	}
	quote := raw[i]
	raw = raw[i+1:]
	end := bytes.IndexByte(raw, quote)
	if end < 0 {
		return nil, nil, nil, errAttribute()
	}
	return key, raw[:end], raw[end+1:], nil
}

func errAttribute() error { return malformed("an attribute is not written as name=\"value\"") }

// each calls visit at every open tag until the input ends or visit is done.
func (t *tokens) each(visit func() (done bool, err error)) error {
	for {
		kind, err := t.next()
		if err != nil || kind == endOfInput {
			return err
		}
		if kind != openTag {
			continue
		}
		if done, err := visit(); done || err != nil {
			return err
		}
	}
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
