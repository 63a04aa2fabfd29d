package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// node is an element of a part with its names as they are written: "a:p" keeps
// its prefix.
type node struct {
	name       string
	attributes []xml.Attr
	children   []*node
	text       string
}

// parseXML reads a part.
func parseXML(part []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(part))
	top := &node{}
	open := []*node{top}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: rawName(t.Name), attributes: t.Copy().Attr}
			last.children = append(last.children, n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) == 1 || rawName(t.Name) != last.name {
				return nil, fmt.Errorf("</%s> ends nothing", rawName(t.Name))
			}
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(t)
		}
	}
	if len(open) != 1 || len(top.children) != 1 {
		return nil, errors.New("a part has to be one element")
	}
	return top.children[0], nil
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// print writes an element with all that is in it.
func (n *node) print(b *bytes.Buffer) {
	b.WriteString("<" + n.name)
	for _, a := range n.attributes {
		b.WriteString(" " + rawName(a.Name) + `="`)
		_ = xml.EscapeText(b, []byte(a.Value)) // a buffer takes all
		b.WriteByte('"')
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(n.text))
	for _, child := range n.children {
		child.print(b)
	}
	b.WriteString("</" + n.name + ">")
}

// child is the first element of a name below this one, or nil.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// each walks through an element and all below it.
func (n *node) each(visit func(*node)) {
	visit(n)
	for _, child := range n.children {
		child.each(visit)
	}
}
