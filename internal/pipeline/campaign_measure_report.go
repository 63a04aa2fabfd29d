package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/reports"
)

// What the results of a campaign are called.
const (
	measuredWorkbook = "measured.xlsx"
	measuredPage     = "measured.html"
)

// reportCampaign renders a measured campaign into a folder of its own.
func (w *work) reportCampaign(m measuredCampaign) error {
	tables := map[string]*table.Table{}
	for _, made := range measuredTables([]measuredCampaign{m}) {
		tables[made.name] = made.rows()
	}
	document, err := reports.CampaignMeasured(reports.CampaignMeasuredAnswers{
		Campaign: tables["past_campaigns"], Results: tables["campaign_results"], Checks: tables["campaign_checks"],
		Uplift: tables["campaign_uplift"], Qini: tables["campaign_qini"],
	}, w.campaignSettings(m))
	if err != nil {
		return err
	}
	folder := filepath.Join(w.config.resolve(w.config.Out), "campaigns", folderName(m.id), "measured", dayText(w.asOf))
	if w.out.files, err = job.Begin(folder); err != nil {
		return &UsageError{Text: err.Error(), Hint: "the config says where the reports go (out:)", Cause: err}
	}
	w.out.workbook, w.out.page = filepath.Join(folder, measuredWorkbook), filepath.Join(folder, measuredPage)
	return w.renderAs(document, measuredWorkbook, measuredPage)
}

func (w *work) campaignSettings(m measuredCampaign) reports.CampaignSettings {
	or := func(value float64) float64 {
		if known(value) == nil {
			return 0
		}
		return value
	}
	amount := func(value float64) decimal.Decimal { return decimal.NewFromFloat(or(value)).Round(4) }
	return reports.CampaignSettings{
		Company: w.config.Company, Language: w.config.Language(), Currency: w.config.Currency, AsOf: w.asOf, Snapshot: strconv.Itoa(w.snapshot.Version), Look: w.config.look.Look,
		ID: m.id, Name: m.name, Channel: m.channel, Starts: m.started, Ends: m.until, FixedCost: amount(m.fixed), Level: campaignLevel,
		Offers: []reports.CampaignOffer{{Text: m.offer, ContactCost: amount(m.contact), ResponseCost: amount(m.response), Margin: or(m.margin), Discount: m.discount}},
	}
}

// folderName is an id that any file system takes as one folder: what is written
// otherwise in other systems gets a hash, so that two ids never share one.
func folderName(id string) string {
	const longest = 60
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, id)
	if safe == id && id != "" && len(id) <= longest {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return strings.Trim(safe[:min(longest, len(safe))], "-") + "-" + hex.EncodeToString(sum[:4])
}

// rows makes all rows of a table at once.
func (t lazyTable) rows() *table.Table {
	out := &table.Table{Columns: t.columns}
	for i := range t.n {
		out.Rows = append(out.Rows, t.row(i))
	}
	return out
}
