package pipeline

import (
	"hash/fnv"
	"slices"
)

// sketchSize is how many hashes a sketch keeps: shares of what two columns have
// in common are right to about 2 % then.
const sketchSize = 4096

// sketch is a sample of a set: the smallest hashes of its members. Two
// sketches say how much their sets have in common, however large these are.
type sketch struct {
	hashes []uint64
	seen   map[uint64]bool
	worst  uint64
}

func (s *sketch) add(text string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	hash := h.Sum64()
	hash ^= hash >> 33
	hash *= 0xff51afd7ed558ccd // fnv spreads short texts poorly; this is murmur's last step
	hash ^= hash >> 33
	if s.seen == nil {
		s.seen = map[uint64]bool{}
	}
	if s.seen[hash] || len(s.hashes) >= 2*sketchSize && hash > s.worst {
		return
	}
	s.seen[hash] = true
	s.hashes = append(s.hashes, hash)
	s.worst = max(s.worst, hash)
	if len(s.hashes) >= 4*sketchSize {
		s.shrink()
	}
}

func (s *sketch) shrink() {
	slices.Sort(s.hashes)
	for _, hash := range s.hashes[min(2*sketchSize, len(s.hashes)):] {
		delete(s.seen, hash)
	}
	s.hashes = s.hashes[:min(2*sketchSize, len(s.hashes))]
	if len(s.hashes) > 0 {
		s.worst = s.hashes[len(s.hashes)-1]
	}
}

// common is the share of the smaller set that the other one has too, and how
// many members that were counted on.
func (s *sketch) common(other *sketch) (share float64, count int) {
	s.shrink()
	other.shrink()
	below := ^uint64(0)
	for _, one := range []*sketch{s, other} {
		if len(one.hashes) >= 2*sketchSize { // it holds only hashes up to its worst
			below = min(below, one.worst)
		}
	}
	mine, theirs := 0, 0
	for _, hash := range s.hashes {
		if hash <= below {
			mine++
			if other.seen[hash] {
				count++
			}
		}
	}
	for _, hash := range other.hashes {
		if hash <= below {
			theirs++
		}
	}
	if least := min(mine, theirs); least > 0 {
		share = float64(count) / float64(least)
	}
	return share, count
}
