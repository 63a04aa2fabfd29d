package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// variable is what long tests ask the environment for; home is where it may be
// named by code that is no test.
const (
	variable = "CLIENTELE_LONG"
	home     = "internal/longtests"
)

// folder is a package's folder with its long tests, as patterns of -run.
type folder struct {
	path  string
	tests []string
}

// find is the folders of a module that have long tests, by their names.
func find(module fs.FS) ([]folder, error) {
	sources, err := testSources(module)
	if err != nil {
		return nil, err
	}
	var found []folder
	var wrong []error
	for _, dir := range sortedKeys(sources) {
		p, err := parse(sources[dir])
		if err != nil {
			return nil, err
		}
		names, err := p.longTests()
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", dir, err))
		}
		if len(names) == 0 {
			continue
		}
		for i, name := range names {
			if names[i], err = pattern(module, dir, name, p.runsScripts(name)); err != nil {
				return nil, err
			}
		}
		found = append(found, folder{path: dir, tests: names})
	}
	return found, errors.Join(wrong...)
}

// testSources is the text of every test file of the module by its folder and
// name. Code that is no test must not name the variable, by whatever way it asks:
// whoever uses it would not be found.
func testSources(module fs.FS) (map[string]map[string][]byte, error) {
	sources := map[string]map[string][]byte{}
	return sources, fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		text, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(base, "_test.go") {
			dir := path.Dir(name)
			if sources[dir] == nil {
				sources[dir] = map[string][]byte{}
			}
			sources[dir][name] = text
		} else if path.Dir(name) != home && bytes.Contains(text, []byte(`"`+variable+`"`)) {
			return fmt.Errorf("%s names %s, and is no test", name, variable)
		}
		return nil
	})
}

// pattern is how -run chooses a long test. Of one that runs scripts, those
// whose lines have the condition "long".
func pattern(module fs.FS, dir, test string, scripts bool) (string, error) {
	if !scripts {
		return "^" + test + "$", nil
	}
	files, err := fs.Glob(module, dir+"/testdata/script/*.txtar")
	if err != nil {
		return "", err
	}
	var names []string
	for _, file := range files {
		text, err := fs.ReadFile(module, file)
		if err != nil {
			return "", err
		}
		if bytes.Contains(text, []byte("[long]")) || bytes.Contains(text, []byte("[!long]")) {
			names = append(names, strings.TrimSuffix(path.Base(file), ".txtar"))
		}
	}
	if len(names) == 0 {
		return "", fmt.Errorf("%s: %s knows a condition that no script has", dir, test)
	}
	return "^" + test + "$/^(" + strings.Join(names, "|") + ")$", nil
}

// arguments is what go test is told: one pattern for all, for it takes no more.
// A test of the same name in another of the packages runs too.
func arguments(found []folder) []string {
	var patterns, packages []string
	for _, f := range found {
		patterns = append(patterns, f.tests...)
		packages = append(packages, "./"+f.path)
	}
	slices.Sort(patterns)
	return append([]string{"-run=" + strings.Join(slices.Compact(patterns), "|")}, packages...)
}

func sortedKeys[V any](of map[string]V) []string {
	keys := make([]string, 0, len(of))
	for key := range of {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
