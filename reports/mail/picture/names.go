package picture

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"clientele/reports"
)

// cut shortens a text to a width.
func (d *drawing) cut(text string, room float64, s style) string {
	if d.fonts.measure(text, s) <= room {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && d.fonts.measure(string(letters)+"…", s) > room {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimRight(string(letters), " \u00a0") + "…"
}

// fold writes a text on up to so many lines of a width.
func (d *drawing) fold(text string, room float64, most int, s style) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && d.fonts.measure(lines[last]+" "+word, s) <= room {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	if len(lines) > most {
		lines[most-1] = strings.Join(lines[most-1:], " ")
		lines = lines[:most]
	}
	for i := range lines {
		lines[i] = d.cut(lines[i], room, s)
	}
	return lines
}

// timely says that the places along X are days or months.
func timely(c *reports.Chart) bool {
	return c.XFormat.Kind == reports.Date || c.XFormat.Kind == reports.Month || c.XFormat.Numeric()
}

// name is what stands at a place along X.
func (d *drawing) name(row int) string {
	at := d.chart.Data.Index(d.chart.X)
	if at < 0 {
		return ""
	}
	return d.drawn(d.settings.Presenter.Label(d.chart.XFormat, d.chart.Data.Rows[row][at]))
}

// drawn is a text as the font can write it: names in scripts that it has not
// are numbered, in the order in which they are met, and told beside the picture.
func (d *drawing) drawn(text string) string {
	text = norm.NFC.String(text)
	if d.fonts.draws(text) {
		return text
	}
	at := slices.Index(d.keys, text)
	if at < 0 {
		at, d.keys = len(d.keys), append(d.keys, text)
	}
	return "(" + strconv.Itoa(at+1) + ")"
}

// paintNames writes what stands along X below a frame: months with their years
// below them, other names on as many lines as there is room for. at is the
// middle of a place.
func (d *drawing) paintNames(f frame, at func(row int) float64) {
	plain, n := style{size: letters}, d.chart.Data.Len()
	baseline := f.bottom + letters + 5
	if d.chart.XTitle != "" {
		d.pen.write(point{(f.left + f.right) / 2, d.height - padding}, d.cut(reports.Clean(d.chart.XTitle), f.right-f.left, plain), plain, d.ink(reports.Quiet), middle)
	}
	if d.chart.XFormat.Kind == reports.Month {
		d.paintMonths(f, at)
		return
	}
	if d.chart.XFormat.Kind == reports.Date {
		d.paintDays(f, at)
		return
	}
	place := (f.right - f.left) / float64(n)
	if !timely(d.chart) && d.roomy(place-6) {
		for i := range n {
			for line, text := range d.fold(d.name(i), place-6, 2, plain) {
				d.pen.write(point{at(i), baseline + float64(line)*(letters+3)}, text, plain, d.ink(reports.Quiet), middle)
			}
		}
		return
	}
	widest := 0.0
	for i := range n {
		widest = math.Max(widest, d.fonts.measure(d.name(i), plain))
	}
	every := roundCount(int(math.Ceil((widest + 14) / place)))
	for i := 0; i < n; i += every {
		d.inside(at(i), baseline, d.name(i))
	}
}

// roomy says that each name has room at its place, on two lines.
func (d *drawing) roomy(room float64) bool {
	for i := range d.places() {
		for _, text := range d.fold(d.name(i), room, 2, style{size: letters}) {
			if strings.HasSuffix(text, "…") && !strings.HasSuffix(d.name(i), "…") {
				return false
			}
		}
	}
	return true
}

// inside writes a name at a place, moved where it would be cut at the picture's
// edge.
func (d *drawing) inside(x, baseline float64, text string) {
	plain := style{size: letters}
	wide := d.fonts.measure(text, plain)
	x = math.Max(2, math.Min(x-wide/2, d.width-2-wide))
	d.pen.write(point{x, baseline}, text, plain, d.ink(reports.Quiet), begins)
}

// roundCount is a number of places after which the next name stands.
func roundCount(least int) int {
	for _, n := range []int{1, 2, 3, 4, 5, 6, 10, 12, 13, 15, 20, 25, 26, 30, 50, 60, 100, 200, 365, 500} {
		if n >= least {
			return n
		}
	}
	return least
}

// paintMonths names months so that a January is among them, with the year below
// the first one of each.
func (d *drawing) paintMonths(f frame, at func(row int) float64) {
	plain, n := style{size: letters}, d.chart.Data.Len()
	place, widest := (f.right-f.left)/float64(max(1, n-1)), 0.0
	column := d.chart.Data.Index(d.chart.X)
	months := make([]time.Time, n)
	for i := range n {
		months[i], _ = d.chart.Data.Rows[i][column].(time.Time)
		name, _ := monthAndYear(d.name(i))
		widest = math.Max(widest, d.fonts.measure(name, plain))
	}
	every := 12
	for _, k := range []int{1, 2, 3, 4, 6} {
		if float64(k)*place >= math.Max(widest, d.fonts.measure("2000", plain))+12 {
			every = k
			break
		}
	}
	year := 0
	for i, month := range months {
		if (int(month.Month())-1)%every != 0 {
			continue
		}
		name, of := monthAndYear(d.name(i))
		d.inside(at(i), f.bottom+letters+5, name)
		if month.Year() != year {
			year = month.Year()
			d.inside(at(i), f.bottom+2*letters+8, of)
		}
	}
}

// paintDays names days so that the last one, which is the newest, has its name,
// with the year below the first one of each.
func (d *drawing) paintDays(f frame, at func(row int) float64) {
	plain, n := style{size: letters}, d.chart.Data.Len()
	place, widest := (f.right-f.left)/float64(max(1, n-1)), 0.0
	for i := range n {
		day, _ := monthAndYear(d.name(i))
		widest = math.Max(widest, d.fonts.measure(day, plain))
	}
	every, before := roundCount(int(math.Ceil((widest+14)/place))), ""
	for i := (n - 1) % every; i < n; i += every {
		day, year := monthAndYear(d.name(i))
		d.inside(at(i), f.bottom+letters+5, day)
		if year != before {
			before = year
			d.inside(at(i), f.bottom+2*letters+8, year)
		}
	}
}

// monthAndYear splits what the catalogue writes for a month or a day.
func monthAndYear(text string) (month, year string) {
	if at := strings.LastIndex(text, "\u00a0"); at >= 0 {
		return text[:at], text[at+len("\u00a0"):]
	}
	return text, ""
}
