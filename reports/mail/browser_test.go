package mail_test

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"clientele/internal/garbage"
	"clientele/reports/internal/browser"
	"clientele/reports/mail"
)

var chromium browser.Browser //nolint:gochecknoglobals // one for all tests of the package

func TestMain(m *testing.M) {
	garbage.CollectLate()
	os.Exit(chromium.Run(m))
}

// file keeps a body as a page that a browser can open: its pictures, which a
// mail program takes from the mail, stand in it.
func file(t *testing.T, body mail.Body) string {
	t.Helper()
	page := body.HTML
	for _, p := range body.Pictures {
		page = strings.ReplaceAll(page, "cid:"+p.CID, "data:"+p.Type+";base64,"+base64.StdEncoding.EncodeToString(p.PNG))
	}
	return browser.Keep(t, []byte(page))
}
