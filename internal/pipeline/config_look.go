package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the two forms of pictures that browsers, Excel and LibreOffice all show
	_ "image/png"
	"io"
	"os"

	"clientele/internal/job"
	"clientele/reports"
)

// Look is how the company's reports look.
type Look struct {
	Logo    string      `yaml:"logo"` // a PNG or JPEG file
	Colours LookColours `yaml:"colours"`
}

// LookColours are the company's colours: "#0F6B5C".
type LookColours struct {
	Accent string `yaml:"accent"` // the first series, bars, links
	Second string `yaml:"second"`
	Third  string `yaml:"third"`
	Fourth string `yaml:"fourth"`
}

// companyLook is what a Look means, with the files behind it and what is to be said of
// it.
type companyLook struct {
	reports.Look
	inputs []job.FileHash
	doubts []string
}

// Bounds of a logo: each page carries it.
const (
	logoBytes  = 256 << 10
	logoPixels = 2000 // a side
)

// checkLook reads the logo and derives the tones of the colours.
func (c *Config) checkLook() {
	if c.Look.Logo != "" {
		if err := c.takeLogo(); err != nil {
			c.document.Add("look.logo", "%v", err)
		}
	}
	var own []reports.OwnColour
	for _, one := range []struct {
		key, hex string
		colour   reports.Colour
	}{
		{"accent", c.Look.Colours.Accent, reports.Accent}, {"second", c.Look.Colours.Second, reports.Second},
		{"third", c.Look.Colours.Third, reports.Third}, {"fourth", c.Look.Colours.Fourth, reports.Fourth},
	} {
		switch {
		case one.hex == "":
		case !reports.IsColour(one.hex):
			c.document.Add("look.colours."+one.key, "%q is no colour; colours look like \"#0F6B5C\": red, green and blue in six digits 0 to F", one.hex)
		default:
			own = append(own, reports.OwnColour{Colour: one.colour, Hex: one.hex})
		}
	}
	c.look.Colours, c.look.doubts = reports.CompanyColours(own)
}

// takeLogo reads the logo, which has to be a whole picture.
func (c *Config) takeLogo() error {
	content, err := readLogo(c.resolve(c.Look.Logo))
	if err != nil {
		return fmt.Errorf("the picture %q cannot be read: %w", c.Look.Logo, withoutPath(err))
	}
	if len(content) > logoBytes {
		return fmt.Errorf("the picture %q has more than %d KB, and each page carries it; save it smaller", c.Look.Logo, logoBytes>>10)
	}
	if start := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff"))); bytes.HasPrefix(start, []byte("<")) {
		return fmt.Errorf("the picture %q is an SVG, which can bear scripts and which spreadsheets do not show alike; export it as PNG", c.Look.Logo)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("the picture %q is neither PNG nor JPEG", c.Look.Logo)
	}
	if size.Width < 1 || size.Height < 1 || size.Width > logoPixels || size.Height > logoPixels {
		return fmt.Errorf("the picture %q has %d × %d pixels, and a side may have %d; save it smaller", c.Look.Logo, size.Width, size.Height, logoPixels)
	}
	if _, _, err := image.Decode(bytes.NewReader(content)); err != nil {
		return fmt.Errorf("the picture %q is damaged: %w", c.Look.Logo, err)
	}
	sum := sha256.Sum256(content)
	c.look.Logo, c.look.Width, c.look.Height = content, size.Width, size.Height
	c.look.inputs = []job.FileHash{{File: c.relative(c.resolve(c.Look.Logo)), SHA256: hex.EncodeToString(sum[:])}}
	return nil
}

// readLogo reads no more of a file than tells that it is too large.
func readLogo(path string) ([]byte, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, logoBytes+1))
	return content, errors.Join(err, file.Close())
}

// withoutPath leaves of a file's error what is wrong: the sentence names the
// file as the config does.
func withoutPath(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
