package lake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
)

// format is the version of the JSON below. A lake that a later version wrote
// is refused rather than half understood.
const format = 1

// document is a snapshot as it is written: checksum is the hash of the
// document with an empty checksum, so that a flipped bit in the list itself
// is found as surely as one in a file that it names.
type document struct {
	Format int `json:"format"`
	Snapshot
	Checksum string `json:"checksum"`
}

// Encode writes a snapshot in its canonical form: sorted, indented, with a
// checksum. The same snapshot always gives the same bytes.
func Encode(snapshot Snapshot) ([]byte, error) {
	snapshot.Files = append([]File{}, snapshot.Files...)
	snapshot.Loads = append([]Load{}, snapshot.Loads...)
	snapshot.sort()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document{Format: format, Snapshot: snapshot}); err != nil {
		return nil, fmt.Errorf("encode snapshot %d: %w", snapshot.Version, err)
	}
	return withChecksum(buffer.Bytes(), "\"\n}\n"), nil
}

// withChecksum puts the hash of a document into its last field, an empty checksum behind
// which only end stands.
func withChecksum(document []byte, end string) []byte {
	sum := sha256.Sum256(document)
	document = append(document[:len(document)-len(end)], hex.EncodeToString(sum[:])...)
	return append(document, end...)
}

// Parse reads what Encode wrote and nothing else: content that is cut short,
// changed by a bit, or laid out otherwise is an error.
func Parse(content []byte) (Snapshot, error) {
	if len(content) == 0 {
		return Snapshot{}, errors.New("the file is empty")
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var doc document
	err := decoder.Decode(&doc)
	if doc.Format != format && json.Valid(content) {
		// Said first: what a later format looks like cannot be known.
		return Snapshot{}, fmt.Errorf("its format is %d, and this version reads format %d", doc.Format, format)
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("it is not a whole list of files: %w", err)
	}
	canonical, err := Encode(doc.Snapshot)
	if err != nil {
		return Snapshot{}, err
	}
	if !bytes.Equal(canonical, content) {
		return Snapshot{}, errors.New("its checksum does not match: the file was changed after it was published")
	}
	if err := doc.check(); err != nil {
		return Snapshot{}, err
	}
	return doc.Snapshot, nil
}

// check holds what every published snapshot keeps to, whoever wrote it. Paths
// must stay inside data/, since gc and readers follow them.
func (s Snapshot) check() error {
	if s.Version < 1 || s.Parent < 0 || s.Parent >= s.Version || s.Restored < 0 || s.Restored >= s.Version {
		return fmt.Errorf("version %d cannot have parent %d and restore %d", s.Version, s.Parent, s.Restored)
	}
	loads := make(map[string]bool, len(s.Loads))
	keys := make(map[sourceFile]bool, len(s.Loads))
	for _, load := range s.Loads {
		if err := load.check(); err != nil {
			return err
		}
		if loads[load.ID] || keys[load.key()] {
			return fmt.Errorf("load %s of %s is listed twice", load.ID, load.key())
		}
		loads[load.ID], keys[load.key()] = true, true
	}
	for i, file := range s.Files {
		if err := file.check(); err != nil {
			return err
		}
		if !loads[file.Load] {
			return fmt.Errorf("%s belongs to load %q, which is not listed", file.Path, file.Load)
		}
		if i > 0 && compareFiles(s.Files[i-1], file) == 0 {
			return fmt.Errorf("%s is listed twice", file.Path)
		}
	}
	return nil
}

func (f File) check() error {
	if !isEntity(f.Entity) || !isMonth(f.Month) {
		return fmt.Errorf("%q is not a file of an entity's month (entity %q, month %q)", f.Path, f.Entity, f.Month)
	}
	if len(f.SHA256) != sha256.Size*2 || !isHex(f.SHA256) || f.Rows < 0 || f.Bytes < 0 {
		return fmt.Errorf("%q: hash, rows or size cannot be right", f.Path)
	}
	if f.Path != f.name() {
		return fmt.Errorf("%q is not where a file with this hash lies (%q)", f.Path, f.name())
	}
	return nil
}

// name is the file's path as its content decides it: two writers of the same
// rows meet in the same name. 64 bits of hash suffice for a lake's files; the
// whole hash is in the list.
func (f File) name() string {
	month := f.folder()
	return path.Join("data", f.Entity, month, f.Entity+"-"+month+"-"+f.SHA256[:16]+".parquet")
}

func (f File) folder() string {
	if f.Month == "" {
		return "all"
	}
	return f.Month
}

// isEntity accepts names that are safe as folders and as tables.
func isEntity(name string) bool {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || (r != '_' && (r < '0' || r > '9'))) {
			return false
		}
	}
	return name != "" && len(name) <= 64
}

// isMonth accepts YYYY-MM, and the empty month of an entity without months.
func isMonth(month string) bool {
	if month == "" {
		return true
	}
	if len(month) != len("2006-01") || month[4] != '-' {
		return false
	}
	digits := []byte(month[:4] + month[5:])
	if slices.ContainsFunc(digits, func(b byte) bool { return b < '0' || b > '9' }) {
		return false
	}
	return month[5:] >= "01" && month[5:] <= "12"
}
