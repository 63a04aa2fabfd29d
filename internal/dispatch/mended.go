package dispatch

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"clientele/internal/deliveries"
	"clientele/internal/message"
)

// A server that fails for all is left alone for a while, and for longer each
// time. Who has mended the password or the config does not wait for that.

// notThere stands for how the server is spoken to where the password, or a file
// of certificates, cannot be read.
const notThere = "not there"

// sumRounds make it slow to guess a password by the sum of it.
const sumRounds = 100_000

// tryMended lets mails go at once where the password, or what the config says of
// the server, is another than when the server failed.
func (d *Dispatcher) tryMended() error {
	trouble, err := d.ledger.Trouble()
	if err != nil || trouble.Setup == "" || !trouble.Until.After(d.options.Now()) {
		return err
	}
	now, err := d.setup(trouble)
	if err != nil || now == notThere || now == trouble.Setup {
		return err
	}
	d.tell("the password, or what the config says of the mail server, was changed since it failed: it is tried at once")
	return d.ledger.TryNow(d.options.Now())
}

// noteSetup keeps how the server was spoken to when it failed.
func (d *Dispatcher) noteSetup() error {
	trouble, err := d.ledger.Trouble()
	if err != nil || trouble.Count == 0 {
		return err
	}
	setup, err := d.setup(trouble)
	if err != nil {
		return err
	}
	return d.ledger.NoteSetup(setup)
}

// setup is what the password and the config's words of the server are known by:
// a sum that is salted with when the trouble began, so that it tells nothing of
// the password, nor that two workspaces have the same.
func (d *Dispatcher) setup(trouble deliveries.Trouble) (string, error) {
	mail := d.config.Mail
	parts := []string{mail.From, mail.Server, fmt.Sprint(mail.Port), mail.Security, mail.User}
	if mail.User != "" {
		password, err := d.password()
		if err != nil {
			return notThere, nil // that is said elsewhere
		}
		parts = append(parts, password)
	}
	if mail.CA != "" {
		pem, err := os.ReadFile(d.config.Resolve(mail.CA))
		if err != nil {
			return notThere, nil // and that
		}
		parts = append(parts, string(pem))
	}
	salt := fmt.Sprintf("%d %s", trouble.Since.UnixNano(), d.config.StateFolder())
	sum, err := pbkdf2.Key(sha256.New, strings.Join(parts, "\x00"), []byte(salt), sumRounds, sha256.Size)
	if err != nil {
		return "", fmt.Errorf("summing up how the mail server is spoken to: %w", err)
	}
	return hex.EncodeToString(sum), nil
}

// again says when a server that fails for all was tried last, when it is tried
// next, and what lets mails go before that.
func (d *Dispatcher) again(trouble deliveries.Trouble) string {
	zone, next := d.config.Zone(), "at the next look"
	if trouble.Until.After(d.options.Now()) {
		next = "from " + clockText(trouble.Until.In(zone)) + " on"
	}
	to := "ADDRESS"
	for _, written := range d.config.Mail.Owner[:min(1, len(d.config.Mail.Owner))] {
		if owner, err := message.ParseAddress(written); err == nil {
			to = quoted(owner.Envelope())
		}
	}
	return fmt.Sprintf("last tried %s, next %s; when it is mended, `clientele send --test %s -c %s` lets mails go at once",
		clockText(trouble.Tried().In(zone)), next, to, d.configPath())
}
