package mail

import (
	"embed"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"clientele/reports"
	"clientele/reports/mail/picture"
)

//go:embed assets/mail.html
var assets embed.FS

// page is what the template shows.
type page struct {
	letter
	C           colours
	Styles      []template.CSS // a block each
	Words       map[string]string
	Width       int
	Ghost       ghost
	Unsubscribe template.URL
}

// colours are the palette's as styles have them, on light ground.
type colours struct {
	Ground, Surface, Ink, Quiet, Rule, Soft, Good, Bad, Link, Accent, Muted template.CSS
}

// sixDigits are the colours that a style may have.
var sixDigits = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

// colour returns a colour of the palette in one of its schemes; what is none of
// six digits is grey.
func (w *writer) colour(c reports.Colour, dark bool) string {
	palette := w.look.Palette()
	text := palette.Light(c)
	if dark {
		text = palette.Dark(c)
	}
	if !sixDigits.MatchString(text) {
		return "#808080"
	}
	return "#" + text
}

func (w *writer) colours() colours {
	of := func(c reports.Colour) template.CSS { return template.CSS(w.colour(c, false)) }
	return colours{
		Ground: of(reports.Ground), Surface: of(reports.Surface), Ink: of(reports.Ink), Quiet: of(reports.Quiet), Rule: of(reports.Rule), Soft: of(reports.Soft),
		Good: of(reports.Good), Bad: of(reports.Bad), Link: of(reports.Link), Accent: of(reports.Accent), Muted: of(reports.Muted),
	}
}

// html renders the letter as the part that people see.
func (w *writer) html() (string, error) {
	skeleton, err := template.New("mail.html").Funcs(template.FuncMap{"half": func(i int) bool { return i > 0 && i%inRow == 0 }, "inc": func(i int) int { return i + 1 }, "colour": w.named, "words": strings.Fields, "nobreak": nobreak, "lacking": lacking}).ParseFS(assets, "assets/mail.html")
	if err != nil {
		return "", fmt.Errorf("read the mail's template: %w", err)
	}
	say := w.Words.Say
	p := page{
		letter: w.letter, C: w.colours(), Styles: w.styles(), Width: picture.Width, Ghost: ghosts(), Unsubscribe: template.URL(w.letter.Unsubscribe),
		Words: map[string]string{
			"better": say("page.better"), "worse": say("page.worse"), "warning": say("mail.warning"), "figures": say("mail.figures"), "unsubscribe": say("mail.unsubscribe"),
		},
	}
	var out strings.Builder
	if err := skeleton.Execute(&out, p); err != nil {
		return "", fmt.Errorf("fill the mail's template: %w", err)
	}
	return out.String(), nil
}

// inRow is how many key figures stand beside each other on a desk.
const inRow = 4

// lacking has an element for each place of the last row without a figure: without
// a cell there Outlook would spread the others.
func lacking(figures int) []struct{} { return make([]struct{}, (inRow-figures%inRow)%inRow) }

// nobreak says of a word of a command that it stays whole on a line: one that
// ends behind the dashes of a flag is read as something else.
func nobreak(word string) bool { return strings.HasPrefix(word, "-") && len(word) <= wordLength }
