-- What customer-base models learn from: for every customer with a purchase between the two days,
-- both included, how often and when they bought again. Purchases of one day are one. x counts
-- the days after the first, t_x_days is from the first to the last, age_days from the first to
-- the end. repeat_spend is the mean of what was sold on a repeat day, returns and discounts aside,
-- because the models of spending know no negative one; NULL where there was no repeat.
-- grain: customer_id
-- reads: orders
-- param: first DATE
-- param: until DATE
with
days as (
    select customer_id, ordered_on, sum(sales) as sales
    from orders
    where
        is_purchase
        and customer_id is not null
        and ordered_on between cast($first as date) and cast($until as date)
    group by customer_id, ordered_on
),
firsts as (
    select customer_id, min(ordered_on) as first_on
    from days
    group by customer_id
)
select
    cast(days.customer_id as varchar) as customer_id,
    cast(count(*) - 1 as bigint) as x,
    cast(date_diff('day', min(days.ordered_on), max(days.ordered_on)) as bigint) as t_x_days,
    cast(date_diff('day', min(days.ordered_on), cast($until as date)) as bigint) as age_days,
    cast(sum(days.sales) filter (where days.ordered_on > firsts.first_on) as double) / nullif(count(*) - 1, 0) as repeat_spend
from days
inner join firsts on days.customer_id = firsts.customer_id
group by days.customer_id
order by customer_id
