package pipeline

import (
	"fmt"
	"math"
	"testing"
)

func TestSketch_SaysHowMuchTwoSetsHaveInCommon(t *testing.T) {
	set := func(from, to int) *sketch {
		var s sketch
		for i := from; i < to; i++ {
			s.add(fmt.Sprint("K-", i))
			s.add(fmt.Sprint("K-", i)) // a set: twice is once
		}
		return &s
	}
	for _, test := range []struct{ a, b, c, d int }{
		{0, 100, 70, 170}, {0, 50_000, 35_000, 85_000}, {0, 100_000, 0, 10_000}, {0, 40, 0, 100_000}, {0, 1000, 1000, 2000}, {0, 60_000, 60_000, 120_000},
	} {
		one, other := set(test.a, test.b), set(test.c, test.d)
		want := float64(max(0, min(test.b, test.d)-max(test.a, test.c))) / float64(min(test.b-test.a, test.d-test.c))
		got, _ := one.common(other)
		back, _ := other.common(one)
		if math.Abs(got-want) > 0.03 || got != back {
			t.Errorf("%+v: %.3f and %.3f, want %.3f", test, got, back, want)
		}
	}
	if share, count := new(sketch).common(set(0, 5)); share != 0 || count != 0 {
		t.Errorf("nothing has %v in common with something", share)
	}
}
