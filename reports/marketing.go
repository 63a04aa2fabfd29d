package reports

// Marketing makes the report of those who plan campaigns: who the customers
// are, how they move, what they are worth, what campaigns brought, whom to call.
func Marketing(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("marketing", b.groups(), []Section{b.leaving(), b.value(), b.retention()}), nil
}
