-- The business month by month, from the first month with an order to the month of the day; months
-- without orders are rows with 0. A month is complete when its last day is not after the day. A
-- buyer is new in the month of their first purchase. Revenue is split by whose it is: of the
-- month's new buyers, of all other known customers, of nobody known.
-- grain: month
-- reads: orders
-- param: as_of DATE
with
customer_months as (
    select
        month,
        customer_id,
        sum(amount) as revenue,
        sum(sales) as sales,
        sum(returns) as returns,
        count(*) filter (where is_purchase) as orders
    from orders
    where ordered_on <= cast($as_of as date)
    group by month, customer_id
),
first_purchases as (
    select customer_id, min(month) as month
    from customer_months
    where orders > 0 and customer_id is not null
    group by customer_id
),
marked as (
    select
        customer_months.*,
        case
            when customer_months.customer_id is null then 'anonymous'
            when customer_months.month = first_purchases.month then 'new'
            else 'returning'
        end as kind
    from customer_months
    left join first_purchases on customer_months.customer_id = first_purchases.customer_id
),
months as (
    select
        month,
        sum(revenue) as revenue,
        sum(sales) as sales,
        sum(returns) as returns,
        sum(orders) as orders,
        count(*) filter (where orders > 0 and kind <> 'anonymous') as buyers,
        count(*) filter (where orders > 0 and kind = 'new') as new_buyers,
        count(*) filter (where orders > 0 and kind = 'returning') as returning_buyers,
        sum(revenue) filter (where kind = 'new') as revenue_new,
        sum(revenue) filter (where kind = 'returning') as revenue_returning,
        sum(revenue) filter (where kind = 'anonymous') as revenue_anonymous
    from marked
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
    cast(calendar.month < date_trunc('month', cast($as_of as date) + interval '1' day) as boolean) as complete,
    cast(coalesce(months.revenue, 0) as decimal(18, 2)) as revenue,
    cast(coalesce(months.sales, 0) as decimal(18, 2)) as sales,
    cast(coalesce(months.returns, 0) as decimal(18, 2)) as returns,
    cast(coalesce(months.orders, 0) as bigint) as orders,
    cast(coalesce(months.buyers, 0) as bigint) as buyers,
    cast(coalesce(months.new_buyers, 0) as bigint) as new_buyers,
    cast(coalesce(months.returning_buyers, 0) as bigint) as returning_buyers,
    cast(money_per(months.revenue, months.orders) as decimal(18, 2)) as average_order,
    cast(coalesce(months.revenue_new, 0) as decimal(18, 2)) as revenue_new,
    cast(coalesce(months.revenue_returning, 0) as decimal(18, 2)) as revenue_returning,
    cast(coalesce(months.revenue_anonymous, 0) as decimal(18, 2)) as revenue_anonymous
from calendar
left join months on calendar.month = months.month
order by month
