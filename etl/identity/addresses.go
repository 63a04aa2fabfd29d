package identity

// Addresses reads e-mail addresses and telephones in the form in which linking
// compares them, for those who write to customers.
type Addresses struct {
	phones telephones
	never  never
}

// Addresses reads addresses by the rules: telephones of their country, and what
// they list as nobody's.
func (r Rules) Addresses() Addresses {
	phones := newTelephones(r.Country)
	return Addresses{phones: phones, never: newNever(r, phones)}
}

// Emails are the addresses in a text, in lower case.
func (Addresses) Emails(text string) []string { return emails(text) }

// Phones are the telephones in a text, in E.164.
func (a Addresses) Phones(text string) []string { return a.phones.read(text) }

// UsableEmail is the first address of a text that mail can go to: none that was
// invented, nor the company's own.
func (a Addresses) UsableEmail(text string) string {
	for _, address := range emails(text) {
		if a.never.email(address) == Links {
			return address
		}
	}
	return ""
}

// UsablePhone is the first telephone of a text that can be called.
func (a Addresses) UsablePhone(text string) string {
	for _, phone := range a.phones.read(text) {
		if a.never.phone(phone) == Links {
			return phone
		}
	}
	return ""
}
