package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The library is committed as it was built. Whoever changes what it is built of
// without building it, or changes it by hand, is told here.
func TestLibrary_IsBuiltOfWhatStandsBesideIt(t *testing.T) {
	const folder = "assets/build"
	note, err := os.ReadFile(filepath.Join(folder, "echarts.sha256"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(note)) {
		want, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			t.Fatalf("the note has a line %q", line)
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s is not what the library was built of: run make echarts", name)
		}
		if strings.HasSuffix(name, "echarts.min.js") && (bytes.Contains(bytes.ToLower(content), []byte("</script")) || bytes.Contains(content, []byte("<!--"))) {
			t.Error("the library cannot stand inside a script element")
		}
		seen[name] = true
	}
	for _, name := range []string{"../echarts.min.js", "build.mjs", "entry.js", "package-lock.json", "package.json"} {
		if !seen[name] {
			t.Errorf("the note does not know %s", name)
		}
	}
}

func TestPage_CarriesTheLicencesOfItsLibrary(t *testing.T) {
	page := render(t, small())
	for _, words := range []string{
		"Licensed under the Apache License, Version 2.0", "The Apache Software Foundation (https://www.apache.org/)",
		"BSD 3-Clause License", "Copyright (c) 2017, Baidu Inc.", "Copyright (c) Microsoft Corporation.",
	} {
		if !bytes.Contains(page, []byte(words)) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if n := len(page); n > 750_000 {
		t.Errorf("a page of a few charts has %d bytes", n)
	}
}
