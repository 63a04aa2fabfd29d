package reports_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sources is the code of the reports, and of what mails them, without its tests.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, folder := range []string{".", "../internal/dispatch"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := os.ReadFile(path)
			b.Write(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// keys are all keys of the catalogue.
func keys(t *testing.T) []string {
	t.Helper()
	var out []string
	paths, err := filepath.Glob("catalogue/words/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files of words, %v", len(paths), err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range regexp.MustCompile(`(?m)^([\w.]+):`).FindAllStringSubmatch(string(content), -1) {
			out = append(out, line[1])
		}
	}
	return out
}

// said are the names that the code makes columns or figures of: those that
// stand in a call, and those of lists that a loop hands to one.
func said(code, kind string) map[string]bool {
	calls := map[string]string{"column": `\b(?:column|moneyColumn|estimateColumn)\((?:\w+, )?"(\w+)"|"column\.(\w+)"|\bX: +"(\w+)"`, "figure": `\b(?:figure|moneyFigure|moneyFigureOf)\("(\w+)"|"figure\.(\w+)"`}
	out := map[string]bool{}
	for _, match := range regexp.MustCompile(calls[kind]).FindAllStringSubmatch(code, -1) {
		out[strings.Join(match[1:], "")] = true
	}
	if kind == "column" {
		for _, list := range regexp.MustCompile(`(?:range |Columns :=|Columns = append\(\w+,) *(?:\[\]string\{)?([^{}\n]*)`).FindAllStringSubmatch(code, -1) {
			for _, name := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(list[1], -1) {
				out[name[1]] = true
			}
		}
	}
	return out
}

// betweenQuotes is whatever stands between two quotes, be they of one text or
// not: a key has none in it.
func betweenQuotes(code string) map[string]bool {
	out := map[string]bool{}
	for _, piece := range strings.Split(code, `"`) {
		out[piece] = true
	}
	return out
}

// leftOver are the keys that nothing says. A phrase is used where its key
// stands in the code, or where the code puts the key together. The values of
// columns come from elsewhere.
func leftOver(code string, keys []string) []string {
	fromData := regexp.MustCompile(`^(mend_problem|mend_do|segment|advice|stage|stage_advice|trait|feature|cluster|weekday|lookalike|model|entity|reason|audit|risk|refused|mark|effect|verdict|step|step_means|part|forecast_figure|likely|rule)\.|^forecast\.why_|^judged\.verdict_|^column\.(rule|verdict)_`)
	puts := regexp.MustCompile(`^(column|figure)\.(\w+)$|^(\w+)\.(title|needs|streams|streams_says|matrix|matrix_note|flows|history)$|^(retention\.(?:lead|table|axis|period|says|window|part))\.(day|week|month|quarter|year|bracket|on|on_or_after|on_or_before|streak|cohort|before|anonymous)$`)
	ofCampaigns := regexp.MustCompile(`^(warning|basis|channel|arm|outcome|outcome_means|check|check_means|check_failed|check_unknown|known_before)\.|^campaign_audience\.(no_|suppressed|under_|other_)|^campaign_method\.(past|own_segment|values|given)$|_alone$|^campaign_measured\.(response|orders|revenue)$|^campaign_effects\.(chart|table)_|^campaign_(response|orders|revenue)\.title$|^column\.(treated|control)_(response|orders|revenue)$|^campaigns\.(worked|harmed|no_effect|not_enough|unsound|no_control)$`)
	ofMails := regexp.MustCompile(`^alert\.(part|figure|verdict|than|before|line)\.|^alert\.(share|number)_(more|less)$|^mail\.state\.`)
	names := map[string]map[string]bool{"column": said(code, "column"), "figure": said(code, "figure")}
	quoted := betweenQuotes(code)
	var out []string
	for _, key := range keys {
		if quoted[key] || fromData.MatchString(key) || ofCampaigns.MatchString(key) || ofMails.MatchString(key) {
			continue
		}
		parts := puts.FindStringSubmatch(key)
		switch {
		case parts == nil:
		case parts[2] != "" && names[parts[1]][parts[2]]:
			continue
		case parts[3] != "" && quoted[parts[3]]:
			continue
		case parts[5] != "" && quoted[parts[5]+"."]:
			continue
		}
		out = append(out, key)
	}
	return out
}

func TestWords_NoPhraseIsLeftOver(t *testing.T) {
	if left := leftOver(sources(t), keys(t)); len(left) > 0 {
		t.Errorf("nothing says %v", left)
	}
}

// The names stand in the code, but as what the data calls them.
func TestWords_APhraseThatNothingSaysIsFound(t *testing.T) {
	code, all := sources(t), keys(t)
	unsaid := []string{"column.kept_base", "column.first_at", "column.lines_of_nothing", "figure.buyers_before", "figure.mean", "overview.word", "nothing.title", "retention.axis.hour"}
	if left := leftOver(code, slices.Concat(unsaid, all)); !slices.Equal(left[:min(len(left), len(unsaid))], unsaid) {
		t.Errorf("of %v these were found: %v", unsaid, left)
	}
}
