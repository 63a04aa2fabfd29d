package job

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ManifestName is the file that holds the manifest in a folder of outputs.
const ManifestName = "run.json"

// Manifest says what went into a run and what came out of it. No time stands
// in it: the same inputs and the same as-of give the same bytes.
type Manifest struct {
	Format    int    `json:"format"`
	Clientele string `json:"clientele"` // the version of the program
	AsOf      string `json:"as_of"`
	// Config is the hash of the config; Snapshot the lake's version.
	Config   string      `json:"config_sha256"`
	Snapshot int         `json:"snapshot"`
	Inputs   []FileHash  `json:"inputs"`
	Outputs  []FileHash  `json:"outputs"`
	Counts   []LoadCount `json:"counts"`
	Steps    []StepCount `json:"steps"`
	Warnings []string    `json:"warnings"`
}

// FileHash is a file and what its content was. File has slashes and is
// relative to the config for inputs and to the manifest for outputs.
type FileHash struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes,omitempty"`
}

// LoadCount is what became of the lines of one source file. Amounts are
// decimals as text, empty where there is no money.
type LoadCount struct {
	Source            string `json:"source"`
	File              string `json:"file"`
	Entity            string `json:"entity"`
	Read              int64  `json:"read"`
	Loaded            int64  `json:"loaded"`
	Excluded          int64  `json:"excluded"`
	Rejected          int64  `json:"rejected"`
	AmountRead        string `json:"amount_read"`
	AmountLoaded      string `json:"amount_loaded"`
	AmountExcluded    string `json:"amount_excluded"`
	AmountRejected    string `json:"amount_rejected"`
	UnreadableAmounts int64  `json:"unreadable_amounts"`
}

// StepCount is a step, what became of it (finished, skipped, …), and how many
// rows it did.
type StepCount struct {
	Name  string `json:"name"`
	State string `json:"state"`
	Rows  int64  `json:"rows"`
}

// manifestFormat is the version of the manifest's layout.
const manifestFormat = 1

// StepCounts are the results of a run as the manifest keeps them: without
// times.
func StepCounts(results []Result) []StepCount {
	counts := make([]StepCount, len(results))
	for i, result := range results {
		counts[i] = StepCount{result.Step, result.State.String(), result.Rows}
	}
	return counts
}

// Encode writes the manifest in its canonical form: files and counts sorted,
// lists never null, indented, with a final newline.
func (m Manifest) Encode() ([]byte, error) {
	m.Format = manifestFormat
	m.Inputs, m.Outputs = sorted(m.Inputs, FileHash.key), sorted(m.Outputs, FileHash.key)
	m.Counts = sorted(m.Counts, LoadCount.key)
	m.Steps = append([]StepCount{}, m.Steps...)
	m.Warnings = append([]string{}, m.Warnings...)
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(m); err != nil {
		return nil, fmt.Errorf("encode the manifest: %w", err)
	}
	return buffer.Bytes(), nil
}

func (f FileHash) key() string  { return f.File }
func (c LoadCount) key() string { return c.Source + "\x00" + c.File + "\x00" + c.Entity }

// sorted is a sorted copy that is never nil.
func sorted[T any](list []T, key func(T) string) []T {
	list = append([]T{}, list...)
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return list
}

// WriteManifest writes the manifest to a file, durably and at once.
func WriteManifest(path string, m Manifest) error {
	content, err := m.Encode()
	if err != nil {
		return err
	}
	return WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// ReadManifest reads a manifest that WriteManifest wrote.
func ReadManifest(path string) (Manifest, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, fmt.Errorf("read the manifest: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(content, &m); err != nil {
		return Manifest{}, fmt.Errorf("read the manifest %s: %w", path, err)
	}
	if m.Format != manifestFormat {
		return Manifest{}, fmt.Errorf("read the manifest %s: its format is %d, and this version reads format %d", path, m.Format, manifestFormat)
	}
	return m, nil
}

// HashFile is the hash and the size of a file; name is what the manifest calls
// it.
func HashFile(path, name string) (FileHash, error) {
	file, err := os.Open(path)
	if err != nil {
		return FileHash{}, fmt.Errorf("hash %s: %w", name, err)
	}
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err := errors.Join(err, file.Close()); err != nil {
		return FileHash{}, fmt.Errorf("hash %s: %w", name, err)
	}
	return FileHash{filepath.ToSlash(name), hex.EncodeToString(hash.Sum(nil)), size}, nil
}
