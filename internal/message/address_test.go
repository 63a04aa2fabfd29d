package message_test

import (
	"net/mail"
	"strings"
	"testing"

	"clientele/internal/message"
)

func TestParseAddress_ReadsWhatPeopleWrite(t *testing.T) {
	for text, want := range map[string]message.Address{
		"anna@example.com":                                   {Local: "anna", Domain: "example.com"},
		"  Anna.B+crm@Example.COM ":                          {Local: "Anna.B+crm", Domain: "example.com"},
		"Clientele <reports@example.com>":                    {Name: "Clientele", Local: "reports", Domain: "example.com"},
		"Анна Иванова <anna@example.com>":                    {Name: "Анна Иванова", Local: "anna", Domain: "example.com"},
		`"Example, Anna (Madrid)" <anna@example.com>`:        {Name: "Example, Anna (Madrid)", Local: "anna", Domain: "example.com"},
		`"Anna \"A\" \\ B" <anna@example.com>`:               {Name: `Anna "A" \ B`, Local: "anna", Domain: "example.com"},
		`"Anna \"(A)\" B" <anna@example.com>`:                {Name: `Anna "(A)" B`, Local: "anna", Domain: "example.com"},
		"=?UTF-8?B?0JDQvdC90LA=?= <anna@example.com>":        {Name: "Анна", Local: "anna", Domain: "example.com"},
		"anna@пример.рф":                                     {Local: "anna", Domain: "xn--e1afmkfd.xn--p1ai"},
		"anna@XN--E1AFMKFD.xn--p1ai":                         {Local: "anna", Domain: "xn--e1afmkfd.xn--p1ai"},
		"José <jose@compañía.es>":                            {Name: "José", Local: "jose", Domain: "xn--compaa-7va5a.es"},
		"root@localhost":                                     {Local: "root", Domain: "localhost"},
		"anna@bücher.example.com":                            {Local: "anna", Domain: "xn--bcher-kva.example.com"},
		"\"Anna\u202egpj.exe\" <anna@example.com>":           {Name: "Annagpj.exe", Local: "anna", Domain: "example.com"},
		`"=?UTF-8?Q?a=0D=0ABcc:_x@y?=" <anna@example.com>`:   {Name: "=?UTF-8?Q?a=0D=0ABcc:_x@y?=", Local: "anna", Domain: "example.com"},
		"=?UTF-8?Q?a=0D=0ABcc=3A_x=40y?= <anna@example.com>": {Name: "a Bcc: x@y", Local: "anna", Domain: "example.com"},
	} {
		got, err := message.ParseAddress(text)
		if err != nil || got != want {
			t.Errorf("%q: %#v, %v", text, got, err)
		}
	}
}

func TestParseAddress_SaysWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "it is empty; write name@example.com",
		"anna":              "it has no @",
		"anna@":             "cannot be read",
		"@example.com":      "cannot be read",
		"anna@@example.com": "cannot be read",
		"abcd@" + strings.Repeat("abc.", 62) + "com": "longer than mail allows",
		"a..b@example.com":                           "cannot be read",
		"anna@example..com":                          "",
		"anna@.com":                                  "",
		"anna@-example.com":                          "is not a domain",
		"anna@exa_mple.com":                          "is not a domain",
		"anna@[192.0.2.1]":                           "not a number in brackets",
		"anna@example.com (Anna)":                    "parentheses are to stand in quotes",
		"Anna (Madrid) <anna@example.com>":           "parentheses are to stand in quotes",
		"Team: anna@example.com;":                    "groups are not known",
		"a@example.com, b@example.com":               "one address is expected",
		"Example, Anna <anna@example.com>":           "a name with a comma stands in quotes",
		"анна@example.com":                           "the part before the @",
		`"anna b"@example.com`:                       "the part before the @",
		`"a@b"@example.com`:                          "the part before the @",
		"\"a\r\nBcc: x@y\" <a@example.com>":          "",
		"a@example.com\r\nBcc: b@example.com":        "groups are not known",
		"<a@example.com>\nX":                         "cannot be read",
		"a b@example.com":                            "cannot be read",
		strings.Repeat("a", 65) + "@x.com":           "longer than mail allows",
		"a@" + strings.Repeat("abc.", 70) + "com":    "",
		"a@" + strings.Repeat("a", 64) + ".com":      "is not a domain",
		strings.Repeat("Anna ", 60) + "<a@b.com>":    "",
		"anna\u200b@example.com":                     "",
		"anna@example.com\x00":                       "",
		"mailto:anna@example.com":                    "groups are not known",
		"anna@example.com; emma@example.com":         "groups are not known",
		"anna\xff@example.com":                       "",
		"Anna <anna@example.com> <emma@example.com>": "cannot be read",
	} {
		got, err := message.ParseAddress(text)
		if want == "" && err == nil {
			// Cleaned or refused: what is let through is a plain address.
			if _, err := mail.ParseAddress(got.Envelope()); err != nil || len(got.Name) > 210 {
				t.Errorf("%q: let through as %#v", text, got)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %#v, %v, want %q", text, got, err, want)
		}
	}
}

func TestParseList_NamesEveryMistakeAndEachDuplicate(t *testing.T) {
	_, err := message.ParseList([]string{"anna@example.com", "emma", "Anna <ANNA@Example.com>", "a@пример.рф", "A@xn--e1afmkfd.xn--p1ai"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`"emma": it has no @`, `"Anna <ANNA@Example.com>": it is the same as "anna@example.com"`,
		`"A@xn--e1afmkfd.xn--p1ai": it is the same as "a@пример.рф"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %s", err, want)
		}
	}
	got, err := message.ParseList([]string{"b@example.com", "a@example.com"})
	if err != nil || len(got) != 2 || got[0].Local != "b" {
		t.Errorf("%v, %v: the order is the config's", got, err)
	}
}

func TestAddress_IsWrittenForPeopleInItsOwnScript(t *testing.T) {
	for text, want := range map[string]string{
		"Анна <a@пример.рф>": "Анна <a@пример.рф>", "a@EXAMPLE.com": "a@example.com",
	} {
		address, err := message.ParseAddress(text)
		if err != nil || address.String() != want {
			t.Errorf("%s, %v", address, err)
		}
	}
}

func TestAddress_MailtoIsALinkThatUnsubscribeTakes(t *testing.T) {
	for local, want := range map[string]string{
		"admin": "mailto:admin@example.com?subject=unsubscribe%20%E2%80%94%20a%26b",
		"a?b%c": "mailto:a%3Fb%25c@example.com?subject=unsubscribe%20%E2%80%94%20a%26b",
	} {
		got := message.Address{Local: local, Domain: "example.com"}.Mailto("unsubscribe — a&b")
		if err := message.CheckUnsubscribe(got); err != nil || got != want {
			t.Errorf("%s, %v", got, err)
		}
	}
}

func TestDomains_AllowWhatIsWrittenAndNothingElse(t *testing.T) {
	for _, test := range []struct {
		domains      []string
		allowed, not string
	}{
		{[]string{"example.com"}, "a@example.com a@EXAMPLE.COM", "a@sub.example.com a@example.com.evil.org a@notexample.com a@example.co"},
		{[]string{"Example.COM."}, "a@example.com", "a@x.example.com"},
		{[]string{"*.example.com"}, "a@x.example.com a@y.x.example.com", "a@example.com a@xexample.com a@example.com.org"},
		{[]string{"*.example.com", "example.com"}, "a@x.example.com a@example.com", "a@example.org"},
		{[]string{"пример.рф"}, "a@пример.рф a@xn--e1afmkfd.xn--p1ai a@ПРИМЕР.РФ", "a@рф.com"},
		{[]string{"xn--e1afmkfd.xn--p1ai"}, "a@пример.рф", "a@xn--e1afmkfd.com"},
		{[]string{"localhost"}, "a@localhost", "a@example.com"},
		// Looks like example.com; its first letter is Cyrillic.
		{[]string{"example.com"}, "a@example.com", "a@ехample.com"},
		{nil, "", "a@example.com"},
	} {
		domains, err := message.ParseDomains(test.domains)
		if err != nil {
			t.Fatal(err)
		}
		for allowed, texts := range map[bool]string{true: test.allowed, false: test.not} {
			for _, text := range strings.Fields(texts) {
				address, err := message.ParseAddress(text)
				if err != nil || domains.Allow(address) != allowed {
					t.Errorf("%v: %s allowed is %v, %v", test.domains, text, !allowed, err)
				}
			}
		}
	}
	sender, _ := message.ParseAddress("reports@Mail.example.com")
	if of := message.DomainsOf(sender); !of.Allow(sender) || of.Allow(message.Address{Local: "a", Domain: "example.com"}) {
		t.Error("the domains of addresses are theirs and no others")
	}
}

func TestParseDomains_SaysWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"":                "not a domain",
		"*":               "write example.com, or *.example.com",
		"*.com":           "everybody can have a domain",
		"*.co.uk":         "everybody can have a domain",
		"*.рф":            "everybody can have a domain",
		"a@example.com":   "write example.com",
		"https://a.com/":  "write example.com",
		"*.*.example.com": "write example.com",
		"a b.com":         "write example.com",
		"exa_mple.com":    "not a domain",
		"..":              "not a domain",
	} {
		if _, err := message.ParseDomains([]string{"example.com", text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
