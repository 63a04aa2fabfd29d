package export

import "errors"

// List tells of every table of a file.
func List(path string, options Options) ([]Place, error) {
	table, err := Open(path, options)
	if err != nil {
		return nil, err
	}
	return []Place{table.Place()}, errors.Join(table.Close())
}
