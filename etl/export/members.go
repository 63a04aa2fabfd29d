package export

// Members lists the files of an archive that a pattern names, all of them where
// it is empty, in the archive's order; nil where the file is no archive.
func Members(path, pattern string) ([]string, error) {
	f, err := openOuter(path, Options{})
	if err != nil || f.format != "zip" {
		return nil, err
	}
	names, err := membersOf(f)
	if err != nil {
		return nil, err
	}
	var picked []string
	for _, name := range names {
		if pattern == "" || isMember(name, pattern) {
			picked = append(picked, name)
		}
	}
	if len(picked) == 0 {
		_, err := openArchive(f, Options{Member: pattern}) // says what there is
		return nil, err
	}
	return picked, nil
}
