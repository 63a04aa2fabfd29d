package main

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func module(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// Each test of the first asks in another way; none of the others asks.
func TestFind_ATestIsLongHoweverItAsks(t *testing.T) {
	found, err := find(module(map[string]string{
		"a/a_test.go": `package a
func TestItself(t *testing.T) { if os.Getenv("CLIENTELE_LONG") != "" { n = 9 } }
func TestOverAFunction(t *testing.T) { n := sized(t) }
func TestOverTwo(t *testing.T) { worlds(t) }
func TestInASubtest(t *testing.T) { t.Run("x", func(t *testing.T) { _ = sized(t) }) }
func TestOverAMethod(t *testing.T) { w.size() }
func TestOverAValue(t *testing.T) { for _, c := range cases { c(t) } }
func TestOverAConstant(t *testing.T) { _, set := os.LookupEnv(name) }
func TestOfAnotherPackage(t *testing.T) { Long() }
var _ = 0; func FuzzSeeds(f *testing.F) { f.Add(sized(f)) }
func BenchmarkAlone(b *testing.B) { sized(b) }
func TestShort(t *testing.T) { t.Log("CLIENTELE_LONG=1 changes nothing here"); short(t) }
func short(t *testing.T) {}
`,
		"a/help_test.go": `package a_test
func sized(t testing.TB) int { if os.Getenv("CLIENTELE_LONG") != "" { return 2 }; return 1 }
func worlds(t *testing.T) { sized(t) }
type world struct{}
func (world) size() int { return sized(nil) }
var cases = []func(*testing.T){ worlds }
const name = "CLIENTELE_LONG"
func Long() bool { return os.Getenv(` + "`CLIENTELE_LONG`" + `) == "1" }
`,
		"b/b_test.go":          "package b\nfunc TestShort(t *testing.T) {}\n",
		"b/testdata/c_test.go": "this is not Go, and nobody compiles it",
		"c/c_test.go": `package c
func TestTold(t *testing.T) { testscript.Run(t, testscript.Params{Condition: func(string) bool { return os.Getenv("CLIENTELE_LONG") != "" }}) }
`,
		"c/testdata/script/one.txtar":   "[long] exec a\n",
		"c/testdata/script/two.txtar":   "exec a\n",
		"c/testdata/script/three.txtar": "[!long] exec a\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(arguments(found), "\n")
	want := "-run=^FuzzSeeds$|^TestInASubtest$|^TestItself$|^TestOfAnotherPackage$|^TestOverAConstant$|^TestOverAFunction$" +
		"|^TestOverAMethod$|^TestOverAValue$|^TestOverTwo$|^TestTold$/^(one|three)$\n./a\n./c"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFind_SaysWhatItWouldMiss(t *testing.T) {
	const asks = `{ if os.Getenv("CLIENTELE_LONG") != "" {} }`
	for name, c := range map[string]struct{ file, text, want string }{
		"code that is no test": {"a/a.go", "package a\nfunc long() " + asks, "a/a.go names CLIENTELE_LONG, and is no test"},
		"nor over a constant":  {"a/a.go", "package a\nconst variable = \"CLIENTELE_LONG\"", "a/a.go names CLIENTELE_LONG, and is no test"},
		"nobody uses it":       {"a/a_test.go", "package a\nfunc unused() " + asks, "a/a_test.go:2:30: unused asks for CLIENTELE_LONG, and no test uses it"},
		"the frame of all":     {"a/a_test.go", "package a\nfunc TestMain(m *testing.M) " + asks, "TestMain asks for CLIENTELE_LONG"},
		"a script that lost its condition": {"a/a_test.go", "package a\nfunc TestScripts(t *testing.T) { testscript.Run(); " + asks[1:],
			"a: TestScripts knows a condition that no script has"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := find(module(map[string]string{c.file: c.text}))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, not %s", err, c.want)
			}
		})
	}
}

// Whoever asks for the variable in this module is found by plain search too:
// in each of those folders some test is long, and all that asks is reached.
func TestFind_OfThisModule(t *testing.T) {
	root := os.DirFS("../..")
	found, err := find(root)
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, f := range found {
		folders = append(folders, f.path)
		if len(f.tests) == 0 {
			t.Errorf("%s has no long test", f.path)
		}
	}
	var want []string
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/longtests/") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if bytes.Contains(text, []byte(`os.Getenv("CLIENTELE_LONG")`)) && !slices.Contains(want, path.Dir(name)) {
			want = append(want, path.Dir(name))
		}
		return err
	})
	slices.Sort(want)
	if err != nil || !slices.Equal(folders, want) {
		t.Errorf("found in %q, asked for in %q: %v", folders, want, err)
	}
	pattern := arguments(found)[0]
	for _, known := range []string{"TestSchedule_KilledAtAnyMomentEachHasTheMailOnce", "TestSend_AThousandReportsOfManagers",
		"TestDeliver_NothingIsSentTwiceAndNothingIsLost", "TestDeliver_OverSMTPEachIsSentOnceOrToldOf", "TestManager_SeesOwnCustomersAlone"} {
		if !strings.Contains(pattern, "^"+known+"$") {
			t.Errorf("%s is not found", known)
		}
	}
}
