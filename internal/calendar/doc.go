// Package calendar says what the days of a month are: working days, days of each
// kind, days about Easter, and the public holidays of a country by the rules of its law.
//
// Holidays are national ones. Left out are days of a region or a town, days that a
// government gives or moves by decree for one year (bridge days of Argentina, elections,
// mourning), and half days; Russia's yearly transfers are there as far as they are decreed, to 2027. A company names its
// own as days of its own.
//
// The rules hold from FirstYear to LastYear; each is given with the years it was law.
// A day is a time.Time at midnight UTC. There is no clock and no zone.
package calendar

// Years for which the rules of every country are known.
const (
	FirstYear = 1990
	LastYear  = 2050
)
