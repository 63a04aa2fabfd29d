// Package spelling finds the word that a misspelt one means.
package spelling

import "strings"

// Suggest finds the known word that a misspelt one most likely means: at most a
// third of its letters differ, capitals or not. Of equals the first wins; "" is
// none.
func Suggest(word string, known []string) string {
	if len(word) > 100 {
		return "" // nobody misspells a word that long, and the distance takes time
	}
	best, least := "", 0
	for _, candidate := range known {
		distance := Distance(strings.ToLower(word), strings.ToLower(candidate))
		allowed := max(1, max(len([]rune(word)), len([]rune(candidate)))/3)
		if distance <= allowed && (best == "" || distance < least) {
			best, least = candidate, distance
		}
	}
	return best
}

// Distance counts insertions, deletions, substitutions and swaps of
// neighbours (optimal string alignment).
func Distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
