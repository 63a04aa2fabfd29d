package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// Transaction collects what one run brings: Parquet files written into its own
// folder, and the loads that they belong to. Nothing of it can be seen before
// Commit, and Abort or a kill leave the lake as it was. It is not for use by
// several goroutines at once.
type Transaction struct {
	lake   *Lake
	folder *Folder
	began  Snapshot
	files  []staged
	loads  []claim
	drops  map[string]bool
}

// staged is a file of the transaction: where it lies now, and as what it will
// be listed.
type staged struct {
	path   string
	file   File
	placed bool
}

// claim says that a source file's content is the load. A kept one is in the
// lake already.
type claim struct {
	load Load
	kept bool
}

// Begin opens a transaction on the latest snapshot. Call Abort when done with
// it, also after Commit: it removes the staging folder.
func (l *Lake) Begin() (*Transaction, error) {
	base, err := l.Latest()
	if err != nil {
		return nil, fmt.Errorf("begin a load: %w", err)
	}
	folder, err := l.stage("load-")
	if err != nil {
		return nil, unpublished("begin a load", err)
	}
	return &Transaction{lake: l, folder: folder, began: base, drops: map[string]bool{}}, nil
}

// Dir is the folder to write Parquet files into; subfolders are welcome.
func (tx *Transaction) Dir() string { return tx.folder.path }

// Base is the snapshot that the transaction began from.
func (tx *Transaction) Base() Snapshot { return tx.began }

// Has reports whether the load need not be read: it is in the snapshot that
// the transaction began from and not dropped, or was added to the transaction
// (a copy of a file that was just loaded).
func (tx *Transaction) Has(id string) bool {
	if tx.claimed(id) {
		return true
	}
	_, found := tx.began.Load(id)
	return found && !tx.drops[id]
}

// Knows reports whether a load came of a file of this size, so that a file may
// be one that the lake has. Loads of older versions may have any size.
func (tx *Transaction) Knows(bytes int64) bool {
	same := func(load Load) bool { return load.Bytes == 0 || load.Bytes == bytes }
	return slices.ContainsFunc(tx.began.Loads, same) || slices.ContainsFunc(tx.loads, func(c claim) bool { return same(c.load) })
}

// Add takes a finished Parquet file of one entity, one month and one load. The
// path is relative to Dir. The file is hashed and flushed to disk; it must not
// be changed afterwards, and its mode becomes read-only.
func (tx *Transaction) Add(entity, month, loadID, path string, rows int64) error {
	file := File{Entity: entity, Month: month, Load: loadID, Rows: rows}
	if !isEntity(entity) || !isMonth(month) || !isHex(loadID) || rows < 0 {
		return fmt.Errorf("add %s: entity %q, month %q, load %q, %d rows: one of them is not valid", path, entity, month, loadID, rows)
	}
	if !filepath.IsLocal(path) {
		return fmt.Errorf("add %s: the path must be inside the staging folder", path)
	}
	at := filepath.Join(tx.folder.path, path)
	size, sum, err := seal(at)
	if err != nil {
		return unpublished("add "+path, err)
	}
	file.Bytes, file.SHA256 = size, sum
	file.Path = file.name()
	for _, other := range tx.files {
		if compareFiles(other.file, file) == 0 {
			return fmt.Errorf("add %s: load %s has the same rows of %s twice", path, loadID, entity)
		}
	}
	tx.files = append(tx.files, staged{path: at, file: file})
	return nil
}

// AddLoad takes what one source file brought, with its counts. Its files are
// those that were added with its ID; there may be none where no row was good.
func (tx *Transaction) AddLoad(load Load) error {
	if err := load.check(); err != nil {
		return err
	}
	if tx.claimed(load.ID) {
		return fmt.Errorf("load of %s: load %s is in this transaction already", load.File, load.ID)
	}
	return tx.claim(claim{load: load})
}

// Keep says that a source file is a load that the lake has (see Has). That
// matters where files were renamed: when last month's export now bears another
// name and a new one came under the old name, the old load stays.
func (tx *Transaction) Keep(id, source, file string) error {
	if !tx.Has(id) {
		return fmt.Errorf("keep load %s of %s: the lake does not have it", id, file)
	}
	if tx.claimed(id) {
		return nil // a second copy of the same file
	}
	return tx.claim(claim{load: Load{ID: id, Source: source, File: file}, kept: true})
}

// Copy finds a file of the source that was added or kept in this transaction
// and has the same bytes; member is the part of the file that is read, as in Load.
func (tx *Transaction) Copy(source, fileSHA256, member string) (Load, bool) {
	for _, c := range tx.loads {
		load := c.load
		if c.kept {
			load, _ = tx.began.Load(load.ID)
		}
		if c.load.Source == source && load.FileSHA256 == fileSHA256 && load.Member == member {
			return load, true
		}
	}
	return Load{}, false
}

// DropLoad removes what a load brought. A load that is not there is no error:
// it is gone, which is what was wanted.
func (tx *Transaction) DropLoad(id string) { tx.drops[id] = true }

// Abort removes the staging folder. After Commit it only cleans up.
func (tx *Transaction) Abort() error {
	if err := tx.folder.Remove(); err != nil {
		return fmt.Errorf("remove the staging folder: %w", err)
	}
	return nil
}

func (tx *Transaction) claim(c claim) error {
	for _, other := range tx.loads {
		if other.load.key() == c.load.key() {
			return fmt.Errorf("load of %s: the same file has two contents, %s and %s, in one transaction", c.load.key(), other.load.ID, c.load.ID)
		}
	}
	tx.loads = append(tx.loads, c)
	return nil
}

func (tx *Transaction) claimed(id string) bool {
	for _, c := range tx.loads {
		if c.load.ID == id {
			return true
		}
	}
	return false
}

// seal makes a written file durable and read-only and returns its size and
// hash. Links are refused: what they point to is not the lake's to keep.
func seal(path string) (int64, string, error) {
	state, err := os.Lstat(path)
	if err != nil {
		return 0, "", err
	}
	if !state.Mode().IsRegular() {
		return 0, "", errors.New("it is not a regular file")
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = file.Close() }() // read and synced below; closing adds nothing
	if err := checkMagic(file, state.Size()); err != nil {
		return 0, "", err
	}
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	if err != nil {
		return 0, "", err
	}
	// Windows cannot rename over a file that is read-only.
	if runtime.GOOS != "windows" {
		if err := file.Chmod(0o444); err != nil {
			return 0, "", err
		}
	}
	return size, hex.EncodeToString(hash.Sum(nil)), file.Sync()
}

// checkMagic finds a Parquet file that was not finished: both of its ends bear
// the format's four letters, the last of which are written last.
func checkMagic(file io.ReaderAt, size int64) error {
	const magic = "PAR1"
	if size < 2*int64(len(magic)) {
		return errors.New("it is not a finished Parquet file")
	}
	ends := make([]byte, 2*len(magic))
	for i, at := range []int64{0, size - int64(len(magic))} {
		if _, err := file.ReadAt(ends[i*len(magic):(i+1)*len(magic)], at); err != nil {
			return err
		}
	}
	if string(ends) != magic+magic {
		return errors.New("it is not a finished Parquet file")
	}
	return nil
}
