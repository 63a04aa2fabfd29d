package series

import "math"

// etsFit is a form of ETS estimated on one series.
type etsFit struct {
	form      etsForm
	m         int
	weights   etsWeights
	initial   etsState
	scale     etsScale // that of the states
	criterion float64  // −2·log likelihood but for a constant, of y

	final     etsState
	residuals []float64
	variance  float64 // of the errors one step ahead, relative ones where the form's are
}

// newETSFit runs f over y.
func newETSFit(f etsFit, y []float64) *etsFit {
	x := make([]float64, len(y))
	for t, v := range y {
		x[t] = f.scale.of(v)
	}
	fitted := make([]float64, len(y))
	f.final = f.initial.clone()
	f.final.run(f.form, f.weights, x, fitted)
	f.residuals, f.variance = make([]float64, len(y)), 0
	for t := range y {
		e := x[t] - fitted[t]
		f.residuals[t] = e * f.scale.unit
		if f.form.relative && fitted[t] != 0 {
			e /= fitted[t]
		}
		f.variance += e * e / math.Max(1, float64(len(y)-f.form.parameters(f.m)))
	}
	return &f
}

// Form is the usual name of the form that was chosen.
func (f *etsFit) Form() string { return f.form.String() }

// Forecast continues the final state. For a relative error and a season of factors this
// is the forecast with the coming errors at 0, the mean but for terms of the size of the
// variance times alpha times gamma, which R adds. For ETS(M,Ad,M) R's forecast adds the
// whole slope where the model, and R's own fitted values, add phi of it.
func (f *etsFit) Forecast(horizon int) []float64 {
	out := f.final.forecast(f.form, f.weights, horizon)
	for i := range out {
		out[i] = f.scale.centre + out[i]*f.scale.unit
	}
	return out
}

// Residuals implements Fitted.
func (f *etsFit) Residuals() []float64 { return f.residuals }

// Extend implements Extended: form, weights and initial state are held, as by R's
// ets(y, model = fit, use.initial.values = TRUE).
func (f *etsFit) Extend(y []float64) Extended { return newETSFit(*f, y) }
