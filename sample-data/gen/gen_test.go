package main

import (
	"bytes"
	"html"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBuild_SameSeedGivesTheSameBytes(t *testing.T) {
	first, _, err := build(7)
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := build(7)
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if !bytes.Equal(first[i].Content, second[i].Content) {
			t.Errorf("%s differs between two runs", first[i].Path)
		}
		if old := committed(t, first[i].Path); bytes.Equal(first[i].Content, old) {
			t.Errorf("%s does not depend on the seed", first[i].Path)
		}
	}
}

func TestCommittedFiles_AreWhatTheGeneratorMakes(t *testing.T) {
	folder := t.TempDir()
	var stderr bytes.Buffer
	if code := run([]string{"-out", folder, "-seed", "20261101"}, &stderr, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	made := 0
	for _, part := range []string{"exports", "truth"} {
		names, err := os.ReadDir(filepath.Join("..", part))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			got, err := os.ReadFile(filepath.Join(folder, part, n.Name()))
			if err != nil {
				t.Errorf("committed, but not made: %s", err)
				continue
			}
			made++
			if !bytes.Equal(got, committed(t, part+"/"+n.Name())) {
				t.Errorf("%s/%s: run the generator again and commit", part, n.Name())
			}
		}
	}
	if made != 12 {
		t.Errorf("%d files, want 12", made)
	}
}

func TestLive_DrawsHaveTheMeansOfTheModel(t *testing.T) {
	p, err := newPeriod()
	if err != nil {
		t.Fatal(err)
	}
	days := newCalendar(p.First, p.AsOf, [7]float64{1, 1, 1, 1, 1, 1, 1})
	const lives = 20_000
	for _, of := range []population{businesses(), households()} {
		r := newRandom(1, streamRetail)
		rate, dropout, first, firstLeft := 0.0, 0.0, 0.0, 0.0
		for range lives {
			h := of.live(r, days, 0, false)
			rate += h.Rate / lives
			dropout += h.Dropout / lives
			first += h.Values[0] / lives
			if h.Left && len(h.Days) == 1 {
				firstLeft += 1.0 / lives
			}
		}
		// Means of Gamma(r, alpha), Beta(a, b) and of the gamma-gamma's spend,
		// p gamma / (q - 1); 4 % is more than four standard errors of each.
		for what, is := range map[string][2]float64{
			"rate":    {rate, of.R / of.AlphaDays},
			"dropout": {dropout, of.A / (of.A + of.B)},
			"left":    {firstLeft, of.A / (of.A + of.B)},
			"spend":   {first, of.P * of.Gamma / (of.Q - 1)},
		} {
			if tolerance := map[bool]float64{true: 0.12, false: 0.04}[what == "left"]; math.Abs(is[0]/is[1]-1) > tolerance {
				t.Errorf("%s: mean %s %.5f, the model's %.5f", of.Kind, what, is[0], is[1])
			}
		}
	}
}

func TestCalendar_DayIsTheInverseOfElapsed(t *testing.T) {
	p, err := newPeriod()
	if err != nil {
		t.Fatal(err)
	}
	c := newCalendar(p.First, p.AsOf, [7]float64{0, 1, 1, 1, 1, 1, 0})
	if math.Abs(c.elapsed[365]-365) > 1e-6 || c.days() != 1096 || c.months() != 36 {
		t.Errorf("a year is %f, days %d, months %d", c.elapsed[365], c.days(), c.months())
	}
	for d := range c.days() {
		day, inside := c.day((c.elapsed[d] + c.elapsed[d+1]) / 2)
		open := c.date(d).Weekday() != time.Saturday && c.date(d).Weekday() != time.Sunday
		if open && (day != d || !inside) {
			t.Errorf("day %d came back as %d", d, day)
		}
	}
	if _, inside := c.day(c.elapsed[c.days()]); inside {
		t.Error("the moment after the last day lies inside")
	}
}

func TestInCyrillicPage_EntitiesGiveTheTextBack(t *testing.T) {
	for _, s := range []string{`ООО "Чайный дом «Белая пиала»"`, "Café Mediodía SL", "Fox & Fern", "Иван Соловьёв"} {
		if got := html.UnescapeString(inCyrillicPage(s, true)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if got := inCyrillicPage("Begoña Iñigo Йод", false); got != "Begona Inigo Йод" {
		t.Errorf("accents: %q", got)
	}
}

func TestRun_SaysWhatItNeeds(t *testing.T) {
	var out, problems bytes.Buffer
	if code := run(nil, &out, &problems); code != 2 || !strings.Contains(problems.String(), "-out DIR") {
		t.Errorf("code %d: %s", code, &problems)
	}
}
