package message

import (
	"fmt"
	"mime"
	"strings"
)

// A file's name is written twice. Content-Disposition has it as RFC 2231 asks,
// which today's readers take; Content-Type has it as encoded words in quotes,
// which no standard allows and which older Outlook takes. A plain filename=
// beside filename*= is not written: readers disagree which of the two is meant.

// parameter writes name=value, in sections of RFC 2231 where it is not ASCII
// or is long.
func parameter(name, value string) []string {
	if len(name)+len(value) < wordLimit && quotable(value) {
		return []string{name + `="` + value + `"`}
	}
	var sections []string
	var section strings.Builder
	section.WriteString("UTF-8''")
	// A character's bytes stay together: some readers decode each section alone.
	for _, r := range value {
		letter := string(r)
		if !attributeByte(letter[0]) {
			letter = "%" + strings.ReplaceAll(fmt.Sprintf("% X", letter), " ", "%")
		}
		if section.Len()+len(letter) > wordLimit-len(name)-len("*99*=;") {
			sections = append(sections, section.String())
			section.Reset()
		}
		section.WriteString(letter)
	}
	sections = append(sections, section.String())
	if len(sections) == 1 {
		return []string{name + "*=" + sections[0]}
	}
	words := make([]string, len(sections))
	for i, text := range sections {
		words[i] = fmt.Sprintf("%s*%d*=%s;", name, i, text)
	}
	words[len(words)-1] = strings.TrimSuffix(words[len(words)-1], ";")
	return words
}

// wordParameter writes name="value" with encoded words in the quotes.
func wordParameter(name, value string) []string {
	if len(name)+len(value) < wordLimit && quotable(value) {
		return []string{name + `="` + value + `"`}
	}
	words := encodedWords(value)
	words[0] = name + `="` + words[0]
	words[len(words)-1] += `"`
	return words
}

// quotable reports a name that can stand between quotes as it is: SafeName
// leaves no quote, no backslash, no control character, and no "=?" in it.
func quotable(name string) bool {
	for i := range len(name) {
		if name[i] > '~' {
			return false
		}
	}
	return true
}

// attributeByte reports the characters that RFC 2231 §7 leaves as they are.
func attributeByte(b byte) bool {
	switch {
	case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9':
		return true
	}
	return strings.IndexByte("!#$&+-.^_`{|}~", b) >= 0
}

// mediaType keeps the type of what the caller says, if it is a media type at
// all, and of its parameters that a text is UTF-8; unknown bytes are
// application/octet-stream.
func mediaType(text string) []string {
	kind, parameters, err := mime.ParseMediaType(text)
	// A multipart or a mail within would be taken apart by readers.
	top, _, found := strings.Cut(kind, "/")
	if err != nil || !found || len(kind) > 127 || top == "multipart" || top == "message" {
		return []string{"application/octet-stream;"}
	}
	words := []string{kind + ";"}
	if strings.EqualFold(parameters["charset"], "utf-8") {
		words = append(words, "charset=utf-8;")
	}
	return words
}
