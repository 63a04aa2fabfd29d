package profiles

import (
	"os"
	"strings"
	"testing"
)

// Who reads the README has to know which exports are tested, and which are not.
func TestReadme_NamesEveryProfile(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range all {
		if !strings.Contains(string(readme), "`"+profile.Name+"`") {
			t.Errorf("the README does not name the profile %s", profile.Name)
		}
	}
	for _, word := range []string{"Megaplan", "FreshOffice", "Клиентская база", "Aspro.Cloud", "Monitor CRM", "SalesLogix", "Creatio"} {
		if !strings.Contains(string(readme), word) {
			t.Errorf("the README does not say that exports of %s are untested", word)
		}
	}
}

func TestReadme_ShowsAProfileThatIsOne(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, behind, found := strings.Cut(string(readme), "```yaml\nname: my-erp")
	example, _, closed := strings.Cut(behind, "```")
	if !found || !closed {
		t.Fatal("the README shows no profile")
	}
	profile, err := Read("README.md", []byte("name: my-erp"+example))
	if err != nil || len(profile.Tables) != 1 {
		t.Fatalf("%+v: %v", profile, err)
	}
	header := []string{"Belegnummer", "Belegdatum", "Kunde", "Betrag", "Belegart", "Status"}
	if matches := Recognise(header, "x.csv", profile); len(matches) == 0 || matches[0].Profile.Name != "my-erp" {
		t.Errorf("its own header is taken for %+v", matches)
	}
}
