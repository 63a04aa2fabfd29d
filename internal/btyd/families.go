package btyd

// Family is a kind of model that can be fitted to a cohort.
type Family struct {
	Name string // of the model, as people write it
	Fit  func(Cohort, Options) (Fit[Model], error)
	any  recipe[Model, Cohort] // of the kind; where it has kinds of its own, of one of them
}

// Families lists the models of purchases at any time, the simplest first.
// [BGBB] is not among them: it counts occasions.
func Families() []Family {
	return []Family{
		familyOf(bgnbdRecipe(), FitBGNBD),
		familyOf(mbgnbdRecipe(), FitMBGNBD),
		familyOf(paretoNBDRecipe(), FitParetoNBD),
		familyOf(bgcnbdRecipe(3), FitBGCNBD),
		familyOf(mbgcnbdRecipe(3), FitMBGCNBD),
	}
}

// familyOf forgets which model it is that is fitted.
func familyOf[M Model](r recipe[M, Cohort], fit func(Cohort, Options) (Fit[M], error)) Family {
	return Family{
		Name: r.name,
		Fit: func(c Cohort, options Options) (Fit[Model], error) {
			found, err := fit(c, options)
			if err != nil {
				return Fit[Model]{}, err
			}
			return Fit[Model]{
				Model: found.Model, Estimate: found.Estimate,
				logs: found.logs, root: found.root, at: anyModel(found.at), likely: found.likely,
			}, nil
		},
		any: recipe[Model, Cohort]{
			name: r.name, parameters: r.parameters, check: r.check, start: r.start, at: anyModel(r.at),
			sum: func(m Model, c Cohort, gradient []float64) float64 {
				return r.sum(m.(M), c, gradient)
			},
		},
	}
}

func anyModel[M Model](at func(logs []float64) M) func(logs []float64) Model {
	return func(logs []float64) Model { return at(logs) }
}
