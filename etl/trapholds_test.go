package etl_test

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"clientele/etl"
	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/etl/profiles"
	"clientele/internal/strictyaml"
)

// refused fails where the file is read, or the error does not say why not.
func (f trap) refused(why string) {
	f.t.Helper()
	table, err := export.Open(f.write(), export.Options{Known: profiles.KnownHeader})
	if err == nil {
		err = table.Close()
		f.t.Errorf("%s: the file was read, %v", f.name, err)
	} else if !strings.Contains(err.Error(), why) {
		f.t.Errorf("%s: %v; want an error that says %q", f.name, err, why)
	}
}

// holds fails where anything becomes of the export but what the fixture says.
func (f trap) holds() {
	f.t.Helper()
	path := f.write()
	if !f.recognised(path) {
		return
	}
	tables := 0
	for _, section := range slices.Sorted(maps.Keys(f.parts)) {
		name, found := strings.CutPrefix(section, "want/")
		if entity, _ := strings.CutSuffix(name, ".csv"); found && entity != "rejects" {
			f.becomes(path, entity)
			tables++
		}
	}
	if tables == 0 {
		f.t.Fatalf("%s: nothing is wanted", f.name)
	}
}

// recognised fails where the file is not taken for what it is.
func (f trap) recognised(path string) bool {
	f.t.Helper()
	want := f.options["profile"]
	if want == "" {
		return true
	}
	places, err := export.List(path, export.Options{Known: profiles.KnownHeader})
	if err != nil || len(places) == 0 {
		f.t.Errorf("%s: %d tables, %v", f.name, len(places), err)
		return false
	}
	matches := profiles.Recognise(places[0].Header, f.options["file"])
	if len(matches) == 0 || matches[0].Profile.Name != want || matches[0].Certainty < profiles.Sure {
		f.t.Errorf("%s: %q is not recognised: %v", f.name, places[0].Header, matches)
		return false
	}
	return true
}

// source is what a config says of the file: the profile's name, or all.
func (f trap) source(entity string) etl.Source {
	f.t.Helper()
	source := etl.Source{Name: "trap", Files: []string{f.options["file"]}, Entity: entity, Profile: f.options["profile"]}
	if written, there := f.parts["source.yaml"]; there {
		if _, err := strictyaml.Decode("source.yaml", []byte(written), &source); err != nil {
			f.t.Fatal(err)
		}
	} else {
		profile, _, err := profiles.Named(f.options["profile"])
		if err != nil {
			f.t.Fatal(err)
		}
		if source, err = source.With(profile); err != nil {
			f.t.Fatal(err)
		}
	}
	zone, currency := cmp.Or(f.options["time_zone"], "UTC"), cmp.Or(f.options["currency"], "EUR")
	return source.WithDefaults(etl.Defaults{TimeZone: zone, Currency: currency})
}

// becomes fails where the file's rows become others than the fixture says.
func (f trap) becomes(path, entity string) {
	f.t.Helper()
	file := etl.File{Path: path, Name: f.options["file"], Source: f.source(entity)}
	made, err := etl.Convert(context.Background(), file,
		etl.Settings{Folder: f.t.TempDir(), Workers: 1, Report: func(int64, float64) {}})
	if err != nil {
		f.t.Errorf("%s: %v", f.name, err)
		return
	}
	f.compare(entity, f.parts["want/"+entity+".csv"], made.Parts)
	var rejects []columnar.Part
	if made.Rejects != nil {
		rejects = append(rejects, *made.Rejects)
	}
	f.compare("rejects", cmp.Or(f.parts["want/rejects.csv"], "source_row,column_name,value,reason\n"), rejects)
	f.counts(entity, made.Tally)
}

// compare fails where files have other rows, in the columns that are wanted.
func (f trap) compare(what, want string, parts []columnar.Part) {
	f.t.Helper()
	wanted, err := csv.NewReader(strings.NewReader(want)).ReadAll()
	if err != nil {
		f.t.Fatalf("%s: %s: %v", f.name, what, err)
	}
	have := [][]string{wanted[0]}
	for _, row := range f.stored(parts) {
		line := make([]string, len(wanted[0]))
		for i, column := range wanted[0] {
			text, known := row[column]
			if !known {
				f.t.Fatalf("%s: %s have no column %q", f.name, what, column)
			}
			line[i] = text
		}
		have = append(have, line)
	}
	if one, two := shown(have), shown(wanted); one != two {
		f.t.Errorf("%s: %s\n%swant\n%s", f.name, what, one, two)
	}
}

// shown writes rows so that every cell can be seen.
func shown(rows [][]string) string {
	text := ""
	for _, row := range rows {
		text += fmt.Sprintf("\t%q\n", row)
	}
	return text
}

// stored reads the rows of files, in the order in which the export has them.
func (f trap) stored(parts []columnar.Part) (rows []map[string]string) {
	f.t.Helper()
	for _, part := range parts {
		table, err := export.Open(part.Path, export.Options{})
		if err != nil {
			f.t.Fatal(err)
		}
		for {
			record, err := table.Next()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				f.t.Fatal(err)
			}
			row := map[string]string{}
			for i, name := range table.Header() {
				row[name] = record.Cells[i].Text
			}
			rows = append(rows, row)
		}
		if err := table.Close(); err != nil {
			f.t.Fatal(err)
		}
	}
	slices.SortStableFunc(rows, func(a, b map[string]string) int {
		one, _ := strconv.Atoi(a["source_row"])
		two, _ := strconv.Atoi(b["source_row"])
		return cmp.Compare(one, two)
	})
	return rows
}

// counts fails where rows or their money are lost.
func (f trap) counts(entity string, tally etl.Tally) {
	f.t.Helper()
	if tally.Read != tally.Loaded+tally.Excluded+tally.Rejected {
		f.t.Errorf("%s: of %d %s %d + %d + %d are told", f.name, tally.Read, entity, tally.Loaded, tally.Excluded, tally.Rejected)
	}
	line := fmt.Sprintf("%s: read %d, loaded %d, excluded %d, rejected %d", entity, tally.Read, tally.Loaded, tally.Excluded, tally.Rejected)
	known, _ := etl.EntityNamed(entity)
	if _, hasMoney := known.Field("amount"); hasMoney {
		line += fmt.Sprintf("; money read %s, loaded %s, excluded %s, rejected %s", tally.AmountRead(), tally.AmountLoaded, tally.AmountExcluded, tally.AmountRejected)
	}
	for want := range strings.Lines(f.parts["counts"]) {
		if strings.HasPrefix(want, entity+": ") {
			if strings.TrimSpace(want) != line {
				f.t.Errorf("%s: counted\n\t%s\nwant\n\t%s", f.name, line, strings.TrimSpace(want))
			}
			return
		}
	}
	f.t.Errorf("%s: the fixture does not count %s", f.name, entity)
}
