package reports

// chanceSentence says a chance in words and in per cent.
func (b *builder) chanceSentence(chance float64) string {
	return b.say("plan.chance", "likely", b.say("likely."+likely(chance)), "chance", b.chance(chance))
}

// likely is the word for a chance.
func likely(chance float64) string {
	switch {
	case chance >= 0.95:
		return "sure"
	case chance >= 0.75:
		return "likely"
	case chance >= 0.55:
		return "rather"
	case chance > 0.45:
		return "even"
	case chance > 0.25:
		return "rather_not"
	case chance > 0.05:
		return "unlikely"
	}
	return "hardly"
}

// chance writes a chance in whole per cent; none is sure, and none is nought.
func (b *builder) chance(chance float64) string {
	whole := Format{Kind: Percent}
	switch {
	case chance < 0.01:
		return b.say("chance.below", "chance", b.Show(whole, 0.01))
	case chance > 0.99:
		return b.say("chance.above", "chance", b.Show(whole, 0.99))
	}
	return b.Show(whole, chance)
}
