package pipeline

import (
	"clientele/internal/duck"
	"clientele/internal/table"
	"clientele/segments"
)

// memberRows gives the members of planned campaigns to the engine, row by row:
// they may be many.
type memberRows struct {
	planned                  []plannedCampaign
	campaign, stratum, inArm int
	control                  bool // the treated of a stratum come first
}

// Columns implements duck.Source.
func (*memberRows) Columns() []table.Column {
	return columnsOf("campaign_id t, told_on d, snapshot i, number i, kind t, segment t, customer_id t, arm t, offer t, channel t")
}

// Fill implements duck.Source.
func (m *memberRows) Fill(chunk duck.Chunk) (int, error) {
	row := 0
	for row < chunk.Capacity() && m.campaign < len(m.planned) {
		campaign := m.planned[m.campaign]
		if m.stratum == len(campaign.Strata) {
			m.campaign, m.stratum = m.campaign+1, 0
			continue
		}
		stratum := campaign.Strata[m.stratum]
		ids, arm := stratum.Treated, segments.Treated
		if m.control {
			ids, arm = stratum.Control, segments.Controls
		}
		if m.inArm == len(ids) {
			m.inArm = 0
			if m.control {
				m.stratum++
			}
			m.control = !m.control
			continue
		}
		offer := ""
		if stratum.Offer >= 0 && stratum.Offer < len(campaign.Offers) {
			offer = campaign.Offers[stratum.Offer].Text
		}
		values := []any{
			campaign.ID, campaign.on, int64(campaign.told.Snapshot), int64(campaign.told.Number),
			stratum.Kind, stratum.Segment, ids[m.inArm], arm, offer, campaign.Channel,
		}
		for column, value := range values {
			if err := chunk.Set(column, row, value); err != nil {
				return 0, err
			}
		}
		m.inArm++
		row++
	}
	return row, nil
}
