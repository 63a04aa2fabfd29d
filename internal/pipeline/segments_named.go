package pipeline

import (
	"context"
	"slices"
	"strings"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/segments"
)

// namedSegments are the segments that there are, with what they are called in
// the languages of the reports. Rules and campaigns find segments by these.
func (w *work) namedSegments(ctx context.Context) ([]segments.Named, error) {
	rows, err := w.engine.ReadTable(ctx, segmentNames)
	if err != nil {
		return nil, err
	}
	known := []segments.Named{}
	for row := range rows.Len() {
		one := segments.Named{Kind: rows.Text(row, "kind"), Key: rows.Text(row, "segment")}
		if name := rows.Text(row, "name"); name != "" {
			one.Names = append(one.Names, name)
		}
		known = append(known, one)
	}
	slices.SortFunc(known, func(a, b segments.Named) int { return strings.Compare(a.Kind+"\x00"+a.Key, b.Kind+"\x00"+b.Key) })
	return withReportNames(known)
}

// withReportNames adds what the reports call segments, in every language, but
// for the words that are the key or the own name of another of the kind.
func withReportNames(known []segments.Named) ([]segments.Named, error) {
	var books []*catalogue.Catalogue
	for _, language := range catalogue.Languages() {
		book, err := catalogue.New(language)
		if err != nil {
			return nil, err
		}
		books = append(books, book)
	}
	out := slices.Clone(known)
	for i, one := range known {
		out[i].Names = slices.Clone(one.Names)
		for _, book := range books {
			word := reportName(book, one)
			taken := func(other segments.Named) bool { return other.Key != one.Key }
			if word != "" && !slices.ContainsFunc(segments.Meant(known, one.Kind, word), taken) {
				out[i].Names = append(out[i].Names, word)
			}
		}
	}
	return out, nil
}

// reportName is what reports in a language call a segment; "" where they have no
// word of their own.
func reportName(book *catalogue.Catalogue, one segments.Named) string {
	prefix := ""
	switch one.Kind {
	case kindRFM:
		prefix = "segment."
	case kindLifecycle:
		prefix = "stage."
	case kindCluster:
		return reports.ClusterName(book, one.Key)
	default:
		return ""
	}
	word, _ := book.Find(prefix + one.Key)
	return word
}
