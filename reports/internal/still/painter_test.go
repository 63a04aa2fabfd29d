package still_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"clientele/reports/internal/still"
)

// shared is one painter for all tests: it is slow to start.
var shared = sync.OnceValues(fresh) //nolint:gochecknoglobals // to compile the library takes longer than all tests of the package

// fresh returns a painter with the page's own scripts.
func fresh() (*still.Painter, error) {
	var texts [2]string
	for i, name := range []string{"echarts.min.js", "draw.js"} {
		content, err := os.ReadFile("../../html/assets/" + name)
		if err != nil {
			return nil, err
		}
		texts[i] = string(content)
	}
	return still.New(texts[0], texts[1]), nil
}

func painter(t testing.TB) *still.Painter {
	t.Helper()
	p, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// colours are every name that draw.js and the tests' data ask for.
func colours() map[string]string {
	out := map[string]string{}
	for i, name := range []string{"accent", "second", "muted", "ink", "quiet", "line", "surface"} {
		out[name] = fmt.Sprintf("#%06x", 0x102030*(i+1))
	}
	return out
}

// encoded is a text in JSON.
func encoded(text string) []byte {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return out
}

// lines is the data of a chart of two lines with names.
func lines(first, second string, values ...int) still.Picture {
	quote := func(text string) string { return string(encoded(text)) }
	var labels, numbers []string
	for i, v := range values {
		labels, numbers = append(labels, quote(fmt.Sprint(first, i))), append(numbers, fmt.Sprint(v))
	}
	series := `{"type":"line","name":%s,"color":"@%s","symbol":"circle","symbolSize":5,"lineStyle":{"width":2.5,"opacity":1,"type":"solid"},"data":[%s],"z":3}`
	data := fmt.Sprintf(`{"values":"number","height":300,"tips":[],"option":{"animation":false,"grid":{"left":8,"right":32,"top":40,"bottom":4},
		"legend":{"show":true,"data":[%s,%s]},"tooltip":{"trigger":"axis"},"xAxis":{"type":"category","data":[%s],"boundaryGap":false,"name":%s},
		"yAxis":{"type":"value","boundaryGap":false},"series":[%s,%s]}}`,
		quote(first), quote(second), strings.Join(labels, ","), quote(first),
		fmt.Sprintf(series, quote(first), "accent", strings.Join(numbers, ",")), fmt.Sprintf(series, quote(second), "second", strings.Join(numbers, ",")))
	return still.Picture{ID: "one", Data: []byte(data), Width: 660, Height: 300, Language: "en", Colours: colours()}
}

// streams is the data of a Sankey.
func streams(id, name string) still.Picture {
	data := fmt.Sprintf(`{"height":300,"heads":["a","b"],"nodes":[{"name":"0 x","label":%[1]s,"depth":0,"color":"@accent","tip":""},{"name":"1 x","label":%[1]s,"depth":1,"color":"@second","tip":""}],
		"links":[{"source":"0 x","target":"1 x","value":3,"tip":""}]}`, encoded(name))
	return still.Picture{ID: id, Data: []byte(data), Width: 660, Height: 300, Language: "en", Colours: colours()}
}

func paint(t testing.TB, p *still.Painter, pictures ...still.Picture) []string {
	t.Helper()
	out, err := p.Paint(pictures)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Chromium's PDF drops the fill-opacity of a gradient: the streams hid each other
// and their names.
func TestPaint_StreamsAreSeenThroughOnPaperToo(t *testing.T) {
	svg := paint(t, painter(t), streams("s", "a"))[0]
	if !strings.Contains(svg, `<path fill="url(#still-s-0)" opacity="0.32"`) || strings.Contains(svg, "fill-opacity") {
		t.Errorf("a stream is not painted as a layer that is seen through: %s", svg)
	}
}

// allowed has the attributes of the elements that a picture may have. None of
// them can run anything or fetch anything.
func allowed() map[string][]string {
	painted := []string{"fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "transform"}
	return map[string][]string{
		"svg": {"xmlns", "width", "height", "viewBox", "font-size"}, "g": nil, "defs": nil,
		"linearGradient": {"id", "gradientUnits", "x1", "y1", "x2", "y2"}, "stop": {"offset", "stop-color", "stop-opacity"},
		"path": append([]string{"d"}, painted...), "circle": append([]string{"cx", "cy", "r"}, painted...),
		"text": append([]string{"x", "y", "font-size", "font-weight", "text-anchor"}, painted...),
	}
}

var (
	safe = regexp.MustCompile(`^(?:http://www\.w3\.org/2000/svg|[-\w#., ()%]*)$`)
	long = regexp.MustCompile(`\.\d{3}`)
)

// check reads a picture back and returns its texts.
func check(t testing.TB, svg string) []string {
	t.Helper()
	list := allowed()
	var texts []string
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatalf("the picture is not XML: %v", err)
		}
		switch one := token.(type) {
		case xml.StartElement:
			names, ok := list[one.Name.Local]
			if !ok {
				t.Errorf("a picture has the element %s", one.Name.Local)
			}
			for _, a := range one.Attr {
				if !slices.Contains(names, a.Name.Local) || !safe.MatchString(a.Value) || long.MatchString(a.Value) {
					t.Errorf("a picture has <%s %s=%q>", one.Name.Local, a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			if text := string(one); strings.TrimSpace(text) != "" {
				texts = append(texts, text)
			}
		}
	}
}

func TestPaint_ShowsNamesAsTextsAndNothingElse(t *testing.T) {
	for _, name := range []string{
		`</text><script>alert(1)</script>`, `"><image href="http://x/" onload="y()">`, `&lt;b&gt; & <b>`, `]]><x/>`, `{a|b}`, `url(#x)`, `style="x"`, "Ёлка №1", "<!-- -->", "\u2028x",
	} {
		texts := check(t, paint(t, painter(t), lines(name, "other", 1, 2, 3))[0])
		if !slices.Contains(texts, name) {
			t.Errorf("the picture of %q says %q", name, texts)
		}
		check(t, paint(t, painter(t), streams("two", name))[0])
	}
}

func TestPaint_IsTheSameInAnyOrderAndEachTime(t *testing.T) {
	var all []still.Picture
	for i := range 6 {
		one := lines(fmt.Sprint("a", i), "b", i, 2, 5*i)
		one.ID = fmt.Sprint("chart", i)
		all = append(all, one, streams(fmt.Sprint("flow", i), fmt.Sprint("x", i)))
	}
	want := paint(t, painter(t), all...)
	other, err := fresh()
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	got := paint(t, other, all...)
	slices.Reverse(got)
	for i := range want {
		if want[i] != got[i] {
			t.Errorf("picture %d depends on what was painted before it", i)
		}
	}
}

func TestPaint_IdsAreThoseOfTheChart(t *testing.T) {
	both := paint(t, painter(t), streams("moves", "x"), streams("others", "x"))
	for i, id := range []string{"moves", "others"} {
		if !strings.Contains(both[i], `id="still-`+id+`-0"`) || !strings.Contains(both[i], `url(#still-`+id+`-0)`) {
			t.Errorf("the streams of %s have no colours of their own: %s", id, both[i])
		}
	}
	if strings.ReplaceAll(both[0], "moves", "others") != both[1] {
		t.Error("the same data make different pictures")
	}
}

func TestPaint_WhatCannotBeDrawnIsAnErrorThatNamesTheChart(t *testing.T) {
	broken := lines("a", "b", 1)
	broken.Data = []byte("{}")
	if _, err := painter(t).Paint([]still.Picture{broken}); err == nil || !strings.Contains(err.Error(), "the chart one") {
		t.Errorf("the error is %v", err)
	}
}
