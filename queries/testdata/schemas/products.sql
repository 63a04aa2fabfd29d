create table products (
    source varchar, product_id varchar, product varchar, product_group varchar, price decimal(18, 4), cost decimal(18, 4), currency varchar,
    excluded varchar, source_file varchar, source_row bigint
)
