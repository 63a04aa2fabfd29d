package etl

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func everyEntity() []Entity { return append(Entities(), Observations()) }

// A number that once stood for a column stands for it for ever: lakes that
// were written before are read by it. Add lines here, change none.
func TestEntities_FieldIDsStay(t *testing.T) {
	var got strings.Builder
	for _, entity := range append(Entities(), Rejects()) {
		fmt.Fprintf(&got, "%s\n", entity.Name)
		seen, names := map[int]string{}, map[string]bool{}
		for _, field := range entity.Stored() {
			if seen[field.ID] != "" || names[field.Name] || field.ID <= 0 || field.Type == "" {
				t.Errorf("%s: field %s has the number %d, as %s has, or no type", entity.Name, field.Name, field.ID, seen[field.ID])
			}
			seen[field.ID], names[field.Name] = field.Name, true
			fmt.Fprintf(&got, "  %d %s %s\n", field.ID, field.Name, field.Type)
		}
		for _, key := range entity.Key {
			if !names[key] {
				t.Errorf("%s: there is no field %s to order by", entity.Name, key)
			}
		}
	}
	want, err := os.ReadFile(filepath.Join("testdata", "field_ids.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("testdata/field_ids.txt should be\n%s", got.String())
	}
}

func TestLoad_TheFilesBearTheFieldIDs(t *testing.T) {
	w := newWorkspace(t, 1)
	file := w.file("f.csv", plainCSV+"C,never,x,1\n", shop())
	_, snapshot := w.mustLoad(nil, file)
	for _, entity := range []Entity{purchases(), Rejects()} {
		for _, path := range w.lake.Paths(snapshot.FilesOf(entity.Name)) {
			opened, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			info, err := opened.Stat()
			if err != nil {
				t.Fatal(err)
			}
			read, err := parquet.OpenFile(opened, info.Size())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, element := range read.Metadata().Schema[1:] {
				got = append(got, fmt.Sprintf("%d %s", element.FieldID, element.Name))
			}
			var want []string
			for _, field := range entity.Stored() {
				want = append(want, fmt.Sprintf("%d %s", field.ID, field.Name))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %v, want %v", entity.Name, got, want)
			}
			if err := opened.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if len(snapshot.FilesOf("purchases")) != 1 || len(snapshot.FilesOf("rejects")) != 1 {
		t.Errorf("%+v", snapshot.Files)
	}
}

func TestLoad_RejectsSayWhereAndWhy(t *testing.T) {
	w := newWorkspace(t, 1)
	content := "order,at,who,sum,sum\nA,2024-05-01,\"two\nlines\",1,\n,2024-05-01,x,12.5,\nC,31.02.2024,x,7,\nD,2024-05-01,x,7,1O0\nE,2024-05-01\n,never,x,y,z\n"
	source := withEncoding(shop(), "utf-8")
	source.Dates, source.Decimal = "day first", "."
	file := w.file("f.csv", content, source)
	file.Name = "exports/f.csv"
	loads, snapshot := w.mustLoad(nil, file)
	w.view(snapshot, Rejects())
	got := w.ask(`select string_agg(concat_ws('|', entity, source, source_file, source_row, column_name, header, value, reason, coalesce(cast(amount as varchar), '∅')), chr(10)
		order by source_row, column_name) as v from rejects`).Text(0, "v")
	want := strings.Join([]string{
		"purchases|shop|exports/f.csv|4|order_id|order||is empty|12.5000",
		"purchases|shop|exports/f.csv|5|purchased_at|at|31.02.2024|is no date|7.0000",
		"purchases|shop|exports/f.csv|6|amount|sum|1O0|is no number|∅",
		"purchases|shop|exports/f.csv|7|||E,2024-05-01|has 2 columns where the header has 5|∅",
		"purchases|shop|exports/f.csv|8|amount|sum|z|is no number|∅",
		"purchases|shop|exports/f.csv|8|order_id|order||is empty|∅",
		"purchases|shop|exports/f.csv|8|purchased_at|at|never|is no date|∅",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	load := loads[0].Load
	if load.Read != 6 || load.Loaded != 1 || load.Rejected != 5 || load.AmountRead != "20.5000" || load.AmountLoaded != "1.0000" || load.AmountRejected != "19.5000" || load.UnreadableAmounts != 3 ||
		load.FirstAt != "2024-05-01 00:00:00" || load.LastAt != "2024-05-01 00:00:00" {
		t.Errorf("%+v", load)
	}
}

// hashes are those of all files of a lake, by name.
func (w *workspace) hashes() string {
	w.Helper()
	var lines []string
	err := filepath.WalkDir(filepath.Join(w.dir, "lake", "data"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		lines = append(lines, fmt.Sprintf("%s %x", filepath.Base(path), sha256.Sum256(content)))
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func TestLoad_TheSameBytesWithOneThreadOrTwoAndInEachRun(t *testing.T) {
	content := randomPurchases(1, longer(8_000, 100_000)).csv()
	var first string
	for i, threads := range []int{1, 2, 2} {
		w := newWorkspace(t, threads)
		source := randomSource()
		w.mustLoad([]string{"POST"}, w.file("f.csv", content, source))
		if got := w.hashes(); i == 0 {
			first = got
		} else if got != first {
			t.Errorf("%d threads give other files:\n%s\n%s", threads, first, got)
		}
	}
	if strings.Count(first, "\n") < 12 {
		t.Errorf("the files are too few for the test:\n%s", first)
	}
}

func TestLoad_AgainChangesNothing(t *testing.T) {
	w := newWorkspace(t, 1)
	file := w.file("f.csv", plainCSV, shop())
	_, first := w.mustLoad(nil, file)
	before := w.hashes()
	loads, second := w.mustLoad(nil, file)
	if !loads[0].Skipped || loads[0].Load.Read != 2 || second.Version != first.Version || w.hashes() != before {
		t.Errorf("%+v, version %d after %d", loads, second.Version, first.Version)
	}
	// Its copy under another name is the same content.
	copied := w.file("copy.csv", plainCSV, shop())
	if loads, second = w.mustLoad(nil, file, copied); !loads[0].Skipped || !loads[1].Skipped || second.Version != first.Version {
		t.Errorf("%+v, version %d", loads, second.Version)
	}
}

func TestLoad_AnotherMappingLoadsAgain(t *testing.T) {
	w := newWorkspace(t, 1)
	file := w.file("f.csv", plainCSV, shop())
	w.mustLoad(nil, file)
	file.Source.Constants = constants("channel", "web")
	loads, snapshot := w.mustLoad(nil, file)
	w.view(snapshot, purchases())
	if got := w.ask("select concat(count(*), ' ', min(channel)) as v from purchases").Text(0, "v"); loads[0].Skipped || got != "2 web" {
		t.Errorf("%+v, %s", loads, got)
	}
}

func TestLoad_ACorrectedFileReplacesWhatItBrought(t *testing.T) {
	w := newWorkspace(t, 1)
	other := w.file("other.csv", "order,at,who,sum\nZ,2024-05-09,z,100\n", shop())
	w.mustLoad(nil, w.file("f.csv", plainCSV+"C,never,x,1\n", shop()), other)
	_, snapshot := w.mustLoad(nil, w.file("f.csv", "order,at,who,sum\nA,2024-06-01,Ärger,9\n", shop()), other)
	w.view(snapshot, purchases())
	got := w.ask("select string_agg(concat_ws(' ', order_id, amount), ', ' order by order_id) as v from purchases").Text(0, "v")
	if got != "A 9.0000, Z 100.0000" || len(snapshot.FilesOf("rejects")) != 0 || len(snapshot.Loads) != 2 {
		t.Errorf("%s; %+v", got, snapshot.Loads)
	}
}

func TestLoad_AFileOfRejectsOnlyIsCounted(t *testing.T) {
	w := newWorkspace(t, 1)
	loads, snapshot := w.mustLoad(nil, w.file("f.csv", "order,at,who,sum\nA,never,x,1\n", shop()), w.file("g.csv", "order,at,who,sum\n", shop()))
	if load := loads[0].Load; load.Read != 1 || load.Rejected != 1 || load.AmountRejected != "1.0000" || load.FirstAt != "" || len(snapshot.FilesOf("purchases")) != 0 {
		t.Errorf("%+v", load)
	}
	if load := loads[1].Load; load.Read != 0 || load.Rejected != 0 || load.AmountRead != "0.0000" {
		t.Errorf("%+v", load)
	}
}

func TestLoad_AnEmptyAmountIsNoUnreadableOne(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "crm", Entity: "deals", Columns: pairs("deal_id", "id", "amount", "sum")}
	loads, _ := w.mustLoad(nil, w.file("f.csv", "id,sum\nA,\nB,7.5\nC,x\n", source))
	if load := loads[0].Load; load.Loaded != 2 || load.Rejected != 1 || load.UnreadableAmounts != 1 || load.AmountRead != "7.5000" {
		t.Errorf("%+v", load)
	}
}
