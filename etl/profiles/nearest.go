package profiles

import "strings"

// nearest is the known name that a misspelt one most likely means: at most a
// third of its letters differ. Of equals the first wins; "" where none is near.
func nearest(name string, known []string) string {
	best, least := "", 0
	if len(name) > longestHeader {
		return ""
	}
	for _, candidate := range known {
		distance := distance(strings.ToLower(name), strings.ToLower(candidate))
		allowed := max(1, max(len([]rune(name)), len([]rune(candidate)))/3)
		if distance <= allowed && (best == "" || distance < least) {
			best, least = candidate, distance
		}
	}
	return best
}

// distance counts the letters to insert, delete or change (Levenshtein).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			above := row[j]
			row[j] = min(above+1, row[j-1]+1, diagonal+cost)
			diagonal = above
		}
	}
	return row[len(t)]
}
