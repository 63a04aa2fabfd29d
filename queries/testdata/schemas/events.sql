create table events (
    source varchar, event_id varchar, customer varchar, event_type varchar, event_at timestamp, subject varchar,
    owner varchar, entered_by varchar, status varchar, campaign_id varchar,
    customer_name varchar, customer_email varchar, customer_phone varchar, deal_id varchar, due_at timestamp,
    excluded varchar, source_file varchar, source_row bigint
)
