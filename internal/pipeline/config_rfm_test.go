package pipeline

import (
	"strings"
	"testing"
)

func TestConfigRFM_IsTheStandardMapWhereNothingIsSaid(t *testing.T) {
	config, err := readText(t, "rfm: {recency: [30, 90, 180, 365]}\n")
	if err != nil {
		t.Fatal(err)
	}
	ignore := func(string, string, ...any) {}
	if cells := config.RFM.cells(config.Language(), ignore).Table(); cells.Len() != 25 || cells.Value(0, "name") != nil {
		t.Errorf("%d cells, the first of %v", cells.Len(), cells.Rows[0])
	}
	if bounds := config.RFM.thresholds(ignore).Table(); bounds.Len() != 4 {
		t.Errorf("%d bounds", bounds.Len())
	}
}

func TestConfigRFM_ReadsAMapWithNamesInTheLanguageOfTheReports(t *testing.T) {
	config, err := readText(t, `language: es
rfm:
  segments:
    - {key: vip, name: {en: Darlings, es: Favoritos, ru: Любимые}, recency: 4-5, monetary: 5, do: Llamar}
    - {key: at_risk, recency: 1-3, monetary: 5}
    - {key: rest, name: Los demás, monetary: 1-4}
`)
	if err != nil {
		t.Fatal(err)
	}
	cells := config.RFM.cells(config.Language(), func(path, format string, _ ...any) { t.Error(path, format) })
	if err := cells.Validate(); err != nil || !cells.Monetary() {
		t.Fatal(err)
	}
	rows := cells.Table()
	counts := map[string]int{}
	for row := range rows.Len() {
		counts[rows.Text(row, "segment")+"|"+rows.Text(row, "name")+"|"+rows.Text(row, "advice")]++
	}
	// 2 of 5 scores for recency with all 5 for frequency and 1 of money, and so on.
	if counts["vip|Favoritos|Llamar"] != 10 || counts["at_risk||"] != 15 || counts["rest|Los demás|"] != 100 {
		t.Error(counts)
	}
}

func TestConfigRFM_NamesTheLineOfEveryMistake(t *testing.T) {
	_, err := readText(t, `rfm:
  recency: [30, 90, 80, 365]
  frequency: [2, 3, 5]
  monetary: [100, 300, 1000, much]
  segments:
    - {key: Best, recency: 4-6}
    - {key: lost, name: Gone, recency: 3-1}
    - key: rest
      name: {fr: Autres, en: gone}
      frequency: all
    - {recency: 5, surname: x}
`)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"3:21: rfm.recency[2]: bounds rise: 80 does not come after 90",
		"4:3: rfm.frequency: five scores have four bounds between them",
		`5:30: rfm.monetary[3]: "much" is no number`,
		`7:13: rfm.segments[0].key: "Best" is no key`,
		`7:28: rfm.segments[0].recency: scores are 1 to 5, the best, not "4-6"`,
		"8:13: rfm.segments[1].key: lost is the name of a stage of the lifecycle",
		"8:40: rfm.segments[1].recency: the lower score comes first: 1-3",
		`10:18: rfm.segments[2].name.fr: "fr" is none of en, ru, es`,
		`rfm.segments[2].name: there are two segments named "gone"`,
		`11:18: rfm.segments[2].frequency: "all" are no scores`,
		"12:7: rfm.segments[3].key: is missing",
		"rfm.segments[3].surname: unknown key",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "no segment") {
		t.Errorf("gaps are told of ranges that cannot be read:\n%v", err)
	}
}

func TestConfigRFM_RefusesAMapWithAGapOrAnOverlap(t *testing.T) {
	for _, c := range []struct {
		lines string
		want  []string
	}{
		{"    - {key: good, recency: 3-5}\n    - {key: bad, recency: 1-2, frequency: 2-5}\n",
			[]string{"3:3: rfm.segments: R1 F1, R2 F1 belong to no segment; every pair or triple of scores belongs to exactly one"}},
		{"    - {key: good, recency: 3-5}\n    - {key: bad, recency: 1-3}\n", []string{"5:", "rfm.segments[1]: R3 F1, R3 F2, R3 F3, R3 F4, R3 F5 belong to good and to bad"}},
		{"    - {key: good, monetary: 2-5}\n    - {key: bad, monetary: 1, recency: 2-5}\n    - {key: bad, monetary: 1, recency: 1, frequency: 1-4}\n",
			[]string{`6:`, `there are two segments "bad"`, "R1 F5 M1 belongs to no segment"}},
	} {
		_, err := readText(t, "rfm:\n  segments:\n"+c.lines)
		if err == nil {
			t.Fatalf("%s is accepted", c.lines)
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v\ndoes not say %q", err, want)
			}
		}
	}
}
