package columnar

import (
	"encoding/binary"
	"math/bits"
)

// appendPacked appends numbers of width bits each, as the hybrid of runs and
// packed bits has it that Parquet calls RLE: here always one packed run.
func appendPacked(to []byte, width int, count int, number func(i int) uint32) []byte {
	if width == 0 {
		return binary.AppendUvarint(to, uint64(count)<<1) // a run of zeros takes no byte for its value
	}
	groups := (count + 7) / 8
	to = binary.AppendUvarint(to, uint64(groups)<<1|1)
	var pending uint64
	filled := 0
	for i := range groups * 8 {
		if i < count {
			pending |= uint64(number(i)) << filled
		}
		if filled += width; filled >= 32 {
			to = binary.LittleEndian.AppendUint32(to, uint32(pending))
			pending >>= 32
			filled -= 32
		}
	}
	for ; filled > 0; filled -= 8 {
		to = append(to, byte(pending))
		pending >>= 8
	}
	return to
}

// appendLevels appends which of the rows have a value, with the length in
// front, as pages of the first version have it.
func appendLevels(to []byte, rows, nulls int, has func(i int) bool) []byte {
	start := len(to)
	to = append(to, 0, 0, 0, 0)
	switch nulls {
	case 0, rows:
		to = binary.AppendUvarint(to, uint64(rows)<<1)
		value := byte(1)
		if nulls > 0 {
			value = 0
		}
		to = append(to, value)
	default:
		to = appendPacked(to, 1, rows, func(i int) uint32 {
			if has(i) {
				return 1
			}
			return 0
		})
	}
	binary.LittleEndian.PutUint32(to[start:], uint32(len(to)-start-4))
	return to
}

// widthOf is how many bits the numbers below count take.
func widthOf(count int) int { return bits.Len(uint(max(count, 1) - 1)) }
