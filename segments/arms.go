package segments

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
)

// The arms of a campaign.
const (
	Treated  = "treated"
	Controls = "control"
)

// Drawn is who of a stratum is addressed and who is left alone, each by id.
type Drawn struct{ Treated, Control []string }

// Draw divides the customers of one segment: those with the smallest tickets
// are left alone, controls of them. The ticket is the SHA-256 hash of the
// campaign's id and the customer's, so that the same customer is in the same arm
// whatever the order, and the arms of two campaigns have nothing to do with each
// other.
//
// kept are the arms of those who were drawn before. They stay; the newcomers are
// drawn so that the control group comes as near to its size as it can.
func Draw(campaign string, customers []string, controls int, kept map[string]string) Drawn {
	type one struct {
		id     string
		ticket [sha256.Size]byte
	}
	var drawn Drawn
	var anew []one
	for _, id := range customers {
		switch kept[id] {
		case Treated:
			drawn.Treated = append(drawn.Treated, id)
		case Controls:
			drawn.Control = append(drawn.Control, id)
		default:
			anew = append(anew, one{id, ticket("arm", campaign, id)})
		}
	}
	slices.SortFunc(anew, func(a, b one) int {
		return cmp.Or(bytes.Compare(a.ticket[:], b.ticket[:]), cmp.Compare(a.id, b.id))
	})
	left := min(max(controls-len(drawn.Control), 0), len(anew))
	for i, customer := range anew {
		if i < left {
			drawn.Control = append(drawn.Control, customer.id)
		} else {
			drawn.Treated = append(drawn.Treated, customer.id)
		}
	}
	slices.Sort(drawn.Treated)
	slices.Sort(drawn.Control)
	return drawn
}

// HeldOut reports whether a customer belongs to the universal holdout, which no
// campaign addresses: by a hash of the id alone, so that it is the same
// customers for good. A larger share holds out those of a smaller one too.
func HeldOut(customer string, percent float64) bool {
	hash := ticket("holdout", "", customer)
	return float64(binary.BigEndian.Uint64(hash[:8])) < percent/100*math.Exp2(64)
}

// ticket is a customer's number in a draw. The parts are told apart by their
// lengths, so that no two draws share tickets.
func ticket(purpose, campaign, customer string) [sha256.Size]byte {
	var text []byte
	for _, part := range []string{"clientele", purpose, campaign, customer} {
		text = binary.BigEndian.AppendUint32(text, uint32(len(part))) //nolint:gosec // ids are short
		text = append(text, part...)
	}
	return sha256.Sum256(text)
}

// Strata gives each customer of several segments to the first of them. Shared
// is how many stand in more than one.
func Strata(segments [][]string) (strata [][]string, shared int) {
	of := map[string]int{}
	counted := map[string]bool{}
	strata = make([][]string, len(segments))
	for i, customers := range segments {
		for _, id := range customers {
			first, there := of[id]
			switch {
			case !there:
				of[id] = i
				strata[i] = append(strata[i], id)
			case first != i && !counted[id]:
				counted[id] = true
				shared++
			}
		}
		slices.Sort(strata[i])
	}
	return strata, shared
}
