package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const magic = "PAR1"

// file is one month's. It is opened for each row group anew, since there may
// be more months than files may be open.
type file struct {
	path    string
	rows    int64
	offset  int64
	open    *group
	pending []chan encoded // in the order of their rows
	groups  thrift.Slice[format.RowGroup]
}

// take writes the row groups that are encoded; all of them, waiting for those
// that are not yet, where wait is set.
func (f *file) take(wait bool) error {
	for len(f.pending) > 0 {
		if !wait && len(f.pending[0]) == 0 {
			return nil
		}
		next := <-f.pending[0]
		f.pending = f.pending[1:]
		if next.err != nil {
			return fmt.Errorf("writing %s: %w", f.path, next.err)
		}
		if f.offset == 0 {
			if err := f.append([]byte(magic), os.O_CREATE|os.O_EXCL); err != nil {
				return err
			}
		}
		next.move(f.offset, len(f.groups))
		f.groups = append(f.groups, next.group)
		if err := f.append(next.content, 0); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) append(content []byte, flags int) error {
	opened, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|flags, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.path, err)
	}
	n, err := opened.Write(content)
	f.offset += int64(n)
	if err = errors.Join(err, opened.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", f.path, err)
	}
	return nil
}

// finish writes the list of what stands in the file.
func (f *file) finish(fields []Field) error {
	if err := f.take(true); err != nil {
		return err
	}
	orders := make(thrift.Slice[format.ColumnOrder], len(fields))
	for i := range orders {
		orders[i].Value = &format.TypeDefinedOrder{}
	}
	footer, err := marshal(&format.FileMetaData{
		Version: 1, Schema: schema(fields), NumRows: f.rows, RowGroups: f.groups, CreatedBy: "clientele", ColumnOrders: orders,
	})
	if err != nil {
		return fmt.Errorf("writing %s: the list of its columns: %w", f.path, err)
	}
	footer = binary.LittleEndian.AppendUint32(footer, uint32(len(footer)))
	return f.append(append(footer, magic...), 0)
}
