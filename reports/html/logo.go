package html

import (
	"bytes"
	"encoding/base64"
	"html/template"

	"clientele/reports"
)

// logo is a company's picture inside the page.
type logo struct {
	Source        template.URL
	Width, Height int
}

// logoHeight is the greatest height of a logo in pixels.
const logoHeight = 48

// logoOf returns nil for a look without a picture and for what is neither PNG
// nor JPEG: a picture that can run scripts has no place in a page.
func logoOf(look *reports.Look) *logo {
	kind := ""
	switch {
	case bytes.HasPrefix(look.Logo, []byte("\x89PNG\r\n\x1a\n")):
		kind = "image/png"
	case bytes.HasPrefix(look.Logo, []byte("\xff\xd8\xff")):
		kind = "image/jpeg"
	default:
		return nil
	}
	out := &logo{Source: template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(look.Logo)), Width: look.Width, Height: look.Height}
	if out.Height > logoHeight {
		out.Width, out.Height = max(1, out.Width*logoHeight/out.Height), logoHeight
	}
	return out
}
