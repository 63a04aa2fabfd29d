-- What each known customer brought in each of the last 25 months up to the day: the month that runs, and
-- twice twelve before it. Those of one manager lie together. Months in which a customer has no order have no row.
-- grain: customer_id, month
-- reads: customer_reach, orders
-- param: as_of DATE
with
months as (
    select
        customer_id,
        month,
        sum(amount) as revenue,
        sum(sales) as sales,
        sum(returns) as returns,
        count(*) filter (where is_purchase) as orders
    from orders
    where
        customer_id is not null
        and ordered_on <= cast($as_of as date)
        and month >= date_trunc('month', cast($as_of as date)) - interval '24' month
    group by customer_id, month
)
select
    cast(months.customer_id as varchar) as customer_id,
    cast(months.month as date) as month,
    cast(months.revenue as decimal(18, 4)) as revenue,
    cast(months.sales as decimal(18, 4)) as sales,
    cast(months.returns as decimal(18, 4)) as returns,
    cast(months.orders as bigint) as orders
from months
inner join customer_reach on months.customer_id = customer_reach.customer_id
order by customer_reach.owner, months.customer_id, months.month
