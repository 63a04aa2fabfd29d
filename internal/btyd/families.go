package btyd

// Family is a kind of model that can be fitted to a cohort.
type Family struct {
	Name string // of the model, as people write it
	Fit  func(Cohort, Options) (Fit[Model], error)
}

// Families lists the models of purchases at any time, the simplest first.
// [BGBB] is not among them: it counts occasions.
func Families() []Family {
	return []Family{
		{Name: "BG/NBD", Fit: anyModel(FitBGNBD)},
	}
}

// anyModel forgets which model it is that was fitted.
func anyModel[M Model](fit func(Cohort, Options) (Fit[M], error)) func(Cohort, Options) (Fit[Model], error) {
	return func(c Cohort, options Options) (Fit[Model], error) {
		found, err := fit(c, options)
		if err != nil {
			return Fit[Model]{}, err
		}
		return Fit[Model]{Model: found.Model, Estimate: found.Estimate}, nil
	}
}
