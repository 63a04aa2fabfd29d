package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// hashTree is the hash of a file, or of every file below a folder by its name.
func hashTree(root string) (map[string]string, error) {
	hashes := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		sum := sha256.Sum256(content)
		hashes[filepath.ToSlash(name)] = hex.EncodeToString(sum[:])
		return err
	})
	return hashes, err
}

// differences are the names that only one tree has or that differ.
func differences(a, b map[string]string) []string {
	different := map[string]bool{}
	for name, hash := range a {
		if b[name] != hash {
			different[name] = true
		}
	}
	for name := range b {
		if a[name] == "" {
			different[name] = true
		}
	}
	return slices.Sorted(maps.Keys(different))
}

// leftovers are the traces of a run that did not clean up below a folder.
func leftovers(root string) (left []string, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		parent := filepath.Base(filepath.Dir(path))
		if strings.Contains(name, ".tmp-") || strings.Contains(name, ".old-") ||
			strings.HasPrefix(name, "clientele-") || parent == "staging" {
			left = append(left, path)
		}
		return nil
	})
	return left, err
}
