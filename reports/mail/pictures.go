package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// keep adds a picture to the mail. Its name is of its content alone, so that no
// text of the data is in it.
func (w *writer) keep(content []byte, kind, name, alt string) Picture {
	hash := sha256.Sum256(content)
	one := Picture{CID: hex.EncodeToString(hash[:12]) + "@clientele", Name: name, PNG: content, Type: kind, Alt: alt}
	w.pictures = append(w.pictures, one)
	return one
}

// logoHeight and logoWidth are the most that a logo takes, in pixels.
const (
	logoHeight = 44
	logoWidth  = 200
)

// addLogo shows the company's picture, which stays as it is; one that is
// neither PNG nor JPEG is left out.
func (w *writer) addLogo() {
	kind, name := "", ""
	switch logo := w.look.Logo; {
	case bytes.HasPrefix(logo, []byte("\x89PNG\r\n\x1a\n")):
		kind, name = "image/png", "logo.png"
	case bytes.HasPrefix(logo, []byte("\xff\xd8\xff")):
		kind, name = "image/jpeg", "logo.jpg"
	default:
		return
	}
	width, height := max(1, w.look.Width), max(1, w.look.Height)
	if height > logoHeight {
		width, height = max(1, width*logoHeight/height), logoHeight
	}
	if width > logoWidth {
		width, height = logoWidth, max(1, height*logoWidth/width)
	}
	kept := w.keep(w.look.Logo, kind, name, w.letter.Company)
	w.letter.Logo = &image{CID: kept.CID, Alt: w.letter.Company, Width: width, Height: height}
}
