package xlsx_test

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// element is a part's element with its namespace.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`

	named map[string][]*element // those below, by their names
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// each visits an element and all below it.
func (e *element) each(visit func(*element)) {
	visit(e)
	for i := range e.Children {
		e.Children[i].each(visit)
	}
}

// find are the elements of a name, wherever they stand.
func (e *element) find(name string) []*element {
	if e.named == nil {
		e.named = map[string][]*element{}
		e.each(func(one *element) { e.named[short(one.XMLName)] = append(e.named[short(one.XMLName)], one) })
	}
	return e.named[name]
}

// short is an element's name with the usual prefix of its namespace.
func short(n xml.Name) string {
	if n.Space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main" {
		return n.Local // most of them
	}
	prefixes := map[string]string{
		"http://schemas.openxmlformats.org/drawingml/2006/main":                     "a:",
		"http://schemas.openxmlformats.org/drawingml/2006/chart":                    "c:",
		"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing":       "xdr:",
		"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main":             "x14:",
		"http://schemas.microsoft.com/office/excel/2006/main":                       "xm:",
		"http://schemas.openxmlformats.org/package/2006/content-types":              "ct:",
		"http://schemas.openxmlformats.org/package/2006/relationships":              "r:",
		"http://schemas.openxmlformats.org/package/2006/metadata/core-properties":   "cp:",
		"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "ep:",
	}
	if prefix, ok := prefixes[n.Space]; ok {
		return prefix + n.Local
	}
	return "{" + n.Space + "}" + n.Local
}

// schemaOrders are the children that an element may have, in the order that the
// schema demands: xsd:sequence of sml.xsd, dml-main.xsd, dml-chart.xsd and
// dml-spreadsheetDrawing.xsd of ECMA-376, 5th edition (transitional), and of
// [MS-XLSX] 2.6 for what stands in extLst. A word that begins with * may stand
// in any place: xsd:choice or xsd:all.
func schemaOrders() map[string]string {
	axis := "c:axId c:scaling c:delete c:axPos c:majorGridlines c:minorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:crossesAt"
	fill := "a:noFill a:solidFill a:gradFill a:blipFill a:pattFill a:grpFill"
	text := "a:ln " + fill + " a:effectLst a:highlight a:latin a:ea a:cs a:sym a:hlinkClick"
	return map[string]string{
		// 18.3.1.99 and what it contains
		"worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst",
		"sheetPr":   "tabColor outlinePr pageSetUpPr", "sheetViews": "sheetView", "sheetView": "pane selection pivotSelection", "cols": "col",
		"sheetData": "row", "row": "c", "c": "f v is", "is": "t rPh r", "mergeCells": "mergeCell", "hyperlinks": "hyperlink",
		"conditionalFormatting": "cfRule", "cfRule": "formula colorScale dataBar iconSet extLst", "colorScale": "cfvo color", "dataBar": "cfvo color",
		"headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter", "rowBreaks": "brk", "colBreaks": "brk", "autoFilter": "filterColumn sortState",
		"extLst": "ext", "ext": "*x14:conditionalFormattings *x14:id", "x14:conditionalFormattings": "x14:conditionalFormatting",
		"x14:conditionalFormatting": "x14:cfRule xm:sqref", "x14:cfRule": "xm:f x14:dataBar x14:iconSet x14:dxf", "x14:cfvo": "xm:f",
		"x14:dataBar": "x14:cfvo x14:fillColor x14:borderColor x14:negativeFillColor x14:negativeBorderColor x14:axisColor",
		// 18.2.27
		"workbook":  "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst",
		"bookViews": "workbookView", "sheets": "sheet", "definedNames": "definedName",
		// 18.8.39; a font's parts are a choice (18.8.22)
		"styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
		"numFmts":    "numFmt", "fonts": "font", "fills": "fill", "fill": "patternFill gradientFill", "patternFill": "fgColor bgColor", "borders": "border",
		"font":   "*b *i *strike *condense *extend *outline *shadow *u *vertAlign *sz *color *name *family *charset *scheme",
		"border": "start end left right top bottom diagonal vertical horizontal", "left": "color", "right": "color", "top": "color", "bottom": "color", "diagonal": "color",
		"cellStyleXfs": "xf", "cellXfs": "xf", "xf": "alignment protection extLst", "cellStyles": "cellStyle", "dxfs": "dxf", "dxf": "font numFmt fill alignment border protection",
		"sst": "si", "si": "t r rPh", "r": "rPr t",
		"rPr": "*rFont *charset *family *b *i *strike *outline *shadow *condense *extend *color *sz *u *vertAlign *scheme",
		// 20.5.2
		"xdr:wsDr": "*xdr:twoCellAnchor *xdr:oneCellAnchor *xdr:absoluteAnchor", "xdr:twoCellAnchor": "xdr:from xdr:to xdr:graphicFrame xdr:pic xdr:clientData",
		"xdr:oneCellAnchor": "xdr:from xdr:ext xdr:pic xdr:clientData", "xdr:from": "xdr:col xdr:colOff xdr:row xdr:rowOff", "xdr:to": "xdr:col xdr:colOff xdr:row xdr:rowOff",
		"xdr:graphicFrame": "xdr:nvGraphicFramePr xdr:xfrm a:graphic", "xdr:nvGraphicFramePr": "xdr:cNvPr xdr:cNvGraphicFramePr", "xdr:xfrm": "a:off a:ext",
		"xdr:pic": "xdr:nvPicPr xdr:blipFill xdr:spPr", "xdr:nvPicPr": "xdr:cNvPr xdr:cNvPicPr", "xdr:cNvPicPr": "a:picLocks", "xdr:blipFill": "a:blip a:srcRect a:stretch",
		"xdr:spPr": "a:xfrm a:prstGeom " + fill + " a:ln", "a:xfrm": "a:off a:ext", "a:stretch": "a:fillRect", "a:prstGeom": "a:avLst", "a:graphic": "a:graphicData", "a:graphicData": "c:chart",
		// 21.2.2
		"c:chartSpace": "c:date1904 c:lang c:roundedCorners c:style c:clrMapOvr c:pivotSource c:protection c:chart c:spPr c:txPr c:externalData c:printSettings c:userShapes c:extLst",
		"c:chart":      "c:title c:autoTitleDeleted c:pivotFmts c:view3D c:floor c:sideWall c:backWall c:plotArea c:legend c:plotVisOnly c:dispBlanksAs c:showDLblsOverMax c:extLst",
		"c:plotArea":   "c:layout *c:areaChart *c:barChart *c:doughnutChart *c:lineChart *c:catAx *c:valAx c:dTable c:spPr c:extLst",
		"c:barChart":   "c:barDir c:grouping c:varyColors c:ser c:dLbls c:gapWidth c:overlap c:serLines c:axId c:extLst",
		"c:lineChart":  "c:grouping c:varyColors c:ser c:dLbls c:dropLines c:hiLowLines c:upDownBars c:marker c:smooth c:axId c:extLst",
		"c:areaChart":  "c:grouping c:varyColors c:ser c:dLbls c:dropLines c:axId c:extLst", "c:doughnutChart": "c:varyColors c:ser c:dLbls c:firstSliceAng c:holeSize c:extLst",
		"barChart/c:ser":      "c:idx c:order c:tx c:spPr c:invertIfNegative c:pictureOptions c:dPt c:dLbls c:trendline c:errBars c:cat c:val c:shape c:extLst",
		"lineChart/c:ser":     "c:idx c:order c:tx c:spPr c:marker c:dPt c:dLbls c:trendline c:errBars c:cat c:val c:smooth c:extLst",
		"areaChart/c:ser":     "c:idx c:order c:tx c:spPr c:pictureOptions c:dPt c:dLbls c:trendline c:errBars c:cat c:val c:extLst",
		"doughnutChart/c:ser": "c:idx c:order c:tx c:spPr c:explosion c:dPt c:dLbls c:cat c:val c:extLst",
		"c:dPt":               "c:idx c:invertIfNegative c:marker c:bubble3D c:explosion c:spPr c:pictureOptions c:extLst", "c:marker": "c:symbol c:size c:spPr c:extLst",
		"c:dLbls": "c:dLbl c:delete c:numFmt c:spPr c:txPr c:dLblPos c:showLegendKey c:showVal c:showCatName c:showSerName c:showPercent c:showBubbleSize c:separator c:showLeaderLines c:leaderLines c:extLst",
		"c:catAx": axis + " c:auto c:lblAlgn c:lblOffset c:tickLblSkip c:tickMarkSkip c:noMultiLvlLbl c:extLst", "c:valAx": axis + " c:crossBetween c:majorUnit c:minorUnit c:dispUnits c:extLst",
		"c:scaling": "c:logBase c:orientation c:max c:min", "c:majorGridlines": "c:spPr", "c:legend": "c:legendPos c:legendEntry c:layout c:overlay c:spPr c:txPr",
		"c:title": "c:tx c:layout c:overlay c:spPr c:txPr", "c:tx": "c:strRef c:rich", "c:strRef": "c:f c:strCache", "c:cat": "c:strRef", "c:val": "c:numRef", "c:numRef": "c:f c:numCache", "c:numCache": "c:formatCode c:ptCount c:pt",
		"c:rich": "a:bodyPr a:lstStyle a:p", "c:txPr": "a:bodyPr a:lstStyle a:p", "c:spPr": "a:xfrm a:prstGeom " + fill + " a:ln a:effectLst", "c:printSettings": "c:headerFooter c:pageMargins c:pageSetup",
		"a:p": "a:pPr *a:r *a:br a:endParaRPr", "a:pPr": "a:lnSpc a:spcBef a:spcAft a:defRPr", "a:r": "a:rPr a:t", "a:rPr": text, "a:defRPr": text, "a:endParaRPr": text,
		"a:ln": fill + " a:prstDash a:round a:bevel a:miter a:headEnd a:tailEnd", "a:solidFill": "a:scrgbClr a:srgbClr a:hslClr a:sysClr a:schemeClr a:prstClr", "a:srgbClr": "*a:alpha *a:lumMod *a:lumOff", "a:schemeClr": "*a:alpha *a:lumMod *a:lumOff",
		// Open packaging conventions: no order
		"ct:Types": "*ct:Default *ct:Override", "r:Relationships": "r:Relationship", "ep:Properties": "*ep:TotalTime *ep:Application",
	}
}

// outOfOrder says where an element's children stand in another order than the
// schema's, or what has no place there.
func outOfOrder(orders map[string]string, e *element, parent string) []string {
	var out []string
	name := short(e.XMLName)
	order, known := orders[strings.TrimPrefix(parent, "c:")+"/"+name]
	if !known {
		order, known = orders[name]
	}
	places, last := strings.Fields(order), -1
	for i := range e.Children {
		child := short(e.Children[i].XMLName)
		switch at := slices.Index(places, child); {
		case slices.Contains(places, "*"+child), !known && name == "cp:coreProperties":
		case at < 0:
			out = append(out, fmt.Sprintf("%s has no place in %s", child, name))
		case at < last:
			out = append(out, fmt.Sprintf("%s stands in %s behind %s", child, name, places[last]))
		default:
			last = at
		}
		out = append(out, outOfOrder(orders, &e.Children[i], name)...)
	}
	return out
}
