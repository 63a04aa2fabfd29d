package identity

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"clientele/internal/realdata"
)

// What the same values alone find where people are written down several times
// with mistakes: dataset 3 of Febrl, 2,000 people on 5,000 cards, with the
// number of their insurance as the only thing that can be the same. The figure
// is where a probabilistic matcher starts from; the best known reach F1 0.996.
func TestLink_TellsWhatTheSameValuesFindInFebrl(t *testing.T) {
	file, err := os.Open(realdata.Path(t, "febrl/dataset3.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	reader := csv.NewReader(file)
	reader.TrimLeadingSpace = true
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var mentions []Mention
	truth := map[string]string{}
	for _, row := range rows[1:] {
		m := Mention{Namespace: "febrl", ID: row[0], Name: row[1] + " " + row[2], Contact: true}
		if number := strings.TrimSpace(row[10]); number != "" {
			m.TaxID = "AU" + number
		}
		mentions = append(mentions, m)
		truth["febrl:"+row[0]] = strings.Split(row[0], "-")[1]
	}
	found := customers(link(mentions, Rules{}))
	right, joined, same := 0, 0, 0
	for a, customer := range found {
		for b, other := range found {
			if a >= b {
				continue
			}
			if customer == other {
				joined++
			}
			if truth[a] == truth[b] {
				same++
				if customer == other {
					right++
				}
			}
		}
	}
	precision, recall := float64(right)/float64(joined), float64(right)/float64(same)
	t.Logf("%d cards, %d pairs: precision %.4f, recall %.4f, F1 %.4f", len(mentions), same, precision, recall, 2*precision*recall/(precision+recall))
	if same != 6538 || precision < 0.9 {
		t.Errorf("%d pairs are the same person; the same number is not the same person in %.1f %%", same, 100*(1-precision))
	}
}
