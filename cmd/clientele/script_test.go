package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// TestScripts runs the whole program as a user does: each file is a story.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": scriptCode, "same": scriptSame, "json": scriptJSON, "shop": scriptShop,
			"flipbit": scriptFlipBit, "convert": scriptConvert, "sheets": scriptSheets, "cells": scriptCells, "bytes": scriptBytes, "page": scriptPage, "clean": scriptClean,
		},
		Condition: func(condition string) (bool, error) {
			if condition != "long" {
				return false, fmt.Errorf("no condition is called %q", condition)
			}
			return os.Getenv("CLIENTELE_LONG") != "", nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("TMPDIR", env.WorkDir+"/tmp")
			return os.MkdirAll(env.WorkDir+"/tmp", 0o755)
		},
	})
}

// code N PROGRAM ARGUMENT… runs a program that must end with exit code N.
func scriptCode(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) < 2 {
		ts.Fatalf("usage: code N program arguments…")
	}
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(arguments[1], arguments[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// same A B compares two files, or two folders with all that is in them.
func scriptSame(ts *testscript.TestScript, neg bool, arguments []string) {
	if len(arguments) != 2 {
		ts.Fatalf("usage: same A B")
	}
	a, err := hashTree(ts.MkAbs(arguments[0]))
	ts.Check(err)
	b, err := hashTree(ts.MkAbs(arguments[1]))
	ts.Check(err)
	if len(a) == 0 {
		ts.Fatalf("%s has no files", arguments[0])
	}
	if difference := differences(a, b); (len(difference) > 0) != neg {
		ts.Fatalf("%s and %s: %d and %d files, these differ: %q", arguments[0], arguments[1], len(a), len(b), difference)
	}
}

// json stdout|stderr|FILE checks that it is JSON: one value, or one a line.
func scriptJSON(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: json stdout|stderr|FILE")
	}
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(arguments[0])))
	values := 0
	for {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			ts.Fatalf("%s: value %d is no JSON: %v", arguments[0], values+1, err)
		}
		values++
	}
	if values == 0 {
		ts.Fatalf("%s is empty", arguments[0])
	}
}

// flipbit GLOB changes one bit in the middle of the first file that matches.
func scriptFlipBit(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: flipbit GLOB")
	}
	found, err := filepath.Glob(ts.MkAbs(arguments[0]))
	ts.Check(err)
	if len(found) == 0 {
		ts.Fatalf("no file matches %s", arguments[0])
	}
	content, err := os.ReadFile(found[0])
	ts.Check(err)
	content[len(content)/2] ^= 1
	ts.Check(os.WriteFile(found[0], content, 0o644))
}

// bytes FILE 'TEXT' writes a file from a Go string literal's inside: \x00, \n.
func scriptBytes(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(arguments[1], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(arguments[0]), []byte(text), 0o644))
}

// clean checks that nothing temporary was left behind in the folder of the
// script: no file aside, no staging, no folder of the engine's.
func scriptClean(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 0 {
		ts.Fatalf("usage: clean")
	}
	left, err := leftovers(ts.MkAbs("."))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("left behind: %q", left)
	}
}

// cells FILE.xlsx prints every cell, and fails at a formula that is no total.
func scriptCells(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: cells FILE.xlsx")
	}
	file, err := excelize.OpenFile(ts.MkAbs(arguments[0]))
	ts.Check(err)
	defer func() { _ = file.Close() }()
	var out bytes.Buffer
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
		ts.Check(err)
		for i, row := range rows {
			for j, value := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				ts.Check(err)
				formula, err := file.GetCellFormula(sheet, at)
				ts.Check(err)
				if formula != "" && !isTotal(formula) {
					ts.Fatalf("%s!%s is a formula: %q", sheet, at, formula)
				}
				fmt.Fprintf(&out, "%s\t%s\t%s\n", sheet, at, value)
			}
		}
	}
	_, err = ts.Stdout().Write(out.Bytes())
	ts.Check(err)
}

// page FILE.html prints what people read of a page: no scripts, no styles, no
// tags.
func scriptPage(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: page FILE.html")
	}
	_, err := io.WriteString(ts.Stdout(), pageText(ts.ReadFile(arguments[0])))
	ts.Check(err)
}

func pageText(html string) string {
	for _, drop := range []string{`(?s)<script\b.*?</script>`, `(?s)<style\b.*?</style>`, `(?s)<svg\b.*?</svg>`, `<[^>]*>`} {
		html = regexp.MustCompile(drop).ReplaceAllString(html, " ")
	}
	return regexp.MustCompile(`[ \t]+`).ReplaceAllString(html, " ")
}
