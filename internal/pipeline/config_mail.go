package pipeline

import (
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"clientele/internal/message"
	"clientele/internal/strictyaml"
)

// Mail is how reports are mailed. Defaults are filled in when a config is read.
type Mail struct {
	From    string `yaml:"from,required"`
	ReplyTo string `yaml:"reply_to"`

	Server   string                    `yaml:"server,required"`
	Port     int                       `yaml:"port"`
	Security string                    `yaml:"security"` // starttls, tls or none
	CA       string                    `yaml:"ca"`       // a file of certificates to trust besides the system's
	User     string                    `yaml:"user"`
	Password strictyaml.Either[string] `yaml:"password"` // where it lies: env or file

	Owner   []string `yaml:"owner,required"` // who hears of what needs a person
	Domains []string `yaml:"domains"`        // of those who may get mail

	Unsubscribe  string   `yaml:"unsubscribe"`   // mailto: or https:
	AttachmentMB float64  `yaml:"attachment_mb"` // in a mail, before encoding
	TooLarge     TooLarge `yaml:"too_large"`
	Attempts     int      `yaml:"attempts"` // then a mail is given up
	Keep         *Span    `yaml:"keep"`     // for how long it is known what was sent
}

// TooLarge is where files go that no mail can carry.
type TooLarge struct {
	Folder string `yaml:"folder"`
	Link   string `yaml:"link"` // of the folder, as recipients open it
}

// Securities of a connection to the mail server.
const (
	SecurityStartTLS = "starttls"
	SecurityTLS      = "tls"
	SecurityNone     = "none"
)

const (
	submissionPort  = 587
	submissionsPort = 465
	attachmentMB    = 7
	mostMB          = 100
	usualAttempts   = 6
	mostAttempts    = 20

	// A year and a month: last year's mail of the same month can still be looked up.
	usualKeep = 400 * aDay
	leastKeep = 60 * aDay
)

// KeepsSent is for how long the ledger knows what was sent to whom.
func (c *Config) KeepsSent() time.Duration {
	if c.Mail == nil || c.Mail.Keep == nil {
		return usualKeep
	}
	return c.Mail.Keep.Duration
}

// PasswordPlace says where the password of the mail server lies: in a variable
// of the environment, or in a file; both are empty where there is none.
func (m *Mail) PasswordPlace() (env, file string) {
	env, _ = m.Password.Keys.Get("env")
	file, _ = m.Password.Keys.Get("file")
	return env, file
}

// completeMail fills in what the config leaves out.
func (c *Config) completeMail() {
	mail := c.Mail
	if mail.Security == "" {
		mail.Security = SecurityStartTLS
	}
	if mail.Port == 0 {
		mail.Port = submissionPort
		if mail.Security == SecurityTLS {
			mail.Port = submissionsPort
		}
	}
	if mail.AttachmentMB == 0 {
		mail.AttachmentMB = attachmentMB
	}
	if mail.Attempts == 0 {
		mail.Attempts = usualAttempts
	}
	if len(mail.Domains) == 0 {
		mail.Domains = c.ownDomains()
	}
}

// ownDomains are those of the sender and of the owner: nobody else gets mail
// unless the config says so.
func (c *Config) ownDomains() []string {
	var domains []string
	for _, written := range append([]string{c.Mail.From}, c.Mail.Owner...) {
		address, err := message.ParseAddress(written)
		if err == nil && !slices.Contains(domains, address.Domain) {
			domains = append(domains, address.Domain)
		}
	}
	return domains
}

// MayMail says whether an address lies in a domain that may get mail.
func (c *Config) MayMail(address message.Address) bool {
	domains, err := message.ParseDomains(c.Mail.Domains)
	return err == nil && domains.Allow(address)
}

// checkMail adds the mistakes about how reports are mailed.
func (c *Config) checkMail() {
	if c.Mail == nil {
		return
	}
	mail := c.Mail
	c.checkAddress("mail.from", mail.From)
	if mail.ReplyTo != "" {
		c.checkAddress("mail.reply_to", mail.ReplyTo)
	}
	for i, owner := range mail.Owner {
		c.checkAddress(strictyaml.Item("mail.owner", i), owner)
	}
	c.completeMail()
	within := func(path string, ok bool, format string, arguments ...any) {
		if !ok {
			c.document.Add(path, format, arguments...)
		}
	}
	within("mail.owner", len(mail.Owner) > 0, "nobody is listed; who hears when something needs a person?")
	within("mail.server", !strings.ContainsAny(mail.Server, ":/@ ") || net.ParseIP(mail.Server) != nil, "%q is no name of a server; write smtp.example.com, and the port as port:", mail.Server)
	within("mail.port", mail.Port >= 1 && mail.Port <= 65535, "a port lies between 1 and 65535; usual are 587 (starttls) and 465 (tls)")
	within("mail.security", slices.Contains([]string{SecurityStartTLS, SecurityTLS, SecurityNone}, mail.Security), "%q is none of starttls, tls, none", mail.Security)
	within("mail.security", mail.Security != SecurityNone || onThisMachine(mail.Server), "none is for a server on this machine only (localhost, 127.0.0.1, ::1); use starttls or tls")
	within("mail.attachment_mb", mail.AttachmentMB >= 0.01 && mail.AttachmentMB <= mostMB, "between 0.01 and %d MB can be attached to a mail", mostMB)
	within("mail.attempts", mail.Attempts >= 1 && mail.Attempts <= mostAttempts, "a mail is tried 1 to %d times", mostAttempts)
	within("mail.keep", c.KeepsSent() >= leastKeep, "what was sent is known for %d days at least", leastKeep/aDay)
	within("mail.too_large.folder", mail.TooLarge.Link == "" || mail.TooLarge.Folder != "", "the link leads into a folder; name it")
	if link, err := url.Parse(mail.TooLarge.Link); mail.TooLarge.Link != "" && (err != nil || !slices.Contains([]string{"https", "http", "file"}, link.Scheme)) {
		c.document.Add("mail.too_large.link", "%q is no address that begins with https:, http: or file:", mail.TooLarge.Link)
	}
	if mail.Unsubscribe != "" {
		if err := message.CheckUnsubscribe(mail.Unsubscribe); err != nil {
			c.document.Add("mail.unsubscribe", "%v", err)
		}
	}
	c.checkPassword(mail)
	for i, domain := range mail.Domains {
		if _, err := message.ParseDomains([]string{domain}); err != nil {
			c.document.Add(strictyaml.Item("mail.domains", i), "%v", err)
		}
	}
}

// onThisMachine accepts the names and addresses that are loopback's wherever they
// are asked for. What they lead to is looked at once more before each mail.
func onThisMachine(server string) bool {
	name := strings.ToLower(strings.TrimSuffix(server, "."))
	ip := net.ParseIP(server)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || ip != nil && ip.IsLoopback()
}

func (c *Config) checkPassword(mail *Mail) {
	switch env, file := mail.PasswordPlace(); {
	case mail.Password.Text != "":
		c.document.Add("mail.password", "a password does not belong into the config: name where it lies, {env: NAME} or {file: secrets/smtp}")
	case env != "" && file != "":
		c.document.Add("mail.password", "it lies in one place: env or file")
	case len(mail.Password.Keys) > 0 && env == "" && file == "":
		c.document.Add("mail.password", "name where it lies: {env: NAME} or {file: secrets/smtp}")
	case mail.User != "" && env == "" && file == "":
		c.document.Add("mail.user", "a user needs a password: name where it lies, password: {env: NAME} or {file: secrets/smtp}")
	case mail.User == "" && env+file != "":
		c.document.Add("mail.password", "a password needs a user")
	}
	for _, pair := range mail.Password.Keys {
		if pair.Key != "env" && pair.Key != "file" {
			c.document.Add(strictyaml.Child("mail.password", pair.Key), "is neither env nor file")
		}
	}
}

// checkAlertRecipients adds the mistakes about who hears of alerts.
func (c *Config) checkAlertRecipients() {
	if len(c.Alerts) > 0 && c.Mail == nil {
		c.document.Add("alerts", "nothing says how mail is sent; write mail: with from, server and owner")
		return
	}
	for i, alert := range c.Alerts {
		for j, written := range alert.To {
			path := strictyaml.Item(strictyaml.Item("alerts", i)+".to", j)
			address, err := message.ParseAddress(written)
			switch {
			case err != nil:
				c.document.Add(path, "%v", err)
			case !c.MayMail(address):
				c.document.Add(path, "%s is outside of the domains that may get mail (mail.domains: %s)", written, strings.Join(c.Mail.Domains, ", "))
			}
		}
	}
}

func (c *Config) checkAddress(path, written string) {
	if written == "" {
		return // said already where it is required
	}
	if _, err := message.ParseAddress(written); err != nil {
		c.document.Add(path, "%v", err)
	}
}
