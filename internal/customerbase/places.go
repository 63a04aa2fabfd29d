package customerbase

// Place is a field of the map of customers by how long ago and how often they
// bought.
type Place struct {
	RecencyFrom, RecencyTo     int64 // days since the last purchase; To −1 is open
	PurchasesFrom, PurchasesTo int64 // purchase days; To −1 is open
	Customers                  int64
	Alive                      float64 // mean of those of whom it is known; NaN where of none
	Lifetime                   float64
	known                      int64
}

// Map counts the customers by silence and purchases; fields without customers
// are in it, so that it is a grid.
func (v Valuation) Map() []Place {
	recencies := []int64{0, 31, 61, 91, 181, 366}
	purchases := []int64{1, 2, 3, 4, 6, 10}
	places := make([]Place, 0, len(recencies)*len(purchases))
	for r := range recencies {
		for p := range purchases {
			places = append(places, Place{
				RecencyFrom: recencies[r], RecencyTo: upTo(recencies, r),
				PurchasesFrom: purchases[p], PurchasesTo: upTo(purchases, p),
			})
		}
	}
	for i, o := range v.Outlooks {
		c := v.History.Customers[i]
		place := &places[bandOf(recencies, c.SilentDays())*len(purchases)+bandOf(purchases, c.Repeats+1)]
		place.Customers++
		place.Lifetime += o.Lifetime
		if o.Alive == o.Alive { // not NaN
			place.known++
			place.Alive += o.Alive
		}
	}
	for i := range places {
		places[i].Alive /= float64(places[i].known)
	}
	return places
}

func upTo(from []int64, at int) int64 {
	if at+1 < len(from) {
		return from[at+1] - 1
	}
	return -1
}

func bandOf(from []int64, value int64) int {
	at := 0
	for at+1 < len(from) && value >= from[at+1] {
		at++
	}
	return at
}
