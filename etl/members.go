package etl

import "clientele/etl/export"

// Members are the parts of a file that its source reads, each as a file of its
// own: the files of an archive, and the sheets of a workbook where the source
// names several. Any other file is itself.
func (f File) Members() ([]File, error) {
	names, err := export.Members(f.Path, f.Source.Member)
	if err != nil {
		return nil, err
	}
	if names == nil {
		return f.sheets()
	}
	var files []File
	for _, name := range names {
		member := f
		member.Name, member.Source.Member = f.Name+"/"+name, name
		parts, err := member.sheets()
		if err != nil {
			return nil, err
		}
		files = append(files, parts...)
	}
	return files, nil
}

// sheets are the sheets of a workbook, where the source names more than one; a
// pattern does, also where it fits only one today.
func (f File) sheets() ([]File, error) {
	wanted := f.Source.Sheet
	if len(wanted) == 0 || len(wanted) == 1 && !export.IsPattern(wanted[0]) {
		return []File{f}, nil
	}
	names, err := export.Sheets(f.Path, f.Source.Member, wanted)
	if err != nil {
		return nil, err
	}
	if names == nil {
		f.Source.Sheet = nil
		return []File{f}, nil
	}
	files := make([]File, len(names))
	for i, name := range names {
		files[i] = f
		files[i].Name = f.Name + "/sheet " + name
		files[i].Source.Sheet = []string{name}
		files[i].part = "sheet " + name
	}
	return files, nil
}

// within says which part of its file is read; "" where it is all of it. Copies
// are told by it: two sheets of a workbook have the same bytes around them.
func (f File) within() string {
	switch {
	case f.part == "":
		return f.Source.Member
	case f.Source.Member == "":
		return f.part
	}
	return f.Source.Member + "/" + f.part
}
