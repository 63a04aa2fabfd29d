package strictyaml

import (
	"strings"
	"testing"
)

// A password that somebody wrote into the config is told of, and not told.
func TestMistakes_DoNotShowAPasswordOfTheFile(t *testing.T) {
	for name, source := range map[string]string{
		"beside the key":       "a: 1\nmail:\n  password: hunter2\n  bad: x\n",
		"quoted":               "mail:\n  \"password\": 'hunter2 # no comment'\n  bad: x\n",
		"on the next line":     "mail:\n  password:\n    hunter2\n  bad: x\n",
		"in a block":           "mail:\n  password: |\n    hunter2\n    hunter2\n  bad: x\n",
		"continued":            "mail:\n  password: one\n    hunter2\n  bad: x\n",
		"in braces":            "mail: {user: u, password: hunter2, bad: x}\n",
		"misspelt":             "mail:\n  passwrd: hunter2\n  bad: x\n",
		"in place of a place":  "mail:\n  password: {evn: hunter2}\n  bad: x\n",
		"of another kind":      "mail:\n  smtp_token: hunter2\n  bad: x\n",
		"where syntax is lost": "mail:\n  bad: x\n  password: hunter2\n   bad: [\n",
	} {
		var into struct {
			Mail struct {
				User     string         `yaml:"user"`
				Password Either[string] `yaml:"password"`
			} `yaml:"mail"`
		}
		document, err := Decode("c.yaml", []byte(source), &into)
		if err == nil {
			document.Add("mail.password", "does not belong here")
			err = document.Err()
		}
		if err == nil {
			t.Errorf("%s: no mistake is found", name)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the password is shown:\n%s", name, err)
		}
	}
}

func TestConceal_LeavesTheRestOfTheFile(t *testing.T) {
	source := "mail:\n  server: smtp.example.com\n  password: {env: NAME}\n  user: u\n  password:\n    file: secrets/smtp\n  port: 25\n"
	lines := strings.Split(source, "\n")
	if got := strings.Join(conceal(lines), "\n"); got != source {
		t.Errorf("got\n%s\nwant\n%s", got, source)
	}
}
