package main

// population holds the parameters of one kind of customers: BG/NBD for when
// they buy and leave (Fader, Hardie and Lee 2005), gamma-gamma for what they
// spend (Fader and Hardie 2013), and how many of them come.
type population struct {
	Kind string `json:"kind"`
	// A purchase rate per day of operational time is Gamma(r, alpha).
	R         float64 `json:"r"`
	AlphaDays float64 `json:"alpha_days"`
	// The probability to leave after a purchase is Beta(a, b).
	A float64 `json:"a"`
	B float64 `json:"b"`
	// An order is Gamma(p, nu) with nu of Gamma(q, gamma), before it is made up
	// of whole articles.
	P     float64 `json:"p"`
	Q     float64 `json:"q"`
	Gamma float64 `json:"gamma"`
	// Regulars were customers before the first day; newcomers a month grow from
	// one figure to the other.
	Regulars       int     `json:"regulars"`
	NewcomersFirst float64 `json:"newcomers_first_month"`
	NewcomersLast  float64 `json:"newcomers_last_month"`
}

func businesses() population {
	return population{Kind: "business", R: 1.8, AlphaDays: 106, A: 0.75, B: 13,
		P: 7, Q: 5, Gamma: 262, Regulars: 94, NewcomersFirst: 4.4, NewcomersLast: 7.2}
}

func households() population {
	return population{Kind: "retail", R: 1.1, AlphaDays: 118, A: 0.7, B: 10,
		P: 4, Q: 4, Gamma: 70, Regulars: 180, NewcomersFirst: 16, NewcomersLast: 30.5}
}

// history is one customer's life as the model made it.
type history struct {
	Rate      float64 // purchases per day of operational time
	Dropout   float64 // probability to leave after a purchase
	MeanOrder float64 // euros
	Days      []int   // of the purchases, in order
	Values    []float64
	Left      bool // after the last of the days
}

func (p population) simulate(r random, c calendar) []history {
	var all []history
	for range p.Regulars {
		if h := p.live(r, c, 0, true); len(h.Days) > 0 {
			all = append(all, h)
		}
	}
	for month := range c.months() {
		from, to := c.span(month)
		for range p.arrivals(r, month, c.months(), (to-from)*12/365) {
			all = append(all, p.live(r, c, from+(to-from)*r.Float64(), false))
		}
	}
	return all
}

func (p population) arrivals(r random, month, months int, level float64) int {
	grown := float64(month) / float64(months-1)
	return r.round((p.NewcomersFirst + (p.NewcomersLast-p.NewcomersFirst)*grown) * level)
}

// live is one life. A newcomer buys on arrival; a regular, who was there before,
// next buys after a usual wait, so that the exports do not begin with a rush.
func (p population) live(r random, c calendar, at float64, regular bool) history {
	scale := r.gamma(p.Q, p.Gamma)
	h := history{Rate: r.gamma(p.R, p.AlphaDays), Dropout: r.beta(p.A, p.B), MeanOrder: p.P / scale}
	if regular {
		at += r.ExpFloat64() / h.Rate
	}
	for ; ; at += r.ExpFloat64() / h.Rate {
		day, inside := c.day(at)
		if !inside {
			return h
		}
		h.Days = append(h.Days, day)
		h.Values = append(h.Values, r.gamma(p.P, scale))
		if r.chance(h.Dropout) {
			h.Left = true
			return h
		}
	}
}
