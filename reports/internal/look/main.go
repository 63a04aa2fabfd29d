// Command look writes the sample's pages and workbooks, to look at them:
//
//	go run ./reports/internal/look FOLDER
package main

import (
	"errors"
	"log"
	"os"
	"path/filepath"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: look FOLDER")
	}
	if err := look(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func look(folder string) error {
	pages, err := html.NewWriter()
	if err != nil {
		return err
	}
	for _, language := range catalogue.Languages() {
		if err := write(pages, folder, language, sample.Answers(), sample.Settings(language)); err != nil {
			return err
		}
		plan, err := reports.CampaignPlan(sample.CampaignPlanAnswers(), sample.CampaignSettings(language))
		if err != nil {
			return err
		}
		measured, err := reports.CampaignMeasured(sample.CampaignMeasuredAnswers(), sample.CampaignSettings(language))
		if err != nil {
			return err
		}
		if err := errors.Join(render(pages, folder, "plan-"+language, plan), render(pages, folder, "measured-"+language, measured)); err != nil {
			return err
		}
	}
	return write(pages, folder, "hostile", sample.HostileAnswers(), sample.HostileSettings())
}

func write(pages *html.Writer, folder, name string, answers reports.Answers, settings reports.Settings) error {
	for _, kind := range reports.Kinds() {
		document, err := kind.Make(answers, settings)
		if err != nil {
			return err
		}
		if err := render(pages, folder, kind.File+"-"+name, document); err != nil {
			return err
		}
	}
	return nil
}

// render writes one document both ways.
func render(pages *html.Writer, folder, name string, document *reports.Document) (err error) {
	page, err := os.Create(filepath.Join(folder, name+".html"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, page.Close()) }()
	book, err := os.Create(filepath.Join(folder, name+".xlsx"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	return errors.Join(pages.Write(page, document), xlsx.Write(book, document, xlsx.Options{TempDir: folder}))
}
