package deliveries

import (
	"slices"
	"testing"
)

func TestList_OfAJobAndOfAMailHasNoOthers(t *testing.T) {
	l := newLedger(t)
	var all []Key
	for _, job := range []string{"month", "month 2", "mon", "week"} {
		for _, period := range []string{"1", "11"} {
			for _, to := range []string{"a@example.com", "a@example.com.uk"} {
				for part := range 3 {
					all = append(all, Key{Job: job, Period: period, Recipient: to, Part: part})
				}
			}
		}
	}
	for i, key := range all {
		if _, err := l.Queue(Delivery{Key: key}, messageOf(i), dawn()); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(all, Key.Compare)
	keep := func(wanted func(Key) bool) []Key {
		return slices.DeleteFunc(slices.Clone(all), func(k Key) bool { return !wanted(k) })
	}
	check := func(name string, got []Delivery, err error, want []Key) {
		t.Helper()
		if err != nil || !slices.Equal(keysOf(got), want) {
			t.Errorf("%s: %v, %v", name, keysOf(got), err)
		}
	}
	got, err := l.List("")
	check("all", got, err, all)
	got, err = l.List("month")
	check("a job", got, err, keep(func(k Key) bool { return k.Job == "month" }))
	got, err = l.Parts("month", "1", "a@example.com")
	check("a mail", got, err, keep(func(k Key) bool {
		return k.Job == "month" && k.Period == "1" && k.Recipient == "a@example.com"
	}))
	got, err = l.List("nobody's")
	check("none", got, err, []Key{})
	if states, err := l.States(); err != nil || !slices.Equal(states, []StateCount{{Queued, len(all)}}) {
		t.Errorf("%v, %v", states, err)
	}
}
