package pipeline

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clientele/etl/profiles"
)

// mostFiles bounds a walk: whoever names the root of a disk has made a mistake.
const mostFiles = 10_000

// walk lists the files of the folders, and the files named, by name. What a
// run writes itself is no export, and neither is what programs leave behind.
func walk(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		information, err := os.Stat(path)
		if err != nil {
			return nil, &UsageError{Text: fmt.Sprintf("%s cannot be looked at: %v", path, err), Hint: "name the folder in which the exports lie", Cause: err}
		}
		if !information.IsDir() {
			files = append(files, path)
			continue
		}
		root := path + string(filepath.Separator) // so that a link to a folder is followed, as a load does
		err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if name != root && (ignored(entry.Name()) || ourFolder(name)) {
					return filepath.SkipDir
				}
				return nil
			}
			if !ignored(entry.Name()) && isFile(name, entry) {
				files = append(files, name)
			}
			if len(files) > mostFiles {
				return &UsageError{Text: fmt.Sprintf("%s holds more than %d files", path, mostFiles), Hint: "name the folder in which the exports lie"}
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("looking through %s: %w", path, err)
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// isFile follows a link to a file, as a load does.
func isFile(name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	information, err := os.Stat(name)
	return err == nil && information.Mode().IsRegular()
}

// ignored tells names of hidden files, of what an open program or a download
// leaves lying, and of what describes the folder.
func ignored(name string) bool {
	lower := strings.ToLower(name)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	if slices.Contains([]string{"thumbs.db", "desktop.ini", "__macosx", "readme", "license"}, lower) {
		return true
	}
	return slices.Contains([]string{".tmp", ".temp", ".part", ".crdownload", ".lock", ".yaml", ".yml", ".md", ".log"}, filepath.Ext(lower))
}

// ourFolder tells the folders that a run writes: a lake has its snapshots, the
// folder of reports has them by day.
func ourFolder(path string) bool {
	switch filepath.Base(path) {
	case "lake":
		return exists(filepath.Join(path, "CURRENT")) || exists(filepath.Join(path, "snapshots")) || exists(filepath.Join(path, "metadata"))
	case "out":
		return true
	}
	return false
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// ownProfile is a profile that the user wrote, beside the config.
type ownProfile struct {
	file    string // relative to the config
	profile profiles.Profile
}

// ownProfiles reads the profiles beside the config and beside the exports. A
// config, or another YAML file, is none.
func ownProfiles(options InitOptions) ([]ownProfile, error) {
	config := &Config{path: filepath.Join(options.Base, "clientele.yaml")}
	var own []ownProfile
	seen := map[string]bool{}
	for _, folder := range append([]string{options.Base}, folders(options.Paths)...) {
		names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
		if err != nil {
			continue // a folder whose name is a bad pattern has none
		}
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil || !isProfile(source) || seen[config.relative(name)] {
				continue
			}
			seen[config.relative(name)] = true
			profile, err := profiles.Read(name, source)
			if err != nil {
				return nil, &UsageError{Text: err.Error(), Cause: err}
			}
			own = append(own, ownProfile{config.relative(name), profile})
		}
	}
	return own, nil
}

// isProfile tells a profile, a wrong one too, from a config and from what other
// programs keep in YAML.
func isProfile(source []byte) bool {
	has := func(key string) bool { return bytes.Contains(append([]byte("\n"), source...), []byte("\n"+key+":")) }
	return has("recognise") || has("tables") && has("system")
}

// folders are the paths that are folders, and those of the files among them.
func folders(paths []string) []string {
	list := make([]string, len(paths))
	for i, path := range paths {
		list[i] = path
		if information, err := os.Stat(path); err != nil || !information.IsDir() {
			list[i] = filepath.Dir(path)
		}
	}
	return list
}

// companyOf is the name of the folder; one that is only called after what lies
// in it is within the company's.
func companyOf(options InitOptions) string {
	folder := options.Base
	if len(options.Paths) == 1 {
		if information, err := os.Stat(options.Paths[0]); err == nil && information.IsDir() {
			folder = options.Paths[0]
		}
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "Company"
	}
	for range 3 {
		name := filepath.Base(absolute)
		generic := []string{"exports", "export", "data", "files", "downloads", "csv", "input", "inbox", "выгрузка", "выгрузки", "данные", "экспорт", "загрузки", "datos", "exportaciones", "dados", "crm", "tmp"}
		if !slices.Contains(generic, strings.ToLower(name)) && len(name) > 1 {
			return name
		}
		absolute = filepath.Dir(absolute)
	}
	return "Company"
}
