package secret

import (
	"errors"
	"path/filepath"
)

// Reference is how a config names a secret: {env: NAME} or {file: PATH}.
type Reference struct {
	Env  string `yaml:"env" json:"env,omitempty"`
	File string `yaml:"file" json:"file,omitempty"`
}

// ErrLiteral is what to say of a text that stands where a Reference belongs.
// Such a text is never repeated: it may be the password.
var ErrLiteral = errors.New("a secret does not stand in the config; write {env: NAME} for a variable of the environment, or {file: PATH} for a file that only its owner can read (chmod 600)")

// IsZero reports that no secret is named.
func (r Reference) IsZero() bool { return r == Reference{} }

// Check reports a reference that names nothing or two places.
func (r Reference) Check() error {
	switch {
	case r.IsZero():
		return errors.New("no secret is named; write {env: NAME} or {file: PATH}")
	case r.Env != "" && r.File != "":
		return errors.New("two places of a secret are named; write env or file, not both")
	case r.Env != "" && !variableName(r.Env):
		// Not repeated: a password may have been put in the wrong place.
		return errors.New("env takes the name of a variable (letters, digits and _), not the secret itself")
	}
	return nil
}

// Resolve gets the secret. A path is relative to the folder of the config.
func (r Reference) Resolve(lookup Lookup, folder string) (Secret, error) {
	if err := r.Check(); err != nil {
		return Secret{}, err
	}
	if r.Env != "" {
		return FromEnv(lookup, r.Env)
	}
	path := r.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	return FromFile(path)
}

func variableName(text string) bool {
	for i := range len(text) {
		b := text[i]
		letter := b == '_' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
		if !letter && (i == 0 || b < '0' || b > '9') {
			return false
		}
	}
	return text != ""
}
