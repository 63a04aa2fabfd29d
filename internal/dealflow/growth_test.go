package dealflow

import (
	"math/rand/v2"
	"testing"
)

// counted counts the random numbers that are drawn: one draw of the future of one
// deal takes a few, whatever the clock says.
type counted struct {
	rand.Source
	numbers *int
}

func (c counted) Uint64() uint64 {
	*c.numbers++
	return c.Source.Uint64()
}

// The work of one future grows as deals do: with four times as many of them four
// times as many numbers are drawn, and no more pieces of memory are asked for.
func TestForecast_AFutureCostsInProportionToDeals(t *testing.T) {
	work := func(monthly float64) (numbers int, allocations float64) {
		w := usual()
		w.monthly, w.owners = monthly, 6
		m := fit(t, w.deals(5), end(2025, 6))
		borders := monthStarts(2025, 7, 7)
		var open []runner
		out := Forecast{Months: make([]Month, len(borders)-1)}
		for _, d := range m.deals {
			if d.Outcome == Open {
				open = append(open, m.runner(d))
				out.Prospects = append(out.Prospects, Prospect{Deal: d})
			}
		}
		entrants := m.entrants()
		c := chance{rand.New(counted{rand.NewPCG(1, 1), &numbers})}
		allocations = testing.AllocsPerRun(20, func() { m.draw(c, borders, open, entrants, &out, false) })
		return numbers, allocations
	}
	few, fewAllocations := work(100)
	many, manyAllocations := work(400)
	if grown := float64(many) / float64(few); grown < 3 || grown > 5 {
		t.Errorf("four times as many deals take %.1f times as many numbers", grown)
	}
	if manyAllocations > fewAllocations+10 {
		t.Errorf("a future of four times as many deals asks for memory %v times instead of %v", manyAllocations, fewAllocations)
	}
}
