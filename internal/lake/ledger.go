package lake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// Told is one entry of a ledger: what a report said on a day. What was said
// cannot be unsaid: entries are appended and never changed, and neither a
// rollback nor gc removes one. A ledger is a folder of the lake,
//
//	ledger/<name>/00000001.json
//
// in which each entry is published as a snapshot is: by an exclusive hard
// link, so that of two runs that reach for one number the slower takes the
// next.
type Told struct {
	// Number counts the entries of a ledger from 1.
	Number int `json:"number"`
	// On is the day that the entry is true for.
	On string `json:"on"`
	// Snapshot is the one that it was made of.
	Snapshot int `json:"snapshot"`
	// Content is JSON: what was said.
	Content json.RawMessage `json:"content"`
}

// entry is an entry as it is written, with the checksum of itself without one.
type entry struct {
	Format int `json:"format"`
	Told
	Checksum string `json:"checksum"`
}

// Tell appends an entry, and gives it its number. Where the last entry of its
// day says the same, nothing is appended and that entry is returned: a run that
// is repeated tells nothing new.
func (l *Lake) Tell(ledger string, told Told) (Told, error) {
	what := "keep what was told in " + ledger
	if err := checkTold(ledger, told); err != nil {
		return Told{}, fmt.Errorf("%s: %w", what, err)
	}
	folder, err := l.stage("tell-")
	if err != nil {
		return Told{}, fmt.Errorf("%s: %w", what, diskFull(err))
	}
	defer func() { _ = folder.Remove() }() // the link keeps the content
	for {
		earlier, _, err := l.Ledger(ledger)
		if err != nil {
			return Told{}, fmt.Errorf("%s: %w", what, err)
		}
		numbers, err := l.ledgerNumbers(ledger)
		if err != nil {
			return Told{}, fmt.Errorf("%s: %w", what, err)
		}
		for _, one := range slices.Backward(earlier) {
			if one.On == told.On {
				if bytes.Equal(one.Content, told.Content) {
					return one, nil
				}
				break
			}
		}
		told.Number = 1
		if len(numbers) > 0 {
			told.Number = numbers[len(numbers)-1] + 1
		}
		err = l.append(ledger, told, filepath.Join(folder.path, listName))
		if errors.Is(err, errTaken) {
			continue
		}
		return told, err
	}
}

// checkTold refuses what a reader would refuse.
func checkTold(ledger string, told Told) error {
	if !isEntity(ledger) {
		return fmt.Errorf("%q is no name of a ledger", ledger)
	}
	if _, err := time.Parse(time.DateOnly, told.On); err != nil {
		return fmt.Errorf("%q is no day", told.On)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, told.Content); err != nil || !bytes.Equal(compact.Bytes(), told.Content) {
		return errors.New("its content is not JSON without blanks")
	}
	return nil
}

func (l *Lake) append(ledger string, told Told, temporary string) error {
	what := fmt.Sprintf("publish entry %d of %s", told.Number, ledger)
	content, err := encodeEntry(told)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	folder := l.ledgerPath(ledger)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("%s: %w", what, diskFull(err))
	}
	err = l.writeOnce(content, temporary, filepath.Join(folder, snapshotName(told.Number)))
	if errors.Is(err, errTaken) {
		return errTaken
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, diskFull(err))
	}
	return syncFolders(map[string]bool{folder: true, filepath.Dir(folder): true, l.dir: true})
}

// Ledger returns the entries of a ledger, oldest first; none where there is no
// such ledger. Entries that are not as they were written are left out and
// reported: what is told next does not depend on them.
func (l *Lake) Ledger(ledger string) (told []Told, damaged []Problem, err error) {
	numbers, err := l.ledgerNumbers(ledger)
	if err != nil {
		return nil, nil, err
	}
	for _, number := range numbers {
		one, err := l.readEntry(ledger, number)
		if err != nil {
			damaged = append(damaged, Problem{Path: entryPath(ledger, number), What: err.Error()})
			continue
		}
		told = append(told, one)
	}
	return told, damaged, nil
}

func entryPath(ledger string, number int) string {
	return path.Join("ledger", ledger, snapshotName(number))
}

func (l *Lake) readEntry(ledger string, number int) (Told, error) {
	content, err := os.ReadFile(filepath.Join(l.ledgerPath(ledger), snapshotName(number)))
	if err != nil {
		return Told{}, fmt.Errorf("cannot be read: %w", err)
	}
	told, err := parseEntry(content)
	if err != nil {
		return Told{}, fmt.Errorf("was changed: %w", err)
	}
	if told.Number != number {
		return Told{}, fmt.Errorf("was changed: it is entry %d", told.Number)
	}
	return told, nil
}

// ledgerNumbers are the entries that lie in a ledger, ascending.
func (l *Lake) ledgerNumbers(ledger string) ([]int, error) {
	entries, err := os.ReadDir(l.ledgerPath(ledger))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read ledger %s: %w", ledger, err)
	}
	var numbers []int
	for _, found := range entries {
		if number, ok := versionOf(found.Name()); ok {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// verifyLedgers reports entries that are not what was told, and holes in the
// numbers, which are entries that were removed.
func (l *Lake) verifyLedgers() ([]Problem, error) {
	folders, err := os.ReadDir(filepath.Join(l.dir, "ledger"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for _, folder := range folders {
		numbers, err := l.ledgerNumbers(folder.Name())
		if err != nil {
			return problems, err
		}
		for i, number := range numbers {
			before := 0
			if i > 0 {
				before = numbers[i-1]
			}
			for missing := before + 1; missing < number && len(problems) < mostProblems; missing++ {
				problems = append(problems, Problem{Path: entryPath(folder.Name(), missing), What: "is missing"})
			}
		}
		_, damaged, err := l.Ledger(folder.Name())
		if err != nil {
			return problems, err
		}
		problems = append(problems, damaged...)
	}
	return problems, nil
}

// mostProblems of one kind are listed: more say nothing new.
const mostProblems = 100

func (l *Lake) ledgerPath(ledger string) string { return filepath.Join(l.dir, "ledger", ledger) }

// encodeEntry writes an entry in its canonical form.
func encodeEntry(told Told) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(entry{Format: format, Told: told}); err != nil {
		return nil, err
	}
	return withChecksum(buffer.Bytes(), "\"}\n"), nil
}

// parseEntry reads what encodeEntry wrote and nothing else.
func parseEntry(content []byte) (Told, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	var read entry
	if err := decoder.Decode(&read); err != nil {
		return Told{}, fmt.Errorf("it is not a whole entry: %w", err)
	}
	if read.Format != format {
		return Told{}, fmt.Errorf("its format is %d, and this version reads format %d", read.Format, format)
	}
	canonical, err := encodeEntry(read.Told)
	if err != nil {
		return Told{}, err
	}
	if !bytes.Equal(canonical, content) {
		return Told{}, errors.New("its checksum does not match: the file was changed after it was written")
	}
	return read.Told, nil
}
