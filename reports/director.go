package reports

// Director makes the one page that a director reads once a month.
func Director(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("director", []Section{b.summary(), b.overview(), b.forecast()}), nil
}
