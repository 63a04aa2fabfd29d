package strictyaml

import (
	"regexp"
	"strings"
)

// concealed stands for a secret in the source that a mistake shows.
const concealed = "•••"

// conceal takes out of lines what somebody wrote there as a secret although it
// does not belong into a config: excerpts go to terminals, logs and mails. What
// names a secret's place (env, file) stays.
func conceal(lines []string) []string {
	key := regexp.MustCompile(`(?i)^(.*?(?:\b|_)(?:pass\w*|pwd|secret|token)["']?\s*:)(\s*)(.*)$`)
	place := regexp.MustCompile(`^\s*(?:\{\s*)?["']?(?:env|file)["']?\s*:`)
	out := make([]string, len(lines))
	below := -1 // the indentation of a key whose value may stand on the lines below it
	for i, line := range lines {
		out[i] = line
		indented := len(line) - len(strings.TrimLeft(line, " \t"))
		switch found := key.FindStringSubmatch(line); {
		case found != nil && (found[3] == "" || strings.HasPrefix(found[3], "#") || strings.HasPrefix(found[3], "|") || strings.HasPrefix(found[3], ">")):
			below = indented
		case found != nil && place.MatchString(found[3]):
			below = -1
		case found != nil:
			out[i], below = found[1]+found[2]+concealed, indented
		case below >= 0 && strings.TrimSpace(line) != "" && indented <= below:
			below = -1
		case below >= 0 && strings.TrimSpace(line) != "" && !place.MatchString(line):
			out[i] = line[:indented] + concealed
		}
	}
	return out
}
