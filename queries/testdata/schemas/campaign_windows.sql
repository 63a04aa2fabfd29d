create table campaign_windows (
    campaign_id varchar, started_on date, counted_to date, before_days bigint
)
