package xlsx

import (
	"strings"
	"testing"

	"github.com/xuri/nfp"
)

func TestStyleOfFormat_RecognisesDatesByTheirCodes(t *testing.T) {
	for code, want := range map[string]numberStyle{
		"General": plainNumber, "general;-General": plainNumber, "0": plainNumber, "0.00E+00": plainNumber, "##0.0E-0": plainNumber, "# ?/?": plainNumber, "@": plainNumber, ";;;": plainNumber, "": plainNumber,
		"#,##0.00": plainNumber, `#,##0.00\ [$₽-419]`: plainNumber, `[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00`: plainNumber, `0" days"`: plainNumber, `"year "0`: plainNumber, `0\d`: plainNumber, `_-* #,##0.00\ "руб."_-`: plainNumber, `[Magenta]0`: plainNumber,
		`#,##0 DM`: plainNumber, `[>=1000]#,##0,"K";0`: plainNumber, `"yyyy`: plainNumber, `_d_y0`: plainNumber, `*m0`: plainNumber,
		"dd.mm.yyyy": dateStyle, "m/d/yy h:mm": dateStyle, "yyyy-mm-dd": dateStyle, `[$-419]d\ mmmm\ yyyy;@`: dateStyle, `[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: dateStyle, "DD/MM/YYYY HH:MM:SS": dateStyle, "mmm": dateStyle, "mm": dateStyle, "yyyy": dateStyle, "ddd": dateStyle,
		`[Red]dd/mm/yy`: dateStyle, `yyyy"年"m"月"d"日"`: dateStyle, `[$-411]ggge"年"m"月"`: dateStyle, `[$-107041E]d mmm bbbb`: dateStyle, `"";dd/mm/yyyy`: dateStyle, `[DBNum1][$-804]yyyy\-m`: dateStyle, `d-mmm-yy h:mm:ss.000`: dateStyle, `mm/dd`: dateStyle, `yyyy\-mm\-dd"T"hh:mm:ss"Z"`: dateStyle,
		"h:mm": timeStyle, "h:mm:ss AM/PM": timeStyle, "hh:mm A/P": timeStyle, "mm:ss": timeStyle, "mm:ss.0": timeStyle, "mmss.000": timeStyle, "[$-F400]h:mm:ss AM/PM": timeStyle, `h"ч"mm`: timeStyle, `hh\:mm;@`: timeStyle, "ss": timeStyle,
		"[h]:mm": elapsedStyle, "[HH]:MM:SS": elapsedStyle, "[mm]:ss": elapsedStyle, "[ss].00": elapsedStyle, `[Blue][hh]:mm`: elapsedStyle,
	} {
		if got := styleOfFormat(code); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
}

// nfp is the parser of number formats that excelize uses.
func TestStyleOfFormat_AgreesWithAnIndependentParser(t *testing.T) {
	pieces := []string{"yyyy", "yy", "mm", "m", "mmm", "dd", "d", "h", "hh", "ss", ":", "/", "-", " ", `\-`, `"text dmy"`, "[Red]", "[$-419]", "AM/PM", "0", "0.00", "#,##0", "[h]", "%"}
	var build func(code string, length int)
	checked := 0
	build = func(code string, length int) {
		if length == 0 {
			checked++
			checkFormat(t, code)
			return
		}
		for _, piece := range pieces {
			build(code+piece, length-1)
		}
	}
	for length := 1; length <= 3; length++ {
		build("", length)
	}
	if checked < 10_000 {
		t.Errorf("only %d codes were checked", checked)
	}
}

// checkFormat compares whether the code is of a date, time or duration at all.
func checkFormat(t *testing.T, code string) {
	t.Helper()
	temporal, digits := false, false
	parser := nfp.NumberFormatParser()
	for _, section := range parser.Parse(code) {
		for _, token := range section.Items {
			switch token.TType {
			case nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes:
				temporal = true
			case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
				digits = true
			}
		}
	}
	if digits || strings.Contains(code, "0") {
		return // a code of dates and digits is refused by Excel, and read differently by everybody
	}
	if got := styleOfFormat(code) != plainNumber; got != temporal {
		t.Errorf("%s: a date is %v here and %v for nfp", code, got, temporal)
	}
}

func TestBuiltInStyle_IsTheTableOfTheStandard(t *testing.T) {
	want := map[int]numberStyle{0: plainNumber, 1: plainNumber, 13: plainNumber, 14: dateStyle, 17: dateStyle, 18: timeStyle, 21: timeStyle, 22: dateStyle,
		23: plainNumber, 37: plainNumber, 44: plainNumber, 45: timeStyle, 46: elapsedStyle, 47: timeStyle, 48: plainNumber, 49: plainNumber, 30: dateStyle, 33: timeStyle, 57: dateStyle, 59: plainNumber, 70: plainNumber, 71: dateStyle, 79: elapsedStyle, 82: plainNumber, 164: plainNumber}
	for id, style := range want {
		if got := builtInStyle(id); got != style {
			t.Errorf("format %d: got %d, want %d", id, got, style)
		}
	}
}
