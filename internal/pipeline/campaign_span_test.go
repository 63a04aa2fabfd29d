package pipeline

import (
	"math"
	"testing"
)

// A file that says nothing of cost or name leaves what the list has; one that
// does is what holds.
func TestBesides_WhatAFileLeavesOpenTheListSays(t *testing.T) {
	listed := pastCampaign{id: "SPRING26", name: "Spring teas", fixed: 139.76, contact: math.NaN(), response: math.NaN(), margin: math.NaN()}
	silent := pastCampaign{id: "SPRING26", name: "SPRING26", margin: 0.45}.besides(listed)
	if silent.name != "Spring teas" || silent.fixed != 139.76 || silent.margin != 0.45 || !math.IsNaN(silent.contact) {
		t.Errorf("of a silent file: %+v", silent)
	}
	said := pastCampaign{id: "SPRING26", name: "Teas", contact: 0.5, margin: math.NaN()}.besides(listed)
	if said.name != "Teas" || said.fixed != 0 || said.contact != 0.5 || said.response != 0 {
		t.Errorf("of one that speaks: %+v", said)
	}
	nobody := pastCampaign{id: "A", name: "A"}.besides(pastCampaign{id: "A", fixed: math.NaN(), contact: math.NaN(), response: math.NaN()})
	if nobody.name != "A" || nobody.fixed != 0 || nobody.contact != 0 || nobody.response != 0 {
		t.Errorf("where nobody says anything: %+v", nobody)
	}
}
