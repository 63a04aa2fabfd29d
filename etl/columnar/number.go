package columnar

// numberBuffer gathers the numbers of a row group. Until the first one that is
// not NULL comes, the rows are only counted.
type numberBuffer struct {
	rows   int
	nulls  int
	values []int64
}

func (b *numberBuffer) reset() { b.rows, b.nulls, b.values = 0, 0, b.values[:0] }

func (b *numberBuffer) size() int { return 8 * len(b.values) }

func (b *numberBuffer) nothing(rows int) {
	if len(b.values) > 0 {
		for range rows {
			b.values = append(b.values, Null)
		}
	}
	b.rows += rows
	b.nulls += rows
}

func (b *numberBuffer) add(values []int64) {
	nulls := 0
	for _, value := range values {
		if value == Null {
			nulls++
		}
	}
	if nulls == len(values) {
		b.nothing(nulls)
		return
	}
	for len(b.values) < b.rows {
		b.values = append(b.values, Null)
	}
	b.values = append(b.values, values...)
	b.rows += len(values)
	b.nulls += nulls
}
