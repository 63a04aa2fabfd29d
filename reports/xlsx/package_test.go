package xlsx_test

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// workbooks are those of all reports in a language, with hostile names too in
// one of them: in all where there is time.
func workbooks(t *testing.T, language string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings(language))
		if err != nil {
			t.Fatal(err)
		}
		if kind.ID == "complete" {
			out[kind.ID] = completeBook(t, language)
		} else {
			out[kind.ID] = render(t, d, xlsx.Options{})
		}
		if language != "en" && os.Getenv("CLIENTELE_LONG") == "" {
			continue
		}
		hostile := sample.HostileSettings()
		hostile.Language = language
		if d, err = kind.Make(sample.HostileAnswers(), hostile); err != nil {
			t.Fatal(err)
		}
		d.Look = reports.Look{Logo: picture(t, 300, 80), Width: 300, Height: 80}
		out[kind.ID+" hostile"] = render(t, d, xlsx.Options{})
	}
	plan, err := reports.CampaignPlan(sample.CampaignPlanAnswers(), sample.CampaignSettings(language))
	if err != nil {
		t.Fatal(err)
	}
	measured, err := reports.CampaignMeasured(sample.CampaignMeasuredAnswers(), sample.CampaignSettings(language))
	if err != nil {
		t.Fatal(err)
	}
	out["plan"], out["measured"] = render(t, plan, xlsx.Options{}), render(t, measured, xlsx.Options{})
	out["small"], out["parts"] = render(t, sample.Small(), xlsx.Options{}), render(t, partly(), xlsx.Options{})
	out["sheets"] = render(t, list(22), xlsx.Options{LastRow: 10})
	return out
}

func TestPackage_ExcelHasNothingToRepair(t *testing.T) {
	for _, language := range catalogue.Languages() {
		books := workbooks(t, language)
		for _, name := range slices.Sorted(maps.Keys(books)) {
			for _, problem := range repairs(unpack(t, books[name])) {
				t.Errorf("%s, %s: %s", language, name, problem)
			}
		}
	}
}

// A check that finds nothing wrong in what is wrong would be none.
func TestPackage_WhatIsWrongIsFound(t *testing.T) {
	book := render(t, sample.Small(), xlsx.Options{})
	whole := unpack(t, book)
	if problems := repairs(whole); len(problems) > 0 {
		t.Fatal(problems)
	}
	sheet, chart, drawing := "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
	for _, c := range []struct{ part, old, new, want string }{
		{sheet, "<mergeCells", "<pageSetup/><mergeCells", "behind pageSetup"},
		{sheet, "<sheetData>", "<sheetDate/><sheetData>", "no place in worksheet"},
		{sheet, `<row r="2"`, `<row r="1"`, "row 1 stands behind 1"},
		{sheet, `<c r="C7"`, `<c r="B7"`, "behind column"},
		{sheet, ` s="1"`, ` s="9999"`, "has the format 9999"},
		{sheet, `t="s"><v>`, `t="s"><v>99999`, "has the shared text 99999"},
		{sheet, `<v>1234.5</v>`, `<v>NaN</v>`, `has the number "NaN"`},
		{sheet, `<mergeCell ref="A`, `<mergeCell ref="A1:Z99"></mergeCell><mergeCell ref="A`, "overlap"},
		{sheet, `Contents&#39;!A1"`, `Contence&#39;!A1"`, "a link leads to"},
		{sheet, `<cfRule `, `<cfRule dxfId="7" `, "has the format 7"},
		{sheet, `<sheetView `, `<sheetView workbookViewId="0" `, "twice"},
		{sheet, `<x14:id>{`, `<x14:id>{x`, "two halves"},
		{sheet, `r:id="rId1"`, `r:id="rId77"`, "rId77, which is not given"},
		{"xl/workbook.xml", `name="First section"`, `name="second section"`, "is taken"},
		{"xl/workbook.xml", `name="First section"`, `name="First: section"`, "is not allowed"},
		{"xl/workbook.xml", `name="First section"`, `name="History"`, "is taken"},
		{"xl/workbook.xml", `<definedName name="revenue"`, `<definedName name="R1C1"`, `"R1C1" is not allowed`},
		{"xl/workbook.xml", `<definedName name="revenue"`, `<definedName name="NONE"`, "defined twice"},
		{"xl/workbook.xml", `name="_xlnm._FilterDatabase"`, `name="_xlnm.Something"`, "has no name"},
		{"xl/workbook.xml", `<calcPr`, `<sheets/><calcPr`, "behind definedNames"},
		{"xl/styles.xml", `fontId="1"`, `fontId="999"`, "fontId 999"},
		{"xl/styles.xml", `numFmtId="165"`, `numFmtId="164"`, "second of its number"},
		{chart, "<plotArea>", "<legend></legend><plotArea>", "behind c:legend"},
		{chart, "<marker>", "<invertIfNegative/><marker>", "no place in c:ser"},
		{chart, `<axId val="100000000">`, `<axId val="5">`, "no axis 5"},
		{chart, `<idx val="1">`, `<idx val="0">`, "two series have the number 0"},
		{chart, `Chart data&#39;!`, `Chart date&#39;!`, "leads nowhere"},
		{chart, `<a:srgbClr val="`, `<a:srgbClr val="#`, "is no colour"},
		{drawing, `<xdr:cNvPr id="3"`, `<xdr:cNvPr id="2"`, "two frames have the number 2"},
		{"[Content_Types].xml", `/xl/charts/chart2.xml`, `/xl/charts/chart999.xml`, "chart2.xml has no type"},
		{"xl/drawings/_rels/drawing1.xml.rels", "chart3.xml", "chart333.xml", "which is not there"},
	} {
		if !bytes.Contains(whole[c.part], []byte(c.old)) {
			t.Errorf("%s has no %s to change", c.part, c.old)
			continue
		}
		wrong := maps.Clone(whole)
		wrong[c.part] = bytes.Replace(wrong[c.part], []byte(c.old), []byte(c.new), 1)
		if problems := repairs(wrong); !strings.Contains(strings.Join(problems, "\n"), c.want) {
			t.Errorf("%s with %s: %q is not among %q", c.part, c.new, c.want, problems)
		}
	}
	delete(whole, chart)
	if problems := repairs(whole); len(problems) == 0 {
		t.Error("nothing is missed where a chart has gone")
	}
}
