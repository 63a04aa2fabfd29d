package series

import "math"

// DynamicTheta is the dynamic optimised Theta model, DOTM: Theta with the weight of the
// straight line estimated instead of one half, and the line itself fitted anew to what was
// known at each month, so that it turns when the series does. With the least-squares line
// A[t] + B[t]·i through the first t values,
//
//	fitted[t+1] = level[t] + (1 − 1/theta)·((1−alpha)^t·A[t] + (1 − (1−alpha)^(t+1))/alpha·B[t])
//	level[t]    = alpha·y[t] + (1−alpha)·level[t-1]
//
// Beyond the last value the forecasts take the place of the values. The season is taken
// out as in Theta. Alpha, theta and level[0] minimise the sum of squared errors from the
// third value on, as R's forecTheta::dotm defines it, with its bounds 0.1 to 0.99 of
// alpha and theta at least 1.
//
// Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, "Models for optimising the theta
// method and their relationship to state space models", International Journal of
// Forecasting 32 (2016) 1151–1161.
type DynamicTheta struct{}

// Name implements Model.
func (DynamicTheta) Name() string { return "dynamic theta" }

// Fit implements Model. With one value, or with a constant, the forecast repeats it.
func (DynamicTheta) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	f := dynamicThetaFit{centre: mean(y)}
	if isSeasonal(y, season) {
		f.season, _ = decompose(y, season)
		f.centre = mean(f.without(y, 0))
	}
	f.lines = estimateThetaLines(f.without(y, f.centre))
	return f.run(y), nil
}

// dynamicThetaFit works about the centre of the series: a shift of the series shifts the
// forecast and nothing else.
type dynamicThetaFit struct {
	season    seasonality
	centre    float64
	lines     thetaLines
	now       thetaState
	residuals []float64
}

// without takes season and centre out of y.
func (f dynamicThetaFit) without(y []float64, centre float64) []float64 {
	x := make([]float64, len(y))
	for t, v := range y {
		x[t] = f.season.remove(v, t) - centre
	}
	return x
}

// run carries the states along y.
func (f dynamicThetaFit) run(y []float64) dynamicThetaFit {
	f.now, f.residuals = thetaState{level: f.lines.initial, decay: 1}, nil
	for t, v := range f.without(y, f.centre) {
		if t >= 2 {
			fitted := f.season.restore(f.now.next(f.lines)+f.centre, t)
			f.residuals = append(f.residuals, y[t]-fitted)
		}
		f.now = f.now.after(v, f.lines)
	}
	return f
}

// Extend implements Extended.
func (f dynamicThetaFit) Extend(y []float64) Extended { return f.run(y) }

func (f dynamicThetaFit) Forecast(horizon int) []float64 {
	out := make([]float64, horizon)
	state := f.now
	for i := range out {
		x := state.next(f.lines)
		out[i] = f.season.restore(x+f.centre, f.now.count+i)
		state = state.after(x, f.lines)
	}
	return out
}

// Residuals begin with the third value, as the sum that was minimised.
func (f dynamicThetaFit) Residuals() []float64 { return f.residuals }

// Growth follows an error one step ahead through the model, which is linear: the variance
// h steps ahead is the sum of the squared responses. Later errors move the line a little
// less than the first, for which all are taken.
func (f dynamicThetaFit) Growth(horizon int) []float64 {
	out := make([]float64, horizon)
	state, response, sum := thetaState{count: f.now.count, decay: f.now.decay}, 1.0, 0.0
	for i := range out {
		sum += response * response
		out[i] = math.Sqrt(sum)
		state = state.after(response, f.lines)
		response = state.next(f.lines)
	}
	return out
}

// thetaState is the level and the straight line through the first count values.
type thetaState struct {
	count            int
	level            float64
	mean             float64
	intercept, slope float64 // A and B
	decay            float64 // (1−alpha)^count
}

// after is the state with one more value, x.
func (s thetaState) after(x float64, lines thetaLines) thetaState {
	n := float64(s.count)
	s.level += lines.alpha * (x - s.level)
	if s.count > 0 {
		s.slope = ((n-1)*s.slope + 6*(x-s.mean)/(n+1)) / (n + 2)
	}
	s.mean += (x - s.mean) / (n + 1)
	s.intercept = s.mean - s.slope*(n+2)/2
	s.count++
	s.decay *= 1 - lines.alpha
	if s.decay < 1e-150 { // denormals are slow
		s.decay = 0
	}
	return s
}

// next is the forecast of the value after the state.
func (s thetaState) next(lines thetaLines) float64 {
	return s.level + lines.weight*s.line(lines.alpha)
}

// line is what the straight line adds to the level at full weight.
func (s thetaState) line(alpha float64) float64 {
	return s.decay*s.intercept + (1-s.decay*(1-alpha))/alpha*s.slope
}
