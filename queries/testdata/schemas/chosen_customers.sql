create table chosen_customers (customer_id varchar)
