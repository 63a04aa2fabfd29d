create table deals (
    source varchar, deal_id varchar, deal varchar, customer varchar, pipeline varchar, stage varchar, status varchar, amount decimal(18, 4), currency varchar, owner varchar, created_at timestamp,
    customer_name varchar, customer_email varchar, customer_phone varchar,
    excluded varchar, source_file varchar, source_row bigint
)
