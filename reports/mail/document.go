package mail

import (
	"errors"
	"strings"
	"time"

	"clientele/reports"
	"clientele/reports/mail/picture"
)

// fromDocument takes from a report what a mail has room for.
func (w *writer) fromDocument(d *reports.Document) error {
	l := &w.letter
	l.Language, l.Company, l.Title = d.Language, line(d.Company), line(d.Title)
	l.Period = w.period(d.AsOf)
	l.AsOf = w.Words.Say("mail.as_of", "date", w.Words.LongDate(d.AsOf))
	l.Subject = subject(strings.Join(filled(l.Title, isolated(d.Company), l.Period), " · "))
	if len(d.Sections) > 0 {
		w.news(&d.Sections[0])
	}
	if d.ID == "manager" && len(d.Sections) > 0 { // by which rule it chose them
		l.Chosen = line(d.Sections[0].Note)
	}
	w.figures(d)
	if err := w.picture(d); err != nil {
		return err
	}
	w.tables(d)
	l.Preheader = preheader(l)
	return nil
}

// filled leaves out empty texts.
func filled(texts ...string) []string {
	var out []string
	for _, text := range texts {
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// period is the month that a report tells of where its day is the last one of
// it, else the day.
func (w *writer) period(asOf time.Time) string {
	if asOf.AddDate(0, 0, 1).Day() == 1 {
		return w.Words.LongMonth(asOf)
	}
	return w.Words.Date(asOf)
}

// mostNews is how many sentences a mail begins with.
const mostNews = 8

// news are the sentences of the first section.
func (w *writer) news(s *reports.Section) {
	l := &w.letter
	l.NewsTitle = line(s.Title)
	for _, p := range s.Points {
		l.News = append(l.News, point{toneOf(p.Tone), line(p.Text)})
	}
	if len(l.News) == 0 {
		for _, text := range lines(s.Lead) {
			l.News = append(l.News, point{"", text})
		}
	}
	l.News = l.News[:min(len(l.News), mostNews)]
}

func toneOf(t reports.Tone) string {
	switch t {
	case reports.Better:
		return "better"
	case reports.Worse:
		return "worse"
	}
	return ""
}

// mostFigures fill two rows on a desk, four on a telephone.
const mostFigures = 8

// figures are the key figures of the first section that has any.
func (w *writer) figures(d *reports.Document) {
	for i := range d.Sections {
		for _, f := range d.Sections[i].Figures {
			if one := w.figure(f); one.Value != "" && len(w.letter.Figures) < mostFigures {
				w.letter.Figures = append(w.letter.Figures, one)
			}
		}
		if len(w.letter.Figures) > 0 {
			return
		}
	}
}

func (w *writer) figure(f reports.Figure) figure {
	out := figure{Label: line(f.Label), Value: line(w.Show(f.Format, f.Value))}
	if f.Comparison == nil {
		return out
	}
	out.Change, out.Than, out.Tone = line(w.Show(f.Comparison.Format, f.Comparison.Value)), line(f.Comparison.Label), toneOf(f.Comparison.Tone)
	switch {
	case strings.HasPrefix(out.Change, "+"):
		out.Arrow = "▲"
	case strings.HasPrefix(out.Change, "−"):
		out.Arrow = "▼"
	}
	return out
}

// picture draws the first chart that has a picture, with the first sentences of
// its section, which say what it shows.
func (w *writer) picture(d *reports.Document) error {
	for i := range d.Sections {
		s := &d.Sections[i]
		for k := range s.Charts {
			if !picture.Can(&s.Charts[k]) {
				continue
			}
			var lead []string
			if i > 0 { // the first section's are told already
				lead = lines(s.Lead)
			}
			return w.draw(&s.Charts[k], lead)
		}
	}
	return nil
}

// mostLead is how many sentences stand above a picture.
const mostLead = 2

func (w *writer) draw(c *reports.Chart, lead []string) error {
	drawn, err := PNG(c, w.Presenter, w.look.Palette(), picture.Width)
	if errors.Is(err, picture.ErrForm) {
		return nil
	}
	if err != nil {
		return err
	}
	said := strings.Join(w.saidOf(c), " ")
	alt := line(reports.Shorten(strings.Join(filled(said, line(c.Description)), " "), 400))
	if alt == "" {
		alt = line(c.Title)
	}
	kept := w.keep(drawn.PNG, "image/png", "chart.png", alt)
	w.letter.Chart = &chart{
		Title: line(c.Title), Lead: lead[:min(len(lead), mostLead)],
		Picture: &image{CID: kept.CID, Alt: alt, Width: drawn.Width, Height: drawn.Height},
		Keys:    lines(drawn.Keys),
		Said:    said,
	}
	return nil
}

// preheader is what a list of mails shows beside the subject.
func preheader(l *letter) string {
	texts := make([]string, 0, len(l.News))
	for _, p := range l.News {
		texts = append(texts, p.Text)
	}
	return reports.Shorten(strings.Join(texts, " "), 180)
}
