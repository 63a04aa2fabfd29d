package main

import (
	"math"
	"time"
)

// line is one article of an order.
type line struct {
	Product       product
	Quantity      int
	Price, Amount cents
	Cost          cents // of the whole line
}

func newLine(p product, quantity int, price cents) line {
	return line{Product: p, Quantity: quantity, Price: price,
		Amount: price * cents(quantity), Cost: p.cost(price) * cents(quantity)}
}

// shopper fills baskets from a catalogue.
type shopper struct {
	random
	products              []product
	maxLines, maxQuantity int
	meanLines             float64
}

// basket spends about the wanted euros: as near as whole articles allow.
func (s shopper) basket(euros float64, at time.Time, discount float64) []line {
	count := 1
	for count < s.maxLines && s.chance(1-1/s.meanLines) {
		count++
	}
	shares := make([]float64, count)
	whole := 0.0
	for i := range shares {
		shares[i] = 0.3 + s.ExpFloat64()
		whole += shares[i]
	}
	taken := map[string]bool{}
	var lines []line
	for _, share := range shares {
		wanted := euros * 100 * share / whole
		p, found := s.choose(wanted, at, taken)
		if !found {
			continue
		}
		taken[p.SKU] = true
		price := cents(math.Round(float64(p.price(at)) * (1 - discount)))
		quantity := max(1, int(math.Round(wanted/float64(price))))
		lines = append(lines, newLine(p, quantity, price))
	}
	return lines
}

// choose draws among the articles that fit the wanted sum in a sensible
// quantity; where none does, the one whose price is nearest.
func (s shopper) choose(wanted float64, at time.Time, taken map[string]bool) (product, bool) {
	weights := make([]float64, len(s.products))
	whole, nearest, distance := 0.0, -1, math.Inf(1)
	for i, p := range s.products {
		if taken[p.SKU] {
			continue
		}
		price := float64(p.price(at))
		if price <= 1.15*wanted && wanted/price <= float64(s.maxQuantity) {
			weights[i] = p.Popularity
			whole += p.Popularity
		}
		if d := math.Abs(price - wanted); d < distance {
			nearest, distance = i, d
		}
	}
	if nearest < 0 {
		return product{}, false
	}
	x := s.Float64() * whole
	for i, w := range weights {
		if x -= w; w > 0 && x <= 0 {
			return s.products[i], true
		}
	}
	return s.products[nearest], true
}
