package reports

// Kind is one of the reports that are made of the answers.
type Kind struct {
	ID   string // as the config names it
	File string // its files, without what tells language and form
	Make func(Answers, Settings) (*Document, error)
}

// Kinds lists the reports: one page for directors, one for marketing, one for
// whoever looks after the data, and all of it together.
func Kinds() []Kind {
	return []Kind{
		{ID: "director", File: "director", Make: Director},
		{ID: "marketing", File: "marketing", Make: Marketing},
		{ID: "data", File: "data", Make: Data},
		{ID: "complete", File: "clientele", Make: Complete},
	}
}
