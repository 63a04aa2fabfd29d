package message

import (
	"crypto/sha256"
	"fmt"
	"io"
	"sort"
	"strings"
)

// DefaultLimit is what the files of one mail may weigh: in base64 they become
// 9.6 MB, which leaves page and pictures 0.6 MB of the 10.24 that Postfix
// takes where nobody changed it.
const DefaultLimit = 7_000_000

// Limits says how much a mail may carry and where the rest goes.
type Limits struct {
	Bytes int64 // of all files of one mail, before encoding; DefaultLimit where 0
	// Folder takes files that are too large for any mail; none where empty.
	Folder string
	// Link is the address under which people reach the folder; where empty
	// they are told the path.
	Link string
	// Job, Period and Recipient are whose files these are: two recipients
	// never share a file in the folder.
	Job, Period, Recipient string
}

// How says in which way a file reaches its reader.
type How string

// The ways of a file.
const (
	Attached How = "attached" // as it is
	Zipped   How = "zipped"   // in an archive of its own
	Linked   How = "linked"   // in the folder, as it is
)

// Fate is what became of one file, for the words of the mail.
type Fate struct {
	Name  string // of the file, as its reader sees it
	Bytes int64  // of the file itself
	How   How
	// As and Sent are name and bytes of what is attached: the archive of a
	// zipped file; empty and 0 of a linked one.
	As   string
	Sent int64
	Part int // the mail that has it, from 1; 0 of a linked one
	// Place is the link to a linked file, or its path.
	Place string
}

// Packed is files spread over mails.
type Packed struct {
	Parts [][]Attachment // of mail 1, 2, …; one empty part where nothing is attached
	Fates []Fate         // one for each file, in the order given
	// Aside are the files for the folder; WriteAside puts them there.
	Aside []Aside
}

// Aside is a file too large for a mail.
type Aside struct {
	File  Attachment
	Path  string // where WriteAside puts it
	Place string // what people are told
}

// TooLarge is the error about a file for which there is no way.
type TooLarge struct {
	Name         string
	Bytes, Limit int64
}

// Error says what to do.
func (e *TooLarge) Error() string {
	return fmt.Sprintf("file %q has %d bytes and no mail takes more than %d, zipped too; name a folder for such files (too_large.folder)",
		e.Name, e.Bytes, e.Limit)
}

// packing is one file on its way.
type packing struct {
	index  int // in the order given
	plain  Attachment
	zipped *Attachment // fits a mail; nil where zipping gains too little for that
	fate   Fate
	chosen Attachment
}

// Pack spreads files over as few mails as their limit allows: all in one as
// they are; else the ones that gain most are zipped until all fit; else they
// are spread, zipped where that gains, over several mails, the largest first;
// and what is larger than a mail goes to the folder. Which file goes which way
// does not depend on the order in which the files are given. Nothing is
// written: see WriteAside.
func Pack(files []Attachment, limits Limits) (Packed, error) {
	if limits.Bytes == 0 {
		limits.Bytes = DefaultLimit
	}
	items := make([]*packing, len(files))
	taken := map[string]bool{}
	for i, file := range files {
		file.Name = freeName(SafeName(file.Name, longestName-len(".zip")), taken)
		items[i] = &packing{index: i, plain: file, chosen: file, fate: Fate{Name: file.Name, Bytes: file.Size, How: Attached}}
	}
	packed := Packed{}
	if weight(items) > limits.Bytes {
		if err := zipAll(items, limits.Bytes, taken); err != nil {
			return Packed{}, err
		}
		aside, err := setAside(items, limits)
		if err != nil {
			return Packed{}, err
		}
		packed.Aside = aside
		zipUntilFits(items, limits.Bytes)
	}
	packed.Parts = spread(items, limits.Bytes)
	for _, item := range items {
		packed.Fates = append(packed.Fates, item.fate)
	}
	return packed, nil
}

// weight is what the files weigh that are not in the folder.
func weight(items []*packing) int64 {
	var total int64
	for _, item := range items {
		if item.fate.How != Linked {
			total += item.chosen.Size
		}
	}
	return total
}

// setAside finds the files that no mail can carry.
func setAside(items []*packing, limits Limits) ([]Aside, error) {
	var aside []Aside
	for _, item := range items {
		if item.plain.Size <= limits.Bytes || item.zipped != nil {
			continue
		}
		if limits.Folder == "" {
			return nil, &TooLarge{Name: item.plain.Name, Bytes: item.plain.Size, Limit: limits.Bytes}
		}
		one, err := asideOf(item.plain, limits)
		if err != nil {
			return nil, err
		}
		aside = append(aside, one)
		item.fate.How, item.fate.Place = Linked, one.Place
	}
	return aside, nil
}

// zipUntilFits zips first what no mail takes plain, then what gains most, and
// stops when one mail holds all: a file that needs no unpacking is better.
func zipUntilFits(items []*packing, limit int64) {
	var candidates []*packing
	for _, item := range items {
		if item.zipped == nil || item.fate.How == Linked {
			continue
		}
		if item.plain.Size > limit {
			item.zip()
			continue
		}
		candidates = append(candidates, item)
	}
	sort.SliceStable(candidates, func(i, j int) bool {
		a, b := candidates[i], candidates[j]
		if gainA, gainB := a.plain.Size-a.zipped.Size, b.plain.Size-b.zipped.Size; gainA != gainB {
			return gainA > gainB
		}
		return a.plain.Name < b.plain.Name
	})
	for _, item := range candidates {
		if weight(items) <= limit {
			return
		}
		item.zip()
	}
}

func (p *packing) zip() {
	p.chosen = *p.zipped
	p.fate.How = Zipped
}

// spread puts the largest file into the first mail with room for it (first fit
// decreasing: at most 11/9 of the fewest mails possible, plus one), so that the
// workbook of the month is in the first mail and small files fill gaps. Within
// a mail the files stand in the order given.
func spread(items []*packing, limit int64) [][]Attachment {
	ordered := make([]*packing, 0, len(items))
	for _, item := range items {
		if item.fate.How != Linked {
			ordered = append(ordered, item)
		}
	}
	sort.SliceStable(ordered, func(i, j int) bool {
		if ordered[i].chosen.Size != ordered[j].chosen.Size {
			return ordered[i].chosen.Size > ordered[j].chosen.Size
		}
		return ordered[i].plain.Name < ordered[j].plain.Name
	})
	room := []int64{limit}
	for _, item := range ordered {
		part := 0
		for part < len(room) && room[part] < item.chosen.Size {
			part++
		}
		if part == len(room) {
			room = append(room, limit)
		}
		room[part] -= item.chosen.Size
		item.fate.Part, item.fate.As, item.fate.Sent = part+1, item.chosen.Name, item.chosen.Size
	}
	parts := make([][]Attachment, len(room))
	for _, item := range items {
		if item.fate.Part > 0 {
			parts[item.fate.Part-1] = append(parts[item.fate.Part-1], item.chosen)
		}
	}
	return parts
}

// freeName keeps two files of one mail apart, also for systems that do not
// tell capitals from small letters.
func freeName(name string, taken map[string]bool) string {
	stem, extension := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		stem, extension = name[:dot], name[dot:]
	}
	for n := 2; taken[strings.ToLower(name)]; n++ {
		number := fmt.Sprintf(" (%d)", n)
		name = trimName(cut(stem, longestName-len(".zip")-len(extension)-len(number))) + number + extension
	}
	taken[strings.ToLower(name)] = true
	return name
}

// asideOf names a file in the folder so that nobody who knows the job and a
// colleague's address can guess the colleague's link: the hash goes over the
// file's own content too, which only its reader has. The same file of the same
// delivery always gets the same name, so that a second attempt writes no
// second copy.
func asideOf(file Attachment, limits Limits) (Aside, error) {
	sum := sha256.New()
	hashTexts(sum, "aside", limits.Job, limits.Period, limits.Recipient, file.Name)
	content, err := file.Open()
	if err != nil {
		return Aside{}, fmt.Errorf("opening file %q: %w", file.Name, err)
	}
	n, err := io.Copy(sum, content)
	if closeErr := content.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return Aside{}, fmt.Errorf("reading file %q: %w", file.Name, err)
	}
	if n != file.Size {
		return Aside{}, changed(file, n)
	}
	return placed(file, shortHash(sum), limits), nil
}

// changed is the error about a file that somebody writes while it is read.
func changed(file Attachment, bytes int64) error {
	return fmt.Errorf("file %q has %d bytes and had %d when it was chosen", file.Name, bytes, file.Size)
}
