-- What each customer should bring within the horizon of the value model: purchases times what one of
-- them brings.
-- use: asked
-- grain: customer_id
-- reads: value_customers
select
    cast(customer_id as varchar) as customer_id,
    cast(cast(expected_value as double) * expected_purchases as decimal(18, 2)) as expected_value,
    cast(p_buys as double) as p_buys
from value_customers
