package pipeline

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"clientele/etl"
	"clientele/etl/profiles"
	"clientele/internal/strictyaml"
)

// takeProfiles completes the sources that name a profile. What is wrong with a
// profile of the user's own is told with its own lines, all mistakes at once.
func (c *Config) takeProfiles() error {
	for i, source := range c.Sources {
		if source.Profile == "" {
			continue
		}
		path := strictyaml.Item("sources", i)
		profile, err := c.profile(source.Profile, path+".profile")
		if err != nil {
			return err
		}
		if profile.Name == "" {
			continue // complained of
		}
		completed, err := source.With(profile)
		if err != nil {
			c.document.Add(path+".entity", "%v", err)
			continue
		}
		c.Sources[i] = completed
	}
	return nil
}

// profile is the one of a name, or of a file beside the config. One without a
// name is not there, which has been complained of.
func (c *Config) profile(name, path string) (profiles.Profile, error) {
	if !isProfileFile(name) {
		profile, known, err := profiles.Named(name)
		if err == nil && !known {
			meant := ""
			if near := profiles.NameLike(name); near != "" {
				meant = fmt.Sprintf("; did you mean %q?", near)
			}
			c.document.Add(path, "no profile is called %q%s; `clientele profiles` lists them, and a file of your own ends in .yaml", name, meant)
		}
		return profile, err
	}
	source, err := os.ReadFile(c.resolve(name))
	if err != nil {
		c.document.Add(path, "the profile cannot be read: %v", err)
		return profiles.Profile{}, nil
	}
	profile, err := profiles.Read(name, source)
	if err != nil {
		return profile, &UsageError{Text: err.Error(), Cause: err}
	}
	return profile, c.checkProfile(name, source, profile)
}

func isProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// checkProfile finds what only the entities know: fields that do not exist.
func (c *Config) checkProfile(name string, source []byte, profile profiles.Profile) error {
	document, err := strictyaml.Decode(name, bytes.Clone(source), new(profiles.Profile))
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	for i, table := range profile.Tables {
		path := strictyaml.Item("tables", i)
		completed, err := etl.Source{Profile: name, Entity: table.Entity}.With(profile)
		if err != nil {
			document.Add(path+".entity", "%v", err)
			continue
		}
		completed.Check(func(below, format string, arguments ...any) {
			document.Add(path+"."+below, format, arguments...)
		})
	}
	if err := document.Err(); err != nil {
		return &UsageError{Text: err.Error(), Cause: err}
	}
	return nil
}
