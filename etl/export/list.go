package export

import (
	"errors"
	"io"
)

// listedRows is how many rows of a text or sheet are searched for further
// tables; reports with several are short.
const listedRows = 50_000

// List tells of every table of a file: of the files of an archive, the visible
// sheets of a workbook, the tables one below another. What cannot be read is
// told in its place's note, unless it is the file itself.
func List(path string, options Options) ([]Place, error) {
	f, err := openOuter(path, options)
	if err != nil {
		return nil, err
	}
	if f.format != "zip" {
		return f.list(options)
	}
	names, err := membersOf(f)
	if err != nil {
		return nil, err
	}
	var places []Place
	for _, name := range names {
		if options.Member != "" && !isMember(name, options.Member) {
			continue
		}
		member, err := openMember(f, name, options)
		var found []Place
		if err == nil {
			found, err = member.list(options)
		}
		if err != nil {
			places = append(places, Place{Member: name, Note: err.Error()})
		}
		places = append(places, found...)
	}
	if len(places) == 0 {
		_, err := openArchive(f, options) // says what there is
		return nil, err
	}
	return places, nil
}

// list tells of the tables of a file that is no archive.
func (f *file) list(options Options) ([]Place, error) {
	if f.format != "xlsx" && f.format != "ods" || options.Sheet != "" {
		return f.listGrid(options)
	}
	sheets, err := f.sheets()
	if err != nil {
		return nil, err
	}
	var places []Place
	var first error
	for _, sheet := range sheets {
		options.Sheet = sheet
		found, err := f.listGrid(options)
		if err != nil {
			first = errors.Join(first, err)
			places = append(places, Place{Member: f.member, Sheet: sheet, Format: f.format, Note: err.Error()})
			continue
		}
		places = append(places, found...)
	}
	if len(sheets) == 1 && first != nil {
		return nil, first
	}
	return places, nil
}

// listGrid tells of the tables of a text or sheet.
func (f *file) listGrid(options Options) (places []Place, err error) {
	opened, err := f.table(options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	places = append(places, opened.Place())
	t, several := opened.(*table)
	if !several || options.Block > 0 {
		return places, nil
	}
	for range listedRows {
		var passed row
		if err := t.pull(&passed); err == nil {
			continue
		} else if !errors.Is(err, io.EOF) {
			return places, nil // what is wrong with the rows is told when they are read
		}
		if !t.closed || t.begin(options) != nil {
			break
		}
		places = append(places, t.place)
	}
	return places, nil
}

// sheets lists the visible sheets of a workbook.
func (f *file) sheets() ([]string, error) {
	if f.format == "ods" {
		return sheetsOfODS(f)
	}
	workbook, err := openWorkbook(f)
	if err != nil {
		return nil, err
	}
	sheets := workbook.VisibleSheets()
	if err := workbook.Close(); err != nil {
		return nil, OpenError(f.name, err)
	}
	return sheets, nil
}
