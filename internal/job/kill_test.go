package job

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The test binary writes results for ever into the folder that childEnv names,
// by the way that childWay names, until it is killed.
const (
	childEnv = "CLIENTELE_TEST_OUTPUTS"
	childWay = "CLIENTELE_TEST_WAY"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		err := writeForEver(dir, ways()[os.Getenv(childWay)])
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func writeForEver(dir string, exchange func(a, b string) error) error {
	fmt.Println(0)
	for n := 1; ; n++ {
		if err := write(dir, exchange, strconv.Itoa(n), "report.xlsx", "report.html", "lists/vip.csv"); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func TestOutputs_KillLeavesAllOldOrAllNew(t *testing.T) {
	moments := 15
	if os.Getenv("CLIENTELE_LONG") != "" {
		moments = 300
	} else {
		t.Log("15 moments; CLIENTELE_LONG=1 tries 300")
	}
	for way := range ways() {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "2011-12-09")
			random := rand.New(rand.NewPCG(2011, 12))
			for moment := range moments {
				told := killWriter(t, dir, way, time.Duration(random.IntN(40_000))*time.Microsecond)
				if _, err := os.Stat(dir); way == "exchange" && told > 0 && err != nil {
					t.Fatalf("moment %d: the results are gone: %v", moment, err)
				}
				if err := Recover(dir); err != nil {
					t.Fatal(err)
				}
				if got := beside(t, dir); len(got) > 1 {
					t.Fatalf("moment %d: left over: %v", moment, got)
				}
				mustBeWhole(t, dir, moment, told)
			}
		})
	}
}

// mustBeWhole checks that all results are of one run: the last that was
// announced, or the one after it. A run that announced nothing may have left
// those of the run before.
func mustBeWhole(t *testing.T, dir string, moment, told int) {
	t.Helper()
	manifest, err := ReadManifest(filepath.Join(dir, ManifestName))
	if errors.Is(err, fs.ErrNotExist) && told == 0 {
		return
	}
	if err != nil {
		t.Fatalf("moment %d: %v", moment, err)
	}
	if told > 0 && manifest.AsOf != strconv.Itoa(told) && manifest.AsOf != strconv.Itoa(told+1) {
		t.Fatalf("moment %d: results %d were announced, and those of %s are there", moment, told, manifest.AsOf)
	}
	if len(manifest.Outputs) != 3 {
		t.Fatalf("moment %d: outputs %+v", moment, manifest.Outputs)
	}
	for _, want := range manifest.Outputs {
		got, err := HashFile(filepath.Join(dir, want.File), want.File)
		if err != nil || got != want {
			t.Fatalf("moment %d: %+v is there, the manifest says %+v (%v)", moment, got, want, err)
		}
	}
}

// killWriter kills a writer a while after its first words, and returns the
// last results that it announced.
func killWriter(t *testing.T, dir, way string, delay time.Duration) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+dir, childWay+"="+way)
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	told := 0
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if first {
			time.AfterFunc(delay, func() { _ = child.Process.Kill() })
		}
		if told, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 || complaint.Len() > 0 {
		t.Fatalf("the writer was not killed: %v\n%s", err, &complaint)
	}
	return told
}
