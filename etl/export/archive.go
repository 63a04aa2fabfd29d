package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

const (
	// maxMembers bounds the files of an archive.
	maxMembers = 10_000
	// maxHeld bounds a workbook in an archive, which is held in memory.
	maxHeld = 256 << 20
)

// openArchive picks the file of an archive that the options name.
func openArchive(f *file, options Options) (*file, error) {
	names, err := membersOf(f)
	if err != nil {
		return nil, err
	}
	var picked []string
	for _, name := range names {
		if options.Member == "" || isMember(name, options.Member) {
			picked = append(picked, name)
		}
	}
	refuse := func(format string, args ...any) error {
		return &FileError{File: f.name, Cause: ErrInput, Text: fmt.Sprintf(format, args...)}
	}
	switch {
	case len(names) == 0:
		return nil, refuse("it is an archive without a file in it; export it again")
	case len(picked) == 0:
		return nil, refuse("no file in it is called %q; it holds %s", options.Member, listed(names))
	case len(picked) > 1 && options.Member == "":
		return nil, refuse("it is an archive of several files; say by `member` which is meant: %s", listed(names))
	case len(picked) > 1:
		return nil, refuse("%q is the name of several files in it; say by `member` which is meant: %s", options.Member, listed(picked))
	}
	return openMember(f, picked[0], options)
}

func listed(names []string) string {
	const most = 20
	text := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		text += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return text
}

// isMember compares a name, or its last part, with a name or pattern.
func isMember(name, pattern string) bool {
	name, pattern = strings.ToLower(name), strings.ToLower(pattern)
	for _, candidate := range []string{name, path.Base(name)} {
		if candidate == pattern {
			return true
		}
		if fits, err := path.Match(pattern, candidate); err == nil && fits {
			return true
		}
	}
	return false
}

// membersOf lists the files of an archive in their order, without those that
// computers add for themselves.
func membersOf(f *file) ([]string, error) {
	archive, err := zip.OpenReader(f.path)
	if err != nil {
		return nil, &FileError{File: f.name, Text: "the archive is damaged; copy or download it again", Cause: err}
	}
	defer func() { _ = archive.Close() }() // read only, nothing to lose
	if len(archive.File) > maxMembers {
		return nil, &FileError{File: f.name, Text: fmt.Sprintf("the archive holds more than %d files; unpack it", maxMembers), Cause: ErrInput}
	}
	var names []string
	for _, member := range archive.File {
		name := memberName(member)
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".") {
			continue
		}
		names = append(names, name)
	}
	return names, nil
}

// memberName is a member's name in UTF-8; the archives of Russian Windows have
// it in the code page of its console.
func memberName(member *zip.File) string {
	name := strings.ReplaceAll(member.Name, `\`, "/")
	if member.NonUTF8 && strings.ToValidUTF8(name, "") != name {
		if decoded, err := charmap.CodePage866.NewDecoder().String(name); err == nil {
			return decoded
		}
	}
	return valid(name)
}

// openMember opens one file of an archive.
func openMember(f *file, name string, options Options) (*file, error) {
	member := &file{name: f.name + "/" + name, member: name}
	member.open = func() (*stream, error) { return openZipped(f, name) }
	if err := member.readHead(); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(member.head, []byte("PK\x03\x04")) || bytes.HasPrefix(member.head, []byte("\xd0\xcf\x11\xe0")) {
		if err := member.hold(); err != nil {
			return nil, err
		}
	}
	var err error
	if member.format, err = formatOf(member, options); err != nil {
		return nil, err
	}
	if member.format == "zip" {
		return nil, &FileError{File: member.name, Text: "it is an archive within an archive; unpack the outer one", Cause: ErrInput}
	}
	return member, nil
}

// hold reads a file into memory, where a workbook must lie to be read.
func (f *file) hold() error {
	from, err := f.open()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(io.LimitReader(from, maxHeld+1))
	if err = errors.Join(err, from.Close()); err != nil {
		return OpenError(f.name, err)
	}
	if len(content) > maxHeld {
		return &FileError{File: f.name, Text: fmt.Sprintf("it is a workbook of more than %d MB in an archive; unpack it", maxHeld>>20), Cause: ErrInput}
	}
	f.held = content
	return nil
}

// openZipped opens a member for reading.
func openZipped(f *file, name string) (*stream, error) {
	archive, err := zip.OpenReader(f.path)
	if err != nil {
		return nil, OpenError(f.name, err)
	}
	for _, member := range archive.File {
		if memberName(member) != name {
			continue
		}
		from, err := member.Open()
		if member.Flags&1 != 0 {
			err = errors.New("it is protected by a password; unpack it with the password")
		}
		if err != nil {
			return nil, errors.Join(&FileError{File: f.name + "/" + name, Text: "it cannot be unpacked: " + err.Error(), Cause: err}, archive.Close())
		}
		read := &countingReader{from: from}
		bounded := &boundedReader{from: read, name: f.name + "/" + name, packed: func() int64 { return min(f.size, int64(min(member.CompressedSize64, 1<<62))) }}
		return &stream{Reader: bounded, read: read, size: int64(min(member.UncompressedSize64, 1<<62)), close: func() error {
			return errors.Join(from.Close(), archive.Close())
		}}, nil
	}
	return nil, errors.Join(&FileError{File: f.name, Text: "the file " + name + " is no longer in it", Cause: ErrInput}, archive.Close())
}

const (
	// maxRatio is how many times smaller than itself an honest table can be
	// packed. What deflate can do is 1,032 times, and only bombs come near.
	maxRatio = 500
	// ratioFrom is from how many bytes on that is asked.
	ratioFrom = 32 << 20
)

// boundedReader fails where a packed file grows beyond what an honest one can.
// It believes no size that an archive claims.
type boundedReader struct {
	from   io.Reader
	name   string
	packed func() int64 // bytes of the packed file, so far or in all
	read   int64
}

func (r *boundedReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.read += int64(n)
	if r.read > ratioFrom && r.read/maxRatio > r.packed() {
		return 0, &FileError{File: r.name, Cause: ErrInput,
			Text: fmt.Sprintf("it unpacks to more than %d times its size, as only a zip bomb does; if it is honest, unpack it yourself", maxRatio)}
	}
	return n, err
}
