package identity

import (
	"fmt"
	"iter"
	"runtime"
	"testing"
)

// BenchmarkLink_TwoMillionMentions measures time and memory of a large shop: a
// million and a half ids, of which most have an address and a third a telephone.
func BenchmarkLink_TwoMillionMentions(b *testing.B) {
	for b.Loop() {
		r := Link(large(2_000_000), Rules{Country: "RU"})
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(memory.HeapSys-memory.HeapReleased)/1e6, "heap-MB")
		if r.Customers() < 1000 {
			b.Fatal(r.Customers())
		}
	}
}

func large(size int) iter.Seq[Mention] {
	return func(yield func(Mention) bool) {
		for i := range size {
			person := i * 7919 % (size * 3 / 4)
			m := Mention{Namespace: []string{"shop", "accounting"}[i%2], ID: fmt.Sprintf("C-%07d", person), Name: fmt.Sprint("Client number ", person), Since: on(1 + i%28)}
			if i%4 > 0 {
				m.Email = fmt.Sprintf("client.%d@ya.ru", person/2)
			}
			if i%3 == 0 {
				m.Phone = fmt.Sprintf("8 (916) %03d-%02d-%02d", person/10000%1000, person/100%100, person%100)
			}
			if !yield(m) {
				return
			}
		}
	}
}
