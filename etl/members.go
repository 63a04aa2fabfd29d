package etl

import "clientele/etl/export"

// Members are the files of an archive that its source reads, each as a file of
// its own; a file that is no archive is itself.
func (f File) Members() ([]File, error) {
	names, err := export.Members(f.Path, f.Source.Member)
	if err != nil {
		return nil, err
	}
	if names == nil {
		return []File{f}, nil
	}
	files := make([]File, len(names))
	for i, name := range names {
		files[i] = f
		files[i].Name = f.Name + "/" + name
		files[i].Source.Member = name
	}
	return files, nil
}
