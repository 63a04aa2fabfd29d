package series_test

import (
	"math"
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
)

// airPassengers are the thousands of passengers of international airlines by month, 1949 to 1960:
// Box, Jenkins & Reinsel, Time Series Analysis (1976), series G, as in R's datasets.
func airPassengers() []float64 {
	return []float64{
		112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
		145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
		196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
		242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
		315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
		360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
	}
}

// X-13ARIMA-SEATS finds trading days (working days less 2.5 times weekends) and the day before
// Easter in this series. By R 4.2.2, arima of the logarithm, (0,1,1)(0,1,1)12 with both and the
// outlier of May 1951 as regressors, they are worth −0.0029 (standard error 0.0006) and 0.0174
// (0.0080); ours is within a standard error of both.
func TestAdjust_FindsTheTradingDaysOfAirPassengers(t *testing.T) {
	r := series.Regressors{Names: []string{"trading days", "easter"}}
	for i := range 144 {
		first := time.Date(1949, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		row := []float64{0, 0}
		for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
			if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
				row[0] -= 2.5
			} else {
				row[0]++
			}
			if calendar.Easter(day.Year()).AddDate(0, 0, -1).Equal(day) {
				row[1]++
			}
		}
		r.Rows = append(r.Rows, row)
	}
	effects := series.Adjust(airPassengers(), r, 12).Effects
	if len(effects) != 2 || !effects[0].Used {
		t.Fatalf("%+v", effects)
	}
	for i, c := range []struct{ value, deviation float64 }{{-0.0029, 0.0006}, {0.0174, 0.0080}} {
		value := math.Log1p(effects[i].Percent / 100)
		t.Logf("%s: %.4f, R's %.4f, p %.4f", effects[i].Name, value, c.value, effects[i].P)
		if math.Abs(value-c.value) > c.deviation {
			t.Errorf("%s is worth %.4f, in R %.4f", effects[i].Name, value, c.value)
		}
	}
}

// The flow of the Nile at Aswan by year, 1871 to 1970, in R's datasets: it fell by a quarter in
// 1899 (Cobb, "The problem of the Nile", Biometrika 65 (1978) 243–251).
func TestMarks_FindTheYearInWhichTheNileFell(t *testing.T) {
	nile := []float64{
		1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260,
		1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821,
		768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801,
		1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
	}
	found := false
	for _, m := range series.Marks(nile, 1) {
		t.Logf("%d: %s, %.0f in place of %.0f", 1871+m.Position, m.Kind, nile[m.Position], m.Expected)
		found = found || m.Kind == series.LevelShift && 1871+m.Position == 1899
	}
	if !found {
		t.Error("no level shift in 1899")
	}
}
