package series

// etsSeason says how the season enters an exponential smoothing model.
type etsSeason int

const (
	seasonNone etsSeason = iota
	seasonAdditive
	seasonMultiplicative
)

// etsForm is one of the state-space models of exponential smoothing, ETS(error, trend,
// season): the error additive or multiplicative (relative), no trend or an additive one
// that may be damped, and a season.
type etsForm struct {
	relative bool // the error is multiplicative
	trend    bool
	damped   bool
	season   etsSeason
}

// etsForms lists the forms that contend, in the order of R's forecast::ets, in which the
// first of equals wins. Multiplicative trends are left out, as R leaves them out; so are
// the forms with an additive error and a multiplicative season, whose variance is not
// finite and which are unstable on small values. Where some value is not positive only
// additive errors are possible.
func etsForms(positive, seasonal bool) []etsForm {
	var forms []etsForm
	for _, relative := range []bool{false, true} {
		if relative && !positive {
			break
		}
		for _, trend := range []etsForm{{}, {trend: true}} {
			for season := seasonNone; season <= seasonMultiplicative; season++ {
				if season != seasonNone && !seasonal || season == seasonMultiplicative && !relative {
					continue
				}
				if trend.trend {
					forms = append(forms, etsForm{relative: relative, trend: true, damped: true, season: season})
				}
				forms = append(forms, etsForm{relative: relative, trend: trend.trend, season: season})
			}
		}
	}
	return forms
}

// String is the usual name, such as ETS(M,Ad,M).
func (f etsForm) String() string {
	name := "ETS(A,"
	if f.relative {
		name = "ETS(M,"
	}
	switch {
	case f.damped:
		name += "Ad,"
	case f.trend:
		name += "A,"
	default:
		name += "N,"
	}
	return name + []string{"N)", "A)", "M)"}[f.season]
}

// weights is the number of smoothing parameters and of phi, states that of the initial
// states that are free: the terms of a season add up to 0, its factors to m.
func (f etsForm) weights() int {
	return 1 + countIf(f.trend) + countIf(f.season != seasonNone) + countIf(f.damped)
}

func (f etsForm) states(m int) int {
	states := 1 + countIf(f.trend)
	if f.season != seasonNone {
		states += m - 1
	}
	return states
}

func (f etsForm) parameters(m int) int { return f.weights() + f.states(m) }

// aicc is Akaike's criterion, corrected for short series, from −2·log likelihood; the
// variance of the errors counts as a parameter. It is infinite where n is just too small.
func (f etsForm) aicc(criterion float64, n, m int) float64 {
	k := float64(f.parameters(m) + 1)
	return criterion + 2*k + 2*k*(k+1)/(float64(n)-k-1)
}

func countIf(is bool) int {
	if is {
		return 1
	}
	return 0
}
