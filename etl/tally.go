package etl

import (
	"math/big"
	"math/bits"

	"clientele/etl/columnar"
	"clientele/etl/values"
)

// Tally is what became of a file's rows and of their money. Where the money of
// a row cannot be read, it is in no sum; the rejected rows of these are counted.
type Tally struct {
	Read, Loaded, Excluded, Rejected             int64
	AmountLoaded, AmountExcluded, AmountRejected Money
	UnreadableAmounts                            int64
	first, last                                  int64 // in µs since 1970; columnar.Null before the first row
}

// Money is a sum of money: units of 10^-4 in 128 bits.
type Money struct {
	high int64
	low  uint64
}

func (m *Money) add(units int64) {
	var carry uint64
	m.low, carry = bits.Add64(m.low, uint64(units), 0)
	m.high += units>>63 + int64(carry)
}

// Plus is the sum of two sums.
func (m Money) Plus(other Money) Money {
	low, carry := bits.Add64(m.low, other.low, 0)
	return Money{m.high + other.high + int64(carry), low}
}

func (m Money) String() string {
	whole := new(big.Int).Lsh(big.NewInt(m.high), 64)
	return values.BigText(whole.Add(whole, new(big.Int).SetUint64(m.low)), 4)
}

func newTally() Tally { return Tally{first: columnar.Null, last: columnar.Null} }

// AmountRead is all money that could be read.
func (t Tally) AmountRead() Money {
	return t.AmountLoaded.Plus(t.AmountExcluded).Plus(t.AmountRejected)
}

// row counts a row: its money, whether it is stored, and why it is left out.
func (t *Tally) row(amount int64, rejected, excluded bool) {
	t.Read++
	rows, money := &t.Loaded, &t.AmountLoaded
	switch {
	case rejected:
		rows, money = &t.Rejected, &t.AmountRejected
	case excluded:
		rows, money = &t.Excluded, &t.AmountExcluded
	}
	*rows++
	if amount != columnar.Null {
		money.add(amount)
	} else if rejected {
		t.UnreadableAmounts++
	}
}

func (t *Tally) moment(at int64) {
	if at == columnar.Null {
		return
	}
	if t.first == columnar.Null || at < t.first {
		t.first = at
	}
	if t.last == columnar.Null || at > t.last {
		t.last = at
	}
}

func (t *Tally) add(other Tally) {
	t.Read += other.Read
	t.Loaded += other.Loaded
	t.Excluded += other.Excluded
	t.Rejected += other.Rejected
	t.UnreadableAmounts += other.UnreadableAmounts
	t.AmountLoaded = t.AmountLoaded.Plus(other.AmountLoaded)
	t.AmountExcluded = t.AmountExcluded.Plus(other.AmountExcluded)
	t.AmountRejected = t.AmountRejected.Plus(other.AmountRejected)
	t.moment(other.first)
	t.moment(other.last)
}
