package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/chromedp/chromedp"
)

// papers prints the director's page.
func (g *gallery) papers(ctx context.Context) error {
	if missing("pdftoppm", "paper") {
		return nil
	}
	for _, language := range []string{"en", "ru", "es"} {
		if err := g.open(ctx, shot{"director", language, "light", 1440, 1000}); err != nil {
			return err
		}
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
		if err != nil {
			return err
		}
		path := filepath.Join(g.temporary, "director-"+language+".pdf")
		if err := os.WriteFile(path, pdf, 0o600); err != nil {
			return err
		}
		if err := g.pictured(path, "director-"+language+"-paper", 1); err != nil {
			return err
		}
	}
	return nil
}

// workbooks has LibreOffice show the first sheets.
func (g *gallery) workbooks() error {
	if missing("pdftoppm", "the workbook") || missing("soffice", "the workbook") {
		return nil
	}
	pages := map[string]int{"director": 1, "marketing": 1}
	kinds, languages := []string{"director", "marketing"}, []string{"en"}
	if g.all {
		pages, kinds, languages = map[string]int{"director": 3, "marketing": 40, "data": 25}, []string{"director", "marketing", "data"}, []string{"en", "ru", "es"}
	}
	for _, kind := range kinds {
		for _, language := range languages {
			book := filepath.Join(g.of, file(kind, language, "xlsx"))
			command := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(g.temporary, "office"), "--headless", "--convert-to", "pdf", "--outdir", g.temporary, book)
			if said, err := command.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w: %s", book, err, said)
			}
			if err := g.pictured(filepath.Join(g.temporary, file(kind, language, "pdf")), kind+"-"+language+"-workbook", pages[kind]); err != nil {
				return err
			}
		}
	}
	return nil
}

// pictured draws the first pages of a PDF.
func (g *gallery) pictured(pdf, name string, pages int) error {
	prefix := filepath.Join(g.temporary, name)
	command := exec.Command("pdftoppm", "-r", "96", "-png", "-l", strconv.Itoa(pages), pdf, prefix)
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("draw %s: %w: %s", pdf, err, said)
	}
	found, err := filepath.Glob(prefix + "-*.png")
	if err != nil {
		return err
	}
	for i, path := range found {
		picture, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := name
		if pages > 1 {
			to += "-" + strconv.Itoa(i+1)
		}
		if err := keep(filepath.Join(g.to, to+".png"), picture); err != nil {
			return err
		}
	}
	return nil
}

// missing says that a program is not installed.
func missing(program, what string) bool {
	_, err := exec.LookPath(program)
	if err != nil {
		log.Printf("no picture of %s: no %s is installed", what, program)
	}
	return err != nil
}
