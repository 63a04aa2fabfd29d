package pipeline

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// doubtful is a file of two arms whose third is called like the second, with a
// metric, one like it, and a header that two columns bear.
func doubtful(t *testing.T) OneFile {
	t.Helper()
	lines := []string{"arm,m,same,base,twice,twice"}
	for i := range 90 {
		lines = append(lines, fmt.Sprintf("%s,%d,%d.0,%d,1,2", []string{"none", "mail", "Ma il"}[i%3], i*i%17, i*i%17, i%5))
	}
	return measureFile(t, "a.csv", lines...)
}

func TestMeasureFile_AMetricIsNoCovariate(t *testing.T) {
	answer := measured(t, doubtful(t), MeasureQuestion{Arm: "arm", Control: "none", Metrics: []string{"m"}, Ratios: []string{"base/same"}, Covariates: []string{"m", "same"}})
	notes := strings.Join(answer.Notes, "\n")
	for _, want := range []string{"m is the metric itself, so it adjusts nothing", "same is a part of the metric base/same", `the arms "Ma il" and "mail" differ by case or blanks only`} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is not in:\n%s", want, notes)
		}
	}
	if answer.Results[0].Adjusted || len(answer.Balance) != 0 {
		t.Errorf("%+v", answer.Results[0])
	}
	answer = measured(t, doubtful(t), MeasureQuestion{Arm: "arm", Control: "none", Metrics: []string{"m"}, Covariates: []string{"same", "base"}})
	if notes := strings.Join(answer.Notes, "\n"); !strings.Contains(notes, "same is the same as m in each row, so it adjusts nothing") || strings.Contains(notes, "base ") {
		t.Error(notes)
	}
}

func TestMeasureFile_RefusesWhatIsAskedTwiceOrIsTwoColumns(t *testing.T) {
	for _, c := range []struct {
		metrics, ratios []string
		want            string
	}{
		{[]string{"m", "m"}, nil, "the metric m is asked for twice"},
		{[]string{"m", " M"}, nil, "is asked for twice"},
		{nil, []string{"m/base", "m/base"}, "the metric m/base is asked for twice"},
		{[]string{"twice"}, nil, "2 columns are called twice: the columns 5, 6"},
		{nil, []string{"m/twice"}, "2 columns are called twice"},
	} {
		_, err := MeasureFile(context.Background(), doubtful(t), MeasureQuestion{Arm: "arm", Control: "none", Metrics: c.metrics, Ratios: c.ratios})
		if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v %v: %v", c.metrics, c.ratios, err)
		}
	}
}
