package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	// vague is the standard error on the logs, a factor of 1.4 either way, from
	// which the likelihood around the estimate is no bell.
	vague = 0.35
	// explorable is the number of groups up to which it is followed: with more,
	// it is a bell, and each value dear.
	explorable = 20_000
	// farOut bounds the walk, in logs from the centre of the search: the weight
	// of a place there is e^−4.
	farOut = 8
	// unlikely is the log of the weight below which a place is left out.
	unlikely = 5
)

// likely are the models that the data leave likely where one of the parameters
// is vague. Then the likelihood is a bent ridge: in Pareto/NBD lives can end at
// nearly one rate, or at rates that differ so much that most customers never
// leave, and the data of half a year look nearly alike; not so the half year
// that follows. The ridge is walked along the vague parameter, all others at
// their best given this one, and each place has the weight of the volume around
// it (Laplace's method). Without a prior a ridge that runs to infinity would
// have all of its weight there: 1/cosh of half the distance on the logs from
// where the data's means put the parameter, which falls with the root of the
// parameter either way.
type likely struct {
	f      objective
	from   optimum
	centre []float64

	once   sync.Once
	places []place
}

// place is a model on the ridge.
type place struct {
	logs   []float64
	value  float64     // of the objective
	root   [][]float64 // of the covariance, this place on the ridge given
	along  []float64   // half of the way from the place before to the next
	weight float64     // as a log, then as the sum up to here
}

// draw is one of the likely models; nil where the bell around the estimate is
// good enough.
func (l *likely) draw(random *rand.Rand) []float64 {
	l.once.Do(func() { l.places = l.explore() })
	if len(l.places) == 0 {
		return nil
	}
	aim := random.Float64() * l.places[len(l.places)-1].weight
	i, _ := slices.BinarySearchFunc(l.places, aim, func(p place, aim float64) int {
		if p.weight < aim {
			return -1
		}
		return 1
	})
	p := l.places[min(i, len(l.places)-1)]
	logs := slices.Clone(p.logs)
	floats.AddScaled(logs, random.Float64()-0.5, p.along)
	shake(random, logs, p.root)
	return logs
}

// shake adds a draw from the normal distribution with this root.
func shake(random *rand.Rand, logs []float64, root [][]float64) {
	shocks := make([]float64, len(logs))
	for i := range shocks {
		shocks[i] = random.NormFloat64()
	}
	for i := range logs {
		logs[i] += floats.Dot(root[i], shocks)
	}
}

func (l *likely) explore() []place {
	along, width := l.vaguest()
	if width <= vague {
		return nil
	}
	ridge := ridgeWalk{likely: l, along: along, step: min(width/2, 0.5)}
	middle, ok := ridge.at(ridge.near())
	if !ok {
		return nil
	}
	down := ridge.walk(middle, -ridge.step)
	slices.Reverse(down)
	return cumulate(append(append(down, middle), ridge.walk(middle, ridge.step)...))
}

// vaguest is the parameter with the greatest standard error, infinite where
// the data leave it open.
func (l *likely) vaguest() (along int, width float64) {
	root, known := errorRoot(l.from.hessian)
	for i := range root {
		spread := floats.Norm(root[i], 2)
		if !known[i] {
			spread = math.Inf(1)
		}
		if spread > width {
			along, width = i, spread
		}
	}
	return along, width
}

// ridgeWalk goes from place to place, one parameter held at each.
type ridgeWalk struct {
	*likely
	along int
	step  float64
}

// near is the estimate or, where that ran off to 0 or infinity, the end of the
// walk in that direction: down the flattest direction of the likelihood, in
// which the others go along.
func (r ridgeWalk) near() []float64 {
	logs := slices.Clone(r.from.logs)
	end := min(max(logs[r.along], r.centre[r.along]-farOut), r.centre[r.along]+farOut)
	var eigen mat.EigenSym
	if logs[r.along] == end || !eigen.Factorize(r.from.hessian, true) {
		return logs
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	flattest := mat.Col(nil, 0, &vectors)
	if math.Abs(flattest[r.along]) < 0.1 {
		return logs
	}
	floats.AddScaled(logs, (end-logs[r.along])/flattest[r.along], flattest)
	return logs
}

// walk ends where places are unlikely or far out.
func (r ridgeWalk) walk(from place, step float64) (places []place) {
	best, before, last := from.weight, from, from
	for {
		logs := slices.Clone(last.logs)
		if len(places) > 0 { // goes on in the direction so far
			floats.AddScaled(logs, 1, last.logs)
			floats.Sub(logs, before.logs)
		}
		logs[r.along] = last.logs[r.along] + step
		if math.Abs(logs[r.along]-r.centre[r.along]) > farOut {
			return places
		}
		next, ok := r.at(logs)
		if !ok || next.weight < best-unlikely {
			return places
		}
		best = max(best, next.weight)
		places = append(places, next)
		before, last = last, next
	}
}

// at is the place with the others at their best.
func (r ridgeWalk) at(logs []float64) (place, bool) {
	held := func(others, gradient []float64) float64 {
		all, slopes := slices.Insert(slices.Clone(others), r.along, logs[r.along]), make([]float64, len(logs))
		value := r.f(all, slopes)
		copy(gradient, slices.Delete(slopes, r.along, r.along+1))
		return value
	}
	found := descend(held, slices.Delete(slices.Clone(logs), r.along, r.along+1), handOver/10, nil)
	if found.logs == nil {
		return place{}, false
	}
	root, known := errorRoot(hessian(held, found.logs))
	p := place{logs: insideBounds(r.centre, slices.Insert(found.logs, r.along, logs[r.along])), value: found.value, weight: -found.value}
	for i, row := range root {
		if known[i] {
			p.weight += math.Log(row[i])
		}
		root[i] = slices.Insert(row, r.along, 0)
	}
	p.root = slices.Insert(root, r.along, make([]float64, len(logs)))
	p.weight -= math.Log(math.Cosh((logs[r.along] - r.centre[r.along]) / 2))
	return p, true
}

// cumulate turns the logs of weights into sums, and lays the way between places.
func cumulate(places []place) []place {
	most := math.Inf(-1)
	for _, p := range places {
		most = max(most, p.weight)
	}
	sum := 0.0
	for i := range places {
		sum += math.Exp(places[i].weight - most)
		places[i].weight = sum
		places[i].along = slices.Clone(places[min(i+1, len(places)-1)].logs)
		floats.Sub(places[i].along, places[max(i-1, 0)].logs)
		if 0 < i && i < len(places)-1 {
			floats.Scale(0.5, places[i].along)
		}
	}
	return places
}
