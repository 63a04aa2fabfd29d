package pipeline

// CampaignResultAnswer is what a campaign changed in one metric. What is not
// known is null.
type CampaignResultAnswer struct {
	Segment       *string  `json:"segment"` // null: all members
	Metric        string   `json:"metric"`
	Controls      int      `json:"controls"`
	Treated       int      `json:"treated"`
	ControlMean   *float64 `json:"control_mean"`
	TreatedMean   *float64 `json:"treated_mean"`
	Effect        *float64 `json:"effect"`
	StandardError *float64 `json:"standard_error"`
	Lo95          *float64 `json:"lo95"`
	Hi95          *float64 `json:"hi95"`
	P             *float64 `json:"p"`
	PAdjusted     *float64 `json:"p_adjusted"` // Holm
	PBH           *float64 `json:"p_bh"`       // Benjamini and Hochberg
	CUPED         bool     `json:"cuped"`

	VarianceReduction *float64 `json:"variance_reduction"`
	CappedAt          *float64 `json:"capped_at"`
	Capped            int      `json:"capped"`
	AnytimeLo95       *float64 `json:"anytime_lo95"` // while the window runs
	AnytimeHi95       *float64 `json:"anytime_hi95"`

	Incremental   *float64 `json:"incremental"` // the effect, of all treated
	IncrementalLo *float64 `json:"incremental_lo95"`
	IncrementalHi *float64 `json:"incremental_hi95"`
	Cost          *float64 `json:"cost"`
	Profit        *float64 `json:"profit"`
	ProfitLo      *float64 `json:"profit_lo95"`
	ProfitHi      *float64 `json:"profit_hi95"`
	Verdict       string   `json:"verdict"`
}

// CampaignCheckAnswer is something that would make the comparison wrong.
type CampaignCheckAnswer struct {
	Check     string   `json:"check"`
	Subject   string   `json:"subject,omitempty"`
	Value     *float64 `json:"value"`
	Expected  *float64 `json:"expected,omitempty"`
	P         *float64 `json:"p"`
	Customers int      `json:"customers"`
	OK        *bool    `json:"ok"` // null: cannot be judged
}

func (r campaignResult) answer() CampaignResultAnswer {
	e := r.effect
	a := CampaignResultAnswer{
		Metric: r.metric, Controls: e.Controls, Treated: e.Treated, ControlMean: pointerTo(e.ControlMean), TreatedMean: pointerTo(e.TreatedMean),
		Cost: pointerTo(r.cost), Verdict: string(r.verdict),
	}
	if !r.part.whole {
		a.Segment = &r.part.segment
	}
	if known(r.incremental) == nil {
		return a
	}
	a.Effect, a.StandardError, a.Lo95, a.Hi95, a.P = pointerTo(e.Effect), pointerTo(e.StandardError), pointerTo(e.Lo), pointerTo(e.Hi), pointerTo(e.P)
	a.PAdjusted, a.PBH, a.CUPED, a.VarianceReduction = pointerTo(r.adjusted), pointerTo(r.discovery), e.Adjusted, pointerTo(e.VarianceReduction)
	a.AnytimeLo95, a.AnytimeHi95 = pointerTo(r.anytimeLo), pointerTo(r.anytimeHi)
	a.Incremental, a.IncrementalLo, a.IncrementalHi = pointerTo(r.incremental), pointerTo(r.inLo), pointerTo(r.inHi)
	a.Profit, a.ProfitLo, a.ProfitHi = pointerTo(r.profit), pointerTo(r.proLo), pointerTo(r.proHi)
	if a.Capped = e.Capped; e.Capped > 0 {
		a.CappedAt = pointerTo(e.CappedAt)
	}
	return a
}

func (c campaignCheck) answer() CampaignCheckAnswer {
	a := CampaignCheckAnswer{Check: c.check, Subject: c.subject, Value: pointerTo(c.value), Expected: pointerTo(c.expected), P: pointerTo(c.p), Customers: c.customers}
	if ok, judged := c.ok.(bool); judged {
		a.OK = &ok
	}
	return a
}

// pointerTo is nil for what is not a number.
func pointerTo(value float64) *float64 {
	if known(value) == nil {
		return nil
	}
	return &value
}
