-- The features of customers as models take them: numbers as floats, those that groups are made of
-- first, then texts. Of more customers than are wanted a share is drawn by their ids, so that about
-- so many come.
-- use: asked
-- grain: customer_id
-- reads: customer_features
-- param: most BIGINT
select
    cast(customer_id as varchar) as customer_id,
    cast(recency_days as double) as recency_days,
    cast(tenure_days as double) as tenure_days,
    cast(orders as double) as orders,
    cast(average_order as double) as an_order,
    cast(lines_an_order as double) as lines_an_order,
    cast(given_back_share as double) as given_back_share,
    cast(top_group_share as double) as top_group_share,
    cast(trend as double) as trend,
    cast(revenue as double) as money,
    cast(mean_gap_days as double) as mean_gap_days,
    cast(orders_12m as double) as orders_12m,
    cast(revenue_12m as double) as money_12m,
    cast(product_groups as double) as product_groups,
    cast(top_channel_share as double) as top_channel_share,
    cast(weekend_share as double) as weekend_share,
    product_group,
    channel,
    country,
    city,
    owner,
    weekday
from customer_features
where draw < cast($most as double) / (select count(*) from customer_features)
order by customer_id
