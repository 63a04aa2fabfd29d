package deliveries

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Key names one message: there is never more than one delivery of a key.
type Key struct {
	Job       string `json:"job"`
	Period    string `json:"period"`
	Recipient string `json:"recipient"`
	Part      int    `json:"part,omitempty"` // 0 where the message is but one
}

// longestKey keeps keys well below what a page of the database can hold.
const longestKey = 2048

func (k Key) String() string {
	text := fmt.Sprintf("%s, %s, to %s", k.Job, k.Period, k.Recipient)
	if k.Part != 0 {
		text += fmt.Sprintf(", part %d", k.Part)
	}
	return text
}

// Check says what is wrong with a key: an empty or endless part, or one with a
// character that ends a part.
func (k Key) Check() error {
	for _, part := range []struct{ name, text string }{
		{"job", k.Job}, {"period", k.Period}, {"recipient", k.Recipient},
	} {
		if part.text == "" {
			return fmt.Errorf("a delivery without a %s", part.name)
		}
		if !utf8.ValidString(part.text) {
			return fmt.Errorf("the %s %q of a delivery is not UTF-8", part.name, part.text)
		}
		if strings.ContainsRune(part.text, 0) {
			return fmt.Errorf("the %s %q of a delivery has a NUL in it", part.name, part.text)
		}
	}
	if k.Part < 0 || k.Part > 1<<30 {
		return fmt.Errorf("a delivery with the part %d", k.Part)
	}
	if size := len(k.bytes()); size > longestKey {
		return fmt.Errorf("job, period and recipient %.80q… have %d bytes together, more than %d", k.Recipient, size, longestKey)
	}
	return nil
}

// Compare orders keys by job, period, recipient and part: the order in which
// what is due at the same time is sent.
func (k Key) Compare(other Key) int {
	return strings.Compare(string(k.bytes()), string(other.bytes()))
}

// bytes is the key in the database; its order is that of Compare.
func (k Key) bytes() []byte {
	text := []byte(k.Job + "\x00" + k.Period + "\x00" + k.Recipient + "\x00")
	return binary.BigEndian.AppendUint32(text, uint32(k.Part))
}

var errKey = errors.New("not the key of a delivery")

func parseKey(raw []byte) (Key, error) {
	if len(raw) < 4 || len(raw) > longestKey {
		return Key{}, errKey
	}
	text, part := raw[:len(raw)-4], binary.BigEndian.Uint32(raw[len(raw)-4:])
	names := strings.Split(string(text), "\x00")
	if len(names) != 4 || names[3] != "" {
		return Key{}, errKey
	}
	key := Key{Job: names[0], Period: names[1], Recipient: names[2], Part: int(part)}
	if key.Check() != nil {
		return Key{}, errKey
	}
	return key, nil
}
