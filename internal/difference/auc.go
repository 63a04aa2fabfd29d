package difference

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Area is the chance that somebody inside has a higher score than somebody
// outside (equal ones count half), with its 95 % interval.
type Area struct{ AUC, Error, Lo, Hi float64 }

// NewArea is the area under the ROC curve, its error by DeLong et al. (1988)
// from midranks (Sun and Xu 2014). It needs two scores on either side.
func NewArea(inside, outside []float64) Area {
	m, n := float64(len(inside)), float64(len(outside))
	if m < 2 || n < 2 {
		return Area{AUC: math.NaN(), Error: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	}
	all := ranks(append(append([]float64{}, inside...), outside...))
	alone, others := ranks(inside), ranks(outside)
	placesIn, placesOut := make([]float64, len(inside)), make([]float64, len(outside))
	auc := 0.0
	for i := range placesIn {
		placesIn[i] = (all[i] - alone[i]) / n
		auc += placesIn[i] / m
	}
	for i := range placesOut {
		placesOut[i] = 1 - (all[len(inside)+i]-others[i])/m
	}
	a := Area{AUC: auc, Error: math.Sqrt(newMoments(placesIn).variance/m + newMoments(placesOut).variance/n)}
	a.Lo, a.Hi = max(0, auc-normal95*a.Error), min(1, auc+normal95*a.Error)
	return a
}

// better says whether one of so many areas is surely above chance: its interval
// is as wide as Bonferroni's correction of the level asks.
func (a Area) better(of int) bool {
	return a.AUC-distuv.UnitNormal.Quantile(1-0.025/float64(max(of, 1)))*a.Error > 0.5
}
