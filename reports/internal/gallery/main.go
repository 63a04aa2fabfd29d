// Command gallery takes pictures of the demo's reports, as they stand in the
// README and to be looked at:
//
//	go run ./reports/internal/gallery [-all] [-to docs] [-of demo/out/2026-10-31]
//
// It needs a Chromium; the pictures of paper and of the workbook need pdftoppm
// and LibreOffice besides, and are left out with a line where these are not
// installed. Without a folder of reports it runs the demo first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func main() {
	all := flag.Bool("all", false, "each report in each language, light and dark, whole")
	to := flag.String("to", "docs", "the folder of the pictures")
	of := flag.String("of", "", "a folder of reports; the demo's where empty")
	flag.Parse()
	if err := run(*of, *to, *all); err != nil {
		log.Fatal(err)
	}
}

func run(of, to string, all bool) error {
	temporary, err := os.MkdirTemp("", "gallery")
	if err != nil {
		return err
	}
	defer func() {
		if err := os.RemoveAll(temporary); err != nil {
			log.Print(err)
		}
	}()
	if of == "" {
		if of, err = demo(temporary); err != nil {
			return err
		}
	}
	if of, err = filepath.Abs(of); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	ctx, stop, err := browser(temporary)
	if err != nil {
		return err
	}
	defer stop()
	g := &gallery{of: of, to: to, temporary: temporary, all: all}
	for _, s := range shots(all) {
		if err := g.page(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.name(), err)
		}
	}
	return errors.Join(g.mails(ctx), g.papers(ctx), g.workbooks())
}

// demo runs the demo into a folder and returns that of its reports.
func demo(folder string) (string, error) {
	command := exec.Command("go", "run", "./cmd/clientele", "demo", "-q", "--out", filepath.Join(folder, "demo"))
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("run the demo: %w", err)
	}
	found, err := filepath.Glob(filepath.Join(folder, "demo", "out", "*", "director.html"))
	if err != nil || len(found) == 0 {
		return "", errors.Join(errors.New("the demo has written no report"), err)
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// browser starts a Chromium that talks to nobody.
func browser(temporary string) (context.Context, context.CancelFunc, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, nil, errors.New("no Chromium is installed")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("no-first-run", true), chromedp.UserDataDir(filepath.Join(temporary, "chromium")))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	ctx, end := context.WithTimeout(ctx, 20*time.Minute)
	return ctx, func() { end(); cancel(); stop() }, nil
}

// shot is a page as somebody sees it.
type shot struct {
	kind, language, scheme string
	width, height          int64
}

// name tells what is not usual: usual is light, on a desk.
func (s shot) name() string {
	name := s.kind + "-" + s.language
	if s.scheme == "dark" {
		name += "-dark"
	}
	if s.width < 600 {
		name += "-phone"
	}
	return name
}

// shots are the pictures that the README has room for, or all of them.
func shots(all bool) []shot {
	var out []shot
	for _, kind := range []string{"director", "marketing", "data"} {
		for i, language := range []string{"en", "ru", "es"} {
			for _, scheme := range []string{"light", "dark"} {
				for _, size := range [][2]int64{{1440, 1000}, {360, 740}} {
					if all || scheme == "light" && (size[0] > 800 || kind == "director") || i == 0 && kind == "director" {
						out = append(out, shot{kind, language, scheme, size[0], size[1]})
					}
				}
			}
		}
	}
	return out
}

// file is a report's in a language: the config's first one, which is English in
// the demo, has no mark.
func file(kind, language, form string) string {
	if language == "en" {
		return kind + "." + form
	}
	return kind + "." + language + "." + form
}

type gallery struct {
	of, to, temporary string
	all               bool
}

// page takes the first screen of a page, or in pieces all of it.
func (g *gallery) page(ctx context.Context, s shot) error {
	if err := g.open(ctx, s); err != nil {
		return err
	}
	if !g.all {
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			return err
		}
		return keep(filepath.Join(g.to, s.name()+".png"), picture)
	}
	height, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`document.documentElement.scrollHeight`))
	if err != nil {
		return err
	}
	const piece, most = 1500, 12
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, piece)); err != nil {
		return err
	}
	for i := range min(most, int(height)/piece+1) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf(`(scrollTo(0,%d), scrollY)`, i*piece))); err != nil {
			return err
		}
		time.Sleep(150 * time.Millisecond) // what is not in sight is drawn in slices
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			return err
		}
		if err := keep(filepath.Join(g.to, fmt.Sprintf("%s-%02d.png", s.name(), i)), picture); err != nil {
			return err
		}
	}
	return nil
}

// open shows a page and waits for its charts.
func (g *gallery) open(ctx context.Context, s shot) error {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height)); err != nil {
		return err
	}
	medium := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, medium); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+filepath.Join(g.of, file(s.kind, s.language, "html")))); err != nil {
		return err
	}
	_, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.querySelectorAll('figure.chart:not([data-drawn])').length === 0`, chromedp.WithPollingTimeout(time.Minute)))
	return err
}
