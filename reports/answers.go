package reports

import (
	"time"

	"clientele/internal/table"
)

// Answers are the tables that the reports are made of, by the names of
// their queries and models. A table that is nil or empty leaves its section
// with a line that says what is missing.
type Answers struct {
	Overview        *table.Table // reports/overview
	Months          *table.Table // reports/overview_months
	DayTotals       *table.Table // forecasts/day_totals: no report shows it, alerts on numbers go by it
	RFM             *table.Table // segments/rfm
	RFMSegments     *table.Table // segments/rfm_segments
	Retention       *table.Table // reports/retention
	RetentionMoney  *table.Table // reports/retention_money
	RetentionLedger *table.Table // reports/retention_ledger
	ValueHistory    *table.Table // reports/value_history
	ValueDeciles    *table.Table // reports/value_deciles
	BestCustomers   *table.Table // reports/best_customers
	BestProducts    *table.Table // reports/best_products
	Forecast        *table.Table
	ForecastModels  *table.Table

	// What the next months bring, beside the forecast of revenue itself: other
	// figures and parts, what months are made of, the plan, the deals, and what
	// earlier forecasts came to.
	ForecastSeries  *table.Table
	ForecastMetrics *table.Table
	ForecastMarks   *table.Table
	ForecastEffects *table.Table
	ForecastJudged  *table.Table
	ForecastSkill   *table.Table
	MonthProgress   *table.Table
	MonthBridge     *table.Table // reports/month_bridge
	Plan            *table.Table
	DealForecast    *table.Table
	DealStages      *table.Table
	DealOwners      *table.Table
	DealCheck       *table.Table

	ValueModels    *table.Table
	ValueHoldout   *table.Table
	ValueCustomers *table.Table

	// How the rules did on days they had not seen, what is expected of all
	// customers, who is leaving.
	ValueCheck       *table.Table
	ValueFrequency   *table.Table
	ValueTracking    *table.Table
	ValueTotal       *table.Table
	ValueMap         *table.Table
	ChurnReliability *table.Table
	ChurnRisks       *table.Table
	Leaving          *table.Table

	// Who belongs together, how customers move, what sets groups apart, and what
	// campaigns brought.
	SegmentSummary     *table.Table
	SegmentOverlaps    *table.Table
	SegmentDifferences *table.Table
	LifecycleFlows     *table.Table // segments/lifecycle_flows
	RFMFlows           *table.Table // segments/rfm_flows
	RFMLifecycle       *table.Table // segments/rfm_lifecycle
	ClusterProfiles    *table.Table
	ClusterQuality     *table.Table
	LookalikeModels    *table.Table
	Lookalikes         *table.Table
	Campaigns          *table.Table
	CampaignResults    *table.Table
	CampaignChecks     *table.Table
	CampaignUplift     *table.Table
	CampaignQini       *table.Table

	CustomerContacts *table.Table // segments/customer_contacts

	QualityLoads    *table.Table // checks/quality_loads
	QualityRejects  *table.Table // checks/quality_rejects
	QualityExcluded *table.Table // checks/quality_excluded
	QualityFields   *table.Table // checks/quality_fields

	QualityCurrencies *table.Table // checks/quality_currencies
	QualityAudits     *table.Table // what the audits warn of
	QualitySources    *table.Table // checks/quality_sources
	QualityBefore     *table.Table // checks/quality_before
	QualityPeople     *table.Table // checks/quality_people
	QualityMonths     *table.Table // checks/quality_months
	QualityRecords    *table.Table // checks/quality_records

	// How long customers stay away, and how long contracts last.
	SurvivalCurves *table.Table
	SurvivalGroups *table.Table
	SurvivalTests  *table.Table
	ContractMonths *table.Table // reports/contract_months
	ContractRisks  *table.Table // reports/contract_risks
	ContractCheck  *table.Table

	// Which ids are one customer, and what links nobody.
	IdentityTotals *table.Table
	IdentityLinks  *table.Table
	IdentityValues *table.Table
	IdentityNames  *table.Table
}

// Settings are what the answers do not say themselves.
type Settings struct {
	Company      string
	Language     string // en, ru or es
	Currency     string // ISO 4217 code
	AsOf         time.Time
	Snapshot     string
	Retention    RetentionForm
	ValueHorizon int               // days that the expected purchases are for, 0 where not known
	SegmentNames map[string]string // of the company's own RFM segments in this language, by key
	Look         Look
	Queries      []Source // what each query answers; their Section is empty

	OwnSections []OwnSection
}
