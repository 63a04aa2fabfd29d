-- When customers bought for the second time, by the half-year of their first purchase: so many who
-- have come back after so many days, and who have not yet so many days after their first one.
-- Purchases of one day are one.
-- grain: cohort, days, came_back
-- reads: orders
-- param: as_of DATE
with
bought as (
    select customer_id, ordered_on
    from orders
    where is_purchase and customer_id is not null and ordered_on <= cast($as_of as date)
),
starts as (
    select customer_id, min(ordered_on) as first_on
    from bought
    group by customer_id
),
firsts as (
    select
        bought.customer_id,
        starts.first_on,
        min(bought.ordered_on) filter (where bought.ordered_on > starts.first_on) as second_on
    from bought
    inner join starts on bought.customer_id = starts.customer_id
    group by bought.customer_id, starts.first_on
),
spans as (
    select
        date_trunc('year', first_on) + case when month(first_on) > 6 then interval '6' month else interval '0' month end as cohort,
        date_diff('day', first_on, coalesce(second_on, cast($as_of as date))) as days,
        second_on is not null as came_back
    from firsts
)
select
    cast(cohort as date) as cohort,
    cast(days as bigint) as days,
    cast(came_back as boolean) as came_back,
    cast(count(*) as bigint) as customers
from spans
group by cohort, days, came_back
order by cohort, days, came_back
