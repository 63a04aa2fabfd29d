package pipeline

// sameMonths reports whether two sources seem to tell of the same sales in the
// months that both have, and how many these are. Two reports of one system do
// (lines of sales, and their totals by customer), though one of them may leave
// returns out. So do any two with the same money in each of these months: what is
// sold apart agrees to a thousandth in hardly one month of a thousand.
func sameMonths(one, other *initSource) (months int, same bool) {
	sums, others := one.months(), other.months()
	equal := true
	for month, sum := range sums {
		if beside, both := others[month]; both {
			difference := sum - beside
			equal = equal && max(difference, -difference) <= max(sum, -sum)/1000
			months++
		}
	}
	return months, months > 0 && (equal || one.system() != "" && one.system() == other.system())
}

// system is the one that a source's profile is of, "" where there is none.
func (s *initSource) system() string { return s.first().seen.profile.System }

// months are the source's sales by month, in ten-thousandths.
func (s *initSource) months() map[string]int64 {
	sums := map[string]int64{}
	for _, table := range s.tables {
		for month, sum := range table.seen.facts.months {
			sums[month] += sum
		}
	}
	return sums
}
