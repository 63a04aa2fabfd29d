package profiles

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
)

//go:embed systems aliases.yaml meanings.yaml
var files embed.FS

// embedded is what was read of the files, once: it never changes, and telling
// a header from other text asks for it at every row.
//
//nolint:gochecknoglobals // a constant that is computed, like a compiled expression
var embedded = sync.OnceValues(func() (*catalogue, error) { return readCatalogue(files) })

// catalogue is all that the program itself knows of systems and headers.
type catalogue struct {
	profiles []Profile
	aliases  []entityAliases
	meanings meanings
	known    map[string]bool // every header that a profile or an alias names, normalised
}

// All lists the profiles that the program brings along, by name.
func All() ([]Profile, error) {
	known, err := embedded()
	if err != nil {
		return nil, err
	}
	return slices.Clone(known.profiles), nil
}

// Named is the embedded profile of a name.
func Named(name string) (Profile, bool, error) {
	all, err := All()
	if err != nil {
		return Profile{}, false, err
	}
	at := slices.IndexFunc(all, func(p Profile) bool { return p.Name == name })
	if at < 0 {
		return Profile{}, false, nil
	}
	return all[at], true, nil
}

// Written is an embedded profile as it is written, remarks and all.
func Written(name string) ([]byte, bool) {
	written, err := files.ReadFile(path.Join("systems", name+".yaml"))
	return written, err == nil
}

// NameLike is the name of an embedded profile that a misspelt one most likely
// means, "" where there is none.
func NameLike(name string) string {
	all, err := All()
	if err != nil {
		return ""
	}
	names := make([]string, len(all))
	for i, profile := range all {
		names[i] = profile.Name
	}
	return spelling.Suggest(name, names)
}

// Read reads a profile that a user wrote. The error lists every mistake with
// its place. That its fields exist is for the entities to say.
func Read(file string, source []byte) (Profile, error) {
	var profile Profile
	document, err := strictyaml.Decode(file, source, &profile)
	if err != nil && document.Err() == nil {
		return Profile{}, err
	}
	profile.check(document)
	if err := document.Err(); err != nil {
		return Profile{}, err
	}
	return profile, nil
}

// KnownHeader reports whether a text is the header of a column in some profile
// or in the list of aliases.
func KnownHeader(text string) bool {
	known, err := embedded()
	if err != nil || len(text) > longestHeader {
		return false
	}
	name, _ := Normalise(text)
	if known.known[name] {
		return true
	}
	bare, entity := cutEntity(name)
	return entity != "" && known.known[bare] || known.known[squeeze(name)]
}

// longestHeader is longer than any header that means something to us.
const longestHeader = 300

func readCatalogue(from fs.FS) (*catalogue, error) {
	read := &catalogue{known: map[string]bool{}}
	names, err := fs.Glob(from, "systems/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		source, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		profile, err := Read(path.Base(name), source)
		if err != nil {
			return nil, err
		}
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); profile.Name != want {
			return nil, fmt.Errorf("%s: the profile is called %q; its name is that of its file, %q", name, profile.Name, want)
		}
		read.profiles = append(read.profiles, profile)
	}
	slices.SortFunc(read.profiles, func(a, b Profile) int { return cmp.Compare(a.Name, b.Name) })
	if read.aliases, err = readAliases(from); err != nil {
		return nil, err
	}
	if read.meanings, err = readMeanings(from); err != nil {
		return nil, err
	}
	read.learn()
	return read, nil
}

// learn notes every header that is named anywhere.
func (c *catalogue) learn() {
	for _, profile := range c.profiles {
		for _, header := range profile.Headers() {
			name, _ := Normalise(header)
			c.known[name] = true
		}
	}
	for _, entity := range c.aliases {
		for _, field := range entity.fields {
			for key := range field.keys {
				c.known[key] = true
			}
		}
	}
}
