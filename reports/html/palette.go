package html

import (
	"strings"

	"clientele/reports"
)

// properties writes a palette as the page's custom properties: on paper and
// light ground, where the reader's system is dark, and as he chose himself. The
// classes .c-NAME are the grounds of marks in tables: the policy forbids style
// attributes.
func properties(p reports.Palette) string {
	var light, dark, swatches strings.Builder
	for _, slot := range p.Slots() {
		light.WriteString("--" + slot.Name + ":#" + slot.Light + ";")
		dark.WriteString("--" + slot.Name + ":#" + slot.Dark + ";")
		if slot.Colour <= reports.GroupGone {
			swatches.WriteString(".c-" + slot.Name + "{background:var(--" + slot.Name + ")}")
		}
	}
	light.WriteString("--shade:rgb(27 36 48/.28);color-scheme:light;")
	dark.WriteString("--shade:rgb(0 0 0/.6);color-scheme:dark;")
	return ":root{" + light.String() + "}\n" +
		"@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + dark.String() + "}}\n" +
		"@media screen{:root[data-theme=dark]{" + dark.String() + "}}\n" + swatches.String() + "\n"
}
