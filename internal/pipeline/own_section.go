package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"clientele/internal/duck"
)

// ownSection is a section of a company's own with its query.
type ownSection struct {
	OwnSection
	path string // in the config
	id   string // of the section and of its answer
	file string // of the query
	text string
	read duck.Select // what the query names; set by readSections
}

// longestSQL is how long a query may be: what people write by hand is a
// hundredth of it.
const longestSQL = 256 << 10

// readSQL reads a query's file: UTF-8, with or without a byte order mark, with
// the line ends of any system. Else it says why not.
func readSQL(file string) (text, problem string) {
	opened, err := openRegular(file)
	if errors.Is(err, errNoFile) {
		return "", "is no file"
	}
	if err != nil {
		return "", "cannot be read: " + because(err)
	}
	defer func() { _ = opened.Close() }() // nothing was written
	source, err := io.ReadAll(io.LimitReader(opened, longestSQL+1))
	switch {
	case err != nil:
		return "", "cannot be read: " + because(err)
	case len(source) > longestSQL:
		return "", fmt.Sprintf("has more than %d KB; is it the right file?", longestSQL>>10)
	case bytes.HasPrefix(source, []byte{0xFF, 0xFE}) || bytes.HasPrefix(source, []byte{0xFE, 0xFF}):
		return "", "is saved as UTF-16; save it as UTF-8"
	case !utf8.Valid(source):
		return "", fmt.Sprintf("is not UTF-8 (line %d); save it as UTF-8", 1+bytes.Count(source[:invalidAt(source)], []byte("\n")))
	case bytes.IndexByte(source, 0) >= 0:
		return "", "is no text: it has the character 0"
	}
	text = strings.TrimPrefix(string(source), "\uFEFF")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.TrimSpace(text) == "" {
		return "", "is empty; it should have one SELECT"
	}
	return text, ""
}

// because is the system's reason without the file's name, which stands before
// it already.
func because(err error) string {
	var of *os.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	return err.Error()
}

// invalidAt is where the first byte stands that is not UTF-8.
func invalidAt(source []byte) int {
	for at := 0; at < len(source); {
		r, size := utf8.DecodeRune(source[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(source)
}

// sectionID is the name of a section's answer: that of its file in plain
// letters, and a number where there are several of one name.
func sectionID(query string, taken map[string]int) string {
	base := path.Base(filepath.ToSlash(query))
	base = strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	id := "own_" + strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(base, "_"), "_")
	if id == "own_" {
		id = "own_section"
	}
	taken[id]++
	if n := taken[id]; n > 1 {
		return sectionID(fmt.Sprintf("%s_%d", strings.TrimPrefix(id, "own_"), n), taken)
	}
	return id
}

// sum tells whether an answer is the answer of the query as it is now.
func (s *ownSection) sum() string {
	sum := sha256.Sum256([]byte(s.text))
	return hex.EncodeToString(sum[:])
}

// standsIn reports whether a section is part of a report: of the complete one
// all are, and of marketing's those that say nothing.
func (s *ownSection) standsIn() []string {
	if s.In == nil {
		return []string{"marketing", "complete"}
	}
	return append([]string{"complete"}, s.In...)
}

// hashSections makes the queries part of the config's hash: the reports hang on
// them as on the config itself.
func (c *Config) hashSections() {
	for i := range c.ownSections {
		sum := sha256.Sum256([]byte(c.hash + c.ownSections[i].sum()))
		c.hash = hex.EncodeToString(sum[:])
	}
}
