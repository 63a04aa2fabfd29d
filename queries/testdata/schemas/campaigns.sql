create table campaigns (
    source varchar, campaign_id varchar, campaign varchar, channel varchar, started_at timestamp, ended_at timestamp, cost decimal(18, 4), currency varchar,
    excluded varchar, source_file varchar, source_row bigint
)
