package pipeline

import (
	"math"
	"strings"
)

// estimated is an effect with its standard error.
type estimated struct{ effect, deviation float64 }

// pooled is what several estimates of one thing say together: their mean, its
// variance, and how much the things themselves differ.
type pooled struct {
	n                       int
	mean, variance, between float64
}

// pool takes estimates together, each weighted by how sure it is, with what
// lies between them by DerSimonian and Laird (1986): the campaigns are not one
// campaign repeated. Of few estimates nobody knows what lies between; then it is
// taken for half of what they say.
func pool(list []estimated) pooled {
	out := pooled{n: len(list)}
	if len(list) == 0 {
		return out
	}
	var weights, squares, sum float64
	for _, one := range list {
		w := 1 / (one.deviation * one.deviation)
		weights, squares, sum = weights+w, squares+w*w, sum+w*one.effect
	}
	fixed := sum / weights
	var q float64
	for _, one := range list {
		q += (one.effect - fixed) * (one.effect - fixed) / (one.deviation * one.deviation)
	}
	if len(list) > 1 {
		out.between = max(0, (q-float64(len(list)-1))/(weights-squares/weights))
	}
	weights, sum = 0, 0
	for _, one := range list {
		w := 1 / (one.deviation*one.deviation + out.between)
		weights, sum = weights+w, sum+w*one.effect
	}
	out.mean, out.variance = sum/weights, 1/weights
	if len(list) < fewCampaigns {
		out.between = max(out.between, halfOff*halfOff*out.mean*out.mean)
	}
	return out
}

// of is what to expect of the next campaign in a segment: what all campaigns
// say, moved to what they say of that segment as far as that is sure.
func (p pastLifts) of(names ...string) lift {
	if p.all.n == 0 {
		return unknownLift()
	}
	mean, variance := p.all.mean, p.all.variance+p.all.between
	for _, name := range names {
		own, there := p.segments[plainSegment(name)]
		if !there || own.n == 0 {
			continue
		}
		own.variance += own.between
		if variance > 0 && own.variance > 0 {
			prior, data := 1/variance, 1/own.variance
			mean, variance = (mean*prior+own.mean*data)/(prior+data), 1/(prior+data)
		}
		break
	}
	half := z95 * math.Sqrt(variance)
	return lift{mean, mean - half, mean + half, fromPast}
}

// plainSegment is a segment's name as those of mailing tools are compared with
// ours.
func plainSegment(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(name, "_", " "))), " ")
}
