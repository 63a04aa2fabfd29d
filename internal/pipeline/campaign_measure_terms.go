package pipeline

import (
	"errors"
	"fmt"
	"slices"

	"clientele/segments"
)

// termsOf are a file's terms as a plan would keep them, without a draw.
func termsOf(c *segments.Campaign) plannedCampaign {
	terms := plannedCampaign{ID: c.ID, Name: c.Name, Channel: c.Channel, Starts: day{c.Starts}, Ends: day{c.Ends}, Fixed: c.Fixed}
	for _, offer := range c.Offers {
		one := plannedOffer{Text: offer.Text, ContactCost: offer.ContactCost, ResponseCost: offer.ResponseCost, DiscountPercent: offer.DiscountPercent}
		if offer.MarginKnown {
			margin := offer.MarginPercent
			one.MarginPercent = &margin
		}
		terms.Offers = append(terms.Offers, one)
	}
	return terms
}

// changedTerms tells what a file says otherwise than the plan that was kept,
// which is what the campaign is measured by.
func (w *work) changedTerms(c *segments.Campaign) ([]string, error) {
	plans, err := w.plannedCampaigns()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(plans, func(p plannedCampaign) bool { return p.ID == c.ID })
	if at < 0 {
		return nil, errors.New("a plan that was there is gone")
	}
	kept, now := plans[at], termsOf(c)
	var changed []string
	differ := func(what, was, is string) {
		if was != is {
			changed = append(changed, fmt.Sprintf("%s: the plan of %s says %s, the file %s; the plan holds", what, dayText(kept.on), orUnsaid(was), orUnsaid(is)))
		}
	}
	differ("starts", dayText(kept.Starts.date), dayText(now.Starts.date))
	differ("ends", dayText(kept.Ends.date), dayText(now.Ends.date))
	differ("channel", kept.Channel, now.Channel)
	differ("cost.fixed", termFigure(kept.Fixed), termFigure(now.Fixed))
	differ("offers", fmt.Sprint(len(kept.Offers)), fmt.Sprint(len(now.Offers)))
	for i := range min(len(kept.Offers), len(now.Offers)) {
		was, is, path := kept.Offers[i], now.Offers[i], ""
		if len(kept.Offers) > 1 {
			path = fmt.Sprintf("offers[%d].", i+1)
		}
		differ(path+"cost.contact", termFigure(was.ContactCost), termFigure(is.ContactCost))
		differ(path+"cost.response", termFigure(was.ResponseCost), termFigure(is.ResponseCost))
		differ(path+"margin_percent", termFigureOrEmpty(was.MarginPercent), termFigureOrEmpty(is.MarginPercent))
		differ(path+"discount_percent", termFigure(was.DiscountPercent), termFigure(is.DiscountPercent))
	}
	return changed, nil
}

func termFigure(value float64) string { return fmt.Sprintf("%g", value) }

func termFigureOrEmpty(value *float64) string {
	if value == nil {
		return ""
	}
	return termFigure(*value)
}

func orUnsaid(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
