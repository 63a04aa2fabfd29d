create table campaign_members (
    source varchar, campaign_id varchar, customer varchar, held_out boolean, touched_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
