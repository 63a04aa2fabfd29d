package profiles

import "testing"

// Campaigns are called so, members of one say who got what; other lists that have
// a campaign, a start or something that was sent are not taken for them.
func TestGuess_CampaignsAndTheirMembersAreKnown(t *testing.T) {
	for _, c := range []struct {
		entity string
		header []string
		rows   [][]string
		want   map[string]string
	}{
		{"campaigns", []string{"ID", "Campaign", "Channel", "Offer", "First day", "Last day", "Cost"},
			[][]string{{"A1", "Spring teas", "email", "15 % off", "2026-03-09", "2026-04-05", "139.76"}, {"A2", "Summer letter", "email", "recipes", "2026-06-08", "2026-07-05", "101.20"}},
			map[string]string{"campaign_id": "ID", "campaign": "Campaign", "started_at": "First day", "ended_at": "Last day", "cost": "Cost", "offer": "Offer"}},
		{"campaigns", []string{"Код кампании", "Название кампании", "Канал", "Дата начала", "Дата окончания", "Затраты"},
			[][]string{{"К-1", "Весна", "письмо", "09.03.2026", "05.04.2026", "13 900,00"}, {"К-2", "Лето", "письмо", "08.06.2026", "05.07.2026", "10 100,00"}},
			map[string]string{"campaign_id": "Код кампании", "campaign": "Название кампании", "started_at": "Дата начала", "cost": "Затраты"}},
		{"campaign_members", []string{"Campaign", "Email", "Group", "Segment", "Sent", "Opened", "Clicked"},
			[][]string{{"A1", "ann@shop.example", "mailing", "cafés", "2026-03-09 09:58", "2026-03-09 13:26", ""}, {"A1", "bob@shop.example", "control", "cafés", "", "", ""}, {"A1", "eve@shop.example", "mailing", "homes", "2026-03-09 09:59", "", ""}},
			map[string]string{"campaign_id": "Campaign", "customer_email": "Email", "touched_at": "Sent", "opened_at": "Opened", "clicked_at": "Clicked", "segment": "Segment", "held_out": "Group"}},
		{"campaign_members", []string{"ID кампании", "ID клиента", "Контрольная группа", "Дата отправки"},
			[][]string{{"К-1", "17", "нет", "09.03.2026"}, {"К-1", "18", "да", ""}, {"К-1", "19", "нет", "09.03.2026"}},
			map[string]string{"campaign_id": "ID кампании", "customer": "ID клиента", "held_out": "Контрольная группа", "touched_at": "Дата отправки"}},
		{"events", []string{"Event type", "Event date", "Email", "Subject", "Campaign"},
			[][]string{{"open", "2026-03-09 10:00", "ann@shop.example", "Hello", "A1"}, {"click", "2026-03-09 10:05", "bob@shop.example", "Hello", "A1"}}, nil},
		{"purchases", []string{"Order ID", "Order date", "Email", "Product", "Quantity", "Price", "Campaign"},
			[][]string{{"1", "2026-03-09", "ann@shop.example", "Tea", "1", "5.00", "A1"}, {"2", "2026-03-10", "bob@shop.example", "Cup", "2", "7.00", ""}}, nil},
	} {
		mapping := Guess(c.header, c.rows)
		if mapping.Entity != c.entity || mapping.Certainty == 0 {
			t.Errorf("%v: %s, %.2f (%s)", c.header, mapping.Entity, mapping.Certainty, mapping.Why)
		}
		for field, header := range c.want {
			if column, ok := mapping.Of(field); !ok || c.header[column.Positions[0]] != header {
				t.Errorf("%v: %s is %v, not %s", c.header, field, column, header)
			}
		}
	}
}
