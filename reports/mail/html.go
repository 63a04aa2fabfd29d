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
	Style       template.CSS
	Words       map[string]string
	Width       int
	Ghost       ghost
	Unsubscribe template.URL
}

// ghost is the layout that Outlook alone sees: its engine is Word's and knows
// no greatest widths. The template would leave comments out.
type ghost struct{ Open, Cards, Card, EndCards, Close template.HTML }

func ghosts() ghost {
	return ghost{
		Open:     `<!--[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`,
		Close:    `<!--[if mso]></td></tr></table><![endif]-->`,
		Cards:    `<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td width="25%" valign="top"><![endif]-->`,
		Card:     `<!--[if mso]></td><td width="25%" valign="top"><![endif]-->`,
		EndCards: `<!--[if mso]></td></tr></table><![endif]-->`,
	}
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

// nobreak says of a word of a command that it stays whole on a line: one that
// ends behind the dashes of a flag is read as something else.
func nobreak(word string) bool { return strings.HasPrefix(word, "-") && len(word) <= wordLength }

// named is a colour for the parts of the template that see no more of the page
// than one text.
func (w *writer) named(name string) template.CSS {
	if name == "link" {
		return w.colours().Link
	}
	return w.colours().Quiet
}

// style is what elements cannot say themselves: desks and dark grounds. What
// stands in the elements is a telephone's layout, since some of the programs
// there take the block away: pictures as wide as the window, whose letters are
// small enough as it is.
func (w *writer) style() template.CSS {
	var b strings.Builder
	b.WriteString(":root{color-scheme:light dark;supported-color-schemes:light dark}\n")
	b.WriteString("@media only screen and (max-width:480px){.card{width:50%!important;max-width:50%!important}.cell{font-size:14px!important}.spare{display:none!important}.title{font-size:24px!important}}\n")
	b.WriteString("@media only screen and (min-width:481px){.out{padding:24px 12px!important}.pad,.bleed{padding-left:24px!important;padding-right:24px!important}" +
		".paper{border-radius:14px!important;border:1px solid " + w.colour(reports.Rule, false) + "!important}.lid{border-radius:14px 14px 0 0!important}}\n")
	b.WriteString("@media (prefers-color-scheme:dark){")
	of := func(c reports.Colour) string { return w.colour(c, true) }
	fmt.Fprintf(&b, ".ground{background-color:%s!important}.paper{background-color:%s!important;border-color:%s!important}", of(reports.Ground), of(reports.Surface), of(reports.Rule))
	fmt.Fprintf(&b, ".ink{color:%s!important}.quiet{color:%s!important}.rule{border-color:%s!important}.soft{background-color:%s!important}", of(reports.Ink), of(reports.Quiet), of(reports.Rule), of(reports.Soft))
	fmt.Fprintf(&b, ".better{color:%s!important}.worse{color:%s!important}.link{color:%s!important}", of(reports.Good), of(reports.Bad), of(reports.Link))
	b.WriteString(".warn{background-color:#3A2F12!important;border-color:#E0B23C!important}.warn p{color:#F6E3B0!important}")
	b.WriteString(".picture{background-color:#ffffff!important}}\n")
	return template.CSS(b.String())
}

// html renders the letter as the part that people see.
func (w *writer) html() (string, error) {
	skeleton, err := template.New("mail.html").Funcs(template.FuncMap{"half": func(i int) bool { return i > 0 && i%4 == 0 }, "inc": func(i int) int { return i + 1 }, "colour": w.named, "words": strings.Fields, "nobreak": nobreak}).ParseFS(assets, "assets/mail.html")
	if err != nil {
		return "", fmt.Errorf("read the mail's template: %w", err)
	}
	say := w.Words.Say
	p := page{
		letter: w.letter, C: w.colours(), Style: w.style(), Width: picture.Width, Ghost: ghosts(), Unsubscribe: template.URL(w.letter.Unsubscribe),
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
