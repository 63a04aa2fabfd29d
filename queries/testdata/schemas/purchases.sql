create table purchases (
    source varchar, order_id varchar, line integer, purchased_at timestamp,
    customer varchar, customer_name varchar, customer_email varchar, customer_phone varchar,
    product_id varchar, product varchar, product_group varchar,
    quantity decimal(18, 3), price decimal(18, 4), amount decimal(18, 4), cost decimal(18, 4), currency varchar,
    owner varchar, entered_by varchar, country varchar, city varchar, channel varchar, status varchar, customer_tax_id varchar, deal_id varchar,
    excluded varchar, source_file varchar, source_row bigint
)
