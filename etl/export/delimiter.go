package export

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// sniffDelimiter takes the mark that stands outside quotes in the first lines
// most evenly: the one whose usual count is that of most lines. Titles above
// the header, in which hardly any mark stands, have few votes.
func sniffDelimiter(head []byte) rune {
	best, bestScore := ',', 0
	for _, mark := range []rune{',', ';', '\t', '|'} {
		counts := markCounts(head, byte(mark))
		votes := map[int]int{}
		usual, most := 0, 0
		for _, count := range counts {
			if count == 0 {
				continue
			}
			if votes[count]++; votes[count] > most || votes[count] == most && count > usual {
				usual, most = count, votes[count]
			}
		}
		if most == 0 {
			continue
		}
		if score := most*1000/len(counts)*100 + min(usual, 99); score > bestScore {
			best, bestScore = mark, score
		}
	}
	return best
}

// markCounts counts a mark outside quotes on each of the first whole lines. A
// quote opens a text only where a cell begins: 5" pipe opens none.
func markCounts(head []byte, mark byte) []int {
	const lines = 100
	var counts []int
	count, quoted, begins, blank := 0, false, true, true
	for i := 0; i < len(head); i++ {
		b := head[i]
		switch {
		case quoted:
			if b == '"' {
				if i+1 < len(head) && head[i+1] == '"' {
					i++
				} else {
					quoted = false
				}
			}
		case b == '"' && begins:
			quoted, begins, blank = true, false, false
		case b == '\n':
			if !blank {
				counts = append(counts, count)
			}
			if len(counts) == lines {
				return counts
			}
			count, begins, blank = 0, true, true
		case b == mark:
			count++
			begins = true
		case b != '\r' && b != ' ':
			begins, blank = false, false
		}
	}
	if len(counts) == 0 && !blank {
		counts = append(counts, count)
	}
	return counts
}

// toldDelimiter reads the first line that Excel understands: sep=;
func toldDelimiter(head []byte) (delimiter rune, told bool) {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	text := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(string(line), "\ufeff"), "\r"), `"`)
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, false
	}
	delimiter, size := utf8.DecodeRuneInString(text[4:])
	return delimiter, size == len(text)-4 && delimiter != utf8.RuneError
}
