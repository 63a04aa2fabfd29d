create table deals (
    source varchar, deal_id varchar, deal varchar, customer varchar, pipeline varchar, stage varchar, status varchar, amount decimal(18, 4), currency varchar, probability decimal(5, 2),
    owner varchar, created_at timestamp, closed_at timestamp, expected_close_at timestamp, lost_reason varchar, outcome varchar, lead_source varchar, updated_at timestamp,
    customer_name varchar, customer_email varchar, customer_phone varchar,
    excluded varchar, source_file varchar, source_row bigint
)
