package queries_test

import (
	"fmt"

	"clientele/internal/table"
)

// campaigns makes three campaigns, one of them in two files, with members known
// by their number, by their address, or to nobody.
func (m *historyMaker) campaigns() (campaigns, members *table.Table) {
	campaigns = text("source", "campaign_id", "campaign", "started_at", "ended_at", "cost", "currency", "updated_at", "source_file", "source_row")
	for i, file := range []string{"campaigns-1.csv", "campaigns-2.csv", "campaigns-2.csv"} {
		campaigns.Rows = append(campaigns.Rows, []any{"crm", fmt.Sprint(1 + i/2), "Spring", "2024-03-01", "2024-04-01", "100", "GBP", "2024-04-02", file, fmt.Sprint(2 + i)})
	}
	members = text("source", "campaign_id", "customer", "customer_email", "held_out", "touched_at", "opened_at", "segment", "source_file", "source_row")
	for i := range 60 {
		number := m.chance.IntN(m.customers)
		row := []any{"crm", fmt.Sprint(1 + i%3), fmt.Sprint(number), nil, fmt.Sprint(i%5 == 0), "2024-03-02", nil, fmt.Sprint("s", i%4), "members.csv", fmt.Sprint(i + 2)}
		switch i % 4 {
		case 1:
			row[2], row[3], row[6] = nil, m.email(number), "2024-03-03"
		case 2:
			row[2], row[3], row[5] = nil, fmt.Sprintf("nobody%d@example.org", number), nil
		}
		members.Rows = append(members.Rows, row)
	}
	return campaigns, members
}

// campaignWindows are the days within which purchases count for the campaigns.
func campaignWindows() *table.Table {
	windows := text("campaign_id", "started_on", "counted_to", "before_days")
	windows.Rows = [][]any{{"1", "2024-03-01", "2024-04-01", "32"}, {"2", "2024-03-15", "2024-04-15", "32"}, {"3", "2024-03-20", "2024-03-31", "12"}}
	return windows
}
