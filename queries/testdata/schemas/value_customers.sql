create table value_customers (customer_id varchar, expected_value decimal(38, 2), expected_purchases double, p_buys double, clv decimal(38, 2), frequency bigint, risk varchar)
