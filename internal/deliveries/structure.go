package deliveries

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// The database trusts its pages: it follows a branch that leads back to itself
// until the stack ends, which cannot be recovered from, and writes into a page
// that its list of free pages names wrongly. So the pages of a ledger are
// walked once before it is used. The layout is that of bbolt's version 2:
//
//	page    id 8, flags 2, count 2, overflow 4, then elements
//	branch  per element: position 4, key size 4, child 8
//	leaf    per element: flags 4, position 4, key size 4, value size 4
//	meta    magic 4, version 4, page size 4, flags 4, root 8, sequence 8,
//	        free list 8, high water 8, transaction 8, FNV-1a of these 8
//	bucket  root 8, sequence 8, then a leaf page of its own where root is 0
const (
	pageHeader   = 16
	elementSize  = 16
	bucketHeader = 16
	metaSize     = 64

	branchPage = 0x01
	leafPage   = 0x02
	freePage   = 0x10
	bucketLeaf = 0x01

	noFreeList = ^uint64(0)
)

// pages is a walk over the pages of a file.
type pages struct {
	file  io.ReaderAt
	size  uint64 // of a page
	high  uint64 // pages from here on are not used
	seen  map[uint64]bool
	order binary.ByteOrder // the machine's own: such a file does not travel
}

// checkStructure walks all pages of a database file whose length and size of
// pages are given, and says what is wrong with the first that is.
func checkStructure(file io.ReaderAt, length int64, pageSize int) error {
	p := pages{file: file, size: uint64(pageSize), seen: map[uint64]bool{}, order: binary.NativeEndian}
	if pageSize < 512 || length < 2*int64(pageSize) {
		return fmt.Errorf("%d bytes in pages of %d", length, pageSize)
	}
	meta, err := p.meta()
	if err != nil {
		return err
	}
	root, freeList := p.order.Uint64(meta[16:]), p.order.Uint64(meta[32:])
	if p.high = p.order.Uint64(meta[40:]); p.high > uint64(length)/p.size {
		return fmt.Errorf("%d pages should be there, the file ends after %d", p.high, uint64(length)/p.size)
	}
	if err := p.tree(root, nil, nil); err != nil {
		return err
	}
	if freeList == noFreeList {
		return nil
	}
	return p.free(freeList)
}

// meta is the newer of the two heads that are whole.
func (p pages) meta() ([]byte, error) {
	var newest []byte
	for id := range uint64(2) {
		head := make([]byte, pageHeader+metaSize)
		if _, err := p.file.ReadAt(head, int64(id*p.size)); err != nil {
			return nil, err
		}
		meta := head[pageHeader:]
		sum := fnv.New64a()
		sum.Write(meta[:metaSize-8])
		if sum.Sum64() != p.order.Uint64(meta[metaSize-8:]) || uint64(p.order.Uint32(meta[8:])) != p.size {
			continue
		}
		if newest == nil || p.order.Uint64(meta[48:]) > p.order.Uint64(newest[48:]) {
			newest = meta
		}
	}
	if newest == nil {
		return nil, fmt.Errorf("both heads are damaged")
	}
	return newest, nil
}

// page reads a page with all that overflows from it, which no other may have.
func (p pages) page(id uint64) ([]byte, error) {
	head := make([]byte, pageHeader)
	if id < 2 || id >= p.high {
		return nil, fmt.Errorf("page %d is none of the %d", id, p.high)
	}
	if _, err := p.file.ReadAt(head, int64(id*p.size)); err != nil {
		return nil, err
	}
	more := uint64(p.order.Uint32(head[12:]))
	if p.order.Uint64(head) != id || more >= p.high-id {
		return nil, fmt.Errorf("page %d is not itself", id)
	}
	for each := id; each <= id+more; each++ {
		if p.seen[each] {
			return nil, fmt.Errorf("page %d is used twice", each)
		}
		p.seen[each] = true
	}
	page := make([]byte, (more+1)*p.size)
	_, err := p.file.ReadAt(page, int64(id*p.size))
	return page, err
}

// tree walks the pages under one, whose keys lie in [from, to); nil is no bound.
func (p pages) tree(id uint64, from, to []byte) error {
	page, err := p.page(id)
	if err != nil {
		return err
	}
	switch p.order.Uint16(page[8:]) {
	case leafPage:
		err = p.leaf(page, from, to, true)
	case branchPage:
		err = p.branch(page, from, to)
	default:
		err = fmt.Errorf("it has the flags %x", p.order.Uint16(page[8:]))
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

func (p pages) branch(page, from, to []byte) error {
	count := int(p.order.Uint16(page[10:]))
	keys, children := make([][]byte, count), make([]uint64, count)
	for i := range count {
		element, err := part(page, uint64(pageHeader+i*elementSize), elementSize)
		if err != nil {
			return err
		}
		at := uint64(pageHeader+i*elementSize) + uint64(p.order.Uint32(element))
		if keys[i], err = part(page, at, uint64(p.order.Uint32(element[4:]))); err != nil {
			return err
		}
		children[i] = p.order.Uint64(element[8:])
	}
	if count == 0 {
		return fmt.Errorf("a branch without a child")
	}
	if err := ascending(keys, from, to); err != nil {
		return err
	}
	for i, child := range children {
		until := to
		if i+1 < count {
			until = keys[i+1]
		}
		if err := p.tree(child, keys[i], until); err != nil {
			return err
		}
	}
	return nil
}

func (p pages) leaf(page, from, to []byte, buckets bool) error {
	count := int(p.order.Uint16(page[10:]))
	keys := make([][]byte, count)
	for i := range count {
		element, err := part(page, uint64(pageHeader+i*elementSize), elementSize)
		if err != nil {
			return err
		}
		at, size := uint64(pageHeader+i*elementSize)+uint64(p.order.Uint32(element[4:])), uint64(p.order.Uint32(element[8:]))
		if keys[i], err = part(page, at, size); err != nil {
			return err
		}
		value, err := part(page, at+size, uint64(p.order.Uint32(element[12:])))
		if err != nil {
			return err
		}
		switch flags := p.order.Uint32(element); {
		case flags == 0:
		case flags == bucketLeaf && buckets:
			if err := p.bucket(value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("an entry has the flags %x", flags)
		}
	}
	return ascending(keys, from, to)
}

func (p pages) bucket(value []byte) error {
	head, err := part(value, 0, bucketHeader)
	if err != nil {
		return err
	}
	if root := p.order.Uint64(head); root != 0 {
		return p.tree(root, nil, nil)
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader || p.order.Uint16(inline[8:]) != leafPage {
		return fmt.Errorf("a table that is no page")
	}
	return p.leaf(inline, nil, nil, false)
}

// free walks the list of free pages: none of them may be in use.
func (p pages) free(id uint64) error {
	page, err := p.page(id)
	if err != nil {
		return err
	}
	at, count := uint64(pageHeader), uint64(p.order.Uint16(page[10:]))
	if count == 0xffff { // too many for the field: the first entry says how many
		first, err := part(page, at, 8)
		if err != nil {
			return err
		}
		at, count = at+8, p.order.Uint64(first)
	}
	if p.order.Uint16(page[8:]) != freePage || count > uint64(len(page))/8 {
		return fmt.Errorf("page %d is no list of free pages", id)
	}
	for i := range count {
		entry, err := part(page, at+8*i, 8)
		if err != nil {
			return err
		}
		free := p.order.Uint64(entry)
		if free < 2 || free >= p.high || p.seen[free] {
			return fmt.Errorf("page %d is free and used", free)
		}
		p.seen[free] = true
	}
	return nil
}

func part(page []byte, at, size uint64) ([]byte, error) {
	if at > uint64(len(page)) || size > uint64(len(page))-at {
		return nil, fmt.Errorf("an entry leads out of the page")
	}
	return page[at : at+size], nil
}

func ascending(keys [][]byte, from, to []byte) error {
	for i, key := range keys {
		if len(key) == 0 || i > 0 && bytes.Compare(keys[i-1], key) >= 0 ||
			from != nil && bytes.Compare(key, from) < 0 || to != nil && bytes.Compare(key, to) >= 0 {
			return fmt.Errorf("its keys are not in order")
		}
	}
	return nil
}
