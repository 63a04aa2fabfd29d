-- Day by day what the customers did who had come by the day until which a model learned: how many
-- bought for the first time, and how many bought again.
-- use: asked
-- grain: bought_on
-- reads: orders
-- param: first DATE
-- param: until DATE
-- param: last DATE
with
days as (
    select distinct customer_id, ordered_on
    from orders
    where
        is_purchase
        and customer_id is not null
        and ordered_on between cast($first as date) and cast($last as date)
),
histories as (
    select
        ordered_on,
        min(ordered_on) over (partition by customer_id) as first_on
    from days
)
select
    cast(ordered_on as date) as bought_on,
    cast(count(*) filter (where ordered_on = first_on) as bigint) as firsts,
    cast(count(*) filter (where ordered_on > first_on) as bigint) as repeats
from histories
where first_on <= cast($until as date)
group by ordered_on
order by bought_on
