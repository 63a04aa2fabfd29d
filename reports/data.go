package reports

// Data makes the report of what came in and how good it is.
func Data(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("data", []Section{b.quality()}), nil
}
