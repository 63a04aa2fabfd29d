package segments_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/segments"
)

func TestThresholds_GiveTheFewestDaysTheBestScore(t *testing.T) {
	var read segments.Thresholds
	for dimension, texts := range map[segments.Dimension][]string{segments.Recency: {"30", "90", "180", "365"}, segments.Monetary: {"-5", "0.50", "300", "1000"}} {
		if faults := read.Read(dimension, texts); len(faults) > 0 {
			t.Fatal(faults)
		}
	}
	rows := read.Table()
	var got []string
	for row := range rows.Len() {
		got = append(got, fmt.Sprint(rows.Text(row, "dimension"), " ", rows.Integer(row, "score"), " ", rows.Decimal(row, "bound")))
	}
	if diff := cmp.Diff([]string{
		"recency 5 30", "recency 4 90", "recency 3 180", "recency 2 365",
		"monetary 2 -5", "monetary 3 0.5", "monetary 4 300", "monetary 5 1000",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestThresholds_AreFourRisingNumbers(t *testing.T) {
	for _, c := range []struct {
		dimension segments.Dimension
		texts     string
		bound     int
		want      string
	}{
		{segments.Recency, "30,90,180", -1, "four bounds"},
		{segments.Recency, "30,90,90,365", 2, "bounds rise: 90 does not come after 90"},
		{segments.Recency, "30,20,90,365", 1, "bounds rise"},
		{segments.Recency, "30,90,180.5,365", 2, "no number of days"},
		{segments.Frequency, "-2,3,5,9", 0, "no number of purchases"},
		{segments.Frequency, "2,three,5,9", 1, `"three" is no number`},
		{segments.Monetary, "1,2,3,1e9", 3, "no number"},
		{segments.Monetary, "1,2,3,3.001", 3, "two digits"},
		{segments.Monetary, "1,2,3,1000000000000", 3, "million million"},
	} {
		var read segments.Thresholds
		faults := read.Read(c.dimension, strings.Split(c.texts, ","))
		if len(faults) != 1 || faults[0].Bound != c.bound || !strings.Contains(faults[0].Text, c.want) {
			t.Errorf("%s %s: %v does not say %q of %d", c.dimension, c.texts, faults, c.want, c.bound)
		}
		if read.Table().Len() > 0 {
			t.Errorf("%s %s: taken", c.dimension, c.texts)
		}
	}
}
