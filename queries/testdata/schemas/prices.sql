create table prices (
    source varchar, product_id varchar, competitor varchar, seen_at timestamp, price decimal(18, 4), currency varchar,
    excluded varchar, source_file varchar, source_row bigint
)
