package customerbase

import (
	"math"
	"testing"
)

// The figures of the single models are published; those of the choice are what
// README tells. The holdout is the 273 days behind the first 273.
func TestCDNOW_TheChosenModelIsAsGoodAsThePublishedOnes(t *testing.T) {
	data := cdnow(t)
	field := fitted(t, data.history(272), weeks(273))
	later := data.later(272, 273)
	contest := field.Judge(later)
	published := map[string][3]float64{ // predicted, MAE, RMSE
		"BG/NBD": {1653.4, 0.7855, 0}, "MBG/NBD": {1576.7, 0.7648, 0}, "Pareto/NBD": {1665.5, 0.7545, 1.603}, paretoNBD + firstOrder: {1662.3, 0.7542, 1.5994}, OwnRate: {0, 1.0237, 0}, Zero: {0, 0.7985, 0},
	}
	for _, entry := range contest.Entries {
		if want, known := published[entry.Name]; known {
			if entry.Actual != 1882 || want[0] > 0 && math.Abs(entry.Predicted-want[0]) > 0.05 || math.Abs(entry.MAE-want[1]) > 5e-5 || want[2] > 0 && math.Abs(entry.RMSE-want[2]) > 5e-4 {
				t.Errorf("%s: %+v, published %v", entry.Name, entry.Score, want)
			}
		}
		t.Logf("%-20s predicted %7.1f bias %+6.1f%% MAE %.4f RMSE %.4f %v", entry.Name, entry.Predicted, 100*entry.Bias(), entry.MAE, entry.RMSE, entry.Chosen)
	}
	choice := field.Pick(&contest)
	for _, entry := range contest.Entries {
		if entry.Chosen && (entry.Name != choice.Name || !(entry.MAE < 0.75455)) {
			t.Errorf("%s is chosen with a mean absolute error of %.5f, and %s taken", entry.Name, entry.MAE, choice.Name)
		}
	}
	var before Misses
	for tenths := 5; tenths <= 7; tenths++ {
		cut := 272 * tenths / 10
		earlier, err := choice.Again(data.history(cut))
		if err != nil {
			t.Fatal(err)
		}
		before = before.And(earlier.Missed(data.later(cut, min(273*tenths/10, 272-cut))))
	}
	check := choice.Check(later, before)
	t.Logf("%+v", check)
	if check.TopDecileShare < 0.503 { // published for Pareto/NBD and Gamma-Gamma
		t.Errorf("the best tenth has %.4f of the spend", check.TopDecileShare)
	}
	near(t, "the money of the holdout", check.ActualMoney, 70976, 1)
	if r := check.Purchases.Range; !(r.Low90 < 1882 && 1882 < r.High90) {
		t.Errorf("the total of 1882 is not within its 90 %%: %+v", r)
	}
	if check.Covered80 < 0.80 || check.Covered90 < 0.90 {
		t.Errorf("the intervals of 80 and 90 %% hold %.3f and %.3f", check.Covered80, check.Covered90)
	}
	if !(check.Brier < 0.80*check.BrierNaive) || !(check.AUC > 0.75) {
		t.Errorf("chances: Brier %.4f against %.4f, AUC %.3f", check.Brier, check.BrierNaive, check.AUC)
	}
	t.Run("BandsOfRiskAreInTheirOrder", func(t *testing.T) { checkBands(t, check) })
}

// checkBands: at the end of the year and a half the frequent are foretold as
// well as the others, and the bands of risk are in their order.
func checkBands(t *testing.T, check Check) {
	t.Helper()
	before := 1.0
	for risk, band := range check.Risks[:Gone] {
		share := float64(band.Bought) / float64(band.Customers)
		t.Logf("%s: %d customers, %.3f bought", Risk(risk), band.Customers, share)
		if share >= before {
			t.Errorf("of risk %s %.3f bought, of the one before %.3f", Risk(risk), share, before)
		}
		before = share
	}
}
