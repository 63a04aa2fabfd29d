package etl

import (
	"slices"

	"clientele/etl/profiles"
)

// Recognise completes a source's columns for the wanted fields from the
// headers of its file. Fields that stay without a column are returned, and the
// headers among which there is none for them.
func Recognise(file File, wanted []string) (source Source, missing, header []string, err error) {
	source = file.Source
	table, err := openTable(file)
	if err != nil {
		return source, nil, nil, err
	}
	header = table.Header()
	if err := table.Close(); err != nil {
		return source, nil, nil, err
	}
	// A column that a field has already is not taken again.
	free := slices.Clone(header)
	for _, pair := range source.Columns {
		for _, name := range pair.Value {
			for _, at := range profiles.Find(header, name) {
				free[at] = ""
			}
		}
	}
	left := slices.DeleteFunc(slices.Clone(wanted), func(field string) bool {
		_, mapped := source.Columns.Get(field)
		return mapped
	})
	found, missing := profiles.Columns(source.Entity, left, free)
	for _, field := range left {
		if name, there := found[field]; there {
			source.Columns = append(source.Columns, mapping(field, name))
		}
	}
	return source, missing, header, nil
}
