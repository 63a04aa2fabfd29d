create table contracts (
    contract_id varchar, customer varchar, customer_name varchar, customer_email varchar, customer_phone varchar, customer_tax_id varchar, plan varchar,
    started_at timestamp, ended_at timestamp, notice_at timestamp, paid_until timestamp, amount decimal(18, 4), period varchar, currency varchar,
    status varchar, owner varchar, end_reason varchar, watched_from timestamp, updated_at timestamp,
    source varchar, source_file varchar, source_row bigint, excluded varchar
)
