package xlsx

import (
	"net/url"
	"path"
	"strings"
)

// A catalog is the table of contents of a workbook.
type catalog struct {
	sheets      []sheetEntry
	stringsPart string
	stylesPart  string
	date1904    bool
}

type sheetEntry struct {
	name   string
	part   string
	hidden bool
}

func (c catalog) find(name string) (sheetEntry, bool) {
	if name == "" {
		for _, s := range c.sheets {
			if !s.hidden {
				return s, true
			}
		}
		return c.sheets[0], true
	}
	for _, s := range c.sheets {
		if s.name == name {
			return s, true
		}
	}
	for _, s := range c.sheets {
		if strings.EqualFold(s.name, name) {
			return s, true
		}
	}
	return sheetEntry{}, false
}

// readCatalog finds the workbook's main part and reads the list of its sheets.
func (w *Workbook) readCatalog() (catalog, error) {
	main := "xl/workbook.xml"
	packageParts, err := w.readRelationships("")
	if err != nil {
		return catalog{}, err
	}
	for _, r := range packageParts {
		if r.kind == "officeDocument" && w.has(r.target) {
			main = r.target
		}
	}
	if !w.has(main) || !strings.HasSuffix(partName(main), ".xml") {
		return catalog{}, w.notWorkbook(main)
	}
	related, err := w.readRelationships(main)
	if err != nil {
		return catalog{}, err
	}
	reader := catalogReader{related: related, limits: w.limits}
	for _, r := range related {
		switch r.kind {
		case "sharedStrings":
			reader.stringsPart = r.target
		case "styles":
			reader.stylesPart = r.target
		}
	}
	if err := w.readPart(main, &reader.tokens, reader.visit); err != nil {
		return catalog{}, err
	}
	if reader.root != "workbook" {
		return catalog{}, w.notWorkbook(main)
	}
	if len(reader.sheets) == 0 {
		return catalog{}, &FileError{Path: w.path, Kind: ErrNotExcel, Problem: "the workbook has no worksheets", Advice: "save it with at least one sheet of cells"}
	}
	return reader.catalog, nil
}

type catalogReader struct {
	catalog
	*tokens
	limits  limits
	related []relationship
	root    string
}

func (c *catalogReader) visit() (bool, error) {
	if c.depth() == 1 {
		c.root = string(c.name)
	}
	switch string(c.name) {
	case "workbookPr":
		raw, _, err := c.attribute("date1904", false)
		c.date1904 = string(raw) == "1" || string(raw) == "true" || string(raw) == "on"
		return false, err
	case "sheet":
		return false, c.addSheet()
	}
	return false, nil
}

// addSheet notes a worksheet; charts, dialogs and macro sheets are passed over.
func (c *catalogReader) addSheet() error {
	if len(c.sheets) >= c.limits.styles {
		return overLimit("it has more than %d sheets", c.limits.styles)
	}
	rawName, _, err := c.attribute("name", false)
	if err != nil {
		return err
	}
	name, err := attributeText(rawName)
	if err != nil {
		return err
	}
	id, _, err := c.attribute("id", true)
	if err != nil {
		return err
	}
	state, _, err := c.attribute("state", false)
	if err != nil {
		return err
	}
	for _, r := range c.related {
		if r.id == string(id) && r.kind == "worksheet" {
			c.sheets = append(c.sheets, sheetEntry{name, r.target, string(state) == "hidden" || string(state) == "veryHidden"})
			break
		}
	}
	return nil
}

// A relationship points from one part to another.
type relationship struct {
	id     string
	kind   string // the last word of the type, which is a URI that differs between the editions of the standard
	target string
}

// readRelationships reads where a part points to; "" is the package itself.
func (w *Workbook) readRelationships(of string) ([]relationship, error) {
	folder, file := path.Split(of)
	name := folder + "_rels/" + file + ".rels"
	if !w.has(name) {
		return nil, nil
	}
	var found []relationship
	var t *tokens
	err := w.readPart(name, &t, func() (bool, error) {
		if string(t.name) != "Relationship" {
			return false, nil
		}
		if len(found) >= w.limits.styles {
			return true, overLimit("it has more than %d relationships", w.limits.styles)
		}
		r, err := t.relationship(folder)
		if r.target != "" {
			found = append(found, r)
		}
		return false, err
	})
	return found, err
}

func (t *tokens) relationship(folder string) (relationship, error) {
	var values [4]string
	for i, name := range []string{"Id", "Type", "Target", "TargetMode"} {
		raw, _, err := t.attribute(name, false)
		if err != nil {
			return relationship{}, err
		}
		if values[i], err = attributeText(raw); err != nil {
			return relationship{}, err
		}
	}
	target := strings.ReplaceAll(values[2], `\`, "/")
	if target == "" || values[3] == "External" {
		return relationship{}, nil
	}
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if !strings.HasPrefix(target, "/") {
		target = folder + target
	}
	return relationship{
		id: values[0], kind: path.Base(values[1]),
		target: strings.TrimPrefix(path.Clean("/"+target), "/"),
	}, nil
}

// readPart walks through a part that is not a sheet. The tokens are put where
// visit finds them.
func (w *Workbook) readPart(name string, to **tokens, visit func() (bool, error)) error {
	source, err := w.open(name, w.limits.smallBytes)
	if err != nil {
		return w.failure(name, err)
	}
	defer func() { _ = source.Close() }()
	*to = newTokens(source, w.limits)
	if err := (*to).each(visit); err != nil {
		return w.failure(name, err)
	}
	return nil
}
