package pipeline

import (
	"math"
	"slices"
	"time"

	"clientele/internal/series"
)

// restOfScope is the name of what has no target; no sale bears it.
const restOfScope = "\x00rest"

// completed is what a month should come to, as it adds up with the others.
func (p *planner) completed(of planPart, month time.Time) (series.Completion, bool) {
	if made, ok := p.together[of]; ok && month.Equal(p.days.current) {
		return made, true
	}
	return p.outlook(of, month)
}

// addedUp completes the month that runs for the parts of each dimension that have targets
// of revenue, so that with the rest of the company they come to what the company should
// come to. Orders and buyers do not add up: two owners share an order.
func (p *planner) addedUp(targets []target) map[planPart]series.Completion {
	whole, ok := p.outlook(planPart{metric: revenueFigure}, p.days.current)
	if p.days.done() == 0 || !ok {
		return nil
	}
	out := map[planPart]series.Completion{}
	for _, scope := range plannedScopes()[1:] {
		var parts []planPart
		var made []series.Completion
		for _, t := range targets {
			if t.metric != revenueFigure || t.scope != scope || !t.month.Equal(p.days.current) || slices.Contains(parts, t.planPart) {
				continue
			}
			if one, ok := p.outlook(t.planPart, t.month); ok {
				parts, made = append(parts, t.planPart), append(made, one)
			}
		}
		if rest := p.rest(parts); len(parts) > 0 && rest != nil {
			p.days.values[planPart{revenueFigure, scope, restOfScope}] = rest
			one, ok := p.outlook(planPart{revenueFigure, scope, restOfScope}, p.days.current)
			if !ok {
				continue
			}
			made = append(made, one)
		}
		shift(made, cents(whole.Mean))
		inCentsTogether(made, cents(whole.Mean))
		for i, part := range parts {
			out[part] = made[i]
		}
	}
	return out
}

// rest is what each day brought beside the parts; nil where they are all.
func (p *planner) rest(parts []planPart) []float64 {
	rest := slices.Clone(p.days.values[planPart{metric: revenueFigure}])
	found := false
	for day := range rest {
		for _, part := range parts {
			rest[day] -= p.days.values[part][day]
		}
		rest[day] = cents(rest[day])
		found = found || rest[day] != 0
	}
	if !found {
		return nil
	}
	return rest
}

// shift moves the means until they add up to the whole, each in proportion to its
// variance, which is what least squares do with parts that err apart from each other; the
// bands and the chances move with them. None falls below what it cannot fall below.
func shift(parts []series.Completion, whole float64) {
	held := make([]bool, len(parts))
	for range parts {
		left, all := whole, 0.0
		for i, part := range parts {
			left -= part.Mean
			if !held[i] {
				all += variance(part)
			}
		}
		if math.Abs(left) < 1e-9 || !(all > 0) {
			return
		}
		for i := range parts {
			if held[i] {
				continue
			}
			mean := parts[i].Mean + left*variance(parts[i])/all
			held[i] = mean < parts[i].Least
			parts[i].Mean = math.Max(mean, parts[i].Least)
		}
	}
}

// inCentsTogether rounds the means to the cent; the widest bears what the others lost.
func inCentsTogether(parts []series.Completion, whole float64) {
	sum, widest := 0.0, 0
	for i := range parts {
		sum += parts[i].Mean
		if variance(parts[i]) > variance(parts[widest]) {
			widest = i
		}
	}
	if len(parts) == 0 || math.Abs(sum-whole) > 1e-6 {
		return // what has come keeps them apart
	}
	sum = 0
	for i := range parts {
		parts[i].Mean = cents(parts[i].Mean)
		sum += parts[i].Mean
	}
	parts[widest].Mean = cents(parts[widest].Mean + whole - sum)
}

func variance(part series.Completion) float64 {
	deviation := (part.Down + part.Up) / 2
	return deviation * deviation
}
