package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/mail/picture"
)

func settings(t *testing.T, d *reports.Document) picture.Settings {
	t.Helper()
	presenter, err := reports.NewPresenter(d)
	if err != nil {
		t.Fatal(err)
	}
	return picture.Settings{Palette: d.Look.Palette(), Presenter: presenter, Width: picture.Width, Scale: 2}
}

func draw(t *testing.T, c *reports.Chart, s picture.Settings) (picture.Picture, image.Image) {
	t.Helper()
	drawn, err := picture.Draw(c, s)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	decoded, err := png.Decode(bytes.NewReader(drawn.PNG))
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return drawn, decoded
}

// charts are those of a document.
func charts(d *reports.Document) []*reports.Chart {
	var out []*reports.Chart
	for i := range d.Sections {
		for k := range d.Sections[i].Charts {
			out = append(out, &d.Sections[i].Charts[k])
		}
	}
	return out
}

// A letter or a line that is cut would have its ink at the picture's edge.
func TestDraw_EachChartOfTheReportsIsWholeSmallAndOnWhite(t *testing.T) {
	for _, language := range catalogue.Languages() {
		complete, err := reports.Complete(sample.Answers(), sample.Settings(language))
		if err != nil {
			t.Fatal(err)
		}
		small, drawn := sample.Small(), 0
		small.Language = language
		for _, d := range []*reports.Document{complete, small} {
			for i, c := range charts(d) {
				if !picture.Can(c) || language == "es" && i%2 > 0 {
					continue
				}
				got, decoded := draw(t, c, settings(t, d))
				drawn++
				if n := len(got.PNG); n > 60_000 {
					t.Errorf("%s in %s has %d bytes", c.ID, language, n)
				}
				if size := decoded.Bounds().Size(); size.X != 2*got.Width || size.Y != 2*got.Height || got.Width != picture.Width || got.Height > 1000 {
					t.Errorf("%s in %s has %v dots and %d × %d pixels", c.ID, language, size, got.Width, got.Height)
				}
				if at, ok := inkAtEdge(decoded); ok {
					t.Errorf("%s in %s is cut at %v", c.ID, language, at)
				}
			}
		}
		if drawn < 15 {
			t.Errorf("%s: only %d charts have pictures", language, drawn)
		}
	}
}

// inkAtEdge finds a dot that is not white in the outermost two rows.
func inkAtEdge(p image.Image) (image.Point, bool) {
	b := p.Bounds()
	for _, edge := range []image.Rectangle{
		{b.Min, image.Pt(b.Max.X, 2)}, {image.Pt(0, b.Max.Y-2), b.Max}, {b.Min, image.Pt(2, b.Max.Y)}, {image.Pt(b.Max.X-2, 0), b.Max},
	} {
		for y := edge.Min.Y; y < edge.Max.Y; y++ {
			for x := edge.Min.X; x < edge.Max.X; x++ {
				if r, g, bl, _ := p.At(x, y).RGBA(); r+g+bl < 3*0xffff {
					return image.Pt(x, y), true
				}
			}
		}
	}
	return image.Point{}, false
}

func TestDraw_TheSameChartGivesTheSameBytes(t *testing.T) {
	d := sample.Small()
	for _, c := range charts(d) {
		if !picture.Can(c) {
			continue
		}
		first, _ := draw(t, c, settings(t, d))
		second, _ := draw(t, c, settings(t, d))
		if !bytes.Equal(first.PNG, second.PNG) {
			t.Errorf("%s differs", c.ID)
		}
	}
}

func TestDraw_AFormWithoutPictureIsSaid(t *testing.T) {
	d := sample.Small()
	for _, c := range charts(d) {
		if _, err := picture.Draw(c, settings(t, d)); picture.Can(c) != (err == nil) || err != nil && !errors.Is(err, picture.ErrForm) {
			t.Errorf("%s: can %v, error %v", c.ID, picture.Can(c), err)
		}
		if can := picture.Can(c); can == (c.Kind == reports.Sankey) {
			t.Errorf("%s: can %v", c.ID, can)
		}
	}
	empty := sample.Parts("empty", reports.RowBars)
	empty.Data = &table.Table{Columns: empty.Data.Columns}
	long := sample.Parts("long", reports.RowBars)
	for range 20 {
		long.Data.Rows = append(long.Data.Rows, long.Data.Rows[0])
	}
	for _, c := range []*reports.Chart{&empty, &long} {
		if picture.Can(c) {
			t.Errorf("%s has a picture", c.ID)
		}
	}
}

// levels is a line chart of one value in each of some months.
func levels(kind reports.ChartKind, values ...any) *reports.Chart {
	c := &reports.Chart{ID: "levels", Title: "Levels", Kind: kind, X: "month", XFormat: reports.Format{Kind: reports.Month}, Format: reports.Format{Kind: reports.Money},
		Series: []reports.Series{{Column: "value", Label: "Value", Colour: reports.Third}},
		Data:   &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "value", Kind: table.Decimal}, {Name: "low", Kind: table.Decimal}, {Name: "high", Kind: table.Decimal}}}}
	for i, v := range values {
		row := []any{time.Date(2026, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC), v, nil, nil}
		if value, ok := v.(decimal.Decimal); ok {
			row[2], row[3] = value.Mul(decimal.New(5, -1)), value.Mul(decimal.New(15, -1))
		}
		c.Data.Rows = append(c.Data.Rows, row)
	}
	return c
}

func money(whole int64) decimal.Decimal { return decimal.NewFromInt(whole) }

// extent is the box of the dots of one colour.
func extent(p image.Image, ink string) image.Rectangle {
	want := parse(ink)
	var out image.Rectangle
	b := p.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if color.NRGBAModel.Convert(p.At(x, y)) == want {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

func parse(ink string) color.NRGBA {
	nibble := func(c byte) uint8 {
		if c <= '9' {
			return c - '0'
		}
		return c - 'A' + 10
	}
	return color.NRGBA{nibble(ink[0])<<4 | nibble(ink[1]), nibble(ink[2])<<4 | nibble(ink[3]), nibble(ink[4])<<4 | nibble(ink[5]), 255}
}

// A bar of twice the value is twice as high, and one below nought begins where
// the others stand: lengths are what a picture says.
func TestDraw_BarsAreAsLongAsTheirValues(t *testing.T) {
	d := sample.Small()
	high := func(value int64) int {
		c := levels(reports.Bars, money(value), money(100))
		c.Colours = []reports.Colour{reports.Third, reports.Fourth}
		_, p := draw(t, c, settings(t, d))
		return extent(p, "D87D00").Dy()
	}
	whole, half, tenth := high(100), high(50), high(10)
	if whole < 200 || abs(whole-2*half) > 4 || abs(whole-10*tenth) > 30 {
		t.Errorf("bars of 100, 50 and 10 are %d, %d and %d dots high", whole, half, tenth)
	}
	c := levels(reports.Bars, money(-60), money(60))
	c.Colours = []reports.Colour{reports.Third, reports.Fourth}
	_, p := draw(t, c, settings(t, d))
	below, above := extent(p, "D87D00"), extent(p, "7D3975")
	if abs(below.Min.Y-above.Max.Y) > 4 || abs(below.Dy()-above.Dy()) > 4 {
		t.Errorf("−60 goes from %d to %d, 60 from %d to %d", below.Min.Y, below.Max.Y, above.Max.Y, above.Min.Y)
	}
}

func TestDraw_ABandLiesAroundItsLine(t *testing.T) {
	d := sample.Small()
	c := levels(reports.Line, money(100), money(100), money(100))
	c.Bands = []reports.Band{{Low: "low", High: "high", Label: "Band"}}
	_, p := draw(t, c, settings(t, d))
	line, band := extentBelow(p, "D87D00", 80), extentBelow(p, "B8CAED", 80) // below the legend; a third of the accent's colour
	middle := (line.Min.Y + line.Max.Y) / 2
	if up, down := middle-band.Min.Y, band.Max.Y-middle; up < 50 || abs(up-down) > 8 {
		t.Errorf("the band goes %d dots up from its line and %d down", up, down)
	}
}

// extentBelow leaves the legend out.
func extentBelow(p image.Image, ink string, top int) image.Rectangle {
	type cuttable interface {
		SubImage(image.Rectangle) image.Image
	}
	b := p.Bounds()
	return extent(p.(cuttable).SubImage(image.Rect(b.Min.X, top, b.Max.X, b.Max.Y)), ink)
}

func abs(n int) int { return max(n, -n) }

func TestDraw_HostileNamesAreDrawnToo(t *testing.T) {
	d := sample.Small()
	for _, name := range append(sample.Hostile(), "漢字", "\U0001F600", "\u0301\u0301\u0301") {
		c := sample.Parts("hostile", reports.RowBars)
		c.Data.Rows[0][0], c.Series[0].Label = name, name
		_, decoded := draw(t, &c, settings(t, d))
		if at, ok := inkAtEdge(decoded); ok {
			t.Errorf("%q is cut at %v", name, at)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	d, err := reports.Director(sample.Answers(), sample.Settings("ru"))
	if err != nil {
		b.Fatal(err)
	}
	presenter, err := reports.NewPresenter(d)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := picture.Draw(charts(d)[0], picture.Settings{Palette: d.Look.Palette(), Presenter: presenter, Width: picture.Width, Scale: 2}); err != nil {
			b.Fatal(err)
		}
	}
}

// A step begins where the one before ended, and what is taken away leads back.
func TestDraw_StepsOfAWaterfallHangTogether(t *testing.T) {
	d := sample.Small()
	c := levels(reports.Waterfall, money(100), money(50), money(-150))
	c.Standing, c.X, c.XFormat = "standing", "value", reports.Format{}
	c.Data.Columns = append(c.Data.Columns, table.Column{Name: "standing", Kind: table.Boolean})
	for i := range c.Data.Rows {
		c.Data.Rows[i] = append(c.Data.Rows[i], i == 0)
	}
	_, p := draw(t, c, settings(t, d))
	level, rise, fall := extent(p, "2F62C9"), extent(p, "298F71"), extent(p, "AB3A26")
	if abs(level.Max.X-rise.Min.X) > 4 || abs(level.Dx()-2*rise.Dx()) > 6 || abs(fall.Max.X-rise.Max.X) > 4 || abs(fall.Min.X-level.Min.X) > 6 {
		t.Errorf("100 lies from %d to %d, +50 from %d to %d, −150 from %d to %d", level.Min.X, level.Max.X, rise.Min.X, rise.Max.X, fall.Min.X, fall.Max.X)
	}
}
