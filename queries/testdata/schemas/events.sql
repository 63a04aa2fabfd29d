create table events (
    source varchar, event_id varchar, customer varchar, event_type varchar, event_at timestamp, subject varchar,
    owner varchar, entered_by varchar, status varchar, campaign_id varchar,
    excluded varchar, source_file varchar, source_row bigint
)
