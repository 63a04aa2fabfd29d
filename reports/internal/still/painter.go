// Package still takes static pictures of charts as SVG, for paper and for
// readers whose page runs no script. It runs the page's own chart library and
// its own draw.js, so that both show the same chart.
package still

import (
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/dop251/goja"
	"golang.org/x/sync/errgroup"
)

//go:embed stage.js widths.js
var assets embed.FS

// at is how many pictures are taken at the same time.
const at = 2

// Picture is what to take a picture of.
type Picture struct {
	ID            string // in the page; the picture's own ids begin with it
	Data          []byte // JSON, as the page's script has it
	Width, Height int    // pixels
	Language      string
	Colours       map[string]string // by their names in the palette, #rrggbb
}

// Painter takes pictures. It makes its engines when the first picture is
// wanted, and keeps them and every picture for the next document.
type Painter struct {
	library, draw string
	compile       sync.Once
	programs      []*goja.Program
	failed        error
	free          chan *stage // nil where an engine is still to be made
	mutex         sync.Mutex
	taken         map[[sha256.Size]byte]string
}

// New returns a painter with the chart library and the page's draw.js.
func New(library, draw string) *Painter {
	p := &Painter{library: library, draw: draw, free: make(chan *stage, at), taken: map[[sha256.Size]byte]string{}}
	for range at {
		p.free <- nil
	}
	return p
}

// Paint returns the SVG elements of pictures, in their order.
func (p *Painter) Paint(pictures []Picture) ([]string, error) {
	out := make([]string, len(pictures))
	var group errgroup.Group
	group.SetLimit(at)
	for i := range pictures {
		group.Go(func() error {
			svg, err := p.paint(&pictures[i])
			if err != nil {
				return fmt.Errorf("take a picture of the chart %s: %w", pictures[i].ID, err)
			}
			out[i] = strings.ReplaceAll(svg, placeholder, "still-"+pictures[i].ID+"-")
			return nil
		})
	}
	return out, group.Wait()
}

// paint returns a picture with placeholders for its ids.
func (p *Painter) paint(picture *Picture) (string, error) {
	colours, err := json.Marshal(picture.Colours)
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s\n%s", picture.Width, picture.Height, picture.Language, colours, picture.Data))
	p.mutex.Lock()
	svg, ok := p.taken[key]
	p.mutex.Unlock()
	if ok {
		return svg, nil
	}
	engine := <-p.free
	defer func() { p.free <- engine }()
	if engine == nil {
		if engine, err = p.engine(); err != nil {
			return "", err
		}
	}
	raw, err := engine.paint(picture, string(colours))
	if err != nil {
		return "", err
	}
	if svg, err = clean(raw); err != nil {
		return "", err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.taken[key] = svg
	return svg, nil
}

// engine returns an engine that has read the scripts.
func (p *Painter) engine() (*stage, error) {
	p.compile.Do(func() { p.failed = p.read() })
	if p.failed != nil {
		return nil, p.failed
	}
	return newStage(p.programs)
}

// read compiles the scripts.
func (p *Painter) read() error {
	scripts := []struct{ name, text string }{{name: "widths.js"}, {name: "stage.js"}, {"echarts.min.js", p.library}, {"draw.js", p.draw}}
	for i := range scripts[:2] {
		text, err := assets.ReadFile(scripts[i].name)
		if err != nil {
			return fmt.Errorf("read %s: %w", scripts[i].name, err)
		}
		scripts[i].text = string(text)
	}
	for _, script := range scripts {
		program, err := goja.Compile(script.name, script.text, false)
		if err != nil {
			return fmt.Errorf("compile %s: %w", script.name, err)
		}
		p.programs = append(p.programs, program)
	}
	return nil
}
