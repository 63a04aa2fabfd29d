package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/job"
)

// tellUnread warns of files that lie beside the exports and that no source
// reads: next month's export under a name that no pattern expects would stay out
// of every figure otherwise, without a word.
func (w *work) tellUnread(exports []export, report *job.Reporter) {
	read, folders := map[string]bool{}, []string{}
	for _, file := range exports {
		read[file.Path] = true
		folders = append(folders, filepath.Dir(file.Path))
	}
	for i := range w.config.ownSections {
		read[w.config.ownSections[i].file] = true
	}
	slices.Sort(folders)
	var unread []string
	for _, folder := range slices.Compact(folders) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue // its files were just read; what else is there can wait
		}
		for _, entry := range entries {
			path := filepath.Join(folder, entry.Name())
			if name := w.config.relative(path); !read[path] && !ignored(entry.Name()) && isFile(path, entry) && !w.config.ignores(name) {
				unread = append(unread, name)
			}
		}
	}
	if len(unread) > 0 {
		report.Warn(unreadSentence(unread))
	}
}

// ignores reports whether the config says that a file is no export: by a
// pattern, or by what it is.
func (c *Config) ignores(name string) bool {
	if c.Look.Logo != "" && name == c.relative(c.resolve(c.Look.Logo)) {
		return true
	}
	return slices.ContainsFunc(c.Ignore, func(pattern string) bool { return c.named(pattern, name) })
}

func unreadSentence(files []string) string {
	const shown = 3
	if len(files) == 1 {
		return fmt.Sprintf("no source reads %s; `clientele init --explain %s` shows what it holds; widen a pattern (files:), or list it under ignore:", files[0], files[0])
	}
	list := strings.Join(files[:min(shown, len(files))], ", ")
	if len(files) > shown {
		list += fmt.Sprintf(" and %d more", len(files)-shown)
	}
	return fmt.Sprintf("no source reads %s; `clientele init --explain FILE` shows what one holds; widen a pattern (files:), or list them under ignore:", list)
}
