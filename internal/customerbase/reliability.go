package customerbase

import "math"

// ReliabilityBand is the customers whose chance to buy was foretold to lie in
// a band, and how many did.
type ReliabilityBand struct {
	Lower, Upper float64
	Customers    int64
	Predicted    float64 // mean chance
	Actual       float64 // share who bought
	Low95        float64 // Wilson's interval of the share
	High95       float64
}

// bandCount bands of a tenth each.
const bandCount = 10

// bands compares foretold chances with what happened; bands without customers
// are left out.
func (v Valuation) bands(later Later) []ReliabilityBand {
	bands := make([]ReliabilityBand, bandCount)
	for i, o := range v.Outlooks {
		band := &bands[min(bandCount-1, max(0, int(o.Buys*bandCount)))]
		band.Customers++
		band.Predicted += o.Buys
		if later.Purchases[i] > 0 {
			band.Actual++
		}
	}
	var kept []ReliabilityBand
	for b, band := range bands {
		if band.Customers == 0 {
			continue
		}
		n := float64(band.Customers)
		band.Lower, band.Upper = float64(b)/bandCount, float64(b+1)/bandCount
		band.Low95, band.High95 = wilson(band.Actual, n)
		band.Predicted /= n
		band.Actual /= n
		kept = append(kept, band)
	}
	return kept
}

// wilson is the interval of 95 % for a share of which so many of n were seen.
func wilson(seen, n float64) (low, high float64) {
	const z = 1.959963984540054
	share := seen / n
	centre := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max(0, centre-half), min(1, centre+half)
}
