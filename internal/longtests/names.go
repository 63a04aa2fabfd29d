package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// names is what the test files of a folder declare at their top level: under
// each name all names that stand in it, and whether it asks for the variable.
// Types are not looked at: two things of one name, as methods of two types, are
// one. So it can find a test too many, and none too few.
type names struct {
	within map[string]map[string]bool
	asking map[string]token.Position
}

func parse(files map[string][]byte) (names, error) {
	n := names{within: map[string]map[string]bool{}, asking: map[string]token.Position{}}
	set := token.NewFileSet()
	for _, name := range sortedKeys(files) {
		file, err := parser.ParseFile(set, name, files[name], parser.SkipObjectResolution)
		if err != nil {
			return names{}, err
		}
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				n.add(set, []*ast.Ident{d.Name}, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						n.add(set, []*ast.Ident{s.Name}, s)
					case *ast.ValueSpec:
						n.add(set, s.Names, s)
					}
				}
			}
		}
	}
	return n, nil
}

func (n names) add(set *token.FileSet, declared []*ast.Ident, node ast.Node) {
	for _, name := range declared {
		within := n.within[name.Name]
		if within == nil {
			within = map[string]bool{}
			n.within[name.Name] = within
		}
		ast.Inspect(node, func(node ast.Node) bool {
			switch part := node.(type) {
			case *ast.Ident:
				within[part.Name] = true
			case *ast.BasicLit:
				if text, err := strconv.Unquote(part.Value); err == nil && text == variable {
					n.asking[name.Name] = set.Position(part.Pos())
				}
			}
			return true
		})
	}
}

// longTests is the names of the tests that ask for the variable. It is an
// error where something asks that no test reaches.
func (n names) longTests() ([]string, error) {
	var long []string
	reached := map[string]bool{}
	for _, name := range sortedKeys(n.within) {
		run := hasPrefix(name, "Test", "Fuzz", "Example")
		if !run && !hasPrefix(name, "Benchmark") {
			continue
		}
		asks := false
		for other := range n.reach(name) {
			if _, yes := n.asking[other]; yes {
				asks, reached[other] = true, true
			}
		}
		if asks && name == "TestMain" {
			return nil, fmt.Errorf("TestMain asks for %s: every test would be long", variable)
		}
		if asks && run {
			long = append(long, name)
		}
	}
	for _, name := range sortedKeys(n.asking) {
		if !reached[name] {
			return nil, fmt.Errorf("%s: %s asks for %s, and no test uses it", n.asking[name], name, variable)
		}
	}
	return long, nil
}

// reach is a name with all that stands in it, and in that, and so on.
func (n names) reach(name string) map[string]bool {
	seen, open := map[string]bool{name: true}, []string{name}
	for len(open) > 0 {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		for other := range n.within[last] {
			if !seen[other] {
				seen[other], open = true, append(open, other)
			}
		}
	}
	return seen
}

func (n names) runsScripts(test string) bool { return n.within[test]["testscript"] }

func hasPrefix(name string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
