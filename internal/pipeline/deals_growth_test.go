package pipeline

import (
	"math"
	"slices"
	"testing"
	"time"

	"clientele/internal/dealflow"
	"clientele/internal/table"
)

// Futures are drawn of so many open deals and deals to come that their number does
// not grow with the company, up to the size from which the fewest futures are
// drawn; behind that it grows as deals do, and no faster.
func TestDeals_FuturesAreFewerWhereDealsAreMore(t *testing.T) {
	asOf := time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC)
	ends := func(deals int, of draws) (ends, runners int) {
		book := newDealBook(coursesTable(sold(1, deals)), noSightings(), asOf)
		for _, d := range book.deals {
			if d.Outcome == dealflow.Open || d.Opened > book.asOf-recentDealDays {
				runners++
			}
		}
		return book.draws(of) * runners, runners
	}
	for _, of := range []draws{futures(), pastFutures()} {
		for _, deals := range []int{1_500, 6_000, 24_000} {
			got, runners := ends(deals, of)
			if most := max(of.ends, of.fewest*runners); got > most {
				t.Errorf("%d deals: the ends of %d are drawn, and %d are enough", deals, got, most)
			}
		}
	}
}

// An open deal is old by an age that nine of ten won ones of its pipeline did not
// reach: found once, it is what looking through all of them for each tells.
func TestDeals_OldAgesAreThoseOfEachPipelineOrOfAll(t *testing.T) {
	courses := sold(4, 900)
	for i := range courses {
		courses[i].pipeline = []string{"Sales", "Sales", "Renewals", "Sales", "Sales"}[i%5]
		if i%97 == 0 {
			courses[i].pipeline = "Rare"
		}
	}
	book := newDealBook(coursesTable(courses), noSightings(), time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC))
	old := book.oldAges()
	won := func(pipelines ...string) (ages []float64) {
		for _, d := range book.deals {
			if d.Outcome == dealflow.Won && slices.Contains(pipelines, d.Pipeline) {
				ages = append(ages, float64(d.Closed-d.Opened))
			}
		}
		slices.Sort(ages)
		return ages
	}
	for pipeline, of := range map[string][]float64{
		"crm\x00Sales": won("crm\x00Sales"), "crm\x00Renewals": won("crm\x00Renewals"),
		"crm\x00Rare": won("crm\x00Sales", "crm\x00Renewals", "crm\x00Rare"), "crm\x00Unknown": won("crm\x00Sales", "crm\x00Renewals", "crm\x00Rare"),
	} {
		if want := of[int(math.Ceil(0.9*float64(len(of))))-1]; old.of(pipeline) != want {
			t.Errorf("%q: old from %v days, want %v", pipeline, old.of(pipeline), want)
		}
	}
	if len(won("crm\x00Rare")) >= dealflow.FewestClosed || len(won("crm\x00Renewals")) < dealflow.FewestClosed {
		t.Fatal("the test wants a pipeline with few won deals and others with enough")
	}
	if empty := newDealBook(coursesTable(nil), noSightings(), time.Time{}).oldAges(); !math.IsNaN(empty.of("crm\x00Sales")) {
		t.Errorf("without a won deal none is old, got %v", empty.of(""))
	}
}

func noSightings() *table.Table { return &table.Table{Columns: columnsOf(sightingColumns)} }
