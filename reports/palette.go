package reports

// Colour is a place in the palette: the one source of the colours of charts,
// tables, page and workbook.
type Colour uint8

// The colours of series. Any two of them can be told apart by all eyes, as the
// tests measure; so can Rise and Fall of a waterfall.
const (
	Accent Colour = iota
	Second
	Third
	Muted
	Strong
	Rise // of a waterfall
	Fall
	Fourth
	Faint // what is nobody's

	// Of groups of customers, see SegmentColour.
	GroupBest
	GroupGood
	GroupComing
	GroupPromising
	GroupNew
	GroupBack
	GroupWatch
	GroupTiring
	GroupRisk
	GroupDear
	GroupGone

	// Of the page and the cells themselves.
	Ground  // behind the cards
	Surface // of cards and cells
	Ink
	Quiet // text of less weight
	Rule  // lines between rows
	Soft  // grounds of heads and figures
	Good  // text of good news
	Bad
	Link // text in the company's colour, and the mark of what has the focus
	Heat // the greatest of a heat map
	HeatInk
	HeatMiddle // text on the middle of a heat map
	HeatPale   // the greatest of a workbook's, whose cells keep dark digits
)

// Slot is a colour of the palette on light ground, which is paper's too, and on
// dark ground: red, green and blue in hexadecimal digits.
type Slot struct {
	Colour      Colour
	Name        string // of the page's custom property
	Light, Dark string
}

// Palette has a document's colours.
type Palette struct{ slots []Slot }

// Palette returns the colours of a look: the standard ones with the company's
// in their places.
func (l *Look) Palette() Palette {
	p := Palette{slots: standardSlots()}
	for _, own := range l.Colours {
		for i := range p.slots {
			if p.slots[i].Colour == own.Colour {
				p.slots[i].Light, p.slots[i].Dark = own.Light, own.Dark
			}
		}
	}
	return p
}

// standardSlots are the colours in the order of their constants. The series'
// were found by a search that kept them near their names' hues while the least
// distance of any two grew, as four kinds of eyes see them.
func standardSlots() []Slot {
	return []Slot{
		{Accent, "accent", "2F62C9", "7AA5FF"},
		{Second, "second", "058D71", "2AD3B6"},
		{Third, "third", "D87D00", "FFCE69"},
		{Muted, "muted", "8692A9", "737D8B"},
		{Strong, "strong", "1B2430", "E5EAF0"},
		{Rise, "rise", "298F71", "37D5AB"},
		{Fall, "fall", "AB3A26", "FF734B"},
		{Fourth, "fourth", "7D3975", "BB4BBD"},
		{Faint, "faint", "D7DEEC", "344256"},

		{GroupBest, "group-best", "073794", "367BEF"},
		{GroupGood, "group-good", "2867D2", "8DB1FF"},
		{GroupComing, "group-coming", "096F56", "1AA38F"},
		{GroupPromising, "group-promising", "3FAB99", "46D9C2"},
		{GroupNew, "group-new", "92D9AA", "B3F1D3"},
		{GroupBack, "group-back", "8B4382", "BB65B9"},
		{GroupWatch, "group-watch", "F8CB5A", "EFD264"},
		{GroupTiring, "group-tiring", "CD9215", "C69523"},
		{GroupRisk, "group-risk", "DB5B12", "F48E5A"},
		{GroupDear, "group-dear", "89361A", "CD3E18"},
		{GroupGone, "group-gone", "928A83", "898882"},

		{Ground, "ground", "F5F6F8", "10151B"},
		{Surface, "surface", "FFFFFF", "181F27"},
		{Ink, "ink", "1B2430", "E5EAF0"},
		{Quiet, "quiet", "5B6675", "9AA6B4"},
		{Rule, "line", "DCE1E8", "2B3540"},
		{Soft, "soft", "EEF1F5", "202933"},
		{Good, "better", "0F7B4F", "5ECB98"},
		{Bad, "worse", "B3382C", "FF8A7A"},
		{Link, "link", "2F62C9", "7AA5FF"},
		{Heat, "heat", "1149AE", "79A4FA"},
		{HeatInk, "heat-ink", "FFFFFF", "0C1116"},
		{HeatMiddle, "heat-six", "000000", "000000"},
		{HeatPale, "heat-pale", "8FB0EE", "8FB0EE"},
	}
}

// Slots lists the colours in a fixed order.
func (p Palette) Slots() []Slot { return p.slots }

// Light is a colour as light grounds and paper have it, RRGGBB.
func (p Palette) Light(c Colour) string { return p.slots[c].Light }

// Dark is a colour as dark grounds have it, RRGGBB.
func (p Palette) Dark(c Colour) string { return p.slots[c].Dark }

// Name is what the page calls a colour.
func (c Colour) Name() string { return standardSlots()[c].Name }

// SegmentColour is the colour of a group of customers, the same in all charts
// and tables: kind is rfm or lifecycle. Ten and more groups cannot have colours
// that all eyes tell apart, so hues are families and lightness tells within
// them: blue buys well, green may come to, violet came back, yellow cools down,
// orange to brown goes, grey is gone. No chart names a group by its colour
// alone. Groups that mean the same have the same colour in both kinds. A group
// that no report knows has the first colour of those by place.
func SegmentColour(kind, key string) Colour {
	colour, _ := knownColour(kind, key)
	return colour
}

// knownColour is the colour of a group that has a meaning; false where it has
// none that the reports know.
func knownColour(kind, key string) (Colour, bool) {
	if kind == "rfm" {
		return rfmColour(key)
	}
	if kind != "lifecycle" {
		return PlaceColour(0), false
	}
	switch key {
	case "active":
		return GroupGood, true
	case "new":
		return GroupNew, true
	case "won_back":
		return GroupBack, true
	case "at_risk":
		return GroupRisk, true
	case "lost":
		return GroupGone, true
	}
	return Faint, true // nobody's yet
}

func rfmColour(key string) (Colour, bool) {
	switch key {
	case "champions":
		return GroupBest, true
	case "loyal":
		return GroupGood, true
	case "potential_loyalist":
		return GroupComing, true
	case "promising":
		return GroupPromising, true
	case "new":
		return GroupNew, true
	case "need_attention":
		return GroupWatch, true
	case "about_to_sleep":
		return GroupTiring, true
	case "at_risk":
		return GroupRisk, true
	case "cannot_lose":
		return GroupDear, true
	case "hibernating":
		return GroupGone, true
	case "":
		return Faint, true
	}
	return PlaceColour(0), false
}

// PlaceColour is the colour of a group that has no meaning that a report knows:
// the company's own segments and clusters have theirs by their place, from 0.
func PlaceColour(place int) Colour {
	order := []Colour{Accent, Second, Third, Fourth, Muted, Fall, Strong}
	return order[place%len(order)]
}
