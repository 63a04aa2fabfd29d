package mail

import (
	"strings"
	"unicode/utf8"
)

// letter is what a mail says, in words: both of its parts are made of it, so
// that they say the same.
type letter struct {
	Language, Subject, Preheader string
	Company, Title, Period, AsOf string
	Tone                         string // better or worse, of a notice
	Logo                         *image
	Intro, Warnings              []string
	Chosen                       string // whose customers they are, where a rule says it
	NewsTitle                    string
	News                         []point
	Figures                      []figure
	Chart                        *chart
	Tables                       []grid
	Steps                        []step
	StepsTitle                   string
	AttachedTitle                string
	Attached                     []attached
	Foot                         []string
	Unsubscribe                  string
}

type image struct {
	CID, Alt      string
	Width, Height int
}

// point is a sentence of what is new.
type point struct{ Tone, Text string }

// figure is a number that stands alone.
type figure struct{ Label, Value, Change, Than, Tone, Arrow string }

// chart is the one picture, with what is said about it.
type chart struct {
	Title   string
	Lead    []string
	Picture *image
	Keys    []string // names that the picture has as numbers
	Said    string   // its main figures, for those who do not see it
}

// grid is a small table. Columns that a telephone has no room for are marked.
type grid struct {
	Title string
	Heads []head
	Rows  [][]cell
	Total []cell
	More  string // how many rows there are besides, and where
	Told  bool   // a row is a paragraph: its second cell below the first
}

type head struct {
	Text          string
	Number, Spare bool // Spare: not on a telephone
	Broad         bool // as wide as the others allow: addresses stand below its names
}

type cell struct {
	Text          string
	Number, Spare bool
	Below         []way // of a customer: how to reach them
}

// Long says that a word of a cell would make its column too wide, so that it
// may break anywhere.
func (c cell) Long() bool { return longWord(c.Text) }

// Pieces are the parts of a text between which a line may end: an address
// breaks behind its @.
func (c cell) Pieces() []string {
	if !c.Long() {
		return []string{c.Text}
	}
	return strings.SplitAfter(c.Text, "@")
}

// Long says the same of a head.
func (h head) Long() bool { return longWord(h.Text) }

// wordLength is up to how many characters a word stays in one piece.
const wordLength = 14

func longWord(text string) bool {
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(word) > wordLength {
			return true
		}
	}
	return false
}

// step is one thing to do, with what to type.
type step struct{ Text, Command string }

// attached is a file that belongs to the mail.
type attached struct{ Name, Kind, How, Place, Link string }
