package dispatch

import (
	"context"
	"errors"
	"fmt"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/internal/smtp"
	"clientele/reports"
	"clientele/reports/mail"
)

// Test sends one small mail to an address, and tells each step.
func (d *Dispatcher) Test(ctx context.Context, to string) error {
	if d.config.Mail == nil {
		return &pipeline.UsageError{Text: "the config does not say how mail is sent", Hint: "write mail: with from, server and owner; the README shows how"}
	}
	address, err := message.ParseAddress(to)
	if err != nil {
		return &pipeline.UsageError{Text: fmt.Sprintf("--test: %v", err), Cause: err}
	}
	if !d.config.MayMail(address) {
		return &pipeline.UsageError{Text: fmt.Sprintf("--test: %s is outside of the domains that may get mail", address.Envelope()), Hint: "the config lists them (mail.domains:); without a list they are those of from and owner"}
	}
	server, err := d.server()
	if err != nil {
		return err
	}
	d.tell("server %s, port %d, %s", server.Host, server.Port, server.Security)
	if server.User != "" {
		if _, err := d.password(); err != nil {
			return &pipeline.UsageError{Text: err.Error(), Hint: "the config says where the password lies (mail.password:)", Cause: err}
		}
		d.tell("it will be asked to let in %s", server.User)
	}
	content, from, err := d.testMail(address)
	if err != nil {
		return err
	}
	client := smtp.New(server)
	defer func() { _ = client.Close() }() // it says goodbye, and nothing hangs on that
	answer, err := client.Send(ctx, from.Envelope(), address.Envelope(), content, func() error { return nil })
	if err != nil {
		return &pipeline.UsageError{Text: err.Error(), Hint: d.hintOf(err), Cause: err}
	}
	d.tell("taken by the server: %s", deliveries.Answer(answer))
	// What waits for a server that was mended need not wait any longer.
	return d.ledger.Hurry(d.options.Now())
}

// hintOf says which keys of the config have to do with a failure.
func (d *Dispatcher) hintOf(err error) string {
	var failure *smtp.Error
	if !errors.As(err, &failure) {
		return "the config says how mail is sent (mail:)"
	}
	switch failure.Stage {
	case smtp.StageDial, smtp.StageGreeting:
		return "the config names server and port (mail.server:, mail.port:); a port that says nothing may want mail.security: tls, as 465 does"
	case smtp.StageTLS:
		return "a server with a certificate of the company's own authority needs mail.ca: FILE; port 465 needs mail.security: tls, port 587 starttls"
	case smtp.StageAuth:
		env, file := d.config.Mail.PasswordPlace()
		if env != "" {
			return fmt.Sprintf("the config names the user (mail.user:); the password is that of the variable %s", env)
		}
		return fmt.Sprintf("the config names the user (mail.user:); the password is that of the file %s", d.config.Resolve(file))
	}
	return "the config says how mail is sent (mail:); else ask whoever runs the server"
}

func (d *Dispatcher) testMail(to message.Address) (content []byte, from message.Address, err error) {
	if from, err = message.ParseAddress(d.config.Mail.From); err != nil {
		return nil, from, err
	}
	words := d.words()
	body, err := mail.Notice(mail.Note{
		Language: d.config.Language(), Currency: d.config.Currency, Company: d.config.Company, Look: d.config.ReportLook(), Tone: reports.Better,
		Title: words.Say("jobs.test.works"), Sentences: []string{words.Say("jobs.test.body", "server", d.config.Mail.Server)},
	})
	if err != nil {
		return nil, from, err
	}
	key := deliveries.Key{Job: "test", Period: d.options.Now().UTC().Format("2006-01-02T15:04:05.000000000"), Recipient: to.Key()}
	content, err = d.message(key, to, d.config.Language(), body, nil)
	return content, from, err
}
