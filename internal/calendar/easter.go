package calendar

import "time"

// Easter is the western Easter Sunday of a year of the Gregorian calendar: the anonymous
// algorithm of 1876. J. Meeus, Astronomical Algorithms, 2nd edition (1998), chapter 8.
func Easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return day(year, time.Month(n/31), n%31+1)
}

// OrthodoxEaster is the Easter Sunday of the eastern churches as a day of the Gregorian
// calendar: the one of the Julian calendar (Meeus, the same chapter), which is
// 13 days behind from 1900 to 2099.
func OrthodoxEaster(year int) time.Time {
	a, b, c := year%4, year%7, year%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	n := d + e + 114
	return day(year, time.Month(n/31), n%31+1).AddDate(0, 0, 13)
}

func day(year int, month time.Month, dayOfMonth int) time.Time {
	return time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
}
