package export

import "strings"

// normaliseHeader makes headers comparable: blanks of all kinds are one blank,
// letters are small, ё is е.
func normaliseHeader(header string) string {
	header = strings.TrimPrefix(header, "\ufeff")
	header = strings.ReplaceAll(strings.ToLower(header), "ё", "е")
	return strings.Join(strings.FieldsFunc(header, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f' || r == '\u200b'
	}), " ")
}
