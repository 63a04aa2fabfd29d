create table deal_stages (
    source varchar, deal_id varchar, stage varchar, entered_at timestamp, left_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
