package columnar

// scratch is memory that encoding needs for a while.
type scratch struct {
	values   []int64
	narrow   []int32
	encoded  []byte
	codes    []uint32
	distinct []int64
	slots    []uint32
	pages    page
	packed   []byte
}

// without leaves NULLs out.
func (s *scratch) without(values []int64) []int64 {
	s.values = s.values[:0]
	for _, value := range values {
		if value != Null {
			s.values = append(s.values, value)
		}
	}
	return s.values
}

// few numbers the distinct values, if there are few of them; distinct is nil
// otherwise. The first rows tell whether it is worth trying.
func (s *scratch) few(values []int64) (codes []uint32, distinct []int64) {
	const sample = 2048
	limit := len(values) / 4
	if limit > 1<<15 {
		limit = 1 << 15
	}
	slots := 1
	for slots < 4*max(limit, 16) {
		slots *= 2
	}
	if len(s.slots) < slots {
		s.slots = make([]uint32, slots)
	}
	table := s.slots[:slots]
	clear(table)
	mask := uint64(slots - 1)
	s.codes, s.distinct = s.codes[:0], s.distinct[:0]
	for i, value := range values {
		at := (uint64(value) * 0x9e3779b97f4a7c15) >> 20 & mask
		for table[at] != 0 && s.distinct[table[at]-1] != value {
			at = (at + 1) & mask
		}
		if table[at] == 0 {
			if len(s.distinct) >= max(limit, 16) {
				return nil, nil
			}
			s.distinct = append(s.distinct, value)
			table[at] = uint32(len(s.distinct))
		}
		s.codes = append(s.codes, table[at]-1)
		if i == sample && len(s.distinct) > sample/2 {
			return nil, nil
		}
	}
	return s.codes, s.distinct
}
