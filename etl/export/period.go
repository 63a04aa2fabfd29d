package export

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The columns that hold a report's period.
const (
	periodFrom = "Период с"
	periodTo   = "Период по"
)

// The ways in which titles say a period.
var (
	periodDays  = regexp.MustCompile(`(?i)(?:период|period)\D*?(\d{2}\.\d{2}\.\d{4})(?: \d{1,2}:\d{2}:\d{2})?\s*(?:-|–|—|по)\s*(\d{2}\.\d{2}\.\d{4})`)
	periodMonth = regexp.MustCompile(`(?i)период\W+(январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)\s+(\d{4})`)
	periodPart  = regexp.MustCompile(`(?i)период\W+(?:(\d)\s*(квартал|полугодие)\s+)?(\d{4})\s*г`)
	startDate   = regexp.MustCompile(`(?i)^#\s*start date:\s*(\d{8})$`)
	endDate     = regexp.MustCompile(`(?i)^#\s*end date:\s*(\d{8})$`)
)

// periodOf finds the period in the lines above a header: its first and its last
// day, nil if they name none.
func periodOf(titles []string) []Cell {
	var from, to time.Time
	for _, title := range titles {
		if found := periodDays.FindStringSubmatch(title); found != nil {
			return period(day("02.01.2006", found[1]), day("02.01.2006", found[2]))
		}
		if found := periodMonth.FindStringSubmatch(title); found != nil {
			return months(found[2], monthNamed(found[1]), 1)
		}
		if found := periodPart.FindStringSubmatch(title); found != nil {
			number, _ := strconv.Atoi(found[1]) // 0 where the period is a year
			switch strings.ToLower(found[2]) {
			case "квартал":
				return months(found[3], number*3-2, 3)
			case "полугодие":
				return months(found[3], number*6-5, 6)
			}
			return months(found[3], 1, 12)
		}
		if found := startDate.FindStringSubmatch(title); found != nil {
			from = day("20060102", found[1])
		}
		if found := endDate.FindStringSubmatch(title); found != nil {
			to = day("20060102", found[1])
		}
	}
	return period(from, to)
}

func day(layout, text string) time.Time {
	at, err := time.Parse(layout, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// months is the period of some months of a year.
func months(year string, first, count int) []Cell {
	number, err := strconv.Atoi(year)
	if err != nil || first < 1 || first+count > 13 {
		return nil
	}
	from := time.Date(number, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return period(from, from.AddDate(0, count, -1))
}

func monthNamed(name string) int {
	for i, month := range []string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"} {
		if strings.EqualFold(name, month) {
			return i + 1
		}
	}
	return 0
}

func period(from, to time.Time) []Cell {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil
	}
	return []Cell{{Text: from.Format(time.DateOnly), Kind: Time}, {Text: to.Format(time.DateOnly), Kind: Time}}
}
