package etl

// Observations is what a file of series holds: a row is the value of one
// series at one time. It is read for one analysis and never kept in the lake.
func Observations() Entity {
	return Entity{
		Name: "observations", Meaning: "the value of one series at one time",
		Key: []string{"series", "at"},
		Fields: append([]Field{
			required(text(1, "series", "name of the series")),
			// A time may be a date or a whole number, so it is read as text first.
			required(passing("at", TextField, "VARCHAR", "when the value was seen: a date, a month (2026-10), a quarter (2026Q4), or a whole number that counts")),
			{ID: 2, Name: "step", Type: "BIGINT", Kind: InternalField, Meaning: "the number that counts, where it is one"},
			{ID: 4, Name: "at_day", Type: "DATE", Kind: InternalField, Meaning: "the day, where it is one"},
			required(number(3, "value", "DOUBLE", "the value")),
		}, provenance()...),
	}
}
