package mail

import (
	"fmt"
	"html/template"
	"strings"

	"clientele/reports"
)

// ghost is what Outlook alone sees, whose engine is Word's: it knows no greatest
// widths and no blocks beside each other, and where Windows enlarges what it
// shows, widths of attributes stay while those of styles and letters grow, unless
// both are named and an inch is said to have 96 pixels. The template would leave
// comments out.
type ghost struct{ Head, Open, Cards, Card, Spare, EndCards, Close template.HTML }

func ghosts() ghost {
	return ghost{
		Head:     `<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript><![endif]-->`,
		Open:     `<!--[if mso]><table role="presentation" width="640" align="center" cellpadding="0" cellspacing="0" border="0" style="width:640px"><tr><td width="640" style="width:640px"><![endif]-->`,
		Close:    `<!--[if mso]></td></tr></table><![endif]-->`,
		Cards:    `<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%"><tr><td width="25%" valign="top" style="width:25%"><![endif]-->`,
		Card:     `<!--[if mso]></td><td width="25%" valign="top" style="width:25%"><![endif]-->`,
		Spare:    `<!--[if mso]></td><td width="25%" valign="top" style="width:25%">&nbsp;<![endif]-->`,
		EndCards: `<!--[if mso]></td></tr></table><![endif]-->`,
	}
}

// named is a colour for the parts of the template that see no more of the page
// than one text.
func (w *writer) named(name string) template.CSS {
	if name == "link" {
		return w.colours().Link
	}
	return w.colours().Quiet
}

// styles are what elements cannot say themselves: desks and dark grounds. What
// stands in the elements is a telephone's layout, since some of the programs
// there take the blocks away: pictures as wide as the window, whose letters are
// small enough as it is. Gmail drops a block of which it knows any part not, so
// each kind of programs has its own.
func (w *writer) styles() []template.CSS {
	room := "@media only screen and (max-width:480px){.card{width:50%!important;max-width:50%!important}.cell{font-size:14px!important}.spare{display:none!important}.title{font-size:24px!important}}\n" +
		"@media only screen and (min-width:481px){.out{padding:24px 12px!important}.pad,.bleed{padding-left:24px!important;padding-right:24px!important}" +
		".paper{border-radius:14px!important;border:1px solid " + w.colour(reports.Rule, false) + "!important}.lid{border-radius:14px 14px 0 0!important}}\n"
	scheme := ":root{color-scheme:light dark;supported-color-schemes:light dark}\n"
	return []template.CSS{
		template.CSS(room),
		template.CSS(scheme + "@media (prefers-color-scheme:dark){" + w.dark("", "") + ".picture{background-color:#ffffff!important}}\n"),
		template.CSS(w.dark("[data-ogsc] ", "[data-ogsb] ") + "\n"), // the marks of Outlook's pages and telephones
	}
}

// dark are the colours of dark grounds, of letters and of grounds behind a mark
// each, which a program puts where it is dark.
func (w *writer) dark(letters, grounds string) string {
	var b strings.Builder
	of := func(c reports.Colour) string { return w.colour(c, true) }
	rule := func(mark, class, property, colour string) {
		fmt.Fprintf(&b, "%s.%s{%s:%s!important}", mark, class, property, colour)
	}
	rule(grounds, "ground", "background-color", of(reports.Ground))
	rule(grounds, "paper", "background-color", of(reports.Surface))
	rule(grounds, "soft", "background-color", of(reports.Soft))
	rule(grounds, "warn", "background-color", "#3A2F12")
	for _, one := range []struct {
		class  string
		colour reports.Colour
	}{{"ink", reports.Ink}, {"quiet", reports.Quiet}, {"better", reports.Good}, {"worse", reports.Bad}, {"link", reports.Link}} {
		rule(letters, one.class, "color", of(one.colour))
	}
	rule(letters, "warn p", "color", "#F6E3B0")
	rule(letters, "paper", "border-color", of(reports.Rule))
	rule(letters, "rule", "border-color", of(reports.Rule))
	rule(letters, "warn", "border-color", "#E0B23C")
	return b.String()
}
