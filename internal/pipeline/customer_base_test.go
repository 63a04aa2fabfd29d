package pipeline

import (
	"errors"
	"testing"

	"clientele/internal/btyd"
)

func TestUnfinished_IsAnyModelThatDidNotConverge(t *testing.T) {
	for _, c := range []struct {
		purchases, spend bool
		want             string
	}{{true, true, ""}, {false, true, "BG/NBD"}, {true, false, "Gamma-Gamma"}, {false, false, "BG/NBD"}} {
		err := unfinished([]btyd.Estimate{{Name: "BG/NBD", Converged: c.purchases}, {Name: "Gamma-Gamma", Converged: c.spend, Note: "flat"}})
		var convergence *ConvergenceError
		if errors.As(err, &convergence) != (c.want != "") || (convergence != nil && convergence.Model != c.want) {
			t.Errorf("%+v: %v", c, err)
		}
		if c.want == "" && ExitCode(err) != ExitOK || c.want != "" && ExitCode(err) != ExitConvergence {
			t.Errorf("%+v: exit code %d", c, ExitCode(err))
		}
	}
}
