package smtp

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// envelope is what the server is told of a message.
type envelope struct {
	from, to string // with the domain in ASCII
	domain   string // the sender's
	utf8     bool   // a local part needs SMTPUTF8
	message  []byte
	size     int // as it goes over the wire, without the dots that are added
}

func newEnvelope(from, to string, message []byte) (envelope, Stage, error) {
	sender, domain, senderUTF8, err := mailbox(from)
	if err != nil {
		return envelope{}, StageMail, fmt.Errorf("sender %s: %w", clean(from), err)
	}
	recipient, _, recipientUTF8, err := mailbox(to)
	if err != nil {
		return envelope{}, StageRcpt, fmt.Errorf("recipient %s: %w", clean(to), err)
	}
	size, err := wireSize(message)
	if err != nil {
		return envelope{}, StageBody, err
	}
	return envelope{from: sender, to: recipient, domain: domain, utf8: senderUTF8 || recipientUTF8,
		message: message, size: size}, "", nil
}

// mailbox gives an address the form that goes over the wire. It refuses
// whatever could end the address early and add words to the command.
func mailbox(address string) (wire, domain string, needsUTF8 bool, err error) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 {
		return "", "", false, errors.New("is no address like name@example.com")
	}
	local, domain := address[:at], address[at+1:]
	for _, r := range local {
		if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`<>()[]\,;:@"`, r) {
			return "", "", false, fmt.Errorf("the part before @ holds %q", r)
		}
		needsUTF8 = needsUTF8 || r >= utf8.RuneSelf
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || ascii == "" {
		return "", "", false, errors.New("the part after @ is no domain")
	}
	// RFC 5321, 4.5.3.1: 64 for the local part, 255 for the domain.
	if len(local) > 64 || len(ascii) > 255 {
		return "", "", false, errors.New("is too long")
	}
	return local + "@" + ascii, ascii, needsUTF8, nil
}

// wireSize counts a message with CRLF at the end of each line. A lone CR has no
// meaning in mail, and some servers take one for the end of a line: with it a
// message could be made to hold a second one.
func wireSize(message []byte) (int, error) {
	size := len(message)
	for i, b := range message {
		switch {
		case b == '\n' && (i == 0 || message[i-1] != '\r'):
			size++
		case b == '\r' && (i+1 == len(message) || message[i+1] != '\n'):
			return 0, errors.New("the message has a CR without an LF in line " +
				fmt.Sprint(bytes.Count(message[:i], []byte("\n"))+1))
		}
	}
	if len(message) > 0 && message[len(message)-1] != '\n' {
		size += 2
	}
	return size, nil
}
