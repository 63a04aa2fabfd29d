create table campaign_members (
    source varchar, campaign_id varchar, customer varchar, held_out boolean, touched_at timestamp,
    customer_email varchar, customer_phone varchar, customer_name varchar, segment varchar, delivered boolean, opened_at timestamp, clicked_at timestamp, responded_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
