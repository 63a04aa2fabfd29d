package series_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"clientele/internal/realdata"
)

type m1Series struct {
	name        string
	train, held []float64
}

const m1Horizon, m1Season = 18, 12

// readM1 reads the 617 monthly series of the M1 competition. They are not part of the
// repository: they stand in a folder shared beside it.
func readM1(t testing.TB) []m1Series {
	t.Helper()
	return parseM1(t, realdata.Path(t, "m1/m1_monthly.csv"))
}

func parseM1(t testing.TB, name string) []m1Series {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []m1Series
	for _, row := range rows[1:] {
		if len(out) == 0 || out[len(out)-1].name != row[0] {
			out = append(out, m1Series{name: row[0]})
		}
		v, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		s := &out[len(out)-1]
		if row[1] == "train" {
			s.train = append(s.train, v)
		} else {
			s.held = append(s.held, v)
		}
	}
	if len(out) != 617 {
		t.Fatalf("%d series in %s, want 617", len(out), name)
	}
	return out
}

// longOnly leaves out of the usual run what takes long.
func longOnly(t testing.TB, takes string) {
	t.Helper()
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skipf("takes %s: set CLIENTELE_LONG=1", takes)
	}
}

// usually is how many seeds the usual run takes, and the long one.
func usually(usual, long uint64) uint64 {
	if os.Getenv("CLIENTELE_LONG") == "" {
		return usual
	}
	return long
}
