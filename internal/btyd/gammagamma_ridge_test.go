package btyd

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// ridges are shops whose customers do not differ in what they spend: q and
// gamma run to infinity together. In roubles by the hundred thousand and in
// hundreds of euros.
func ridges(t *testing.T) map[string]Spends {
	t.Helper()
	found := map[string]Spends{}
	for _, name := range []string{"one-spend-for-all.csv", "one-spend-for-all-euros.csv"} {
		file, err := os.Open(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var spends []Spend
		for _, record := range records[1:] {
			spends = append(spends, Spend{X: number(t, record[0]), Mean: number(t, record[1])})
		}
		found[name] = compressSpends(t, spends)
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Where q and gamma run to infinity together the model is a Gamma(px, ν) with
// one ν for everybody, whose greatest likelihood lies where
// Σ x[log(νxz̄) − ψ(px)] = 0 with ν = pΣx/Σxz̄.
func TestFitGammaGamma_WhereCustomersDoNotDifferEndsAtTheGammaOfAll(t *testing.T) {
	for name, spends := range ridges(t) {
		fit, err := FitGammaGamma(spends, Options{Seed: 1})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !fit.Converged || fit.Note == "" || !fit.Parameters[1].Unknown || !fit.Parameters[2].Unknown {
			t.Errorf("%s: %+v", name, fit.Estimate)
		}
		var purchases, money, slope float64
		for _, g := range spends.groups {
			purchases += g.Count * g.X
			money += g.Count * g.X * g.Mean
		}
		p := fit.Model.P
		for _, g := range spends.groups {
			slope += g.Count * g.X * (math.Log(p*purchases/money*g.X*g.Mean) - mathext.Digamma(p*g.X))
		}
		near(t, name+": slope at p", slope/purchases, 0, 1e-5)
		spend, err := fit.Model.ExpectedSpend(3, 10*money/purchases)
		if err != nil {
			t.Fatal(err)
		}
		near(t, name+": spend of everybody", spend, money/purchases, 1e-4*spend)
	}
}

func TestFitGammaGamma_AThousandfoldSpendHasTheSameShapes(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var spends []Spend
	for range 400 {
		x := 1 + math.Floor(random.ExpFloat64()*3)
		spends = append(spends, Spend{X: x, Mean: gammaVariate(random, 6*x) / gammaVariate(random, 4) * 15 / x})
	}
	thousandfold := slices.Clone(spends)
	for i := range thousandfold {
		thousandfold[i].Mean *= 1000
	}
	one, err := FitGammaGamma(compressSpends(t, spends), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	other, err := FitGammaGamma(compressSpends(t, thousandfold), Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", other.Model.P, one.Model.P, 1e-9*one.Model.P)
	near(t, "q", other.Model.Q, one.Model.Q, 1e-9*one.Model.Q)
	near(t, "gamma", other.Model.Gamma, 1000*one.Model.Gamma, 1e-9*other.Model.Gamma)
	near(t, "log-likelihood", other.LogLikelihood, one.LogLikelihood-400*math.Log(1000), 1e-8)
	near(t, "log-likelihood as asked of the model", other.LogLikelihood, other.Model.LogLikelihood(compressSpends(t, thousandfold)), 1e-8)
	for i, scale := range []float64{1, 1, 1000} {
		want := scale * one.Parameters[i].StandardError
		near(t, "standard error of "+one.Parameters[i].Name, other.Parameters[i].StandardError, want, 1e-6*want)
	}
}

// Shops of 15 to 400 customers, in every size of money; a third with customers
// who do not differ, a third with purchases that hardly do.
func TestFitGammaGamma_ConvergesForEveryShop(t *testing.T) {
	for seed := range uint64(120) {
		random := rand.New(rand.NewPCG(seed, 3))
		p, q := math.Exp(1+1.5*random.NormFloat64()), math.Exp(1.5+1.5*random.NormFloat64())
		switch seed % 3 {
		case 0:
			q = 1e9
		case 1:
			p = math.Exp(12 * random.Float64())
		}
		mean := math.Pow(10, 9*random.Float64())
		var spends []Spend
		for range 15 + int(math.Exp(6*random.Float64())) {
			x := 1 + math.Floor(3*random.ExpFloat64())
			rate := gammaVariate(random, q) / q * p / mean
			// Up to a whole number of money, for equal spends too.
			spends = append(spends, Spend{X: x, Mean: math.Ceil(gammaVariate(random, p*x) / rate / x)})
		}
		data := compressSpends(t, spends)
		if checkSpread(data) != nil {
			continue
		}
		if fit, err := FitGammaGamma(data, Options{Seed: 1}); err != nil || !fit.Converged {
			t.Errorf("seed %d, %v customers, p %.3g, q %.3g, mean %.3g: %v %+v", seed, data.customers, p, q, mean, err, fit.Model)
		}
	}
}
