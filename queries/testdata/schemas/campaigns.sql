create table campaigns (
    source varchar, campaign_id varchar, campaign varchar, channel varchar, started_at timestamp, ended_at timestamp, cost decimal(18, 4), currency varchar,
    offer varchar, contact_cost decimal(18, 4), response_cost decimal(18, 4), planned_audience decimal(18, 3), control_percent decimal(5, 2), margin_percent decimal(5, 2), updated_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
