package deliveries

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
)

// Records are JSON behind a checksum of key and text. The database has none of
// its own for its pages, and a flipped bit in an address or a state would
// otherwise be taken for the truth.

var errRecord = errors.New("a record is damaged")

const sumLength = 8

func encode(key []byte, value any) ([]byte, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s", sum(key, text), text), nil
}

func decode(key, record []byte, value any) error {
	if len(record) < sumLength+1 || record[sumLength] != ' ' {
		return errRecord
	}
	text := record[sumLength+1:]
	if !bytes.Equal(fmt.Appendf(nil, "%08x", sum(key, text)), record[:sumLength]) {
		return errRecord
	}
	if err := json.Unmarshal(text, value); err != nil {
		return fmt.Errorf("%w: %w", errRecord, err)
	}
	return nil
}

func sum(key, text []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(key), crc32.IEEETable, text)
}

func decodeDelivery(raw, record []byte) (Delivery, error) {
	var delivery Delivery
	if err := decode(raw, record, &delivery); err != nil {
		return Delivery{}, err
	}
	if !bytes.Equal(delivery.bytes(), raw) || delivery.Check() != nil || !delivery.State.known() {
		return Delivery{}, errRecord
	}
	return delivery, nil
}
