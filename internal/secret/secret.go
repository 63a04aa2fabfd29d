// Package secret holds a text that is to be used once and shown nowhere: it
// comes from the environment or from a file that only its owner can read, and
// whatever prints, formats or stores a value that contains it shows "•••".
package secret

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Mask stands for a secret wherever it would be shown.
const Mask = "•••"

// Secret is a password or a key. The zero value is none. The text is held by a
// function and not in a field, because fmt prints unexported fields of a
// struct around a Secret by reflection and asks no method of theirs; of a
// function it prints an address.
type Secret struct {
	text func() string
}

// New returns a secret of a text; FromEnv and FromFile are the ways for
// secrets of people.
func New(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: func() string { return text }}
}

// Reveal returns the text, for the one place that sends it to its server.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// IsZero reports that there is no secret.
func (s Secret) IsZero() bool { return s.text == nil }

// String returns the mask.
func (s Secret) String() string { return Mask }

// GoString returns the mask.
func (s Secret) GoString() string { return Mask }

// Format writes the mask for every verb and flag.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, Mask) }

// MarshalText returns the mask: JSON, YAML and XML are written with it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// Lookup finds a variable of the environment: os.LookupEnv, or a test's own.
type Lookup func(name string) (value string, found bool)

// FromEnv takes the secret from a variable of the environment.
func FromEnv(lookup Lookup, name string) (Secret, error) {
	value, found := lookup(name)
	if !found {
		return Secret{}, fmt.Errorf("variable %s of the environment is not set", name)
	}
	secret, err := fromText(value)
	if err != nil {
		return Secret{}, fmt.Errorf("variable %s of the environment %w", name, err)
	}
	return secret, nil
}

// longest is far above any password or token that a mail server takes, and
// far below a file named by mistake.
const longest = 4096

// fromText takes one line. Its errors say what is wrong with the text and
// never what it is.
func fromText(text string) (Secret, error) {
	text = strings.TrimSuffix(text, "\n")
	text = strings.TrimSuffix(text, "\r")
	switch {
	case text == "":
		return Secret{}, errors.New("is empty")
	case len(text) > longest:
		return Secret{}, fmt.Errorf("is longer than %d bytes", longest)
	case strings.ContainsAny(text, "\n\r"):
		return Secret{}, errors.New("has more than one line")
	case strings.ContainsRune(text, 0):
		return Secret{}, errors.New("contains a NUL byte")
	case strings.HasPrefix(text, "\uFEFF"):
		return Secret{}, errors.New("begins with a byte order mark; save it as UTF-8 without one")
	}
	return New(text), nil
}
