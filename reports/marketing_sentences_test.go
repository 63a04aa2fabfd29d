package reports

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports/catalogue"
)

// saying is a sentence that has a number in it.
type saying struct {
	name string
	say  func(b *builder, n int64) string
}

// october is the month that the sentences tell of.
func october() time.Time { return time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC) }

// besideTwo is a sentence of n customers beside two of the month before.
func besideTwo(key string) func(b *builder, n int64) string {
	return func(b *builder, n int64) string { return b.countedNews(key, key+"_none", n, 2, october()) }
}

func campaignOf(low, high int64, running bool) func(b *builder, n int64) string {
	return func(b *builder, n int64) string {
		text, _ := b.campaignOrders("SPRING26", n, low, high, running)
		return text
	}
}

// marketingSayings are all sentences of the marketing report's first section
// and of its lists.
func marketingSayings() []saying {
	listed := func(tells ...string) func(b *builder, n int64) string {
		return func(b *builder, n int64) string {
			return b.todoSentence(list{tells: tells, customers: n, money: decimal.NewFromInt(12_500)}) + " / " + b.todoSentence(list{tells: tells, customers: n})
		}
	}
	return []saying{
		{"buyers of the month, ten a year before", func(b *builder, n int64) string { return b.buyersSince(n, 10, october()) }},
		{"buyers of the month, no year before", func(b *builder, n int64) string { return b.buyersSince(n, 0, october()) }},
		{"silent for too long, two a month before", besideTwo("marketing.at_risk")},
		{"lost, two a month before", besideTwo("marketing.lost")},
		{"came back, two a month before", besideTwo("marketing.won")},
		{"new, two a month before", besideTwo("marketing.new")},
		{"lost, no month before", func(b *builder, n int64) string {
			return b.countedNews("marketing.lost", "marketing.lost_none", n, -1, october())
		}},
		{"a segment grew, n came from another", func(b *builder, n int64) string { return b.segmentSince("At risk", 188, 217, "Loyal", n, false) }},
		{"a segment grew, n bought for the first time", func(b *builder, n int64) string { return b.segmentSince("New", 20, 48, "", n, true) }},
		{"a segment shrank, n went to another", func(b *builder, n int64) string { return b.segmentSince("Loyal", 220, 190, "At risk", n, false) }},
		{"orders of a campaign", campaignOf(1, 113, false)},
		{"orders of a campaign that runs", campaignOf(1, 113, true)},
		{"orders that a campaign cost", func(b *builder, n int64) string {
			text, _ := b.campaignOrders("SPRING26", -n, -40, -1, false)
			return text
		}},
		{"orders that a campaign that runs has cost", func(b *builder, n int64) string {
			text, _ := b.campaignOrders("SPRING26", -n, -40, -1, true)
			return text
		}},
		{"orders of a campaign that nobody can tell from chance", campaignOf(-8, 40, false)},
		{"orders of one that runs that nobody can tell from chance", campaignOf(-8, 40, true)},
		{"those who first bought a month ago", func(b *builder, n int64) string {
			return b.cohortSince(min(n, 1), n, october().AddDate(0, -1, 0), b.percent(0.158), b.percent(0.219))
		}},
		{"whom to call, with money and without", listed("marketing.call_money", "marketing.call_alone")},
		{"whom to win back", listed("marketing.win_back_money", "marketing.win_back_alone")},
		{"whom to lead to a second purchase", listed("marketing.second_money", "marketing.second_alone")},
	}
}

// dataSayings are all sentences of the data report's first section and of its
// leads.
func dataSayings() []saying {
	return []saying{
		{"rows of the first load", func(b *builder, n int64) string { return b.rowsSince(n, -1, n, -1, n) }},
		{"rows more than before", func(b *builder, n int64) string { return b.rowsSince(100+n, 100, 5, 5, 2) }},
		{"rows less than before", func(b *builder, n int64) string { return b.rowsSince(100-n, 100, 5, 5, 2) }},
		{"files more and no row", func(b *builder, n int64) string { return b.rowsSince(100, 100, 5+n, 5, 1) }},
		{"days of silence, n of the longest pause", func(b *builder, n int64) string { return b.silentSince("shop", n+20, n) }},
		{"silent sources beside those named", func(b *builder, n int64) string { return b.Words.Count("data.silent_others", n) }},
		{"rejected rows, two before", func(b *builder, n int64) string { return b.rejectedSince(n, 2) }},
		{"rejected rows, none before", func(b *builder, n int64) string { return b.rejectedSince(n, 0) }},
		{"rejected rows of the first load", func(b *builder, n int64) string { return b.rejectedSince(n, -1) }},
		{"contacts of the month, all of them lacking", func(b *builder, n int64) string { return b.typedSince(n, 2, n, b.Words.InMonth(october())) }},
		{"contacts of the month, none lacking, no month before", func(b *builder, n int64) string { return b.typedSince(n, -1, 0, b.Words.InMonth(october())) }},
		{"the same customer again", func(b *builder, n int64) string { return b.sameSince(n, 200) }},
		{"telephones of both kinds", func(b *builder, n int64) string { return b.telephonesSince(n-n/2, n/2) }},
		{"telephones that are no number", func(b *builder, n int64) string { return b.telephonesSince(0, n) }},
		{"contacts that lack something", func(b *builder, n int64) string { return b.lackingSentence(n, 200) }},
		{"contacts that lack nothing", func(b *builder, n int64) string { return b.lackingSentence(0, n) }},
		{"people with enough records", func(b *builder, n int64) string {
			return b.Words.Count("people.range", n, "least", b.percent(0.058), "most", b.percent(0.124))
		}},
		{"people with too few records", func(b *builder, n int64) string { return b.Words.Count("people.few", n, "least", "30") }},
		{"things to mend", func(b *builder, n int64) string { return b.Words.Count("mend.lead", n) }},
		{"rows that do not count", func(b *builder, n int64) string { return b.Words.Count("rejected.excluded", n) }},
		{"things to look at", func(b *builder, n int64) string { return b.Words.Count("rejected.audits", n) }},
		{"sources", func(b *builder, n int64) string {
			return b.Words.Count("sources.lead", n, "most", "shop", "share", b.percent(0.445))
		}},
		{"sources that are silent", func(b *builder, n int64) string { return b.Words.Count("sources.silent", n) }},
		{"rows of days to come", func(b *builder, n int64) string { return b.Words.Count("sources.later", n) }},
	}
}

// The goldens are for people to read: a line for each number and language. They
// are written anew with CLIENTELE_GOLDEN=1.
func TestSentences_OfMarketingAndDataReadWellForAnyNumber(t *testing.T) {
	for path, sayings := range map[string][]saying{"testdata/marketing_sentences.txt": marketingSayings(), "testdata/data_sentences.txt": dataSayings()} {
		var out strings.Builder
		for _, one := range sayings {
			fmt.Fprintf(&out, "# %s\n", one.name)
			for _, language := range catalogue.Languages() {
				b, err := newBuilder(Answers{}, Settings{Language: language, Currency: "EUR"})
				if err != nil {
					t.Fatal(err)
				}
				for _, n := range []int64{0, 1, 2, 5, 21} {
					text := one.say(b, n)
					if strings.ContainsAny(text, "⟦{}") || strings.Contains(text, "  ") || strings.Contains(text, "..") {
						t.Errorf("%s, %s, %d: %q", one.name, language, n, text)
					}
					if text == "" {
						text = "—"
					}
					fmt.Fprintf(&out, "%s %2d  %s\n", language, n, strings.ReplaceAll(text, "\u00a0", " "))
				}
			}
		}
		if os.Getenv("CLIENTELE_GOLDEN") != "" {
			if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != out.String() {
			t.Errorf("%s differs; look at what CLIENTELE_GOLDEN=1 writes", path)
		}
	}
}
