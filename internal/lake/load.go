package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
)

// Load is what one source file brought. It is known by its ID: a load that a
// snapshot has is not loaded again.
type Load struct {
	// ID is a hash of the source file's bytes and of the mapping that read
	// them; LoadID makes it.
	ID string `json:"id"`
	// Source is the source's name in the config; File is the source file's
	// path relative to the config. A file that comes again under the same two
	// with another ID is a corrected one, and replaces what it brought.
	Source     string `json:"source"`
	File       string `json:"file"`
	FileSHA256 string `json:"file_sha256"`
	Entity     string `json:"entity"`
	// Member is the part of the file of which the load is: a file in an archive,
	// a sheet of a workbook where its source reads several. Empty elsewhere.
	Member string `json:"member,omitempty"`

	// Bytes is the source file's size, 0 where an older version loaded it;
	// Profile the system's profile that it was read by, if any.
	Bytes   int64  `json:"bytes,omitempty"`
	Profile string `json:"profile,omitempty"`
	// Aside is how many lines of the file are no rows: titles, totals, footers.
	Aside int64 `json:"aside,omitempty"`

	Read     int64 `json:"read"`
	Loaded   int64 `json:"loaded"`
	Excluded int64 `json:"excluded"`
	Rejected int64 `json:"rejected"`

	// Amounts are decimals as text; all are empty where the entity has no
	// money. An amount that cannot be read is in none of them, and counted.
	AmountRead        string `json:"amount_read"`
	AmountLoaded      string `json:"amount_loaded"`
	AmountExcluded    string `json:"amount_excluded"`
	AmountRejected    string `json:"amount_rejected"`
	UnreadableAmounts int64  `json:"unreadable_amounts"`

	// FirstAt and LastAt are the first and the last day or moment in the data,
	// as text; empty where the entity has no time.
	FirstAt string `json:"first_at"`
	LastAt  string `json:"last_at"`
}

// LoadID is the hash by which a load is known: of the source file's hash and
// of everything that decides what is made of it (the mapping, the version of
// the reader, the file's name where rows bear it).
func LoadID(fileSHA256 string, mapping []byte) string {
	sum := sha256.Sum256(append([]byte(fileSHA256+"\n"), mapping...))
	return hex.EncodeToString(sum[:])[:32]
}

// sourceFile is what a corrected file has in common with the one it replaces.
type sourceFile struct{ source, file string }

func (k sourceFile) String() string { return k.source + ": " + k.file }

func (l Load) key() sourceFile { return sourceFile{l.Source, l.File} }

// check refuses a load whose books do not balance: loaded, excluded and
// rejected must be what was read, in rows and in money.
func (l Load) check() error {
	if !isHex(l.ID) || len(l.ID) < 16 {
		return fmt.Errorf("load of %s: ID %q is not a hash", l.File, l.ID)
	}
	if l.Source == "" || l.File == "" {
		return fmt.Errorf("load %s: source and file must be named", l.ID)
	}
	if l.Bytes < 0 || l.Aside < 0 || l.Loaded < 0 || l.Excluded < 0 || l.Rejected < 0 || l.UnreadableAmounts < 0 || l.Loaded+l.Excluded+l.Rejected != l.Read {
		return fmt.Errorf("load of %s: %d loaded + %d excluded + %d rejected are not the %d lines read",
			l.File, l.Loaded, l.Excluded, l.Rejected, l.Read)
	}
	return l.checkAmounts()
}

func (l Load) checkAmounts() error {
	texts := []string{l.AmountRead, l.AmountLoaded, l.AmountExcluded, l.AmountRejected}
	amounts := make([]*big.Rat, len(texts))
	for i, text := range texts {
		amount, err := parseDecimal(text)
		if err != nil {
			return fmt.Errorf("load of %s: %w", l.File, err)
		}
		amounts[i] = amount
	}
	sum := new(big.Rat).Add(amounts[1], amounts[2])
	if sum.Add(sum, amounts[3]).Cmp(amounts[0]) != 0 {
		return fmt.Errorf("load of %s: amounts %s loaded + %s excluded + %s rejected are not the %s read",
			l.File, l.AmountLoaded, l.AmountExcluded, l.AmountRejected, l.AmountRead)
	}
	return nil
}

// parseDecimal reads a plain decimal. big.Rat alone would take fractions and
// exponents too, and "1e999999999" would take all memory.
func parseDecimal(text string) (*big.Rat, error) {
	if text == "" {
		return new(big.Rat), nil
	}
	for i, r := range text {
		if (r < '0' || r > '9') && r != '.' && (r != '-' || i > 0) {
			return nil, fmt.Errorf("amount %q is not a decimal", text)
		}
	}
	amount, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("amount %q is not a decimal", text)
	}
	return amount, nil
}

func isHex(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return text != ""
}
