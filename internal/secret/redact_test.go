package secret_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand"
	"net/url"
	"strings"
	"testing"

	"clientele/internal/secret"
)

func TestRedact_FindsEveryForm(t *testing.T) {
	for _, plain := range []string{"hunter2", `a"b\c d`, "пароль+/=", "p&<w>'%41", "x\ty", "a", "\xff\xfe\x00z"} {
		text := secret.New(plain)
		inJSON, _ := json.Marshal(plain)
		for name, form := range map[string]string{
			"plain": plain, "quoted": fmt.Sprintf("%q", plain), "ascii": fmt.Sprintf("%+q", plain),
			"query": url.QueryEscape(plain), "path": url.PathEscape(plain), "html": html.EscapeString(plain),
			"hex": hex.EncodeToString([]byte(plain)), "HEX": fmt.Sprintf("%X", plain), "json": string(inJSON),
			"base64": base64.StdEncoding.EncodeToString([]byte(plain)), "base64url": base64.URLEncoding.EncodeToString([]byte(plain)),
			"raw": base64.RawStdEncoding.EncodeToString([]byte(plain)),
		} {
			got := secret.Redact("535 5.7.8: ["+form+"]!", text)
			inner := strings.TrimSuffix(strings.TrimPrefix(got, "535 5.7.8: ["), "]!")
			if inner = strings.Trim(inner, `"`); len(plain) > 1 && inner != secret.Mask {
				t.Errorf("%s of %q: %s", name, plain, got)
			}
		}
	}
}

// An SMTP log has AUTH PLAIN's answer: base64 of NUL user NUL password, with
// the password at any place of a group of three.
func TestRedact_FindsItInsideLongerBase64(t *testing.T) {
	random := rand.New(rand.NewSource(8))
	for range 3000 {
		plain := randomText(random, 6+random.Intn(20))
		around := func() string { return randomText(random, random.Intn(12)) }
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding} {
			line := encoding.EncodeToString([]byte(around() + plain + around()))
			got := secret.Redact("AUTH PLAIN "+line+" refused", secret.New(plain))
			if got != "AUTH PLAIN "+secret.Mask+" refused" {
				t.Fatalf("%q in %s: %s", plain, line, got)
			}
		}
	}
}

func TestRedact_LeavesOtherTextsAndMasksTheLongestFirst(t *testing.T) {
	const text = "450 4.2.0 <anna@example.com>: Recipient address rejected: Greylisted, see https://example.com/?q=1"
	if got := secret.Redact(text, secret.New("hunter2"), secret.Secret{}); got != text {
		t.Errorf("changed to %s", got)
	}
	got := secret.Redact("pass: password1 and pass", secret.New("word"), secret.New("password1"))
	if got != "pass: ••• and pass" {
		t.Errorf("a secret within another: %s", got)
	}
	if got := secret.Redact("hunter2, hunter2", secret.New("hunter2")); got != "•••, •••" {
		t.Errorf("each place: %s", got)
	}
}

func randomText(random *rand.Rand, length int) string {
	bytes := make([]byte, length)
	for i := range bytes {
		bytes[i] = byte(random.Intn(256))
	}
	return string(bytes)
}
