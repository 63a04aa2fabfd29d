package dispatch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/internal/secret"
	"clientele/internal/smtp"
)

// deliver sends what is due, tells the owner what needs a person, and sends
// that too.
func (d *Dispatcher) deliver(ctx context.Context) error {
	if d.config.Mail == nil {
		return d.toldByExit()
	}
	if err := d.tryMended(); err != nil {
		return err
	}
	idle, err := d.idle()
	if err == nil && !idle {
		err = d.sendAndTell(ctx)
	}
	if err != nil {
		return err
	}
	return d.countLeft()
}

func (d *Dispatcher) sendAndTell(ctx context.Context) error {
	client, err := d.client()
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // it says goodbye, and nothing hangs on that
	if err := d.withdraw(); err != nil {
		return err
	}
	if err := d.send(ctx, client); err != nil {
		return err
	}
	if err := d.tellOwner(); err != nil {
		return err
	}
	if err := d.send(ctx, client); err != nil {
		return err
	}
	_, err = d.ledger.Clean(d.options.Now().Add(-keepMails))
	return err
}

// toldByExit marks what a person has to hear of as told where no mail tells it:
// the exit code and the log do, once.
func (d *Dispatcher) toldByExit() error {
	toTell, err := d.ledger.ToTell()
	if err != nil || len(toTell) == 0 {
		return err
	}
	var keys []deliveries.Key
	for _, one := range toTell {
		keys = append(keys, one.Key)
	}
	return d.ledger.Told(keys, d.options.Now())
}

// idle says that there is nothing to send and nothing to tell.
func (d *Dispatcher) idle() (bool, error) {
	next, found, err := d.ledger.NextDue()
	if err != nil || found && !next.After(d.options.Now()) {
		return false, err
	}
	toTell, err := d.ledger.ToTell()
	return len(toTell) == 0, err
}

// keepMails is for how long the bytes of a mail are kept after it was sent: who
// asks what was in it asks within some weeks.
const keepMails = 30 * 24 * time.Hour

// send does one round of deliveries.
func (d *Dispatcher) send(ctx context.Context, client *smtp.Client) error {
	from, err := message.ParseAddress(d.config.Mail.From)
	if err != nil {
		return err
	}
	backoff := deliveries.DefaultBackoff()
	backoff.Attempts = d.config.Mail.Attempts
	deliverer := deliveries.Deliverer{
		Ledger: d.ledger, Sender: sender{client}, Clock: clock{d.options}, Backoff: backoff,
		From: from.Envelope(), Owner: fmt.Sprintf("process %d", os.Getpid()), Ended: d.ended,
	}
	summary, err := deliverer.Deliver(ctx)
	if summary.Trouble != "" {
		d.tell("mails wait: %s", summary.Trouble)
		err = errors.Join(err, d.noteSetup())
	}
	return err
}

const (
	lastingCode  = 500 // answers from here on are for good
	lastingTimes = 3   // rounds in a row
)

// ended counts an attempt, and tells it.
func (d *Dispatcher) ended(one deliveries.Delivery) {
	switch state := one.State; {
	case state == deliveries.Sent:
		d.summary.Sent++
		if one.Kind == kindNotice {
			d.summary.Notices++
		}
	case one.Kind == kindNotice: // what it tells of is still to be told, and is counted as that
	case state == deliveries.Refused, state == deliveries.GivenUp:
		d.summary.Failed++
	case state == deliveries.Unknown:
		d.summary.Unknown++
	}
	line := fmt.Sprintf("%s: %s", one.Key, one.State)
	if one.Answer != "" {
		line += " (" + one.Answer + ")"
	}
	d.tell("%s", line)
}

// client speaks to the company's mail server.
func (d *Dispatcher) client() (*smtp.Client, error) {
	server, err := d.server()
	if err != nil {
		return nil, err
	}
	return smtp.New(server), nil
}

func (d *Dispatcher) server() (smtp.Server, error) {
	mail := d.config.Mail
	server := smtp.Server{Host: mail.Server, Port: mail.Port, Security: mail.Security, User: mail.User}
	if mail.User != "" {
		server.Password = d.password
	}
	if mail.CA != "" {
		pem, err := os.ReadFile(d.config.Resolve(mail.CA))
		if err == nil {
			server.RootCAs, err = smtp.Roots(pem)
		}
		if err != nil {
			return smtp.Server{}, &pipeline.UsageError{Text: fmt.Sprintf("the certificates in %s cannot be read: %v", mail.CA, err), Hint: "the config names them (mail.ca:)", Cause: err}
		}
	}
	return server, nil
}

// password is asked for at each login, so that a new one counts at once.
func (d *Dispatcher) password() (string, error) {
	env, file := d.config.Mail.PasswordPlace()
	var (
		found secret.Secret
		err   error
	)
	if env != "" {
		found, err = secret.FromEnv(d.options.Lookup, env)
	} else {
		found, err = secret.FromFile(d.config.Resolve(file))
	}
	if err != nil {
		return "", err
	}
	return found.Reveal(), nil
}

// sender is the client as the deliverer knows one.
type sender struct{ client *smtp.Client }

// Send hands a message over.
func (s sender) Send(ctx context.Context, from, to string, content []byte, handingOver func() error) (deliveries.Answer, error) {
	answer, err := s.client.Send(ctx, from, to, content, handingOver)
	return deliveries.Answer(answer), err
}

// clock is the clock of the options as the deliverer knows one.
type clock struct{ options Options }

// Now is the time.
func (c clock) Now() time.Time { return c.options.Now() }

// Wait waits until a time.
func (c clock) Wait(ctx context.Context, until time.Time) error {
	return c.options.Wait(ctx, max(0, until.Sub(c.options.Now())))
}

// noticeLeft counts a notice that waits, unless another owner has told of all.
func (d *Dispatcher) noticeLeft(notice deliveries.Delivery, counted map[deliveries.Key]bool) error {
	for _, key := range notice.Tells {
		told, found, err := d.ledger.Find(key)
		if err != nil {
			return err
		}
		if found && told.Told.IsZero() && told.State.NeedsPerson() {
			d.untold(told, counted)
		}
	}
	return nil
}

// untold counts what the owner has not been told of, once however many notices
// are to tell of it, and names its time of a job.
func (d *Dispatcher) untold(one deliveries.Delivery, counted map[deliveries.Key]bool) {
	if counted[one.Key] {
		return
	}
	counted[one.Key] = true
	d.summary.Untold++
	name := one.Job + ", " + one.Period
	if len(one.Unanswered) > 0 {
		name += " (the notice may have arrived; the next look sends it once more)"
	}
	if !slices.Contains(d.summary.UntoldOf, name) {
		d.summary.UntoldOf = append(d.summary.UntoldOf, name)
	}
}

// countLeft counts what is not at its end: mails that wait, notices that the
// owner has not got, and what is wrong with the server.
func (d *Dispatcher) countLeft() error {
	toTell, err := d.ledger.ToTell()
	if err != nil {
		return err
	}
	unfinished, err := d.ledger.Unfinished()
	if err != nil {
		return err
	}
	d.summary.Untold, d.summary.UntoldOf, d.summary.Waiting = 0, nil, 0
	untold := map[deliveries.Key]bool{}
	for _, one := range toTell {
		d.untold(one, untold)
	}
	for _, one := range unfinished {
		if one.Kind != kindNotice {
			d.summary.Waiting++
			continue
		}
		if err := d.noticeLeft(one, untold); err != nil {
			return err
		}
	}
	// A refused password does not mend itself, nor one that is not there, and a
	// server that failed again and again may not: the exit code says so while mail
	// cannot.
	trouble, err := d.ledger.Trouble()
	if err == nil && (trouble.Code >= lastingCode || trouble.Count >= lastingTimes) {
		d.summary.Trouble = trouble.Text
	}
	if err == nil && trouble.Count > 0 && d.config.Mail.User != "" {
		if _, missing := d.password(); missing != nil {
			d.summary.Trouble = missing.Error()
		}
	}
	if err == nil && d.summary.Trouble != "" {
		d.summary.Again = d.again(trouble)
	}
	return err
}
