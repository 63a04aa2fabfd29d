package message_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/message"
)

// noise is bytes that no archive makes smaller; prose is some that it does.
func noise(random *rand.Rand, size int) []byte {
	content := make([]byte, size)
	random.Read(content)
	return content
}

func prose(random *rand.Rand, size int) []byte {
	var content bytes.Buffer
	for content.Len() < size {
		fmt.Fprintf(&content, "%d;customer;%d.00;Madrid\n", random.Intn(1000), random.Intn(100))
	}
	return content.Bytes()[:size:size]
}

func limitsOf(bytes int64, folder string) message.Limits {
	return message.Limits{Bytes: bytes, Folder: folder, Link: "https://example.com/files/", Job: "month", Period: "2026-11", Recipient: "anna@example.com"}
}

func packed(t *testing.T, files []message.Attachment, limits message.Limits) message.Packed {
	t.Helper()
	got, err := message.Pack(files, limits)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func hows(fates []message.Fate) string {
	var texts []string
	for _, fate := range fates {
		texts = append(texts, fmt.Sprintf("%s %s %d", fate.Name, fate.How, fate.Part))
	}
	return strings.Join(texts, "; ")
}

func TestPack_TakesTheMildestWayThatFits(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	file := func(name string, content []byte) message.Attachment { return message.FileOf(name, "", content) }
	for name, test := range map[string]struct {
		files []message.Attachment
		want  string
		parts int
	}{
		"nothing":           {nil, "", 1},
		"all fit":           {[]message.Attachment{file("a.xlsx", noise(random, 600)), file("b.html", prose(random, 400))}, "a.xlsx attached 1; b.html attached 1", 1},
		"one has to shrink": {[]message.Attachment{file("a.xlsx", noise(random, 601)), file("b.html", prose(random, 400)), file("c.csv", prose(random, 0))}, "a.xlsx attached 1; b.html zipped 1; c.csv attached 1", 1},
		"what gains most":   {[]message.Attachment{file("a.csv", prose(random, 500)), file("b.html", prose(random, 900))}, "a.csv attached 1; b.html zipped 1", 1},
		"several mails":     {[]message.Attachment{file("a", noise(random, 400)), file("b", noise(random, 700)), file("c", noise(random, 300))}, "a attached 2; b attached 1; c attached 1", 2},
		"too large plain":   {[]message.Attachment{file("a.csv", prose(random, 2000))}, "a.csv zipped 1", 1},
		"too large":         {[]message.Attachment{file("a.xlsx", noise(random, 1001)), file("b.csv", prose(random, 10))}, "a.xlsx linked 0; b.csv attached 1", 1},
		"beside a link":     {[]message.Attachment{file("a.xlsx", noise(random, 1001)), file("b.csv", prose(random, 900))}, "a.xlsx linked 0; b.csv attached 1", 1},
		"a link only":       {[]message.Attachment{file("a.xlsx", noise(random, 1001))}, "a.xlsx linked 0", 1},
	} {
		got := packed(t, test.files, limitsOf(1000, "/srv/share"))
		if hows(got.Fates) != test.want || len(got.Parts) != test.parts {
			t.Errorf("%s: %s in %d mails, want %s in %d", name, hows(got.Fates), len(got.Parts), test.want, test.parts)
		}
	}
}

func TestPack_WithoutAFolderATooLargeFileIsAnError(t *testing.T) {
	file := message.FileOf("customers.xlsx", workbook, noise(rand.New(rand.NewSource(1)), 1001))
	_, err := message.Pack([]message.Attachment{message.FileOf("a", "", nil), file}, limitsOf(1000, ""))
	var large *message.TooLarge
	if !errors.As(err, &large) || large.Name != "customers.xlsx" || large.Bytes != 1001 || large.Limit != 1000 {
		t.Errorf("%v", err)
	}
}

// Every byte of every file is found again exactly once, in a mail, in an
// archive in a mail, or in the folder; no mail is heavier than it may be; and
// which way a file takes does not depend on the order of the files.
func TestPack_LosesNothingAndRepeatsNothing(t *testing.T) {
	for seed := range int64(40) {
		random := rand.New(rand.NewSource(seed))
		folder := t.TempDir()
		limit := int64(500 + random.Intn(3_000))
		files := make([]message.Attachment, random.Intn(12))
		want := map[string]string{}
		for i := range files {
			body := noise(random, random.Intn(int(limit)))
			switch random.Intn(4) {
			case 0:
				body = prose(random, random.Intn(6*int(limit)))
			case 1:
				body = noise(random, random.Intn(3*int(limit)))
			}
			name := fmt.Sprintf("file-%d.bin", i)
			files[i], want[name] = message.FileOf(name, "", body), string(body)
		}
		got := packed(t, files, limitsOf(limit, folder))
		if err := got.WriteAside(); err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(want, found(t, got, limit)) {
			t.Fatalf("seed %d: other files are found than were packed", seed)
		}
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		shuffled := packed(t, files, limitsOf(limit, folder)).Fates
		byName(shuffled)
		byName(got.Fates)
		if difference := cmp.Diff(got.Fates, shuffled); difference != "" {
			t.Fatalf("seed %d: the order of the files matters:\n%s", seed, difference)
		}
	}
}

func byName(fates []message.Fate) {
	sort.Slice(fates, func(i, j int) bool { return fates[i].Name < fates[j].Name })
}

// found collects the files as their reader would, by the fates that the mails
// tell, and fails where there is more than the fates say.
func found(t *testing.T, got message.Packed, limit int64) map[string]string {
	t.Helper()
	files := map[string]string{}
	sent := 0
	for _, fate := range got.Fates {
		var body []byte
		switch fate.How {
		case message.Linked:
			name, _ := url.PathUnescape(strings.TrimPrefix(fate.Place, "https://example.com/files/"))
			content, err := os.ReadFile(filepath.Join(filepath.Dir(got.Aside[0].Path), name))
			if err != nil {
				t.Fatal(err)
			}
			body = content
		case message.Attached, message.Zipped:
			sent++
			body = content(t, attached(t, got.Parts[fate.Part-1], fate))
			if fate.How == message.Zipped {
				body = unzipped(t, body, fate.Name)
			}
		}
		if _, twice := files[fate.Name]; twice || int64(len(body)) != fate.Bytes {
			t.Fatalf("%s is there twice or has %d bytes of %d", fate.Name, len(body), fate.Bytes)
		}
		files[fate.Name] = string(body)
	}
	for i, part := range got.Parts {
		var weight int64
		for _, file := range part {
			weight += file.Size
			sent--
		}
		if weight > limit || len(part) == 0 && len(got.Parts) > 1 {
			t.Fatalf("mail %d weighs %d of %d", i+1, weight, limit)
		}
	}
	if sent != 0 {
		t.Fatalf("%d more files told than sent", sent)
	}
	return files
}

func attached(t *testing.T, part []message.Attachment, fate message.Fate) message.Attachment {
	t.Helper()
	for _, file := range part {
		if file.Name == fate.As && file.Size == fate.Sent {
			return file
		}
	}
	t.Fatalf("mail %d has no %q", fate.Part, fate.As)
	return message.Attachment{}
}

func unzipped(t *testing.T, content []byte, name string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) != 1 || archive.File[0].Name != name || archive.File[0].Modified.Year() != 1980 {
		t.Fatalf("archive of %s: %v", name, err)
	}
	reader, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPack_ThePageAndTheFilesStayUnderPostfixsLimit(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	m := monthly()
	m.Attachments = packed(t, []message.Attachment{
		message.FileOf("a.xlsx", workbook, noise(random, 4_000_000)), message.FileOf("b.xlsx", workbook, noise(random, 3_000_000)),
	}, message.Limits{}).Parts[0]
	m.Pictures[0].PNG = noise(random, 400_000)
	raw := bytesOf(t, m)
	if len(m.Attachments) != 2 || len(raw) > 10_240_000 {
		t.Errorf("%d files, %d bytes: more than Postfix takes where nobody changed it", len(m.Attachments), len(raw))
	}
}

func TestPack_TheSameFilesGiveTheSameArchives(t *testing.T) {
	body := prose(rand.New(rand.NewSource(3)), 50_000)
	archive := func() []byte {
		return content(t, packed(t, []message.Attachment{message.FileOf("Отчёт.csv", "", body)}, limitsOf(30_000, "")).Parts[0][0])
	}
	if first := archive(); !bytes.Equal(first, archive()) || !bytes.Equal(unzipped(t, first, "Отчёт.csv"), body) {
		t.Error("two archives of one file differ, or the name is not read as UTF-8")
	}
}

func TestPack_KeepsFilesOfOneNameApart(t *testing.T) {
	long := strings.Repeat("я", 100) + ".csv"
	names := []string{"a.csv", "A.CSV", "a.csv", "../a.csv", long, long, "a (2).csv", ""}
	var files []message.Attachment
	for i, name := range names {
		files = append(files, message.FileOf(name, "", []byte{byte(i)}))
	}
	got := packed(t, files, limitsOf(100, ""))
	seen := map[string]bool{}
	for i, fate := range got.Fates {
		if seen[strings.ToLower(fate.Name)] || len(fate.Name) > 156 || content(t, got.Parts[0][i])[0] != byte(i) {
			t.Errorf("%q of %q is there before, is too long, or is another file", fate.Name, names[i])
		}
		seen[strings.ToLower(fate.Name)] = true
	}
}

func TestPack_EqualSizesGoTheSameWayInEveryOrder(t *testing.T) {
	body := prose(rand.New(rand.NewSource(6)), 900)
	other := noise(rand.New(rand.NewSource(6)), 400)
	files := []message.Attachment{
		message.FileOf("b.csv", "", body), message.FileOf("a.csv", "", body),
		message.FileOf("d", "", other), message.FileOf("c", "", other),
	}
	turned := []message.Attachment{files[1], files[0], files[3], files[2]}
	for _, limit := range []int64{2300, 1500, 1000, 450} {
		one, other := packed(t, files, limitsOf(limit, "")).Fates, packed(t, turned, limitsOf(limit, "")).Fates
		byName(one)
		byName(other)
		if difference := cmp.Diff(one, other); difference != "" {
			t.Errorf("limit %d:\n%s", limit, difference)
		}
	}
}

func TestPack_AnArchiveHasANameOfItsOwn(t *testing.T) {
	body := prose(rand.New(rand.NewSource(7)), 2000)
	long := strings.Repeat("я", 100) + ".csv"
	got := packed(t, []message.Attachment{
		message.FileOf("a.csv", "", body), message.FileOf("a.csv.zip", "", []byte("PK")), message.FileOf(long, "", body),
	}, limitsOf(1800, ""))
	if as := got.Fates[0].As; as != "a.csv (2).zip" && as != "a.csv.zip (2)" || got.Fates[1].As != "a.csv.zip" {
		t.Errorf("archives %q and %q", as, got.Fates[1].As)
	}
	if as := got.Fates[2].As; as != got.Fates[2].Name+".zip" || message.SafeName(as, 0) != as {
		t.Errorf("the archive of a long name is %q", as)
	}
}

func TestPack_AFileThatChangesWhileItIsReadIsAnError(t *testing.T) {
	for _, size := range []int64{17, 19} {
		file := message.Attachment{Name: "a.csv", Size: size, Open: eighteen}
		for _, limits := range []message.Limits{limitsOf(16, "/srv"), limitsOf(18, "/srv")} {
			if size <= limits.Bytes {
				continue
			}
			if _, err := message.Pack([]message.Attachment{file}, limits); err == nil || !strings.Contains(err.Error(), "has 18 bytes and had") {
				t.Errorf("size %d: %v", size, err)
			}
		}
	}
	random := rand.New(rand.NewSource(8))
	// The one is given up half-way by the archive and read again for the folder.
	for name, body := range map[string][]byte{"not zipped": noise(random, 400_000), "zipped": prose(random, 400_000)} {
		file := message.FileOf(name, "", body)
		for _, file.Size = range []int64{399_999, 400_001} {
			_, err := message.Pack([]message.Attachment{file}, limitsOf(300_000, "/srv"))
			if err == nil || !strings.Contains(err.Error(), "has 400000 bytes and had") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestWriteAside_NamesCannotBeGuessedAndStayTheSame(t *testing.T) {
	folder := t.TempDir()
	body := noise(rand.New(rand.NewSource(4)), 1001)
	limits := limitsOf(1000, folder)
	aside := func(limits message.Limits, body []byte) message.Aside {
		return packed(t, []message.Attachment{message.FileOf("../Отчёт?.xlsx", workbook, body)}, limits).Aside[0]
	}
	first := aside(limits, body)
	if first.Path != aside(limits, body).Path {
		t.Error("the same delivery names another file")
	}
	other := limits
	other.Recipient = "emma@example.com"
	changedBody := append([]byte{}, body...)
	changedBody[500]++
	if first.Path == aside(other, body).Path || first.Path == aside(limits, changedBody).Path {
		t.Error("another recipient or another content has the same name")
	}
	if filepath.Dir(first.Path) != folder || !strings.HasSuffix(first.Path, "-_Отчёт_.xlsx") || len(filepath.Base(first.Path)) > 255 {
		t.Errorf("path %q", first.Path)
	}
	if want := "https://example.com/files/" + url.PathEscape(filepath.Base(first.Path)); first.Place != want {
		t.Errorf("link %q, want %q", first.Place, want)
	}
	limits.Link = ""
	if got := aside(limits, body); got.Place != got.Path {
		t.Errorf("without a link people are told %q", got.Place)
	}
}

func TestWriteAside_LeavesNoHalfFile(t *testing.T) {
	folder := t.TempDir()
	body := noise(rand.New(rand.NewSource(5)), 1001)
	got := packed(t, []message.Attachment{message.FileOf("a.xlsx", workbook, body)}, limitsOf(1000, folder))
	got.Aside[0].File.Open = func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader(body[:500]), broken{})), nil
	}
	if err := got.WriteAside(); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("%v", err)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
	got.Aside[0].File = message.FileOf("a.xlsx", workbook, body)
	got.Aside[0].File.Size++
	if err := got.WriteAside(); err == nil || !strings.Contains(err.Error(), "has 1001 bytes and had 1002") {
		t.Errorf("%v", err)
	}
	got.Aside[0].File.Size--
	// Half of it lies there, of a copy that was cut off by other means.
	if err := os.WriteFile(got.Aside[0].Path, body[:500], 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := got.WriteAside(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(got.Aside[0].Path)
	if err != nil || info.Mode().Perm() != 0o644 || info.Size() != 1001 {
		t.Errorf("%v, %v", info, err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }
