package series

// FitETSAsR searches every form to the end, as R's forecast::ets does, and as it does in the
// units of y.
func FitETSAsR(y []float64, season int) Fitted {
	return everyETSForm(y, y, season, etsScale{unit: 1})
}

// FitETSFully is ETS without giving up any form.
func FitETSFully(y []float64, season int) Fitted {
	scale := standardised(y)
	return everyETSForm(scale.values(y), y, season, scale)
}

// everyETSForm searches x, the values y on a scale, without giving up any form.
func everyETSForm(x, y []float64, season int, scale etsScale) *etsFit {
	var best *etsSearch
	for _, form := range etsForms(positive(y), canSmoothSeason(len(y), season)) {
		s := newETSSearch(form, x, season)
		if s == nil {
			continue
		}
		s.simplex.run(2000)
		if best == nil || s.aicc() < best.aicc() {
			best = s
		}
	}
	return best.fit(y, scale)
}
