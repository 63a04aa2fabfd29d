package strictyaml

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

type kind int

const (
	absent kind = iota // a key or dash without a value, ~ or null
	scalar
	list
	group // keys with values
)

// node is a value of the file, free of the parser's types: scalars are the text
// as written, whatever the parser took them for.
type node struct {
	kind   kind
	at     position
	text   string // of a scalar; of an absent value the word that says so, if any
	quoted bool
	items  []*node
	pairs  []pair
}

// first is the place of a group's first key; at is that of the key before it.
func (n *node) first() position {
	if len(n.pairs) == 0 {
		return position{n.at.line + 1, n.at.column}
	}
	return n.pairs[0].at
}

type pair struct {
	key   string
	at    position
	value *node
}

// build converts the parser's tree and notes the place of every path. parent is
// the place of the key or dash that introduces the value.
func (d *Document) build(path string, from ast.Node, parent position, depth int) *node {
	if depth > maxDepth {
		d.damage(parent, depthProblem)
		return &node{at: parent}
	}
	result := &node{at: parent}
	switch from := from.(type) {
	case nil:
	case *ast.NullNode:
		if from.GetToken().Type != token.ImplicitNullType {
			result.at, result.text = placeOf(from), from.GetToken().Value
		}
	case *ast.MappingNode:
		d.buildGroup(path, result, from.Values, depth)
	case *ast.MappingValueNode:
		d.buildGroup(path, result, []*ast.MappingValueNode{from}, depth)
	case *ast.SequenceNode:
		d.buildList(path, result, from, depth)
	case *ast.LiteralNode:
		*result = node{kind: scalar, at: placeOf(from), text: from.Value.Value, quoted: true}
	case *ast.StringNode:
		quoted := from.GetToken().Type != token.StringType
		*result = node{kind: scalar, at: placeOf(from), text: from.Value, quoted: quoted}
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode, *ast.MergeKeyNode:
		*result = node{kind: scalar, at: placeOf(from), text: from.GetToken().Value}
	default:
		d.damage(placeOf(from), fmt.Sprintf("this kind of YAML value (%s) is not supported", from.Type()))
	}
	d.positions[path] = result.at
	return result
}

func (d *Document) buildGroup(path string, result *node, values []*ast.MappingValueNode, depth int) {
	result.kind = group
	seen := map[string]position{}
	for _, value := range values {
		at := placeOf(value.Key)
		if result.at == (position{}) {
			result.at = at
		}
		key := value.Key.GetToken().Value
		if before, twice := seen[key]; twice {
			d.add(at, Child(path, key), fmt.Sprintf("the key stands here for the second time, first on line %d; keep one of them", before.line))
			continue
		}
		seen[key] = at
		result.pairs = append(result.pairs, pair{key: key, at: at, value: d.build(Child(path, key), value.Value, at, depth+1)})
	}
}

func (d *Document) buildList(path string, result *node, from *ast.SequenceNode, depth int) {
	result.kind = list
	if result.at == (position{}) {
		result.at = placeOf(from)
	}
	for i, value := range from.Values {
		at := placeOf(value)
		if isBlock(value) {
			at = placeOf(firstKey(value))
		}
		if value.Type() == ast.NullType && i < len(from.Entries) && from.Entries[i].Start != nil {
			at = position{from.Entries[i].Start.Position.Line, from.Entries[i].Start.Position.Column}
		}
		result.items = append(result.items, d.build(Item(path, i), value, at, depth+1))
	}
}

// isBlock tells keys on lines of their own, whose token is the first colon.
func isBlock(value ast.Node) bool {
	mapping, ok := value.(*ast.MappingNode)
	return ok && !mapping.IsFlowStyle && len(mapping.Values) > 0
}

func firstKey(value ast.Node) ast.Node {
	return value.(*ast.MappingNode).Values[0].Key
}

func placeOf(from ast.Node) position {
	at := from.GetToken().Position
	return position{at.Line, at.Column}
}
