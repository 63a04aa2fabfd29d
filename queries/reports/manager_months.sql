-- What a manager's customers brought month by month, from the first of the last 25 months with an order of
-- theirs to the month of the day; months without one are rows with 0. All is as in overview_months, of these
-- customers alone.
-- use: asked
-- grain: month
-- reads: customer_months, manager_members
-- param: as_of DATE
with
own as (
    select
        customer_months.*,
        date_trunc('month', manager_members.first_on) = customer_months.month as is_new
    from customer_months
    inner join manager_members on customer_months.customer_id = manager_members.customer_id
),
months as (
    select
        month,
        sum(revenue) as revenue,
        sum(sales) as sales,
        sum(returns) as returns,
        sum(orders) as orders,
        count(*) filter (where orders > 0) as buyers,
        count(*) filter (where orders > 0 and is_new) as new_buyers,
        sum(revenue) filter (where is_new) as revenue_new
    from own
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
    cast(coalesce(months.buyers, 0) - coalesce(months.new_buyers, 0) as bigint) as returning_buyers,
    cast(money_per(months.revenue, months.orders) as decimal(18, 2)) as average_order,
    cast(coalesce(months.revenue_new, 0) as decimal(18, 2)) as revenue_new,
    cast(coalesce(months.revenue, 0) - coalesce(months.revenue_new, 0) as decimal(18, 2)) as revenue_returning,
    cast(0 as decimal(18, 2)) as revenue_anonymous
from calendar
left join months on calendar.month = months.month
order by month
