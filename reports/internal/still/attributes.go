package still

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	number   = regexp.MustCompile(`-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`)
	colour   = regexp.MustCompile(`^(?:none|#[0-9a-fA-F]{3,8}|rgba?\([0-9., ]+\))$`)
	inside   = regexp.MustCompile(`^url\(#([\w-]+)\)$`)
	moved    = regexp.MustCompile(`^translate\((-?[\d.]+)[ ,](-?[\d.]+)\)$`)
	enlarged = regexp.MustCompile(`^matrix\(([\d.]+),0,0,([\d.]+),(-?[\d.]+),(-?[\d.]+)\)$`)
	turned   = regexp.MustCompile(`^(?:(?:matrix|translate|rotate|scale)\([-\d.e, ]+\) ?)+$`)
	plain    = regexp.MustCompile(`^[-\d.e, %]*$`)
	path     = regexp.MustCompile(`^[MLCQAZHVmlcqazhv\d.e, -]*$`)
	word     = regexp.MustCompile(`^[\w-]*$`)
)

// unitCircle begins the library's dot, which a matrix makes large and moves.
const unitCircle = "M1 0A1 1 0 1 1 1 "

// attributes are an element's as the library wrote them.
type attributes map[string]string

func attributesOf(list []xml.Attr) attributes {
	a := attributes{}
	for _, one := range list {
		if one.Name.Space == "" {
			a[one.Name.Local] = one.Value
		}
	}
	return a
}

// numbers returns pairs of names and values that are numbers.
func (a attributes) numbers(names ...string) []string {
	var out []string
	for _, name := range names {
		if plain.MatchString(a[name]) {
			out = append(out, name, rounded(a[name], 2))
		}
	}
	return out
}

// words returns pairs of names and values that are words, but for the usual.
func (a attributes) words(names ...string) []string {
	var out []string
	for i := 0; i < len(names); i += 2 {
		if name, usual := names[i], names[i+1]; a[name] != usual && word.MatchString(a[name]) {
			out = append(out, name, a[name])
		}
	}
	return out
}

// visible says that somebody can see a shape.
func (a attributes) visible() bool {
	filled := a["fill"] != "none" && a["fill-opacity"] != "0"
	return (filled || a.drawn()) && a["opacity"] != "0"
}

// drawn says that a shape has a line around it.
func (a attributes) drawn() bool {
	return a["stroke"] != "" && a["stroke"] != "none" && a["stroke-width"] != "0" && a["stroke-opacity"] != "0"
}

// dot tells the circles among the paths.
func (a attributes) dot() bool {
	at := enlarged.FindStringSubmatch(a["transform"])
	return at != nil && at[1] == at[2] && strings.HasPrefix(a["d"], unitCircle) && strings.Count(a["d"], "A") == 2
}

// rounded shortens all numbers of an attribute.
func rounded(text string, digits int) string {
	return number.ReplaceAllStringFunc(text, func(one string) string {
		value, err := strconv.ParseFloat(one, 64)
		if err != nil {
			return one
		}
		return short(value, digits)
	})
}

// short writes a number with at most so many digits after the point.
func short(value float64, digits int) string {
	unit := math.Pow(10, float64(digits))
	return strconv.FormatFloat(math.Round(value*unit)/unit+0, 'f', -1, 64)
}

// value is an attribute's number, 0 where there is none.
func (a attributes) value(name string) float64 {
	value, err := strconv.ParseFloat(a[name], 64)
	if err != nil {
		return 0
	}
	return value
}
