package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Recover finishes or cleans up what runs that died left beside dir: results
// that were complete and only had to be renamed are put in place, others are
// removed. Folders of runs that are alive are left alone.
func Recover(dir string) error {
	dir = filepath.Clean(dir)
	entries, err := os.ReadDir(filepath.Dir(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for unfinished results of %s: %w", dir, err)
	}
	// Old folders first: each belongs to a folder aside that is complete.
	for _, mark := range []string{oldMark, asideMark} {
		for _, entry := range entries {
			number, ok := strings.CutPrefix(entry.Name(), filepath.Base(dir)+mark)
			if !ok || !entry.IsDir() || !runNumber(number) {
				continue
			}
			if err := recoverOne(dir, mark, number); err != nil {
				return fmt.Errorf("clean up unfinished results of %s: %w", dir, err)
			}
		}
	}
	return nil
}

// runNumber accepts what Begin numbers its folders with, so that a copy which
// somebody named DIR.old-2024 is not taken for one of them.
func runNumber(text string) bool {
	process, count, ok := strings.Cut(text, "-")
	_, err1 := strconv.ParseUint(process, 10, 32)
	_, err2 := strconv.ParseUint(count, 10, 32)
	return ok && err1 == nil && err2 == nil
}

func recoverOne(dir, mark, number string) error {
	lock, free := tryLock(dir + asideMark + number)
	if !free {
		return nil // its run is alive
	}
	if lock != nil {
		defer func() { _ = lock.Close() }()
	}
	if mark == oldMark {
		if err := putInPlace(dir, number); err != nil {
			return err
		}
	}
	return os.RemoveAll(dir + mark + number)
}

// putInPlace ends a swap that was cut between its two renames.
func putInPlace(dir, number string) error {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := os.Rename(dir+asideMark+number, dir)
	if errors.Is(err, fs.ErrNotExist) {
		// Somebody removed the new results; the old ones are better than none.
		err = os.Rename(dir+oldMark+number, dir)
	}
	return err
}
