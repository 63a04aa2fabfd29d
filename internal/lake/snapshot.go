package lake

import (
	"cmp"
	"slices"
)

// Snapshot is one list of files. Its slices are sorted, and are not to be
// changed by whoever reads it.
type Snapshot struct {
	Version int `json:"version"`
	// Parent is the version that this one was made from.
	Parent int `json:"parent"`
	// Restored is the version whose list a rollback brought back; 0 otherwise.
	Restored int    `json:"restored,omitempty"`
	Files    []File `json:"files"`
	Loads    []Load `json:"loads"`
}

// File is one Parquet file: rows of one entity, of one month, of one load.
type File struct {
	Entity string `json:"entity"`
	// Month is YYYY-MM, or empty for an entity that is not kept by month.
	Month string `json:"month"`
	// Path is relative to the lake, with slashes.
	Path string `json:"path"`
	// Load is the ID of the load that brought the file.
	Load   string `json:"load"`
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// FilesOf returns the files of one entity, by month.
func (s Snapshot) FilesOf(entity string) []File {
	var files []File
	for _, file := range s.Files {
		if file.Entity == entity {
			files = append(files, file)
		}
	}
	return files
}

// Entities are the names of the entities that have files, in alphabetical
// order.
func (s Snapshot) Entities() []string {
	var names []string
	for _, file := range s.Files {
		if len(names) == 0 || names[len(names)-1] != file.Entity {
			names = append(names, file.Entity)
		}
	}
	return names
}

// Rows is the number of rows of one entity.
func (s Snapshot) Rows(entity string) int64 {
	var rows int64
	for _, file := range s.FilesOf(entity) {
		rows += file.Rows
	}
	return rows
}

// Load returns the load with this ID.
func (s Snapshot) Load(id string) (Load, bool) {
	for _, load := range s.Loads {
		if load.ID == id {
			return load, true
		}
	}
	return Load{}, false
}

// loadOf returns the load that a source file brought.
func (s Snapshot) loadOf(key sourceFile) (Load, bool) {
	for _, load := range s.Loads {
		if load.key() == key {
			return load, true
		}
	}
	return Load{}, false
}

// sort puts files and loads in the one order that they are written in.
func (s *Snapshot) sort() {
	slices.SortFunc(s.Files, compareFiles)
	slices.SortFunc(s.Loads, compareLoads)
}

// same reports whether two snapshots hold the same files and loads, whatever
// their versions.
func (s Snapshot) same(other Snapshot) bool {
	return slices.Equal(s.Files, other.Files) && slices.Equal(s.Loads, other.Loads)
}

func compareFiles(a, b File) int {
	return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Month, b.Month),
		cmp.Compare(a.Path, b.Path), cmp.Compare(a.Load, b.Load))
}

func compareLoads(a, b Load) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.File, b.File), cmp.Compare(a.ID, b.ID))
}
