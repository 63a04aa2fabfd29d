package still

// Clean is what makes a picture of what the chart library writes.
func Clean(raw string) (string, error) { return clean(raw) }
