package export

import (
	"regexp"
	"slices"
	"strings"
)

// documentName is the column of the documents that the head names no level for.
const documentName = "Документ"

// reference matches how 1C calls a document: Реализация товаров и услуг
// УТ-001001 от 12.03.2026 11:21:27.
var reference = regexp.MustCompile(`^(\S+)(?: .*?)? \S*\d\S* от \d\d\.\d\d\.\d{4}(?: \d\d?:\d\d(?::\d\d)?)?$`)

// isReference says whether a label is that of some document.
func isReference(label string) bool {
	return strings.Contains(label, " от ") && reference.MatchString(label)
}

// isDocument says whether a label is that of a document that moves goods or
// money. Contracts, specifications and batches have a number and a date, too,
// and date no sale.
func isDocument(label string) bool {
	if !isReference(label) {
		return false
	}
	kind, _, _ := strings.Cut(normaliseHeader(label), " ")
	switch kind {
	case "чек", "акт", "упд", "отчет", "счет", "ввод", "операция", "документ":
		return true
	}
	return slices.ContainsFunc([]string{"реализаци", "возврат", "корректировк", "расходн", "товарн", "накладн", "заказ", "передач", "поступлени", "приобретени", "отгрузк", "продаж", "розничн", "списани", "оприходовани", "взаимозачет", "оказани"},
		func(stem string) bool { return strings.HasPrefix(kind, stem) })
}

// isDocumentLevel knows what the level of the documents is called.
func isDocumentLevel(level string) bool {
	switch normaliseHeader(level) {
	case "документ", "регистратор", "документ продажи", "документ движения", "документ реализации", "документ отгрузки", "расчетный документ":
		return true
	}
	return false
}

// documentAt is the lowest document among the labels above and of a leaf, -1 if
// there is none.
func (h *treeHead) documentAt(labels []string) int {
	for at := len(labels) - 1; at >= 0; at-- {
		if isDocument(labels[at]) || at == h.document && isReference(labels[at]) {
			return at
		}
	}
	return -1
}

// spread spreads the labels above and of a leaf over the levels. Labels for
// which there are no levels are groups of items, which stand above the items,
// and of customers, which stand on top. A document stands on its level; where
// the head has none for it, it stands beside them.
func (h *treeHead) spread(labels []string) (levels, groups []string, document string) {
	count, at := len(h.levels), h.documentAt(labels)
	switch {
	case at >= 0 && h.document >= 0:
		above, upper := fit(labels[:at], h.document, 0)
		rest := count - h.document - 1
		below, lower := fit(labels[at+1:], rest, rest-min(h.items, rest))
		return slices.Concat(above, labels[at:at+1], below), slices.Concat(upper, lower), ""
	case at >= 0:
		document = labels[at]
		if len(labels) > count {
			labels = slices.Delete(slices.Clone(labels), at, at+1)
		}
	case h.document >= 0 && h.document < len(labels) && len(labels) < count:
		labels = slices.Insert(slices.Clone(labels), h.document, "") // it belongs to none
	}
	levels, groups = fit(labels, count, count-h.items)
	return levels, groups, document
}

// fit spreads labels over a number of levels. Those that are too many stand
// below the upper ones.
func fit(labels []string, count, upper int) (levels, over []string) {
	levels = make([]string, count)
	if many := len(labels) - count; many > 0 {
		over = labels[upper : upper+many]
		labels = slices.Concat(labels[:upper], labels[upper+many:])
	}
	copy(levels, labels)
	return levels, over
}
