package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// carryOver gives the new folder what people put into the old one: whatever
// the old manifest does not list and the new results do not name. Files are
// linked, not copied, so that both folders have them until the old is gone.
func carryOver(from, to string) error {
	ours := map[string]bool{ManifestName: true}
	if manifest, err := ReadManifest(filepath.Join(from, ManifestName)); err == nil {
		for _, file := range manifest.Outputs {
			ours[file.File] = true
		}
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil || ours[filepath.ToSlash(name)] {
			return err
		}
		return carry(path, filepath.Join(to, name), entry)
	})
}

func carry(from, to string, entry fs.DirEntry) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	switch entry.Type() {
	case 0:
		return os.Link(from, to)
	case fs.ModeSymlink:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	return fmt.Errorf("%s is neither a file nor a link, and cannot be kept: move it elsewhere", from)
}

// syncTree flushes all files of a folder and the folders themselves.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return syncFolder(path)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		return syncFile(path)
	})
}

func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
