-- Stands in for the step that values customers: something is expected of who came often.
-- grain: customer_id
-- reads: rfm
select
    cast(customer_id as varchar) as customer_id,
    cast(monetary as decimal(18, 2)) as expected_value,
    cast(f as double) / 7 as p_buys
from rfm
where f > 2
