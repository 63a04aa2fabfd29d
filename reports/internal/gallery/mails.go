package main

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"clientele/internal/pipeline"
	"clientele/reports/mail"
)

// mailShots are the mails that the README has room for, or all of them.
func mailShots(all bool) []shot {
	if !all {
		return []shot{{"director", "en", "light", 800, 1600}, {"director", "ru", "light", 360, 1340}}
	}
	var out []shot
	for _, kind := range []string{"director", "marketing", "data", "complete"} {
		for _, language := range []string{"en", "ru", "es"} {
			for _, scheme := range []string{"light", "dark"} {
				out = append(out, shot{kind, language, scheme, 800, 3000}, shot{kind, language, scheme, 360, 4000})
			}
		}
	}
	return out
}

// mails takes pictures of the mails with the reports. A folder of reports that
// has no config beside it has none.
func (g *gallery) mails(ctx context.Context) error {
	path := filepath.Join(g.of, "..", "..", "clientele.yaml")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	config, err := pipeline.ReadConfig(path)
	if err != nil {
		return err
	}
	recalled, err := pipeline.Recall(ctx, config, filepath.Base(g.of), pipeline.Options{Threads: 2})
	if err != nil {
		return err
	}
	for _, s := range mailShots(g.all) {
		if err := g.mail(ctx, recalled, s); err != nil {
			return errors.Join(err, recalled.Close())
		}
	}
	return recalled.Close()
}

// mail takes a picture of a mail down to its end, or as far as there is room.
func (g *gallery) mail(ctx context.Context, recalled *pipeline.Recalled, s shot) error {
	document, err := recalled.Document(s.kind, s.language)
	if err != nil {
		return err
	}
	book := filepath.Join(g.of, file(s.kind, s.language, "xlsx"))
	size, err := os.Stat(book)
	if err != nil {
		return err
	}
	body, err := mail.Write(document, mail.Frame{
		Job: "month", Owner: "admin@example.com", Unsubscribe: "mailto:admin@example.com",
		Attached: []mail.Attached{{Name: filepath.Base(book), Bytes: size.Size()}},
	})
	if err != nil {
		return err
	}
	path := filepath.Join(g.temporary, "mail.html")
	if err := os.WriteFile(path, []byte(withPictures(body)), 0o600); err != nil {
		return err
	}
	medium := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, medium); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, 400), chromedp.Navigate("file://"+path)); err != nil {
		return err
	}
	height, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`document.documentElement.scrollHeight`))
	if err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, min(s.height, int64(height)))); err != nil {
		return err
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	name := strings.Replace(s.name(), s.kind, "mail", 1)
	if g.all {
		name = "mail-" + s.name()
	}
	return keep(filepath.Join(g.to, name+".png"), picture)
}

// withPictures is a mail's page with its pictures inside, where a mail program
// takes them from the mail.
func withPictures(body mail.Body) string {
	page := body.HTML
	for _, p := range body.Pictures {
		page = strings.ReplaceAll(page, "cid:"+p.CID, "data:"+p.Type+";base64,"+base64.StdEncoding.EncodeToString(p.PNG))
	}
	return page
}
