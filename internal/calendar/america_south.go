package calendar

import "time"

// brazil has the national holidays and the days that the banks keep besides (Resolução
// CMN 4.880): Carnival and Corpus Christi, on which most companies rest.
func brazil() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Carnival", on: easter(-48)},
		{name: "Carnival", on: easter(-47)},
		{name: "Good Friday", on: easter(-2)},
		{name: "Tiradentes Day", on: fixed(time.April, 21)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Corpus Christi", on: easter(60)},
		{name: "Independence Day", on: fixed(time.September, 7)},
		{name: "Our Lady of Aparecida", on: fixed(time.October, 12)},
		{name: "All Souls' Day", on: fixed(time.November, 2)},
		{name: "Republic Day", on: fixed(time.November, 15)},
		{name: "Black Consciousness Day", on: fixed(time.November, 20), from: 2024},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}

// argentina has the days of Ley 27.399, of Decreto 1584/2010 and of Leyes 23.555 and
// 24.445 before them; before 2011 some years kept other days than these. Bridge days, which a decree names each year, are left out, and so
// are Maundy Thursday and the days of religions, on which who wants works.
func argentina() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Carnival", on: easter(-48), from: 2011},
		{name: "Carnival", on: easter(-47), from: 2011},
		{name: "Day of Remembrance", on: fixed(time.March, 24), from: 2006},
		{name: "Malvinas Day", on: fixed(time.April, 2), from: 2001, to: 2006, moved: nearMonday},
		{name: "Malvinas Day", on: but(fixed(time.April, 2), day(2020, time.March, 31)), from: 2007},
		{name: "Malvinas Day", on: fixed(time.June, 10), to: 2000, moved: nearMonday},
		{name: "Good Friday", on: easter(-2)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "May Revolution", on: fixed(time.May, 25)},
		{name: "Güemes's Death", on: fixed(time.June, 17), from: 2016, moved: guemes},
		{name: "Flag Day", on: fixed(time.June, 20), to: 1994, moved: nearMonday},
		{name: "Flag Day", on: nth(3, time.Monday, time.June), from: 1995, to: 2010},
		{name: "Flag Day", on: fixed(time.June, 20), from: 2011},
		{name: "Independence Day", on: fixed(time.July, 9)},
		{name: "San Martín's Death", on: fixed(time.August, 17), to: 1994, moved: nearMonday},
		{name: "San Martín's Death", on: nth(3, time.Monday, time.August), from: 1995, to: 2016},
		{name: "San Martín's Death", on: fixed(time.August, 17), from: 2017, moved: nearMonday},
		{name: "Day of Diversity", on: fixed(time.October, 12), to: 2010, moved: nearMonday},
		{name: "Day of Diversity", on: nth(2, time.Monday, time.October), from: 2011, to: 2016},
		{name: "Day of Diversity", on: fixed(time.October, 12), from: 2017, moved: nearMonday},
		{name: "Day of Sovereignty", on: but(nth(4, time.Monday, time.November), day(2015, time.November, 27)), from: 2010, to: 2016},
		{name: "Day of Sovereignty", on: fixed(time.November, 20), from: 2017, moved: nearMonday},
		{name: "Immaculate Conception", on: fixed(time.December, 8), from: 1995},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}

// nearMonday is the rule of Argentina: Tuesdays and Wednesdays go to the Monday before,
// Thursdays and Fridays to the one behind.
func nearMonday(d time.Time) time.Time {
	switch d.Weekday() {
	case time.Tuesday, time.Wednesday:
		return d.AddDate(0, 0, int(time.Monday-d.Weekday()))
	case time.Thursday, time.Friday:
		return nextMonday(d)
	default:
		return d
	}
}

// guemes was a day without a rule in its first year, and stays on the Friday whose Monday
// is Flag Day.
func guemes(d time.Time) time.Time {
	if d.Year() == 2016 || d.Weekday() == time.Friday {
		return d
	}
	return nearMonday(d)
}

// chile has the days of Ley 2.977 and of those that changed it, with Ley 19.668 on
// Mondays. Elections are left out.
func chile() []rule {
	independence := fixed(time.September, 18)
	army := fixed(time.September, 19)
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "New Year", on: on(fixed(time.January, 2), time.Monday), from: 2017},
		{name: "Good Friday", on: easter(-2)},
		{name: "Holy Saturday", on: easter(-1)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Navy Day", on: fixed(time.May, 21)},
		{name: "Corpus Christi", on: easter(60), to: 1999},
		{name: "Corpus Christi", on: easter(60), from: 2000, to: 2006, moved: mondayOfWeek},
		{name: "Day of Indigenous Peoples", on: but(solstice, day(2021, time.June, 21)), from: 2021},
		{name: "Saint Peter and Saint Paul", on: fixed(time.June, 29), to: 1999},
		{name: "Saint Peter and Saint Paul", on: fixed(time.June, 29), from: 2000, moved: mondayOfWeek},
		{name: "Our Lady of Mount Carmel", on: fixed(time.July, 16), from: 2007},
		{name: "Assumption", on: fixed(time.August, 15)},
		{name: "Day of National Liberation", on: fixed(time.September, 11), to: 1998},
		{name: "Day of National Unity", on: nth(1, time.Monday, time.September), from: 1999, to: 2001},
		{name: "Independence Day", on: on(fixed(time.September, 17), time.Monday), from: 2007},
		{name: "Independence Day", on: on(fixed(time.September, 17), time.Friday), from: 2017},
		{name: "Independence Day", on: independence},
		{name: "Army Day", on: army},
		{name: "Army Day", on: on(fixed(time.September, 20), time.Friday), from: 2008},
		{name: "Columbus Day", on: fixed(time.October, 12), to: 1999},
		{name: "Columbus Day", on: fixed(time.October, 12), from: 2000, moved: mondayOfWeek},
		{name: "Reformation Day", on: fixed(time.October, 31), from: 2008, moved: fridayNear},
		{name: "All Saints' Day", on: fixed(time.November, 1)},
		{name: "Immaculate Conception", on: fixed(time.December, 8)},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}

// mondayOfWeek is the rule of Chile: Tuesdays to Thursdays go to the Monday before,
// Fridays to the one behind.
func mondayOfWeek(d time.Time) time.Time {
	switch d.Weekday() {
	case time.Tuesday, time.Wednesday, time.Thursday:
		return d.AddDate(0, 0, int(time.Monday-d.Weekday()))
	case time.Friday:
		return nextMonday(d)
	default:
		return d
	}
}

// fridayNear is Ley 20.299: a Tuesday goes to the Friday before, a Wednesday to the
// Friday behind.
func fridayNear(d time.Time) time.Time {
	switch d.Weekday() {
	case time.Tuesday:
		return d.AddDate(0, 0, -4)
	case time.Wednesday:
		return d.AddDate(0, 0, 2)
	default:
		return d
	}
}

// solstice is the day of the June solstice in Chile's winter time, UTC−4: the mean one of
// Meeus, chapter 27, without its periodic terms, which are at most a quarter of an hour.
func solstice(year int) time.Time {
	y := (float64(year) - 2000) / 1000
	dayNumber := 2451716.56767 + y*(365241.62603+y*(0.00325+y*(0.00888-y*0.00030)))
	const unixEpoch = 2440587.5
	seconds := (dayNumber - unixEpoch) * 86400
	at := time.Unix(int64(seconds), 0).UTC().Add(-4 * time.Hour)
	return day(at.Year(), at.Month(), at.Day())
}

// colombia has the days of Ley 51 de 1983, most of them on the Monday behind.
func colombia() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Epiphany", on: fixed(time.January, 6), moved: nextMonday},
		{name: "Saint Joseph's Day", on: fixed(time.March, 19), moved: nextMonday},
		{name: "Maundy Thursday", on: easter(-3)},
		{name: "Good Friday", on: easter(-2)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Ascension Day", on: easter(43)},
		{name: "Corpus Christi", on: easter(64)},
		{name: "Sacred Heart", on: easter(71)},
		{name: "Saint Peter and Saint Paul", on: fixed(time.June, 29), moved: nextMonday},
		{name: "Our Lady of Chiquinquirá", on: fixed(time.July, 9), from: 2026, moved: nextMonday},
		{name: "Independence Day", on: fixed(time.July, 20)},
		{name: "Battle of Boyacá", on: fixed(time.August, 7)},
		{name: "Assumption", on: fixed(time.August, 15), moved: nextMonday},
		{name: "Columbus Day", on: fixed(time.October, 12), moved: nextMonday},
		{name: "All Saints' Day", on: fixed(time.November, 1), moved: nextMonday},
		{name: "Independence of Cartagena", on: fixed(time.November, 11), moved: nextMonday},
		{name: "Immaculate Conception", on: fixed(time.December, 8)},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}

// peru has the days of D. L. 713 and of the laws that added to it.
func peru() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Maundy Thursday", on: easter(-3)},
		{name: "Good Friday", on: easter(-2)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Battle of Arica and Flag Day", on: fixed(time.June, 7), from: 2024},
		{name: "Saint Peter and Saint Paul", on: fixed(time.June, 29)},
		{name: "Air Force Day", on: fixed(time.July, 23), from: 2023},
		{name: "Independence Day", on: fixed(time.July, 28)},
		{name: "Great Military Parade", on: fixed(time.July, 29)},
		{name: "Battle of Junín", on: fixed(time.August, 6), from: 2022},
		{name: "Saint Rose of Lima", on: fixed(time.August, 30)},
		{name: "Battle of Angamos", on: fixed(time.October, 8)},
		{name: "All Saints' Day", on: fixed(time.November, 1)},
		{name: "Immaculate Conception", on: fixed(time.December, 8)},
		{name: "Battle of Ayacucho", on: fixed(time.December, 9), from: 2022},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}
