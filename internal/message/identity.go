package message

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"hash"
	"strings"
)

// ID names one mail for ever: the same job, period, recipient and part
// give the same name, so that a mail sent twice is known to be one by its
// readers and by the ledger. A mail that is sent again on purpose needs another
// period ("2026-11 again 2"), else mailboxes such as Gmail's hide it. The
// recipient cannot be read from it, and nothing of it depends on the machine.
func ID(job, period, recipient string, part int, domain string) string {
	sum := sha256.New()
	hashTexts(sum, "message", job, period, recipient)
	_ = binary.Write(sum, binary.BigEndian, int64(part))
	return shortHash(sum) + "@" + domain
}

// hashTexts writes each text after its length, so that ("ab", "c") and
// ("a", "bc") differ.
func hashTexts(sum hash.Hash, texts ...string) {
	for _, text := range texts {
		_ = binary.Write(sum, binary.BigEndian, int64(len(text)))
		_, _ = sum.Write([]byte(text))
	}
}

// shortHash is 130 bits in 26 letters and digits that survive readers who
// fold case.
func shortHash(sum hash.Hash) string {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum.Sum(nil))
	return strings.ToLower(text[:26])
}
