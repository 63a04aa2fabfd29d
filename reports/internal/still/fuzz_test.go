package still_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"clientele/reports/internal/still"
)

// Whatever the chart library writes, a picture has none but the allowed elements
// and attributes.
func FuzzClean_LeavesOnlyWhatAPictureNeeds(f *testing.F) {
	for _, inner := range []string{
		`<path d="M0 0L1 1" fill="#fff" style="x:url(y)" class="a" onclick="z()"/>`, `<text x="1" y="2" style="font-size:11px;font-weight:600" transform="translate(1 2)">a&lt;b</text>`,
		`<script>x</script><image href="http://x/"/><foreignObject><p>x</p></foreignObject>`, `<path d="M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0" transform="matrix(3,0,0,3,1.25,2)" fill="url(http://x)"/>`,
		`<defs><linearGradient id="a&quot;&gt;" x1="javascript:"><stop offset="0" stop-color="red;x"/></linearGradient></defs><path fill="url(#a)" d="M0 0&quot;"/>`,
		`<g clip-path="url(#c)"><path fill="none" stroke="#111" d="M0 0L1 1"/></g><path fill="none" stroke="#111" d="M0 0L1 1"/>`, `<text fill="#111111">&#x10FFFF; ]]&gt;</text>`,
	} {
		f.Add(inner)
	}
	f.Fuzz(func(t *testing.T, inner string) {
		svg, err := still.Clean("<svg width=\"1\">" + inner + "</svg>")
		if err != nil {
			return
		}
		check(t, strings.ReplaceAll(svg, "\x01", "still-one-"))
		if err := xml.Unmarshal([]byte(strings.ReplaceAll(svg, "\x01", "x")), new(struct{})); err != nil {
			t.Errorf("%q becomes %q: %v", inner, svg, err)
		}
	})
}
