-- What models of months learn from: the complete months up to the day, from the first month with
-- an order, without gaps; a month without orders is 0.
-- grain: month
-- reads: orders
-- param: as_of DATE
with
customer_months as (
    select
        month,
        customer_id,
        sum(amount) as revenue,
        count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by month, customer_id
),
months as (
    select
        month,
        sum(revenue) as revenue,
        sum(orders) as orders,
        count(*) filter (where orders > 0 and customer_id is not null) as buyers
    from customer_months
    group by month
),
first_month as (
    select min(month) as month from months
),
calendar as (
    select cast(span.month as date) as month
    from first_month
    cross join unnest(sequence(first_month.month, cast($as_of as date), interval '1' month)) as span (month)
)
select
    cast(calendar.month as date) as month,
    cast(coalesce(months.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(months.orders, 0) as bigint) as orders,
    cast(coalesce(months.buyers, 0) as bigint) as buyers
from calendar
left join months on calendar.month = months.month
where calendar.month < date_trunc('month', cast($as_of as date) + interval '1' day)
order by month
