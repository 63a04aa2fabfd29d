package queries_test

import (
	"strings"
	"testing"

	"clientele/queries"
)

func TestUse_SaysWhatAJobKeeps(t *testing.T) {
	for _, c := range []struct {
		name, header string
		kept         bool
		fault        string
	}{
		{"reports/a", "-- A.\n-- grain: one row\n", true, ""},
		{"reports/a", "-- A.\n-- use: asked\n-- grain: one row\n", false, ""},
		{"checks/a", "-- A.\n-- use: audit\n-- severity: warn\n-- grain: one row\n", false, ""},
		{"checks/a", "-- A.\n-- use: audit\n-- severity: stop, always\n-- rows: new\n-- grain: one row\n", false, ""},
		{"checks/a", "-- A.\n-- use: audit\n-- grain: one row\n", false, "has a line `severity:"},
		{"checks/a", "-- A.\n-- use: audit\n-- severity: warn, always\n-- grain: one row\n", false, "has a line `severity:"},
		{"checks/a", "-- A.\n-- severity: stop\n-- grain: one row\n", false, "has a line `severity:"},
		{"macros/a", "-- A.\n-- grain: macro\n", false, ""},
		{"reports/a", "-- A.\n-- use: adited\n-- grain: one row\n", false, "neither audit nor asked"},
	} {
		query, err := queries.Parse(c.name, c.header+"select 1")
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%q: %v", c.header, err)
			}
			continue
		}
		if err != nil || query.Kept() != c.kept {
			t.Errorf("%s %q: kept %v, %v", c.name, c.header, query.Kept(), err)
		}
	}
}
