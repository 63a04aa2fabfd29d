package pipeline

import (
	"regexp"
	"slices"

	"clientele/etl/profiles"
)

// extracted is a field that a profile takes out of a text by a pattern.
type extracted struct {
	positions []int
	pattern   *regexp.Regexp
	group     int
}

// extracts are the patterns of the table's profile that give a field.
func (s *seenTable) extracts(field string) []extracted {
	table, ok := s.profile.Table(s.entity())
	if !ok {
		return nil
	}
	var list []extracted
	for _, extract := range table.Extract {
		pattern, err := regexp.Compile(extract.Pattern)
		if err != nil {
			continue // refused where the profile is read
		}
		one := extracted{pattern: pattern, group: slices.Index(pattern.SubexpNames(), field)}
		for _, name := range extract.Column {
			one.positions = append(one.positions, profiles.Find(s.header, name)...)
		}
		if one.group > 0 && len(one.positions) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// taken is what the first pattern that matches finds in a row.
func taken(row []string, from []extracted) string {
	for _, one := range from {
		text, _ := filled(row, one.positions)
		if found := one.pattern.FindStringSubmatch(text); found != nil && found[one.group] != "" {
			return found[one.group]
		}
	}
	return ""
}
