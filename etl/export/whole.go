package export

// whole is what tables have in common in which every line is a record.
type whole struct{ place Place }

func (w *whole) Header() []string { return w.place.Header }

func (w *whole) Place() Place { return w.place }

func (*whole) Aside() []Line { return nil }

func (*whole) AsideCount() int64 { return 0 }
