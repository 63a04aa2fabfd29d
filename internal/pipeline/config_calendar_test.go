package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func readText(t *testing.T, lines string) (*Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clientele.yaml")
	text := "company: A\n" + lines + "sources:\n  - {name: s, files: s.csv, columns: {order_id: a, purchased_at: b, amount: c}}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadConfig(path)
}

func TestConfig_TakesTheHolidaysOfTheTimeZoneWhereNoCountryIsNamed(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{"", ""}, {"time_zone: Europe/Moscow\n", "RU"}, {"time_zone: Europe/Madrid\n", "ES"}, {"time_zone: America/Mexico_City\n", "MX"},
		{"time_zone: America/Bogota\n", "CO"}, {"time_zone: Europe/London\n", "GB"}, {"time_zone: Europe/Paris\n", ""}, {"currency: RUB\n", ""},
		{"time_zone: Europe/Madrid\ncountry: PE\n", "PE"}, {"time_zone: Europe/Madrid\ncountry: none\n", ""},
	} {
		config, err := readText(t, c.lines)
		if err != nil {
			t.Fatalf("%q: %v", c.lines, err)
		}
		if got := config.holidayCountry(); got != c.want {
			t.Errorf("%q: holidays of %q, want %q", c.lines, got, c.want)
		}
	}
}

func TestConfig_NamesTheLineOfAWrongCountryOrHoliday(t *testing.T) {
	_, err := readText(t, "country: Spain\nholidays:\n  - 2026-12-24\n  - 24.12.2026\n")
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"2:10", `the holidays of "Spain" are not known`, "5:5", `"24.12.2026" is no day`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
}

func TestMonths_SayWhatTheMonthsAre(t *testing.T) {
	config, err := readText(t, "country: GB\nholidays: [2024-03-28]\n")
	if err != nil {
		t.Fatal(err)
	}
	w := &work{config: config}
	got := w.months(time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), 3)
	// February 2024 has 29 days; in March Good Friday and the company's own Thursday are
	// off; Easter Sunday is 31 March, Easter Monday 1 April.
	want := [][]float64{{21, 0, 0, 1}, {19, 1, 2, 0}, {21, 0, 1, 0}}
	for i, row := range want {
		for k, v := range row {
			if got.Rows[i][k] != v {
				t.Errorf("month %d: %s is %v, want %v", i+2, got.Names[k], got.Rows[i][k], v)
			}
		}
	}
}
